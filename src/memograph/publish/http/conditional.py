"""Conditional requests (RFC 9110, section 13): a strong ETag for each representation, and 304 where the client has it.

`conditional` is the last thing that a request handler does with a complete answer. Werkzeug compares; what is ours is
what an entity tag is made of, and how long an answer may be kept.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import IO, TYPE_CHECKING

from flask import request
from werkzeug.exceptions import PreconditionFailed
from werkzeug.http import parse_etags

if TYPE_CHECKING:
    from flask import Response

#: The current release may change at any moment: keep the answer, and ask before using it (RFC 9111, section 5.2.2.4).
REVALIDATE = "public, no-cache"

#: What a named release answers to programs never changes (RFC 8246): a year. Its pages tell when a newer one appears.
IMMUTABLE = "public, max-age=31536000, immutable"


def conditional(response: Response, last_modified: datetime | None = None, tag: str | None = None) -> Response:
    """Give a 200 its validators and Cache-Control; it becomes a 304 where the client has the same already.

    Call it with all other headers in place: a 304 repeats Vary, ETag, Cache-Control and Content-Location (RFC 9110,
    section 15.4.5). Only GET and HEAD are conditional: a result sent to a POST is no representation of the address.

    Args:
        last_modified: when what is described last changed, with its time zone.
        tag: entity tag without quotes, where it is known already; otherwise made from the body by `entity_tag`.

    Raises:
        PreconditionFailed: the request has an ``If-Match`` that names another representation.
    """
    if request.method not in ("GET", "HEAD") or response.status_code != 200:
        return response
    response.headers["ETag"] = f'"{tag or entity_tag(response.content_type or "", response.get_data())}"'
    pinned = b"release" in request.query_string and "release" in request.args and response.mimetype != "text/html"
    response.headers["Cache-Control"] = IMMUTABLE if pinned else REVALIDATE
    if last_modified is not None:
        response.last_modified = last_modified
    if _CONDITIONS.isdisjoint(request.environ):
        return response
    response.make_conditional(_comparable(dict(request.environ)))
    if response.status_code == 412:
        raise PreconditionFailed("The representation that If-Match names is not the one that is here.")
    return response


def has_tag(none_match: str, tag: str) -> bool:
    """Whether an ``If-None-Match`` names this tag (with its quotes): weak comparison (RFC 9110, section 13.1.2)."""
    return parse_etags(none_match).contains_weak(tag[1:-1])


def entity_tag(content_type: str, body: bytes | IO[bytes]) -> str:
    """Tag of a representation: SHA-256 (hex) of media type and content; an empty graph looks alike in two formats.

    Args:
        body: a file is read from where it stands to its end.
    """
    digest = hashlib.sha256(content_type.encode() + b"\0")
    if isinstance(body, bytes):
        digest.update(body)
        return digest.hexdigest()
    while part := body.read(2**18):
        digest.update(part)
    return digest.hexdigest()


_CONDITIONS = frozenset({"HTTP_IF_MATCH", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_UNMODIFIED_SINCE"})


def _comparable(environ: dict[str, object]) -> dict[str, object]:
    """Without an ``If-Match: *``, which is true of every answer (section 13.1.1); Werkzeug would compare the star."""
    if environ.get("HTTP_IF_MATCH") == "*":
        del environ["HTTP_IF_MATCH"]
    return environ
