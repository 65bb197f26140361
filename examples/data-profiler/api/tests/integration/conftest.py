import functools
import os
import subprocess
import sys
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

API = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def data_source(tmp_path_factory):
    """A folder served over HTTP, as the operator's data source would be."""
    folder = tmp_path_factory.mktemp("source")
    (folder / "cities.csv").write_text("city,people\nOslo,717710\nBergen,291940\n")
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(SimpleHTTPRequestHandler, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="session")
def api(data_source):
    """The address of the API, started as its container starts it, on a free port."""
    command = [sys.executable, "-m", "profiler", "--host", "127.0.0.1", "--port", "0"]
    environment = {**os.environ, "DATA_SOURCE_URL": data_source, "APP_VERSION": "test"}
    with subprocess.Popen(command, cwd=API, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            line = process.stdout.readline()
            assert line.startswith("Listening on "), line
            yield line.removeprefix("Listening on ").strip()
        finally:
            process.terminate()
