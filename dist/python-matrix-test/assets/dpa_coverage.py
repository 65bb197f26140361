"""Combines coverage data and reports it: ``python dpa_coverage.py PLAN.json``, run in the project's directory, so that its configuration holds.

The plan is ``{"out": folder, "workspace": folder, "legs": [{"version", "suite", "files"}], "suites": whether each suite needs an XML of its own}``.
Into ``out`` go .coverage, coverage.json, coverage.xml, coverage-SUITE.xml and details.json: ``{"problem": text}``, or
``{"legs": [{"version", "suite", "measured"}], "failUnder", "precision", "versionOnly": {version: {file: [line]}}, "html", "suiteXml": {suite: file}}``.
"""

import json
import os
import re
import sys
import xml.etree.ElementTree as ElementTree

import coverage


class Unusable(Exception):
    """Data that cannot be combined, in words for the user."""


def main(plan):
    out = plan["out"]
    kinds = {name_of(leg): kinds_of(leg) for leg in plan["legs"]}
    refuse_mix(kinds)
    details = {"legs": [{"version": leg["version"], "suite": leg["suite"], "measured": bool(kinds[name_of(leg)])} for leg in plan["legs"]]}
    if any(kinds.values()):
        versions = {version: combine(plan, "version", version) for version in sorted({leg["version"] for leg in plan["legs"]})}
        versions = {version: data for version, data in versions.items() if data}
        details.update(report(out, versions))
        details["suiteXml"] = suite_reports(plan) if plan["suites"] else {}
    return details


def name_of(leg):
    return leg["version"] + " " + leg["suite"]


def kinds_of(leg):
    """``branch`` and ``statement``, as far as the leg's files hold data of that kind."""
    kinds = set()
    for file in leg["files"]:
        try:
            data = coverage.CoverageData(basename=file)
            data.read()
        except coverage.CoverageException as problem:
            raise Unusable("the data of %s cannot be read: %s" % (name_of(leg), problem))
        if data.measured_files() and any(data.lines(name) for name in data.measured_files()):
            kinds.add("branch" if data.has_arcs() else "statement")
    return kinds


def refuse_mix(kinds):
    branch = [name for name, found in kinds.items() if "branch" in found]
    statement = [name for name, found in kinds.items() if "statement" in found]
    if branch and statement:
        raise Unusable(
            "branches were measured in %s, only statements in %s; one setting must hold for all of them and for the processes that they start"
            % (", ".join(branch), ", ".join(statement))
        )


def configured(data_file):
    measured = coverage.Coverage(data_file=data_file)
    # The same module may be measured in the tree and as installed by each Python: one file all the same.
    paths = dict(measured.get_option("paths") or {})
    tree = [folder for folder in (os.path.abspath("src"), os.getcwd()) if os.path.isdir(folder)][:1]
    paths["dpa-installed"] = [*tree, "*/site-packages"]
    measured.set_option("paths", paths)
    # Our own reporter ran in the same process; tests count only where the project's configuration asks for it.
    omit = [os.path.join(os.path.dirname(os.path.abspath(__file__)), "*"), *(measured.get_option("report:omit") or [])]
    if not getattr(measured.config, "config_file", None):
        omit += ["*/tests/*", "*/test_*.py", "*_test.py", "*/conftest.py"]
    measured.set_option("report:omit", omit)
    return measured


def combine(plan, key, value):
    """The path of the data of one version or suite together; None where it has none."""
    files = [file for leg in plan["legs"] if leg[key] == value for file in leg["files"]]
    return combined(os.path.join(plan["out"], ".coverage-" + value), files) if files else None


def combined(data_file, files):
    measured = configured(data_file)
    measured.combine(files, strict=True, keep=True)
    measured.save()
    return data_file


def report(out, versions):
    measured = configured(combined(os.path.join(out, ".coverage"), list(versions.values())))
    measured.load()
    # Plugins of coverage.py have had their say now.
    gate = measured.get_option("report:fail_under") or 0
    # The gate is the caller's: coverage's own limit would only change an exit code here.
    measured.set_option("report:fail_under", 0)
    json_file = os.path.join(out, "coverage.json")
    measured.json_report(outfile=json_file)
    measured.xml_report(outfile=os.path.join(out, "coverage.xml"))
    return {
        "failUnder": gate,
        "precision": measured.get_option("report:precision") or 0,
        "versionOnly": version_only(json_file, versions),
        "html": html_report(measured),
    }


def version_only(json_file, versions):
    """Statements that one version alone ran, by version and file; nothing where there is one version."""
    if len(versions) < 2:
        return {}
    data = {}
    for version, file in versions.items():
        data[version] = coverage.CoverageData(basename=file)
        data[version].read()
    absolute = {version: {os.path.abspath(name): name for name in each.measured_files()} for version, each in data.items()}
    only = {version: {} for version in versions}
    with open(json_file, encoding="utf-8") as stream:
        files = json.load(stream)["files"]
    for file, entry in files.items():
        place = os.path.abspath(file)
        ran = {version: set(data[version].lines(names[place]) or ()) if place in names else set() for version, names in absolute.items()}
        for line in entry["executed_lines"]:
            by = [version for version, lines in ran.items() if line in lines]
            if len(by) == 1:
                only[by[0]].setdefault(file, []).append(line)
    return {version: files for version, files in only.items() if files}


def html_report(measured):
    """Writes HTML where the project's configuration has a section for it, and returns the folder; empty where it has not."""
    file = getattr(measured.config, "config_file", None)
    if not file:
        return ""
    with open(file, encoding="utf-8") as stream:
        asked = re.search(r"^\[(tool\.coverage\.html|coverage:html|html)\]", stream.read(), re.M)
    if not asked:
        return ""
    measured.html_report()
    return os.path.abspath(measured.get_option("html:directory"))


def suite_reports(plan):
    """An XML for each suite, whose file names are relative to the workspace."""
    written = {}
    for suite in sorted({leg["suite"] for leg in plan["legs"]}):
        data_file = combine(plan, "suite", suite)
        if data_file:
            measured = configured(data_file)
            measured.set_option("report:fail_under", 0)
            measured.load()
            file = os.path.join(plan["out"], "coverage-%s.xml" % suite)
            try:
                measured.xml_report(outfile=file)
            except coverage.exceptions.NoDataError:
                continue
            place_in_workspace(file, plan["workspace"])
            written[suite] = file
    return written


def place_in_workspace(file, workspace):
    tree = ElementTree.parse(file)
    sources = [source.text or "" for source in tree.iter("source")] or [os.getcwd()]
    for element in tree.iter("class"):
        candidates = [os.path.abspath(os.path.join(source, element.get("filename"))) for source in sources]
        found = next((path for path in candidates if os.path.isfile(path)), candidates[0])
        element.set("filename", os.path.relpath(os.path.realpath(found), os.path.realpath(workspace)).replace(os.sep, "/"))
    for source in tree.iter("source"):
        source.text = "."
    tree.write(file, encoding="utf-8", xml_declaration=True)


with open(sys.argv[1], encoding="utf-8") as plan_file:
    plan = json.load(plan_file)
try:
    details = main(plan)
except coverage.exceptions.NoDataError:
    # The legs ran, and no file of the project was among what they ran.
    details = {"legs": []}
except (Unusable, coverage.CoverageException) as problem:
    details = {"problem": str(problem)}
with open(os.path.join(plan["out"], "details.json"), "w", encoding="utf-8") as details_file:
    json.dump(details, details_file)
