"""``/timemap/<address>``: the mementos of a thing, its page or its data (RFC 7089, section 5).

Lists the kept releases that have the thing. A release that is not open is opened for the question, which takes a fifth
of a second, so answers are remembered, and of many kept releases only the newest are asked.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from threading import Lock

from cachetools import LRUCache, cached
from flask import Blueprint, Response
from werkzeug.exceptions import NotFound
from werkzeug.http import http_date

from memograph.publish.http.answers import negotiated
from memograph.publish.http.conditional import conditional
from memograph.publish.http.context import releases
from memograph.publish.http.formats import Format
from memograph.publish.http.problem import Withdrawn
from memograph.publish.linked_data.memento import LINK_FORMAT, Memento, mementos, path_of
from memograph.publish.linked_data.resource import split
from memograph.publish.linked_data.standing import find

blueprint = Blueprint("timemap", __name__)

#: Kept releases that are asked whether they have the thing, the newest of them; older ones are listed unasked.
ASKED = 8

LINKS = Format("link", LINK_FORMAT, ("text/plain",), "Link format")
LIST = Format("json", "application/json", (), "JSON")

#: (version of a release, kind, slug) → whether it has the thing; a release never changes.
_known: LRUCache[tuple[str, str, str], bool] = LRUCache(50_000)


@blueprint.get("/timemap/<any(id, page, data):form>/<kind>/<path:name>")
def timemap(form: str, kind: str, name: str) -> Response:
    """When there was what at an address."""
    chosen = negotiated((LINKS, LIST))
    slug = split(name)[0] if form == "data" else name
    found = _having(mementos(), kind, slug)
    if not found:
        raise NotFound("No kept release knows anything of this.")
    resource = path_of(form, kind, name)
    text = _as_links(resource, found) if chosen is LINKS else _as_list(resource, found)
    response = Response(text, content_type=chosen.content_type)
    response.vary.add("Accept")
    return conditional(response)


def _having(kept: Sequence[Memento], kind: str, slug: str) -> list[Memento]:
    """Those that have the thing, the oldest first."""
    unasked, asked = kept[:-ASKED], kept[-ASKED:]
    having = [each for each in asked if _has(each.version, kind, slug)]
    return [*unasked, *having] if having else []


@cached(_known, lock=Lock())
def _has(version: str, kind: str, slug: str) -> bool:
    """Whether an address of this thing answers in a release.

    Raises:
        QueryBusy: too many other releases are being read.
    """
    held = releases().hold(version)
    try:
        find(held, kind, slug, "standing")
    except (NotFound, Withdrawn):
        return False
    finally:
        releases().let_go(held)
    return True


def _as_links(resource: str, found: Sequence[Memento]) -> str:
    """In the link format of RFC 6690, one link a line."""
    links = releases().current.links
    original, own = (links.absolute(links.to(path)) for path in (resource, f"timemap/{resource}"))
    span = f'from="{http_date(found[0].when)}"; until="{http_date(found[-1].when)}"'
    lines = [f'<{original}>; rel="original timegate"', f'<{own}>; rel="self"; type="{LINK_FORMAT}"; {span}']
    for place, each in enumerate(found):
        ends = {"first": place == 0, "last": place == len(found) - 1}
        lines.append(each.link(links, resource, (name for name, holds in ends.items() if holds)))
    return ",\n".join(lines) + "\n"


def _as_list(resource: str, found: Sequence[Memento]) -> str:
    """In the JSON that archives use (https://mementoweb.org/guide/timemap-json/)."""
    links = releases().current.links
    original, own = (links.absolute(links.to(path)) for path in (resource, f"timemap/{resource}"))
    listed = [{"datetime": each.when.isoformat(), "uri": f"{original}?release={each.version}"} for each in found]
    told = {
        "original_uri": original,
        "timegate_uri": original,
        "timemap_uri": {"link_format": own, "json_format": f"{own}?format=json"},
        "mementos": {"first": listed[0], "last": listed[-1], "list": listed},
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"
