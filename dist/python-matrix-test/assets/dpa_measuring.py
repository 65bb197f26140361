"""Pytest plugin of a session that runs under ``coverage run``, injected with ``-p dpa_measuring``.

PYTEST_DONT_REWRITE: there is no assertion here to rewrite.
"""

import os

import coverage
import pytest


@pytest.hookimpl(hookwrapper=True)
def pytest_load_initial_conftests(early_config):
    # What pytest-cov's ``--no-cov`` does, where that plugin is loaded: two measurements of one process disturb each other.
    if hasattr(early_config.known_args_namespace, "cov_source"):
        early_config.known_args_namespace.no_cov = True
    yield


def pytest_configure(config):
    if hasattr(config, "workerinput"):
        return
    try:
        measure_subprocesses(coverage.Coverage.current())
    except Exception:  # Never a reason to fail somebody's tests.
        pass


def measure_subprocesses(current):
    """Lets coverage start in child processes as well (coverage's own ``patch = subprocess``, which the command line cannot ask for)."""
    if current is not None and hasattr(current.config, "serialize"):
        # A server under test is usually ended by SIGTERM: it saves its data then.
        current.config.sigterm = True
        os.environ.setdefault("COVERAGE_PROCESS_CONFIG", current.config.serialize())
