"""The last step of an answer about a thing: its signposts, what it varies with, its validators; and redirects.

Used by resource.py and pages.py, inside a request.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlencode

from flask import Response, make_response, redirect, request

from memograph.publish.http.conditional import conditional
from memograph.publish.http.context import publication, releases
from memograph.publish.linked_data.signposts import Signpost, link_header


def finish(response: Response, leads: Iterable[Signpost]) -> Response:
    """A complete 200 with its ``Link``, ``Vary``, ``ETag`` and ``Last-Modified``, or the 304 in its place.

    An error at the same address is a page or JSON by ``Accept``, so even a page has ``Vary``.
    """
    response.headers["Link"] = link_header(leads)
    response.vary.add("Accept")
    return conditional(response, _modified())


def _modified() -> datetime:
    """When the release last became current: going back to an older one is a change, too."""
    manifest = publication().store.release.manifest
    kept = (each.published for each in releases().kept_since() if each.version == manifest.version)
    return datetime.fromisoformat(next(kept, manifest.issued))


def in_release(link: str, *keep: str) -> str:
    """A link that stays in the release that the request names, if it does, and keeps these of its parameters."""
    given = {name: value for name in (*keep, "release") if (value := request.args.get(name)) is not None}
    return f"{link}?{urlencode(given)}" if given else link


def moved(link: str | None, status: int, *keep: str) -> Response:
    """A redirect within the release that the request names, to the home page where there is nothing to open.

    Args:
        status: 303 from a thing to a document about it or to the thing it was merged into; 301 from documents about a
            merged thing. Not 308: GET stays GET with both, and some clients of linked data do not follow a 308.
        keep: parameters of the request that go on.
    """
    response = make_response(redirect(in_release(link or publication().links.root, *keep), status))
    response.vary.add("Accept")
    return response
