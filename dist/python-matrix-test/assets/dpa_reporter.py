"""Pytest plugin that records what happened, injected with ``-p dpa_reporter``.

Events go to the file named by DPA_EVENTS (see ``dpa_record``): ``{"type": "start", "collected": n}``, ``passed`` or ``{"type": "test", ...}`` once a
test, ``{"type": "collect-error", ...}`` and ``{"type": "collect-skip", ...}`` for a file that broke or was left out as a whole, and, last of all,
``{"type": "end", "exitstatus": n, "collected": n, "results": n}``. A session without its end record did not end normally.

PYTEST_DONT_REWRITE: there is no assertion here to rewrite.
"""

import os

import dpa_failures
import pytest
from dpa_record import Record
from dpa_results import collect_error, collect_skip, crash_of, decide, describe, passed_plainly, properties_of

# Of all failures together, in characters; what goes beyond keeps a short account, so that memory stays bounded.
TEXT_BUDGET = 4_000_000
LONGEST_TEXT = 60_000
SHORT_TEXT = 1_000


def pytest_configure(config):
    path = os.environ.get("DPA_EVENTS")
    # Workers of pytest-xdist send their reports to the controller, which has this plugin too.
    if path and hasattr(config, "workerinput"):
        config.pluginmanager.register(dpa_failures.WorkerFailures(), "dpa-failures")
    elif path:
        config.pluginmanager.register(dpa_failures.Failures(), "dpa-failures")
        config.pluginmanager.register(Reporter(Record(path)), "dpa-reporter-session")


class Reporter:
    """Its hooks run several times a test: what they do for one that passes is what a large suite pays."""

    def __init__(self, record):
        self.record = record
        self.begin = record.begin
        self.session = None
        self.selected = None
        self.pending = {}
        self.finished = set()
        self.collect_errors = set()
        self.reruns = {}
        self.text_left = TEXT_BUDGET
        self.places = {}

    def pytest_sessionstart(self, session):
        self.session = session
        if session.config.pluginmanager.hasplugin("dsession"):
            # Workers of pytest-xdist run several tests at a time, and their crashes are results of their own.
            self.begin = lambda nodeid: None
        # pytest-cov is switched off for this run; its limit is still the project's.
        gate = getattr(session.config.option, "cov_fail_under", None)
        if isinstance(gate, (int, float)) and gate > 0:
            self.record.add({"type": "gate", "covFailUnder": gate})

    def pytest_collection_finish(self, session):
        if session.items:
            self.start({item.nodeid for item in session.items})

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, node, ids):
        self.start(set(ids))

    def start(self, ids):
        if self.selected is None:
            self.selected = ids
            self.record.add({"type": "start", "collected": len(ids)})

    def pytest_collectreport(self, report):
        if report.failed and report.nodeid not in self.collect_errors:
            self.collect_errors.add(report.nodeid)
            self.record.add(collect_error(report))
        elif report.skipped:
            self.record.add(collect_skip(report, self.session.config.rootpath))

    def pytest_runtest_logstart(self, nodeid):
        # A rerun of the same test starts it anew: the last one counts.
        self.pending[nodeid] = []
        self.begin(nodeid)

    def pytest_runtest_logreport(self, report):
        # pytest-rerunfailures and pytest-retry report an attempt that is tried again under a word of their own.
        if report.outcome in ("rerun", "retried"):
            times, message = self.reruns.get(report.nodeid, (0, crash_of(report)[2]))
            self.reruns[report.nodeid] = (times + 1, message)
            self.pending[report.nodeid] = []
        else:
            self.pending.setdefault(report.nodeid, []).append(report)

    def pytest_runtest_logfinish(self, nodeid):
        self.finish(nodeid)

    def finish(self, nodeid):
        reports = self.pending.pop(nodeid, ())
        if passed_plainly(reports) and nodeid not in self.reruns:
            self.finished.add(nodeid)
            setup, call, teardown = reports
            self.record.add_passed(nodeid, self.where(setup), setup.duration + call.duration + teardown.duration)
        elif reports and not self.is_given_up(nodeid, reports):
            self.finished.add(nodeid)
            self.record.add(self.result(nodeid, reports))

    def is_given_up(self, nodeid, reports):
        """Of an attempt that is tried again its teardown may be left: that is no result."""
        return nodeid in self.reruns and all(report.when == "teardown" for report in reports)

    def result(self, nodeid, reports):
        outcome, decisive = decide(reports)
        event = describe(nodeid, outcome, decisive, self.where(reports[0]))
        event["seconds"] = round(sum(getattr(report, "duration", 0) for report in reports), 6)
        properties = properties_of(reports[-1])
        if properties:
            event["properties"] = properties
        if nodeid in self.reruns:
            event["reruns"], event["rerunMessage"] = self.reruns[nodeid]
        if "text" in event:
            event["text"] = self.within_budget(event["text"])
        return event

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
        self.record.add({"type": "end", "exitstatus": status, "collected": collected, "results": len(self.finished)})
        self.record.close()
