import pytest

from profiler.profile import NotACsv, profile


def test_rows_and_columns_are_counted():
    result = profile(["name,age", "Ada,36", '"Byron, G.",36'])
    assert result["rows"] == 2
    assert [column["name"] for column in result["columns"]] == ["name", "age"]
    assert [column["distinct"] for column in result["columns"]] == [2, 1]


def test_blank_lines_are_not_rows():
    assert profile(["a,b", "", "1,2"])["rows"] == 1


def test_a_file_without_a_header_is_refused():
    with pytest.raises(NotACsv, match="no header"):
        profile([])


def test_a_ragged_row_names_its_line():
    with pytest.raises(NotACsv, match="Line 3 has 1 values; the header has 2"):
        profile(["a,b", "1,2", "3"])


def test_a_broken_quote_names_its_line():
    with pytest.raises(NotACsv, match="Line 2"):
        profile(["a,b", '"1"x,2'])
