"""Errors as HTTP answers: one JSON shape for programs (RFC 9457), a page for people. Installed by app.py.

``type`` is ``urn:memograph:problem:<what>``; ``line`` and ``column`` stand with a syntax error, ``limit`` with a limit
that was reached (``limit_of``: seconds, bytes, rows, triples), ``acceptable`` with a 406, ``thing`` and ``reason`` with
what was withdrawn (``decisions``: IRIs of those that say so), ``kept`` and ``listing`` with a release that is not kept.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from flask import Response, make_response, render_template, request
from gunicorn.http.errors import ParseException
from werkzeug.exceptions import HTTPException
from werkzeug.http import HTTP_STATUS_CODES

from memograph import errors
from memograph.publish.http.errorpage import error_page
from memograph.publish.http.formats import HTML, Format
from memograph.publish.http.negotiate import choose

PROBLEM = Format("problem", "application/problem+json", ("application/json",), "Problem")

#: What one can do about a result that is too large.
_LESS = (
    "Ask for less with LIMIT; or add the parameter truncate=true for the first part, in a format that can say that it "
    "is one (not CSV or TSV)."
)

#: Status, and end of the type, by what the store behind the site did.
_STORE: dict[type[errors.StoreError], tuple[int, str]] = {
    errors.StoreUnreachable: (503, "store-unreachable"),
    errors.StoreTimeout: (504, "store-timeout"),
    errors.StoreGarbled: (502, "store-garbled"),
    errors.StoreElsewhere: (503, "store-elsewhere"),
}

#: Ends of types of problems that may be gone soon.
_PASSING = ("busy", "deadline", "release", *(what for _, what in _STORE.values()))


class NotAcceptable(Exception):
    """No format that is offered suits the client; answered by 406."""

    def __init__(self, offered: Sequence[Format]) -> None:
        self.offered = tuple(offered)
        super().__init__("None of the media types that you accept is available here.")


class Withdrawn(Exception):
    """A thing that the release took back; answered by 410 with the reason."""

    def __init__(self, iri: str, reason: str, decisions: Sequence[str] = ()) -> None:
        self.iri, self.reason, self.decisions = iri, reason, tuple(decisions)
        super().__init__(f"{iri} was withdrawn. {reason}".rstrip())


def problem_of(error: Exception) -> dict[str, Any]:
    """The problem document of an error; what is not known gets status 500 and keeps its details to itself."""
    match error:
        case HTTPException():
            return _problem(error.code or 500, "http", error.description or "")
        case ParseException():
            return _problem(400, "http", "The body of the request is not valid HTTP/1.1.")
        case NotAcceptable():
            return _problem(406, "not-acceptable", str(error), acceptable=[each.media_type for each in error.offered])
        case Withdrawn():
            decisions = list(error.decisions) or None
            return _problem(410, "withdrawn", str(error), thing=error.iri, reason=error.reason, decisions=decisions)
        case errors.QuerySyntaxError():
            return _problem(400, "query-syntax", error.reason, line=error.line, column=error.column)
        case errors.QueryRefused():
            return _problem(403, "query-refused", str(error))
        case errors.QueryDeadline():
            return _problem(503, "query-deadline", str(error), limit=error.seconds, limit_of="seconds")
        case errors.QueryTooLarge():
            status = 413 if error.what == "result" else 503
            detail = f"{error} {_LESS}" if error.what == "result" else str(error)
            return _problem(status, f"query-{error.what}", detail, limit=error.limit, limit_of=error.limit_of)
        case errors.QueryBusy():
            return _problem(503, "busy", str(error))
        case errors.StoreError():
            status, what = _STORE[type(error)]
            return _problem(status, what, str(error))
        case errors.BudgetSpent():
            return _problem(429, "budget", str(error), limit=error.limit, limit_of=error.what)
        case errors.ReleaseNotKept():
            kept, listing = list(error.kept) or None, error.listing or None
            return _problem(404, "release-not-kept", str(error), kept=kept, listing=listing)
        case errors.ReleaseOutdated():
            return _problem(503, "release-outdated", str(error))
        case errors.ReleaseError():
            return _problem(503, "release", "The release cannot be read at the moment.")
    return _problem(500, "internal", "Something went wrong on the server; the error was logged.")


def _problem(status: int, what: str, detail: str, **more: Any) -> dict[str, Any]:
    given = {name: value for name, value in more.items() if value is not None}
    title = HTTP_STATUS_CODES.get(status, "Error")
    return {"type": f"urn:memograph:problem:{what}", "title": title, "status": status, "detail": detail, **given}


def error_response(error: Exception) -> Response:
    """The answer for an error: a page where HTML is what the client likes best, else JSON."""
    problem = problem_of(error)
    if choose(request.headers.get("Accept"), (PROBLEM, HTML)) is HTML:
        usual = isinstance(error, HTTPException) and error.description == type(error).description
        page = error_page(problem, request.path, usual=usual)
        response = make_response(render_template("error.html", page=page), page.status)
    else:
        response = Response(json.dumps(problem, ensure_ascii=False) + "\n", problem["status"])
        response.content_type = PROBLEM.content_type
    response.vary.add("Accept")
    if isinstance(error, HTTPException):
        for name, value in error.get_headers():
            if name.lower() in ("allow", "retry-after", "content-range"):
                response.headers[name] = value
    if isinstance(error, errors.BudgetSpent):
        response.headers["Retry-After"] = str(error.retry_after)
    elif problem["type"].endswith(_PASSING):
        response.headers["Retry-After"] = "5"
    return response
