"""The HTTP interface: a health check and two ways to hand in a CSV file."""

import io
import os
from typing import Any

from bottle import Bottle, HTTPResponse, request

from profiler.profile import NotACsv, profile
from profiler.source import SourceUnavailable, read_source


def create_app() -> Bottle:
    app = Bottle()
    app.get("/health", callback=health)
    app.post("/profiles", callback=profile_upload)
    app.post("/profiles/from-source", callback=profile_from_source)
    return app


def health() -> dict[str, str]:
    return {"status": "ok", "version": os.environ.get("APP_VERSION", "development")}


def profile_upload() -> Any:
    """A multipart form with one `file`, or the CSV itself as the body."""
    upload = request.files.get("file")
    raw = upload.file if upload else request.body
    return answer(lambda: profile(io.TextIOWrapper(raw, encoding="utf-8-sig", newline="")))


def profile_from_source() -> Any:
    """JSON `{"path": "folder/file.csv"}`: a file of the configured data source."""
    body = request.json
    path = body.get("path") if isinstance(body, dict) else None
    if not isinstance(path, str):
        return refusal(400, 'Send {"path": "…"}.')
    return answer(lambda: profile(io.StringIO(read_source(path))))


def answer(work: Any) -> Any:
    try:
        return work()
    except SourceUnavailable as error:
        return refusal(502, str(error))
    except UnicodeDecodeError:
        return refusal(422, "The file is not UTF-8 text.")
    except (NotACsv, ValueError) as error:
        return refusal(422, str(error))


def refusal(status: int, message: str) -> HTTPResponse:
    return HTTPResponse({"error": message}, status=status)
