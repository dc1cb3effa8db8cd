"""What the page of a thing shows: a person, organization, place, event, agreement, post, topic or cited document.

Five stored queries a page (thing, parts, claims, mentions, totals), one more where something was decided, and of a
person identifications.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from memograph.model import Kind
from memograph.namespaces import DCTERMS, EDTF, FOAF, IDENTIFIER_SCHEMES, OWL, RDF, RDFS, SCHEMA, SKOS, identifier_iri
from memograph.publish.links import Links
from memograph.publish.pages import wording
from memograph.publish.pages.claims import Claim, Evidence, Part, claims, evidence, local_name, named
from memograph.publish.pages.decisions import Decided, decisions
from memograph.publish.store import Row, Store

#: Captions of facts that have one of their own, in the order in which they are shown; others go by their label.
CAPTIONS = {
    f"{SKOS}definition": "What it is",
    f"{RDFS}comment": "What it is",
    f"{SCHEMA}birthDate": "Born",
    f"{SCHEMA}deathDate": "Died",
    f"{SCHEMA}startDate": "From",
    f"{SCHEMA}endDate": "Until",
    "affiliatedWith": "Belonged to",
    "postIn": "A post in",
    "heldIn": "Held in",
    "roleName": "Referred to as",
    "demonym": "Demonym",
    f"{SKOS}broader": "Part of the topic",
    f"{SKOS}narrower": "Narrower topics",
    f"{SKOS}related": "Related topics",
    f"{FOAF}page": "Published at",
    f"{RDFS}seeAlso": "See also",
    f"{DCTERMS}source": "Source",
    f"{DCTERMS}isReferencedBy": "In the lists of persons of",
}

_NAMES = frozenset({f"{RDFS}label", f"{SKOS}prefLabel", f"{SKOS}altLabel", f"{SKOS}hiddenLabel"})
_SAME = frozenset({f"{SKOS}exactMatch", f"{SKOS}closeMatch", f"{OWL}sameAs"})
_SHOWN_ELSEWHERE = _NAMES | _SAME | {f"{RDF}type", f"{SCHEMA}text", f"{FOAF}familyName", f"{FOAF}givenName"}
_PARTS = frozenset({"identifiedBy", "decidedBy", "remark"})
_VOLUMES = "https://history.state.gov/historicaldocuments/"
#: Remarks that a page shows: of a President a hundred volumes say much the same.
REMARKS = 12

_SCHEMES = {
    "wikidata": "Wikidata",
    "viaf": "VIAF",
    "lcnaf": "Library of Congress Names",
    "geonames": "GeoNames",
    "hsg": "Office of the Historian",
    "fast": "FAST",
    "lcsh": "Library of Congress Subject Headings",
    "snac": "SNAC",
    "tgn": "Getty Thesaurus of Geographic Names",
    "isni": "ISNI",
    "pocom": "Principal Officers and Chiefs of Mission",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """A caption and its values."""

    caption: str
    values: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Authority:
    """The same thing elsewhere: name of the authority, identifier as a link, who says that it is the same."""

    anchor: str
    scheme: str
    identifier: Part
    source: str


@dataclass(frozen=True, slots=True)
class Tenure:
    """Somebody in a post: the other end of it, when, and who says so."""

    anchor: str
    other: Part
    when: str
    source: str


@dataclass(frozen=True, slots=True)
class Remark:
    """What lists of persons say of somebody, and the volumes that they stand in."""

    anchor: str
    words: str
    volumes: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Mentioned:
    """One mention in its sentence; `role` when only an office is named."""

    evidence: Evidence
    role: bool


@dataclass(frozen=True, slots=True)
class Identification:
    """How it was decided in one document who a person is: candidates with percentages, or why nobody was chosen."""

    document: Part
    reason: str
    candidates: tuple[tuple[Part, int], ...]


@dataclass(frozen=True, slots=True)
class ThingPage:
    """Everything the page of a thing shows; totals tell how much there is where lists are cut."""

    iri: str
    kind: str
    title: str
    types: tuple[str, ...]
    variants: tuple[str, ...]
    facts: tuple[Fact, ...]
    authorities: tuple[Authority, ...]
    tenures: tuple[Tenure, ...]
    remarks: tuple[Remark, ...]
    remarks_total: int
    claims: tuple[Claim, ...]
    claims_total: int
    identified: tuple[Identification, ...]
    mentions: tuple[Mentioned, ...]
    mentions_total: int
    decided: tuple[Decided, ...]


@dataclass(frozen=True, slots=True)
class Description:
    """A thing's own triples, by property."""

    values: dict[str, list[tuple[ox.NamedNode | ox.Literal, str]]]
    labels: dict[str, str]

    @classmethod
    def of(cls, rows: Iterable[Row]) -> Description:
        """From the rows of the query ``thing``, in an order that does not change."""
        values: dict[str, list[tuple[ox.NamedNode | ox.Literal, str]]] = {}
        labels: dict[str, str] = {}
        for row in sorted(rows, key=lambda row: (row.text("property"), row.text("value"), row.text("valueLabel"))):
            term = row.term("value")
            found = values.setdefault(row.text("property"), [])
            labels.setdefault(row.text("property"), row.text("propertyLabel"))
            if isinstance(term, ox.NamedNode | ox.Literal) and term not in (before for before, _ in found):
                found.append((term, row.text("valueLabel")))
        return cls(values, labels)

    def texts(self, *properties: str) -> tuple[str, ...]:
        """Values of these properties as text."""
        return tuple(term.value for name in properties for term, _ in self.values.get(name, ()))

    def first(self, *properties: str) -> str:
        """The first of these values, empty where there is none."""
        return next(iter(self.texts(*properties)), "")


def thing_page(store: Store, links: Links, iri: str) -> ThingPage | None:
    """The page of the thing with this IRI, None if the release says nothing about it."""
    rows = store.rows("thing", this=iri)
    if not rows:
        return None
    about = Description.of(rows)
    parts = store.rows("parts", this=iri)
    remarks = _remarks(parts, links)
    said = claims(store.rows("claims", this=iri), links, iri)
    totals = store.rows("totals", this=iri)
    title = about.first(f"{SKOS}prefLabel", f"{RDFS}label") or local_name(iri)
    types = about.values.get(f"{RDF}type", ())
    return ThingPage(
        iri=iri,
        kind=links.kind(iri) or "",
        title=title,
        types=tuple(label for _, label in types if label),
        variants=tuple(name for name in about.texts(f"{SKOS}altLabel", f"{RDFS}label") if name != title),
        facts=tuple(facts(about, links, {claim.relation for claim in said})),
        authorities=tuple(_authorities(about, parts)),
        tenures=tuple(_tenures(parts, links)),
        remarks=remarks[:REMARKS],
        remarks_total=len(remarks),
        claims=tuple(said),
        identified=tuple(_identifications(store, links, iri)),
        claims_total=sum(row.number("statements") for row in totals),
        mentions=mentioned(store.rows("mentions", this=iri), links),
        mentions_total=sum(row.number("mentions") for row in totals),
        decided=decisions(store, links, iri) if links.site.term("decidedBy") in about.values else (),
    )


def mentioned(rows: Iterable[Row], links: Links) -> tuple[Mentioned, ...]:
    """Mentions in the order of their rows, each once: a document that has two dates gives a row for either."""
    first: dict[tuple[str, str, str], Row] = {}
    for row in rows:
        first.setdefault((row.text("document"), row.text("start"), row.text("end")), row)
    return tuple(Mentioned(evidence(row, links), row.text("kind") == "role") for row in first.values())


def facts(about: Description, links: Links, claimed: Iterable[str]) -> list[Fact]:
    """Facts of the thing itself, those with a caption first; what a claim says better (`claimed`) is left to it."""
    ontology, covered = links.site.ontology, set(claimed)
    found: list[tuple[int, str, Fact]] = []
    order = list(CAPTIONS)
    for iri, values in about.values.items():
        name = iri.removeprefix(ontology)
        if iri in _SHOWN_ELSEWHERE or name in _PARTS or local_name(iri) in covered:
            continue
        caption = CAPTIONS.get(name) or about.labels.get(iri) or local_name(iri)
        place = order.index(name) if name in CAPTIONS else len(order)
        found.append((place, caption, Fact(caption, tuple(_value(term, label, links) for term, label in values))))
    return [fact for _, _, fact in sorted(found, key=lambda each: each[:2])]


def _value(term: ox.NamedNode | ox.Literal, label: str, links: Links) -> Part:
    if isinstance(term, ox.Literal):
        return Part(wording.date(term.value) if term.datatype.value == EDTF else term.value)
    href = links.page(term.value)
    if term.value.startswith(_VOLUMES):
        return Part(term.value.removeprefix(_VOLUMES), href)
    return Part(label or (local_name(term.value) if links.kind(term.value) else term.value), href)


def _authorities(about: Description, parts: Sequence[Row]) -> Iterable[Authority]:
    """Identifiers with their sources, then links to equal things that no identifier gave."""
    linked = set()
    for row in parts:
        if scheme := row.text("scheme"):
            href = identifier_iri(scheme, row.text("notation")) if scheme in IDENTIFIER_SCHEMES else None
            linked.add(href)
            identifier = Part(row.text("notation"), href)
            yield Authority(local_name(row.text("part")), _SCHEMES.get(scheme, scheme), identifier, row.text("source"))
    for iri in about.texts(*sorted(_SAME)):
        if iri not in linked:
            web = iri.startswith(("http://", "https://"))
            yield Authority("", "Same as", Part(iri, iri if web else None), "")


def _tenures(parts: Sequence[Row], links: Links) -> Iterable[Tenure]:
    for row in parts:
        if other := row.text("other"):
            when = wording.span(row.text("start"), row.text("end"))
            part = named(links, other, row.text("otherLabel"))
            yield Tenure(local_name(row.text("part")), part, when, row.text("source"))


def _remarks(parts: Sequence[Row], links: Links) -> tuple[Remark, ...]:
    """Those that most volumes have come first."""
    said: dict[tuple[str, str], list[Part]] = {}
    for row in parts:
        if words := row.text("remark"):
            volume = row.text("source")
            part = Part(volume.removeprefix(_VOLUMES), links.page(volume))
            said.setdefault((local_name(row.text("part")), words), []).append(part)
    found = [Remark(anchor, words, tuple(volumes)) for (anchor, words), volumes in said.items()]
    return tuple(sorted(found, key=lambda remark: -len(remark.volumes)))


def _identifications(store: Store, links: Links, iri: str) -> Iterable[Identification]:
    if links.kind(iri) is not Kind.PERSON:
        return
    by_document: dict[str, list[Row]] = {}
    for row in store.rows("identifications", this=iri):
        by_document.setdefault(row.text("document"), []).append(row)
    for document, group in by_document.items():
        candidates = tuple(_candidate(row, links) for row in group if row.term("considered"))
        yield Identification(
            named(links, document, group[0].text("documentLabel")), group[0].text("reason"), candidates
        )


def _candidate(row: Row, links: Links) -> tuple[Part, int]:
    """Somebody who was considered, linked where the release describes them, and how probable in per cent."""
    iri, label = row.text("considered"), row.text("label")
    part = named(links, iri, label) if row.term("described") else Part(label)
    return part, round(100 * (row.decimal("confidence") or 0))
