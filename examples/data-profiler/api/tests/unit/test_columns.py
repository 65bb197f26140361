import pytest

from profiler.columns import Column, common_type, value_type


@pytest.mark.parametrize(
    ("text", "expected"),
    [("42", "integer"), ("-1.5", "number"), ("true", "boolean"), ("2026-11-24", "date"), ("blue", "text")],
)
def test_a_value_has_the_narrowest_type_that_fits(text, expected):
    assert value_type(text) == expected


@pytest.mark.parametrize(
    ("types", "expected"),
    [(set(), "empty"), ({"date"}, "date"), ({"integer", "number"}, "number"), ({"integer", "date"}, "text")],
)
def test_a_column_has_the_type_that_holds_all_its_values(types, expected):
    assert common_type(types) == expected


def test_numbers_have_a_range_and_a_mean():
    column = Column("price")
    for value in ("1", "2.5", "", "8.5"):
        column.add(value)
    assert column.summary() == {
        "name": "price",
        "type": "number",
        "nulls": 1,
        "distinct": 3,
        "distinct_is_exact": True,
        "min": 1.0,
        "max": 8.5,
        "mean": 4.0,
    }


def test_a_column_of_nulls_is_empty():
    column = Column("note")
    for value in ("", "NA", "null"):
        column.add(value)
    assert column.summary()["type"] == "empty"
    assert column.summary()["nulls"] == 3


def test_distinct_values_are_counted_up_to_a_limit(monkeypatch):
    monkeypatch.setattr("profiler.columns.DISTINCT_LIMIT", 5)
    column = Column("id")
    for value in range(9):
        column.add(str(value))
    assert column.summary()["distinct"] == 5
    assert column.summary()["distinct_is_exact"] is False
