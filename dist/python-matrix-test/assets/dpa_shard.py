"""Pytest plugin that keeps one of n parts of the collected tests, injected with ``-p dpa_shard``.

DPA_SHARD is ``i/n`` (1-based). DPA_DURATIONS names a JSON object of seconds by test id, DPA_EVENTS the file that gets
``{"type": "shard", "index": i, "count": n, "total": tests, "selected": tests, "fingerprint": text}``.

The parts are a function of the set of ids and the durations alone: every part computes all of them the same way, so that each test is in exactly
one. The fingerprint is equal between parts that saw the same tests and durations.
"""

import hashlib
import json
import os

import pytest


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    wanted = os.environ.get("DPA_SHARD")
    if not wanted:
        return
    index, count = (int(number) for number in wanted.split("/"))
    ids = {item.nodeid for item in items}
    durations = read_durations(os.environ.get("DPA_DURATIONS"))
    parts = split(ids, durations, count)
    mine = parts[index - 1]
    kept = [item for item in items if item.nodeid in mine]
    config.hook.pytest_deselected(items=[item for item in items if item.nodeid not in mine])
    items[:] = kept
    # With pytest-xdist every worker selects; one of them says so.
    if getattr(config, "workerinput", {"workerid": "gw0"})["workerid"] == "gw0":
        announce(index, count, ids, mine, parts)


def announce(index, count, ids, mine, parts):
    path = os.environ.get("DPA_EVENTS")
    if not path:
        return
    fingerprint = hashlib.sha256(json.dumps([sorted(part) for part in parts]).encode()).hexdigest()[:16]
    event = {"type": "shard", "index": index, "count": count, "total": len(ids), "selected": len(mine), "fingerprint": fingerprint}
    with open(path, "a", encoding="utf-8") as stream:
        stream.write(json.dumps(event) + "\n")


def read_durations(path):
    if not path or not os.path.exists(path):
        return {}
    with open(path, encoding="utf-8") as stream:
        return json.load(stream)


def split(ids, durations, count):
    """Longest first, each to the part with the least so far; a test of unknown duration counts as an average one."""
    known = [durations[name] for name in ids if name in durations]
    average = sum(known) / len(known) if known and sum(known) > 0 else 1.0
    cost = {name: max(durations.get(name, average), 0.000001) for name in ids}
    parts = [set() for _ in range(count)]
    load = [0.0] * count
    for name in sorted(ids, key=lambda name: (-cost[name], name)):
        lightest = load.index(min(load))
        parts[lightest].add(name)
        load[lightest] += cost[name]
    return parts
