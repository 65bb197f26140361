"""Pytest plugin that writes what happened as JSON lines, injected with ``-p dpa_reporter``.

Events go to the file named by DPA_EVENTS:
``{"type": "start", "collected": n}``, ``{"type": "test", ...}`` once a test, ``{"type": "collect-error", ...}`` and
``{"type": "collect-skip", ...}`` for a file that broke or was left out as a whole, and, last of all, ``{"type": "end", "exitstatus": n, "collected": n, "results": n}``. A session without its end record did not end normally.
The first line of the file named by DPA_EVENTS and ``.running`` is the test begun last, which a process that dies was most likely in.
"""

import os
import sys
from json import dumps
from os import getpid, write
from time import monotonic

import dpa_failures
import pytest

# As they were before any test: tests change directories.
start_directory = os.getcwd()
# Of all failures together, in characters; what goes beyond keeps a short account, so that memory stays bounded.
TEXT_BUDGET = 4_000_000
LONGEST_TEXT = 60_000
SHORT_TEXT = 1_000
# Windows has none.
PWRITE = getattr(os, "pwrite", None)
# Lines that come faster are written together. A process that dies loses at most the passed tests of its last such moment.
WRITE_SECONDS = 0.05
# What most lines are, written as ``dumps`` would, without its cost.
PASSED = '{"type": "test", "id": %s, "file": %s, "line": %d, "outcome": "passed", "seconds": %.6f}\n'


def pytest_configure(config):
    path = os.environ.get("DPA_EVENTS")
    # Workers of pytest-xdist send their reports to the controller, which has this plugin too.
    if path and hasattr(config, "workerinput"):
        config.pluginmanager.register(dpa_failures.WorkerFailures(), "dpa-failures")
    elif path:
        measure_subprocesses()
        failures = dpa_failures.Failures()
        config.pluginmanager.register(failures, "dpa-failures")
        config.pluginmanager.register(Reporter(path, failures), "dpa-reporter-session")


def measure_subprocesses():
    """Lets coverage start in child processes as well (coverage's own ``patch = subprocess``, which the command line cannot ask for)."""
    coverage = sys.modules.get("coverage")
    try:
        current = coverage.Coverage.current() if coverage else None
        if current is not None and hasattr(current.config, "serialize"):
            # A server under test is usually ended by SIGTERM: it saves its data then.
            current.config.sigterm = True
            os.environ.setdefault("COVERAGE_PROCESS_CONFIG", current.config.serialize())
    except Exception:  # Never a reason to fail somebody's tests.
        pass


class Reporter:
    def __init__(self, path, failures):
        self.failures = failures
        self.file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        self.begun = os.open(path + ".running", os.O_WRONLY | os.O_CREAT, 0o644)
        self.lines = []
        self.written = 0.0
        self.process = getpid()
        self.session = None
        self.selected = None
        self.pending = {}
        self.finished = set()
        self.collect_errors = set()
        self.reruns = {}
        self.text_left = TEXT_BUDGET
        self.places = {}

    def write(self, event):
        self.lines.append(dumps(event) + "\n")
        self.flush()

    def write_passed(self, nodeid, place, seconds):
        file, line = place
        self.lines.append(PASSED % (dumps(nodeid), dumps(file), line, seconds))
        if monotonic() - self.written > WRITE_SECONDS:
            self.flush()

    def flush(self):
        content = "".join(self.lines).encode()
        self.lines = []
        # A child that a test forked and that runs on inside pytest tells nothing: the session is its parent's.
        if getpid() != self.process:
            return
        while content:
            content = content[write(self.file, content) :]
        self.written = monotonic()

    def pytest_sessionstart(self, session):
        self.session = session
        if session.config.pluginmanager.hasplugin("dsession"):
            # Workers of pytest-xdist run several tests at a time, and their crashes are results of their own.
            self.note_begun = lambda nodeid: None
        # pytest-cov is switched off for this run; its limit is still the project's.
        gate = getattr(session.config.option, "cov_fail_under", None)
        if isinstance(gate, (int, float)) and gate > 0:
            self.write({"type": "gate", "covFailUnder": gate})

    def pytest_collection_finish(self, session):
        if session.items:
            self.start({item.nodeid for item in session.items})

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, node, ids):
        self.start(set(ids))

    def start(self, ids):
        if self.selected is None:
            self.selected = ids
            self.write({"type": "start", "collected": len(ids)})

    def pytest_collectreport(self, report):
        if report.failed and report.nodeid not in self.collect_errors:
            self.collect_errors.add(report.nodeid)
            path, line, message = crash_of(report)
            self.write(
                {
                    "type": "collect-error",
                    "id": report.nodeid,
                    "file": path or own_path(report.nodeid),
                    "line": line or 1,
                    "message": message,
                    "text": str(report.longreprtext),
                }
            )

        elif report.skipped:
            file = os.path.join(str(self.session.config.rootpath), report.nodeid.split("::")[0])
            event = {"type": "collect-skip", "id": report.nodeid, "file": os.path.normpath(file), "line": 1}
            self.write({**event, "message": skip_reason(report)})

    def pytest_runtest_logstart(self, nodeid, location):
        # A rerun of the same test starts it anew: the last one counts.
        self.pending[nodeid] = []
        self.note_begun(nodeid)

    def note_begun(self, nodeid):
        if PWRITE and getpid() == self.process:
            PWRITE(self.begun, nodeid.encode() + b"\n", 0)

    def pytest_runtest_logreport(self, report):
        if self.failures.noted:
            self.failures.attach(report)
        # pytest-rerunfailures and pytest-retry report an attempt that is tried again under a word of their own.
        if report.outcome in ("rerun", "retried"):
            times, message = self.reruns.get(report.nodeid, (0, crash_of(report)[2]))
            self.reruns[report.nodeid] = (times + 1, message)
            self.pending[report.nodeid] = []
        else:
            self.pending.setdefault(report.nodeid, []).append(report)

    def pytest_runtest_logfinish(self, nodeid, location):
        self.finish(nodeid)

    def finish(self, nodeid):
        reports = self.pending.pop(nodeid, ())
        # Of an attempt that is tried again its teardown may be left: that is no result.
        given_up = nodeid in self.reruns and not any(report.when == "setup" for report in reports)
        if not reports or given_up:
            return
        self.finished.add(nodeid)
        outcome, decisive = decide(reports)
        place = self.where(reports[0])
        seconds = sum([getattr(report, "duration", 0) for report in reports])
        properties = properties_of(reports[-1])
        if outcome == "passed" and not properties and nodeid not in self.reruns:
            return self.write_passed(nodeid, place, seconds)
        event = describe(nodeid, outcome, decisive, place)
        event["seconds"] = round(seconds, 6)
        if properties:
            event["properties"] = properties
        if nodeid in self.reruns:
            event["reruns"], event["rerunMessage"] = self.reruns[nodeid]
        if "text" in event:
            event["text"] = self.within_budget(event["text"])
        self.write(event)

    def where(self, report):
        """The test's file, absolute, and 1-based line. Thousands of tests stand in one file."""
        file, line, _ = report.location
        if file not in self.places:
            self.places[file] = os.path.normpath(os.path.join(str(self.session.config.rootpath), file))
        return self.places[file], (line or 0) + 1

    def within_budget(self, text):
        allowed = LONGEST_TEXT if self.text_left > 0 else SHORT_TEXT
        self.text_left -= min(len(text), allowed)
        return text if len(text) <= allowed else text[: allowed // 2] + "\n…\n" + text[-allowed // 2 :]

    def pytest_unconfigure(self, config):
        # Later than every session-finish hook: a plugin may still change the status there.
        if self.session is None:
            return
        for nodeid, reports in list(self.pending.items()):
            # What was interrupted between its phases has no result.
            if any(report.when == "call" or report.failed or report.skipped for report in reports):
                self.finish(nodeid)
        collected = len(self.selected or ())
        status = int(getattr(self.session, "exitstatus", -1))
        self.write({"type": "end", "exitstatus": status, "collected": collected, "results": len(self.finished)})
        self.flush()
        os.close(self.file)
        os.close(self.begun)


def describe(nodeid, outcome, decisive, place):
    file, line = place
    event = {"type": "test", "id": nodeid, "file": file, "line": line, "outcome": outcome}
    if outcome in ("failed", "error"):
        event.update(failure_of(decisive, file, line), phase=decisive.when, text=str(decisive.longreprtext))
    elif outcome == "uncalled":
        event.update(outcome="error", message="was set up, but never called")
    elif outcome in ("skipped", "xfailed"):
        event["message"] = skip_reason(decisive)
    return event


def failure_of(report, file, line):
    """Where and why, as noted when the exception was at hand, else as pytest's account tells."""
    noted = getattr(report, "dpa_failure", None)
    if noted is None:
        crash_file, crash_line, message = crash_of(report)
        return {"crashFile": crash_file or file, "crashLine": crash_line or line, "message": message}
    place = {"crashFile": noted.get("file", file), "crashLine": noted.get("line", line), "message": noted["message"]}
    if "productFile" in noted:
        place.update(productFile=noted["productFile"], productLine=noted["productLine"])
    return place


def properties_of(report):
    return [[str(name), str(value)] for name, value in getattr(report, "user_properties", ())]


def decide(reports):
    """The outcome of a test from the reports of its phases and subtests, with the report that decided it: a failure, else the first that says more than "passed"."""
    called, decided = False, None
    for report in reports:
        if report.outcome == "failed":
            return ("error" if report.when in ("setup", "teardown") else "failed"), report
        called = called or report.when == "call"
        if decided is None and (report.outcome == "skipped" or hasattr(report, "wasxfail")) and not is_subtest(report):
            if report.outcome == "skipped":
                decided = ("xfailed" if hasattr(report, "wasxfail") else "skipped"), report
            elif report.when == "call":
                decided = "xpassed", report
    # pytest reports no failure for what it only set up (--setup-only, --setup-plan).
    return decided or ("passed" if called else "uncalled", reports[-1])


def is_subtest(report):
    return type(report).__name__.lower().startswith("subtest")


def skip_reason(report):
    if hasattr(report, "wasxfail"):
        return str(report.wasxfail)
    return str(report.longrepr[2]) if isinstance(report.longrepr, tuple) else ""


def crash_of(report):
    """File, 1-based line and message of a failure: the innermost frame in the project's own files, not in a library."""
    longrepr = report.longrepr
    crash = getattr(longrepr, "reprcrash", None)
    message = getattr(crash, "message", None) or last_word(str(report.longreprtext))
    own = None
    for entry in getattr(getattr(longrepr, "reprtraceback", None), "reprentries", []):
        location = getattr(entry, "reprfileloc", None)
        if location is not None:
            path = own_path(location.path)
            if is_own(path):
                own = (path, location.lineno)
    if own is None and crash is not None and is_own(own_path(crash.path)):
        own = (own_path(crash.path), crash.lineno)
    return (*(own or collected_location(report)), message)


def last_word(text):
    """What an account in plain text comes to: its last ``E`` line, and of one without any the whole, if it is short (``import file mismatch``)."""
    # pytest-xdist puts its worker's name before the account of a crash.
    lines = [line for line in text.strip().split("\n") if not line.startswith("[gw")]
    said = [line[1:].strip() for line in lines if line.startswith("E ")]
    if said:
        return said[-1]
    return "\n".join(lines) if len(lines) <= 6 else lines[-1]


def collected_location(report):
    """A collection error of pytest is text; its first own ``file:line:`` is the place."""
    for text in str(report.longreprtext).split("\n"):
        parts = text.lstrip("E ").split(":")
        if len(parts) > 1 and parts[0].endswith(".py") and parts[1].strip().isdigit():
            path = own_path(parts[0])
            if is_own(path) and os.path.exists(path):
                return path, int(parts[1])
    return None, None


def own_path(path):
    return os.path.normpath(os.path.join(start_directory, path))


def is_own(path):
    return path.startswith(start_directory + os.sep) and "site-packages" not in path
