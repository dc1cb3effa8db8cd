"""``/suggest``: what somebody may be typing, while they type: things by name, then documents by their headings.

For the search box of every page (static/suggest.js), for browsers (OpenSearch Suggestions 1.1), for anybody's programs.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, request
from werkzeug.exceptions import BadRequest

from memograph.publish.http.context import page_links
from memograph.publish.language import text
from memograph.publish.linked_data.signposts import Signpost
from memograph.publish.links import Links
from memograph.publish.reading.index import Index
from memograph.publish.reading.search import completions
from memograph.publish.search.answering import given, searched
from memograph.publish.search.terms import LONGEST, read_terms
from memograph.void import LICENCE

blueprint = Blueprint("suggest", __name__)

#: Suggestions at a time, and letters from which on there are any.
MOST, LEAST = 10, 2

_FORMATS = {"json": "application/json", "opensearch": "application/x-suggestions+json"}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A thing or document: its name, the name that begins so if it is another, its kind, IRI and page."""

    name: str
    variant: str
    kind: str
    iri: str
    page: str


@blueprint.get("/suggest")
def suggest() -> Response:
    """What begins like ``q``, the likeliest first."""
    typed = " ".join(request.args.get("q", "").split())
    if len(typed) > LONGEST:
        raise BadRequest(text("search-too-long", most=LONGEST, length=len(typed)))
    form = request.args.get("format", "json")
    if form not in _FORMATS:
        raise BadRequest(text("search-unknown", name="format", known=", ".join(_FORMATS), value=form[:50]))
    found: Sequence[Suggestion] = ()
    if len(typed) >= LEAST:
        with searched() as index:
            found = _found(index, page_links(), typed)
    written = _opensearch(typed, found) if form == "opensearch" else _members(typed, found)
    body = json.dumps(written, ensure_ascii=False) + "\n"
    return given(Response(body, content_type=_FORMATS[form]), [Signpost("license", LICENCE)])


def _found(index: Index, links: Links, typed: str) -> list[Suggestion]:
    terms = read_terms(typed)
    return [
        Suggestion(each.thing.name, each.variant, each.thing.kind, each.thing.iri, links.page(each.thing.iri) or "")
        for each in completions(index, terms.in_names(), terms.plain, MOST)
    ]


def _members(typed: str, found: Sequence[Suggestion]) -> dict[str, object]:
    """Our own form; `said` is for people who cannot see the list."""
    listed = [
        {
            "name": each.name,
            **({"variant": each.variant} if each.variant else {}),
            "kind": each.kind,
            "kindName": text(f"kind-one-{each.kind}"),
            "id": each.iri,
            "page": each.page,
        }
        for each in found
    ]
    return {"query": typed, "said": text("suggestions-said", n=len(found)), "suggestions": listed}


def _opensearch(typed: str, found: Sequence[Suggestion]) -> list[object]:
    """What was typed, completions, notes about them, addresses."""
    links = page_links()
    notes = [text(f"kind-one-{each.kind}") for each in found]
    return [typed, [each.name for each in found], notes, [links.absolute(each.page) for each in found]]
