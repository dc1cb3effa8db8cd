"""The preview of a thing in a client's frame: who or what it is, the words of a document that say so, identifiers.

API 0.2, section “Preview Service”. It is the one page of the site that others may show in a frame (app.py).
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, make_response, render_template, request
from werkzeug.exceptions import NotFound

from memograph.publish.http.conditional import conditional
from memograph.publish.http.context import is_current, page_links, publication
from memograph.publish.http.shortcut import repeatable
from memograph.publish.linked_data.standing import find
from memograph.publish.pages.claims import Claim, Evidence, Part
from memograph.publish.pages.things import Authority, Fact, Tenure, ThingPage, thing_page

blueprint = Blueprint("reconcile_preview", __name__)

#: How much of each is shown.
_FACTS, _VALUES, _TENURES, _EVIDENCE, _AUTHORITIES, _DOCUMENTS = 4, 3, 2, 2, 6, 3


@dataclass(frozen=True, slots=True)
class Preview:
    """What the frame shows."""

    title: str
    href: str
    types: tuple[str, ...]
    variants: tuple[str, ...]
    facts: tuple[Fact, ...]
    tenures: tuple[Tenure, ...]
    claims: tuple[Claim, ...]
    evidence: tuple[Evidence, ...]
    mentions: int
    documents: tuple[tuple[str, str], ...]
    authorities: tuple[Authority, ...]


@blueprint.get("/reconcile/preview/<path:identifier>")
def preview(identifier: str) -> Response:
    """A small page about the thing with this identifier, or the one that it was merged into."""
    response = make_response(render_template("preview.html", page=_preview(identifier)))
    response.vary.add("Accept")
    if is_current():
        repeatable(request.environ, publication().version)
    return conditional(response)


def _preview(id_: str) -> Preview:
    here, links = publication(), page_links()
    kind, _, slug = id_.removeprefix(here.site.address("id/")).partition("/")
    if not slug:
        raise NotFound(f"There is no thing “{id_}”; an identifier is a kind and a name, such as person/gromyko-andrei.")
    found = thing_page(here.store, links, find(here, kind, slug).iri)
    if found is None:
        raise NotFound(f"This release knows nothing of “{id_}”.")
    return _shortened(found, links.page(found.iri) or found.iri)


def _shortened(page: ThingPage, href: str) -> Preview:
    """The first of everything; of claims those that have evidence, and of those with the same words one."""
    told = {claim.evidence[0].href: claim for claim in reversed(page.claims) if claim.evidence}
    claims = [claim for claim in page.claims if claim in told.values()][:_EVIDENCE]
    mentions = [each.evidence for each in page.mentions]
    documents = {part.href: part.text for part in (each.document for each in mentions) if part.href}
    return Preview(
        page.title,
        href,
        page.types,
        page.variants[:_FACTS],
        tuple(few(fact) for fact in page.facts if fact.caption != "Source")[:_FACTS],
        page.tenures[:_TENURES],
        tuple(claims),
        tuple(mentions[: _EVIDENCE - len(claims)]),
        page.mentions_total,
        tuple(documents.items())[:_DOCUMENTS],
        page.authorities[:_AUTHORITIES],
    )


def few(fact: Fact) -> Fact:
    """A fact with its first values, and how many more there are."""
    if (more := len(fact.values) - _VALUES) <= 0:
        return fact
    return Fact(fact.caption, (*fact.values[:_VALUES], Part(f"and {more:,} more")))
