"""What pytest's reports tell of a test: its outcome, the place and the reason, in our own words for the record."""

import os

# As it was before any test: tests change directories.
start_directory = os.getcwd()


def passed_plainly(reports):
    """Whether a test passed in its three phases and has nothing else to tell, as nearly all do: found out at a fraction of the cost of ``decide``."""
    if len(reports) != 3:
        return False
    setup, call, teardown = reports
    passed = setup.outcome == call.outcome == teardown.outcome == "passed"
    return passed and call.when == "call" and not teardown.user_properties and not hasattr(call, "wasxfail")


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


def collect_error(report):
    file, line, message = crash_of(report)
    event = {"type": "collect-error", "id": report.nodeid, "file": file or own_path(report.nodeid), "line": line or 1}
    return {**event, "message": message, "text": str(report.longreprtext)}


def collect_skip(report, root):
    file = os.path.normpath(os.path.join(str(root), report.nodeid.split("::")[0]))
    return {"type": "collect-skip", "id": report.nodeid, "file": file, "line": 1, "message": skip_reason(report)}


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
