"""Statements → claims: a sentence, the words that say so, where they stand, how sure it is, how right its kind is.

Used by whatever page shows statements, from the reading index; what the templates get is made of these dataclasses.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from memograph.excerpts import Excerpt
from memograph.model import Kind
from memograph.publish.language import text
from memograph.publish.links import Links
from memograph.publish.pages import wording
from memograph.publish.reading.claims import Statement
from memograph.publish.reading.index import Relation, Thing


@dataclass(frozen=True, slots=True)
class Part:
    """Words of a page, a link where `href` is given.

    Args:
        kind: of the thing that they name, empty for others.
        here: whether they name the thing whose page this is.
    """

    text: str
    href: str | None = None
    kind: str = ""
    here: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """A quotation in its sentence; `href` leads to the place in the document."""

    excerpt: Excerpt
    document: Part
    dated: str
    href: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement.

    Args:
        href: of the statement's page.
        relation: local name of the predicate.
        sentence: words and links in order.
        object: the other end as words of its own, for lists.
        certainty, confidence: in words, and as a number from 0 to 1 (empty where unknown).
        method, source: how it was found; where it comes from if the text does not say so.
        modality, when: how the text states it, and the time it gives, in words; empty where it does not.
        speakers: who asserts it.
        right: how many of 100 statements of this relation were right when it was measured; None where it was not.
    """

    href: str | None
    relation: str
    sentence: tuple[Part, ...]
    subject: Part
    object: Part
    document: Part
    dated: str
    certainty: str
    confidence: str
    method: str
    source: str
    modality: str
    when: str
    speakers: tuple[Part, ...]
    evidence: tuple[Evidence, ...]
    right: int | None = None


def local_name(iri: str) -> str:
    """Last part of an IRI: after its ``#``, or else its last ``/``."""
    return iri.rpartition("#")[2].rpartition("/")[2]


def named(links: Links, iri: str, label: str) -> Part:
    """A thing by its label (the end of its IRI where it has none), linked where it can be."""
    return Part(label or local_name(iri), links.page(iri), links.kind(iri) or "")


def stated(
    statements: Iterable[Statement], links: Links, relations: Mapping[str, Relation], here: str = ""
) -> list[Claim]:
    """Claims from the reading index, in its order.

    Args:
        relations: all of the release, by local name (`Index.relations`).
        here: IRI of the thing whose page this is; it is named and not linked.
    """
    return [_stated(each, links, relations.get(each.relation), here) for each in statements]


def _stated(it: Statement, links: Links, relation: Relation | None, here: str) -> Claim:
    subject = _thing(it.subject, links, here)
    value = wording.date(it.value) if it.relation == "dated" else it.value
    other = _thing(it.object, links, here) if it.object else Part(value, links.page(value))
    document = _thing(it.document, links, "") if it.document else Part("")
    dated, confidence = wording.date(it.dated), it.confidence
    label = relation.label if relation else it.relation
    measured = relation.precision if relation else None
    quoted = [(each, links.passage(it.document.iri, each.start, each.end)) for each in it.quotations if it.document]
    return Claim(
        href=links.page(it.iri),
        relation=it.relation,
        sentence=_sentence(wording.sentence(it.relation, label), subject, other),
        subject=subject,
        object=other,
        document=document,
        dated=dated,
        certainty=wording.confidence(confidence),
        confidence="" if confidence is None else f"{confidence:.2f}",
        method=wording.method(it.method),
        source=it.source,
        modality=wording.modality(it.modality),
        when=wording.date(it.when),
        speakers=tuple(_thing(each, links, here) for each in it.speakers),
        evidence=tuple(Evidence(each.excerpt, document, dated, href) for each, href in quoted),
        right=None if measured is None else round(100 * measured),
    )


def _thing(thing: Thing, links: Links, here: str) -> Part:
    """A thing by its name, linked unless its page is `here`."""
    return _unlinked(named(links, thing.iri, thing.name), thing.iri == here)


def _unlinked(part: Part, here: bool) -> Part:
    """The thing whose page this is as it calls itself; others as they are."""
    if not here:
        return part
    return Part(text("this-document") if part.kind == Kind.DOCUMENT else part.text, None, part.kind, here=True)


def _sentence(pieces: tuple[str, ...], subject: Part, other: Part) -> tuple[Part, ...]:
    ends = {"{s}": subject, "{o}": other}
    parts = [ends.get(piece, Part(piece)) for piece in pieces]
    first = parts[0]
    if not first.kind or (first.here and first.kind == Kind.DOCUMENT):  # "this document ..." opens the sentence
        parts[0] = replace(first, text=first.text[:1].upper() + first.text[1:])
    return tuple(parts)
