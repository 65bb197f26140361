"""CSV text in, profile out."""

import csv
from collections.abc import Iterable

from profiler.columns import Column


class NotACsv(ValueError):
    """The upload can't be read as a table; the message says why, for the person who sent it."""


def profile(lines: Iterable[str]) -> dict[str, object]:
    """`{"rows": int, "columns": [{"name", "type", "nulls", "distinct", …}]}`."""
    reader = csv.reader(lines, strict=True)
    try:
        columns = [Column(name.strip()) for name in next(reader, [])]
        if not columns:
            raise NotACsv("The file has no header line.")
        for row in reader:
            add_row(columns, row, reader.line_num)
    except csv.Error as error:
        raise NotACsv(f"Line {reader.line_num}: {error}.") from error
    return {"rows": columns[0].rows, "columns": [column.summary() for column in columns]}


def add_row(columns: list[Column], row: list[str], line: int) -> None:
    if not row:
        return
    if len(row) != len(columns):
        raise NotACsv(f"Line {line} has {len(row)} values; the header has {len(columns)} columns.")
    for column, value in zip(columns, row, strict=True):
        column.add(value)
