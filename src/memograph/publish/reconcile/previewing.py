"""The preview of a thing in a client's frame: who or what it is, the words of a document that say so, identifiers.

API 0.2, section “Preview Service”. It is the one page of the site that others may show in a frame (app.py).
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, make_response, render_template, request
from werkzeug.exceptions import NotFound

from memograph.publish.http.conditional import conditional
from memograph.publish.http.context import is_current, page_links, publication, reading
from memograph.publish.http.shortcut import repeatable
from memograph.publish.language import text
from memograph.publish.linked_data.standing import find
from memograph.publish.links import Links
from memograph.publish.pages.authorities import Authority, authorities
from memograph.publish.pages.claims import Claim, Evidence, Part, stated
from memograph.publish.pages.facts import ORIGINS, Description, Fact, facts
from memograph.publish.pages.mentions import first_mentions
from memograph.publish.pages.offices import Office, offices
from memograph.publish.pages.things import heading
from memograph.publish.reading.claims import of_thing
from memograph.publish.reading.index import Index
from memograph.publish.store import Store

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
    offices: tuple[Office, ...]
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
    iri = find(here, kind, slug).iri
    about = Description.of(here.store.rows("thing", this=iri))
    if not about.values:
        raise NotFound(f"This release knows nothing of “{id_}”.")
    return _shortened(here.store, reading(), links, iri, about)


def _shortened(store: Store, index: Index, links: Links, iri: str, about: Description) -> Preview:
    """The first of everything; of claims those that have evidence, and of those with the same words one."""
    entry = index.find(iri)
    number = entry.thing.number if entry else 0
    told = _told(index, links, iri, number)
    mentions = [each.evidence for each in first_mentions(index, links, number)]
    called = heading(about, links, iri)
    documents = {part.href: part.text for part in (each.document for each in mentions) if part.href}
    return Preview(
        title=called.title,
        href=called.href,
        types=called.types,
        variants=called.variants[:_FACTS],
        facts=tuple(few(fact) for name, fact in facts(about, links) if name not in ORIGINS)[:_FACTS],
        offices=offices(store.rows("tenures", this=iri), links, iri).held[:_TENURES],
        claims=told,
        evidence=tuple(mentions[: _EVIDENCE - len(told)]),
        mentions=entry.mentions if entry else 0,
        documents=tuple(documents.items())[:_DOCUMENTS],
        authorities=authorities(about, store.rows("parts", this=iri))[:_AUTHORITIES],
    )


def _told(index: Index, links: Links, iri: str, thing: int) -> tuple[Claim, ...]:
    """Claims that have evidence; of those with the same words the first."""
    found: dict[str, Claim] = {}
    for claim in stated(of_thing(index, thing).items, links, index.relations(), iri):
        if claim.evidence:
            found.setdefault(claim.evidence[0].href, claim)
    return tuple(found.values())[:_EVIDENCE]


def few(fact: Fact) -> Fact:
    """A fact with its first values, and how many more there are."""
    values = (*fact.values, *fact.more)
    if (more := len(values) - _VALUES) <= 0:
        return fact
    return Fact(fact.caption, (*values[:_VALUES], Part(text("and-more", n=more))))
