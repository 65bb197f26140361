"""Reads a CSV file from the one data source that the operator configured."""

import os
import re

import requests

SAFE_PATH = re.compile(r"[\w.-]+(/[\w.-]+)*\.csv")


class SourceUnavailable(RuntimeError):
    """The data source is not configured, refuses, or does not answer."""


def source_address(base: str, path: str) -> str:
    """The address below `base`; a path that could leave it is refused."""
    if not SAFE_PATH.fullmatch(path) or ".." in path:
        raise ValueError(f"{path!r} is not the path of a CSV file in the data source.")
    return f"{base.rstrip('/')}/{path}"


def read_source(path: str) -> str:
    base = os.environ.get("DATA_SOURCE_URL")
    if not base:
        raise SourceUnavailable("No data source is configured (DATA_SOURCE_URL).")
    try:
        response = requests.get(source_address(base, path), timeout=10)
        response.raise_for_status()
    except requests.RequestException as error:
        raise SourceUnavailable(f"The data source did not give {path}.") from error
    return response.text
