"""Pytest plugin that writes what happened as JSON lines, injected with ``-p dpa_reporter``.

Events go to the file named by DPA_EVENTS:
``{"type": "start", "collected": n}``, ``{"type": "test", ...}`` once a test, ``{"type": "collect-error", ...}`` and
``{"type": "collect-skip", ...}`` for a file that broke or was left out as a whole, and, last of all, ``{"type": "end", "exitstatus": n, "collected": n, "results": n}``. A session without its end record did not end normally.
The first line of the file named by DPA_EVENTS and ``.running`` is the test begun last, which a process that dies was most likely in.
"""

import os
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


def pytest_configure(config):
    path = os.environ.get("DPA_EVENTS")
    if path:
        config.pluginmanager.register(dpa_failures.Failures(), "dpa-failures")
    # Workers of pytest-xdist send their reports to the controller, which has this plugin too.
    if path and not hasattr(config, "workerinput"):
        measure_subprocesses()
        config.pluginmanager.register(Reporter(path), "dpa-reporter-session")


def measure_subprocesses():
    """Lets coverage start in child processes as well (coverage's own ``patch = subprocess``, which the command line cannot ask for)."""
    try:
        import coverage

        current = coverage.Coverage.current()
        if current is not None and hasattr(current.config, "serialize"):
            # A server under test is usually ended by SIGTERM: it saves its data then.
            current.config.sigterm = True
            os.environ.setdefault("COVERAGE_PROCESS_CONFIG", current.config.serialize())
    except Exception:  # Never a reason to fail somebody's tests.
        pass


class Reporter:
    def __init__(self, path):
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

    def write(self, event):
        # A child that a test forked and that runs on inside pytest tells nothing: the session is its parent's.
        if getpid() == self.process:
            self.lines.append(dumps(event) + "\n")
            if monotonic() - self.written > WRITE_SECONDS or event.get("outcome") != "passed":
                self.flush()

    def flush(self):
        if getpid() != self.process:
            return
        content = "".join(self.lines).encode()
        self.lines = []
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
        reports = self.pending.pop(nodeid, [])
        # Of an attempt that is tried again its teardown may be left: that is no result.
        given_up = nodeid in self.reruns and not any(report.when == "setup" for report in reports)
        if reports and not given_up:
            self.finished.add(nodeid)
            event = describe(nodeid, reports, str(self.session.config.rootpath))
            if nodeid in self.reruns:
                event["reruns"], event["rerunMessage"] = self.reruns[nodeid]
            if "text" in event:
                event["text"] = self.within_budget(event["text"])
            self.write(event)

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


def describe(nodeid, reports, root):
    outcome, decisive = decide(reports)
    file, line = where(reports[0], root)
    event = {
        "type": "test",
        "id": nodeid,
        "file": file,
        "line": line,
        "outcome": outcome,
        "seconds": round(sum(getattr(report, "duration", 0) for report in reports), 6),
    }
    properties = properties_of(reports[-1])
    if properties:
        event["properties"] = properties
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
    """The outcome of a test from the reports of its phases and subtests, with the report that decided it."""
    for report in reports:
        if report.failed:
            return ("error" if report.when in ("setup", "teardown") else "failed"), report
    for report in reports:
        if is_subtest(report):
            continue
        if report.skipped:
            return ("xfailed" if hasattr(report, "wasxfail") else "skipped"), report
        if report.when == "call" and hasattr(report, "wasxfail"):
            return "xpassed", report
    if not any(report.when == "call" for report in reports):
        # pytest reports no failure for what it only set up (--setup-only, --setup-plan).
        return "uncalled", reports[-1]
    return "passed", reports[-1]


def is_subtest(report):
    return type(report).__name__.lower().startswith("subtest")


def where(report, root):
    file, line, _ = report.location
    path = file if os.path.isabs(file) else os.path.join(root, file)
    return os.path.normpath(path), (line or 0) + 1


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
