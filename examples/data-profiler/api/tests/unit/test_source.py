import pytest

from profiler.source import SourceUnavailable, read_source, source_address


def test_a_path_is_resolved_below_the_source():
    assert source_address("https://data.example/", "2026/sales.csv") == "https://data.example/2026/sales.csv"


@pytest.mark.parametrize("path", ["../secret.csv", "https://elsewhere.example/a.csv", "a.txt", "/etc/passwd.csv"])
def test_a_path_that_could_leave_the_source_is_refused(path):
    with pytest.raises(ValueError, match="not the path"):
        source_address("https://data.example", path)


def test_without_a_source_nothing_is_fetched(monkeypatch):
    monkeypatch.delenv("DATA_SOURCE_URL", raising=False)
    with pytest.raises(SourceUnavailable, match="DATA_SOURCE_URL"):
        read_source("a.csv")
