"""Notes on each failing report where it failed, in words that survive any ``--tb`` style and pytest-xdist's wire.

``report.dpa_failure`` is ``{"message", "file", "line", "productFile", "productLine"}``: the innermost line in the test's own file (without one, the
innermost of the project), and, where the failure passed on from there into the project, that innermost line. Paths are absolute, lines 1-based.
"""

import os
import sys
from functools import lru_cache

import pytest

# As it was before any test: tests change directories.
start_directory = os.getcwd()


class Failures:
    """Notes when pytest has the exception at hand. It calls this hook for failures alone, so that a test that passes costs nothing."""

    def pytest_exception_interact(self, node, call, report):
        if isinstance(report, pytest.TestReport):
            note(report, node, call.excinfo)


class WorkerFailures:
    """Of a worker of pytest-xdist, which sends a report on before pytest calls the hook above."""

    def __init__(self):
        self.noted = {}

    def pytest_runtest_makereport(self, item, call):
        if call.excinfo is not None and not call.excinfo.errisinstance(pytest.skip.Exception):
            self.noted[item.nodeid] = item, call.excinfo

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logreport(self, report):
        item, excinfo = self.noted.pop(report.nodeid, (None, None))
        if item is not None and report.failed:
            note(report, item, excinfo)


def note(report, item, excinfo):
    try:
        report.dpa_failure = describe(excinfo, str(item.fspath))
    except Exception:  # Never a reason to fail somebody's tests: the reporter then reads pytest's own account.
        pass


def describe(excinfo, test_file):
    example = failed_example(excinfo.value)
    if example:
        return example
    frames = [frame for frame in map(own_place, visible(excinfo)) if frame is not None]
    in_test = max((at for at, (file, _) in enumerate(frames) if same(file, test_file)), default=len(frames) - 1)
    noted = {"message": message_of(excinfo)}
    if frames:
        noted["file"], noted["line"] = frames[in_test]
    if in_test < len(frames) - 1:
        noted["productFile"], noted["productLine"] = frames[-1]
    return noted


def message_of(excinfo):
    if excinfo.typename == "FixtureLookupError":
        return excinfo.value.formatrepr().errorstring.strip().split("\n")[0]
    return excinfo.exconly(tryshort=True)


def failed_example(error):
    """Of a doctest its first failed example, as ``doctest`` tells it; None for any other test."""
    failure = error.failures[0] if type(error).__name__ == "MultipleDoctestFailures" else error
    doctest = sys.modules.get("doctest")
    if doctest is None or not isinstance(failure, (doctest.DocTestFailure, doctest.UnexpectedException)):
        return None
    test, example = failure.test, failure.example
    line = (test.lineno or 0) + example.lineno + 1
    if hasattr(failure, "exc_info"):
        outcome = "raised %s: %s" % (failure.exc_info[0].__name__, failure.exc_info[1])
    else:
        outcome = "gave %s, not %s" % (failure.got.strip() or "nothing", example.want.strip() or "nothing")
    return {"message": "%s %s" % (example.source.strip(), outcome), "file": os.path.realpath(test.filename), "line": line}


def visible(excinfo):
    """The frames that pytest would show: a helper may hide itself with ``__tracebackhide__``."""
    entries = list(excinfo.traceback)
    shown = [entry for entry in entries if not hidden(entry, excinfo)]
    return shown or entries


def hidden(entry, excinfo):
    try:
        return entry.ishidden(excinfo)
    except TypeError:  # pytest before 7.4
        return entry.ishidden()


def own_place(entry):
    file = in_tree(str(entry.path))
    return (file, entry.lineno + 1) if file else None


@lru_cache(maxsize=None)  # Most frames of every failure are pytest's own, the same each time.
def in_tree(path):
    """The file of the project that a frame's path stands for; None for a library. An installed copy stands for what it was built from."""
    path = os.path.realpath(path)
    if "site-packages" + os.sep in path:
        inside = path.split("site-packages" + os.sep, 1)[1]
        candidates = [os.path.join(folder, inside) for folder in (os.path.join(start_directory, "src"), start_directory)]
        return next((file for file in candidates if os.path.isfile(file)), None)
    return path if path.startswith(tree_root() + os.sep) and os.path.isfile(path) else None


def tree_root():
    """The repository's checkout; the project's directory where it lies outside of that."""
    here = os.path.realpath(start_directory)
    checkout = os.path.realpath(os.environ.get("GITHUB_WORKSPACE") or here)
    return checkout if here == checkout or here.startswith(checkout + os.sep) else here


def same(file, other):
    return os.path.realpath(file) == os.path.realpath(other)
