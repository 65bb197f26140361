"""The record of a session: JSON lines in one file, and beside it (``.running``) the id of the test begun last, which a process that dies was most likely in.

``{"type": "passed", "file": path, "tests": [[id, line, microseconds], ...]}`` tells of tests that passed and have nothing else to tell, many at a time;
every other event is a line of its own, written at once.
"""

import mmap
import os
from json import dumps
from time import monotonic

# Passed tests that come faster are written together. A process that dies loses at most those of its last such moment.
WRITE_SECONDS = 0.05
# Of an id, in bytes, with the line's end. A longer one is not noted as running.
LONGEST_ID = 65_536


class Record:
    def __init__(self, path):
        self.file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        self.running = open_running(path + ".running")
        self.passed = []
        self.passed_file = None
        self.written = 0.0
        # A child that a test forked and that runs on inside pytest tells nothing: the session is its parent's.
        self.process = os.getpid()

    def begin(self, nodeid):
        line = nodeid.encode("utf-8", "replace") + b"\n"
        if len(line) > LONGEST_ID:
            line = b"\n"
        if os.getpid() == self.process:
            self.running[: len(line)] = line

    def add_passed(self, nodeid, place, seconds):
        file, line = place
        if file != self.passed_file:
            self.flush()
            self.passed_file = file
        self.passed.append((nodeid, line, round(seconds * 1_000_000)))
        if monotonic() - self.written > WRITE_SECONDS:
            self.flush()

    def add(self, event):
        self.flush()
        self.write(event)

    def flush(self):
        if self.passed:
            self.write({"type": "passed", "file": self.passed_file, "tests": self.passed})
            self.passed = []

    def write(self, event):
        if os.getpid() != self.process:
            return
        content = (dumps(event) + "\n").encode()
        while content:
            content = content[os.write(self.file, content) :]
        self.written = monotonic()

    def close(self):
        self.flush()
        os.close(self.file)


def open_running(path):
    """Memory that readers of the file see, also once the process has died; of no effect on a file system that has no such thing."""
    try:
        with open(path, "w+b") as file:
            file.truncate(LONGEST_ID)
            return mmap.mmap(file.fileno(), LONGEST_ID)
    except (OSError, ValueError):
        return bytearray(LONGEST_ID)
