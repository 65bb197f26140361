"""Starts a scanner with as few rights as the kernel lets an ordinary user give up (Landlock, Linux 5.13 and newer).

    confine.py                              prints the version of Landlock that works here, 0 for none
    confine.py PLAN PROGRAM ARGUMENT...     becomes PROGRAM, or ends with 125 where the plan cannot be enforced

PLAN is JSON: {"read": [path...], "write": [path...], "hidden": [path...], "ports": [number...]}.
- What is below `hidden` cannot be read, except where `read` or `write` names something deeper. /proc shows the program itself only.
- Only what `write` names can be written.
- From version 4 on, TCP connections can be made to `ports` only, and none can be accepted.
- No program that changes the user (sudo) gains anything; no process outside can be traced or, from version 6 on, signalled.
Source of the numbers: linux/landlock.h, linux/prctl.h.
"""

import ctypes
import json
import os
import sys

CREATE, ADD, RESTRICT = 444, 445, 446
PATH_BENEATH, NET_PORT = 1, 2
EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1, 2, 4, 8
# make, remove and move, and with later versions: refer, truncate, device ioctl
WRITES = WRITE_FILE | sum(1 << bit for bit in range(4, 13))
REFER, TRUNCATE, IOCTL_DEV = 1 << 13, 1 << 14, 1 << 15
READS = EXECUTE | READ_FILE | READ_DIR
ON_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV
BIND, CONNECT = 1, 2
PR_SET_NO_NEW_PRIVS = 38

libc = ctypes.CDLL(None, use_errno=True)


class Ruleset(ctypes.Structure):
    _fields_ = [("fs", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scoped", ctypes.c_uint64)]


class Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("access", ctypes.c_uint64), ("parent", ctypes.c_int32)]


class Port(ctypes.Structure):
    _fields_ = [("access", ctypes.c_uint64), ("port", ctypes.c_uint64)]


def check(answer):
    if answer < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return answer


def version():
    if sys.platform != "linux":
        return 0
    return max(0, libc.syscall(CREATE, None, ctypes.c_size_t(0), 1))


def writes_of(abi):
    return WRITES | (REFER if abi >= 2 else 0) | (TRUNCATE if abi >= 3 else 0) | (IOCTL_DEV if abi >= 5 else 0)


def allow(ruleset, path, access):
    try:
        handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not os.path.isdir(path):
            access &= ON_FILES
        if access == 0:
            return
        rule = Beneath(access, handle)
        check(libc.syscall(ADD, ruleset, PATH_BENEATH, ctypes.byref(rule), 0))
    finally:
        os.close(handle)


def visible(folder, hidden):
    """The fewest paths that cover all below `folder` but `hidden`."""
    inside = [path for path in hidden if path == folder or path.startswith(folder.rstrip("/") + "/")]
    if folder in inside:
        return
    if not inside:
        yield folder
        return
    try:
        names = os.listdir(folder)
    except OSError:
        return
    for name in names:
        yield from visible(os.path.join(folder, name), inside)


def own_proc():
    """What programs ask /proc about themselves and the machine; the folders of other processes hold their environments, tokens included."""
    return [os.path.join("/proc", name) for name in os.listdir("/proc") if not name.isdigit()] + [f"/proc/{os.getpid()}"]


def restrict(plan, abi):
    network = abi >= 4
    size = 24 if abi >= 6 else 16 if network else 8
    writes = writes_of(abi)
    rules = Ruleset(READS | writes, (BIND | CONNECT) if network else 0, 3 if abi >= 6 else 0)
    ruleset = check(libc.syscall(CREATE, ctypes.byref(rules), ctypes.c_size_t(size), 0))
    hidden = [os.path.realpath(path) for path in [*plan["hidden"], "/proc"] if os.path.exists(path)]
    for path in ["/", *plan["read"], *own_proc(), sys.prefix, sys.base_prefix, sys.executable]:
        folder = os.path.realpath(path)
        for part in visible(folder, [each for each in hidden if each != folder]):
            allow(ruleset, part, READS)
    # Whoever walks a folder lists it, hidden parts included: their names can be seen, their files not be opened.
    for path in plan["read"]:
        allow(ruleset, os.path.realpath(path), READ_DIR)
    for path in [*plan["write"], "/dev/null", "/dev/shm", "/dev/tty"]:
        allow(ruleset, os.path.realpath(path), READS | writes)
    for port in plan["ports"] if network else []:
        rule = Port(CONNECT, port)
        check(libc.syscall(ADD, ruleset, NET_PORT, ctypes.byref(rule), 0))
    check(libc.syscall(RESTRICT, ruleset, 0))


def confine(plan):
    check(libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
    restrict(plan, version())


def probe():
    """A kernel may know Landlock and still refuse it, by boot parameters or a container's profile: only trying tells."""
    found = version()
    try:
        if found > 0:
            confine({"read": [], "write": [], "hidden": [], "ports": []})
    except OSError:
        found = 0
    print(found)


def main():
    if len(sys.argv) == 1:
        probe()
        return
    program = sys.argv[2:]
    try:
        confine(json.loads(sys.argv[1]))
        os.execv(program[0], program)
    except OSError as error:
        print(f"confine.py: {error}", file=sys.stderr)
        sys.exit(125)


main()
