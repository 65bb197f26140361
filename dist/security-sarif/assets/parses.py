"""Tells which files are no Python of this interpreter.

Reads their names from a JSON list; writes {"python": "3.12", "broken": [{"file", "line", "why"}]}.
"""

import ast
import json
import sys
import warnings

warnings.simplefilter("ignore")
broken = []
with open(sys.argv[1], encoding="utf-8") as names:
    files = json.load(names)
for file in files:
    try:
        with open(file, "rb") as source:
            ast.parse(source.read(), file)
    except SyntaxError as error:
        broken.append({"file": file, "line": error.lineno or 1, "why": error.msg})
    except ValueError as error:  # a null byte, before 3.12
        broken.append({"file": file, "line": 1, "why": str(error)})
with open(sys.argv[2], "w", encoding="utf-8") as report:
    json.dump({"python": "%d.%d" % sys.version_info[:2], "broken": broken}, report)
