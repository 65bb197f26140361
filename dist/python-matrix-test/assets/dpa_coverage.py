"""Combines coverage data files and reports them: ``python dpa_coverage.py OUT_DIR DATA_FILE...``.

Writes coverage.json and coverage.xml into OUT_DIR. Runs in the project's directory, so that its own configuration holds.
"""

import os
import sys

import coverage


def main(out, files):
    measured = coverage.Coverage(data_file=os.path.join(out, ".coverage"))
    # The same module may be measured in the tree and as installed by each Python: one file all the same.
    paths = dict(measured.get_option("paths") or {})
    tree = [folder for folder in (os.path.abspath("src"), os.getcwd()) if os.path.isdir(folder)][:1]
    paths["dpa-installed"] = [*tree, "*/site-packages"]
    measured.set_option("paths", paths)
    # The gate is the caller's: coverage's own limit would only change an exit code here.
    measured.set_option("report:fail_under", 0)
    # Our own reporter ran in the same process; tests count only where the project's configuration asks for it.
    omit = [os.path.join(os.path.dirname(os.path.abspath(__file__)), "*"), *(measured.get_option("report:omit") or [])]
    if not getattr(measured.config, "config_file", None):
        omit += ["*/tests/*", "*/test_*.py", "*/conftest.py"]
    measured.set_option("report:omit", omit)
    measured.combine(files, strict=True, keep=True)
    measured.save()
    measured.json_report(outfile=os.path.join(out, "coverage.json"))
    measured.xml_report(outfile=os.path.join(out, "coverage.xml"))


main(sys.argv[1], sys.argv[2:])
