"""What one column holds, kept in bounded memory while rows stream by."""

from dataclasses import dataclass, field
from datetime import date

NULLS = frozenset({"", "na", "n/a", "null", "none"})
DISTINCT_LIMIT = 10_000


def value_type(text: str) -> str:
    """One of integer, number, boolean, date, text."""
    if text.lower() in ("true", "false"):
        return "boolean"
    for name, parse in (("integer", int), ("number", float), ("date", date.fromisoformat)):
        try:
            parse(text)
        except ValueError:
            continue
        return name
    return "text"


def common_type(types: set[str]) -> str:
    """The narrowest type that holds every value seen; `empty` without any."""
    if not types:
        return "empty"
    if len(types) == 1:
        return next(iter(types))
    return "number" if types == {"integer", "number"} else "text"


@dataclass
class Column:
    """Adds up one column; numbers are summed as they come and never kept."""

    name: str
    rows: int = 0
    nulls: int = 0
    types: set[str] = field(default_factory=set)
    distinct: set[str] = field(default_factory=set)
    smallest: float | None = None
    largest: float | None = None
    total: float = 0.0

    def add(self, raw: str) -> None:
        self.rows += 1
        text = raw.strip()
        if text.lower() in NULLS:
            self.nulls += 1
            return
        kind = value_type(text)
        self.types.add(kind)
        if len(self.distinct) <= DISTINCT_LIMIT:
            self.distinct.add(text)
        if kind in ("integer", "number"):
            self._add_number(float(text))

    def _add_number(self, number: float) -> None:
        self.smallest = number if self.smallest is None else min(self.smallest, number)
        self.largest = number if self.largest is None else max(self.largest, number)
        self.total += number

    def summary(self) -> dict[str, object]:
        kind = common_type(self.types)
        result: dict[str, object] = {
            "name": self.name,
            "type": kind,
            "nulls": self.nulls,
            "distinct": min(len(self.distinct), DISTINCT_LIMIT),
            "distinct_is_exact": len(self.distinct) <= DISTINCT_LIMIT,
        }
        if kind in ("integer", "number"):
            mean = self.total / (self.rows - self.nulls)
            result |= {"min": self.smallest, "max": self.largest, "mean": mean}
        return result
