"""Memento: what `/id`, `/page` and `/data` said at an earlier time, from the kept releases (RFC 7089).

Each of these addresses is its own TimeGate (pattern 1.1): with ``Accept-Datetime`` it sends on to the release that was
the newest at that time, whose memento is the same address with ``?release=<version>``. Two hooks do this around the
handlers of resource.py and pages.py, which know nothing of it; timemap.py lists the mementos.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote, urlencode

from flask import Blueprint, Response, make_response, redirect, request
from werkzeug.exceptions import BadRequest
from werkzeug.http import http_date

from memograph.publish.http.context import releases
from memograph.publish.links import Links

blueprint = Blueprint("memento", __name__)

#: Handlers whose addresses have mementos → how their addresses begin, and the argument that ends them.
_ADDRESSES = {"resource.thing": ("id", "slug"), "resource.data": ("data", "name"), "pages.page": ("page", "slug")}

LINK_FORMAT = "application/link-format"


@dataclass(frozen=True, slots=True)
class Memento:
    """One state of a resource: version of its release, and when (UTC) that became current."""

    version: str
    when: datetime

    def link(self, links: Links, resource: str, relations: Iterable[str] = ()) -> str:
        """A link to it (RFC 7089, section 2.2.4).

        Args:
            resource: path of the resource below the base IRI.
            relations: its places among the others, such as ``first``.
        """
        address = f"{links.absolute(links.to(resource))}?release={self.version}"
        return f'<{address}>; rel="{" ".join((*relations, "memento"))}"; datetime="{http_date(self.when)}"'


def mementos() -> list[Memento]:
    """One for each kept release, the oldest first, by when it last became current."""
    kept = reversed(releases().kept_since())
    return [Memento(each.version, datetime.fromisoformat(each.published)) for each in kept]


@blueprint.before_app_request
def travel() -> Response | None:
    """Send a request for a time in the past on to the memento of that time.

    Raises:
        BadRequest: the time is no date of HTTP (section 4.5.3).
    """
    resource, asked = _resource(), request.headers.get("Accept-Datetime")
    if not resource or asked is None or "release" in request.args or request.method not in ("GET", "HEAD"):
        return None
    chosen = at(mementos(), moment(asked))
    if chosen is None:
        return None
    given = urlencode([*request.args.items(multi=True), ("release", chosen.version)])
    return make_response(redirect(f"{releases().current.links.to(resource)}?{given}", 302))


def moment(text: str) -> datetime:
    """Value of ``Accept-Datetime``, which has one form only (RFC 7089, section 2.1.1).

    Raises:
        BadRequest: it has another one.
    """
    try:
        return datetime.strptime(text.strip(), "%a, %d %b %Y %H:%M:%S GMT").replace(tzinfo=UTC)
    except ValueError as error:
        raise BadRequest("Accept-Datetime must be a date such as “Thu, 20 Mar 2025 12:00:00 GMT”.") from error


def at(found: Sequence[Memento], when: datetime) -> Memento | None:
    """The newest memento of that time; the first for an earlier time, None where there is none at all."""
    return next((each for each in reversed(found) if each.when <= when), found[0] if found else None)


@blueprint.after_app_request
def mark(response: Response) -> Response:
    """Say of an answer which state of what it is, and where the others are (section 4)."""
    resource = _resource()
    if not resource or request.method not in ("GET", "HEAD"):
        return response
    links, found = releases().current.links, mementos()
    shown = next((each for each in found if each.version == request.args.get("release")), None)
    if "release" not in request.args:
        response.vary.add("Accept-Datetime")
    elif shown and response.status_code < 400:
        response.headers["Memento-Datetime"] = http_date(shown.when)
    told = [response.headers.get("Link", ""), *_around(links, resource, found, shown)]
    response.headers["Link"] = ", ".join(filter(None, told))
    return response


def _resource() -> str | None:
    """Path of what the request is about below the base IRI, None for what has no mementos."""
    form, name = _ADDRESSES.get(request.endpoint or "", ("", ""))
    given = request.view_args or {}
    return path_of(form, given["kind"], given[name]) if form else None


def path_of(form: str, kind: str, name: str) -> str:
    """Path of an address that has mementos: form, kind and name, each encoded as one segment."""
    return f"{form}/{quote(kind, safe='')}/{quote(name, safe='')}"


def _around(links: Links, resource: str, found: Sequence[Memento], shown: Memento | None) -> Iterable[str]:
    """Links to the resource, its TimeMap, and the mementos at the ends and on both sides of the one that is shown."""
    original, timemap = (links.absolute(links.to(path)) for path in (resource, f"timemap/{resource}"))
    yield f'<{original}>; rel="original timegate"'
    yield f'<{timemap}>; rel="timemap"; type="{LINK_FORMAT}"'
    places: dict[int, list[str]] = {}
    if found:
        places = {0: ["first"]}
        places.setdefault(len(found) - 1, []).append("last")
    if shown:
        here = found.index(shown)
        places.setdefault(here, [])
        for relation, place in (("prev", here - 1), ("next", here + 1)):
            if 0 <= place < len(found):
                places.setdefault(place, []).append(relation)
    for place, relations in sorted(places.items()):
        yield found[place].link(links, resource, relations)
