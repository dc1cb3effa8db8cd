"""What the page of the ontology shows: each term in words, how often it is used, and an example from the release.

The terms come from the graph of the ontology, one stored query; uses and examples from the reading index.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from memograph.namespaces import DCTERMS, OWL, RDF, RDFS, SCHEMA, SKOS, Site
from memograph.publish.language import spoken, text
from memograph.publish.links import Links
from memograph.publish.pages.claims import Claim, Part, local_name, named, stated
from memograph.publish.reading import claims, terms
from memograph.publish.reading.index import Index
from memograph.publish.reading.terms import Use
from memograph.publish.store import Store

#: What a term is called and what it means; the rest is shown with captions.
_NAMES, _MEANINGS = (RDFS + "label", SKOS + "prefLabel"), (RDFS + "comment", SKOS + "definition")

#: Left out: what the page says otherwise, or what only programs need.
_PASSED_OVER = frozenset(
    {
        *(*_NAMES, *_MEANINGS, RDF + "type", RDFS + "isDefinedBy"),
        *(SKOS + name for name in ("hiddenLabel", "inScheme", "topConceptOf", "hasTopConcept", "narrower")),
        *(DCTERMS + name for name in ("title", "description", "license")),
    }
)

#: Properties with a caption, in the order in which they are shown; those of one caption stand together.
_CAPTIONS = {
    RDFS + "domain": "domain",
    SCHEMA + "domainIncludes": "domain",
    RDFS + "range": "range",
    SCHEMA + "rangeIncludes": "range",
    SKOS + "broader": "broader",
    SKOS + "altLabel": "altLabel",
    OWL + "inverseOf": "inverseOf",
    OWL + "disjointWith": "disjointWith",
    SKOS + "exactMatch": "exactMatch",
    OWL + "equivalentClass": "exactMatch",
    OWL + "equivalentProperty": "exactMatch",
    RDFS + "subClassOf": "subClassOf",
    RDFS + "subPropertyOf": "subPropertyOf",
    SKOS + "closeMatch": "closeMatch",
    SKOS + "broadMatch": "broadMatch",
    SKOS + "narrowMatch": "narrowMatch",
    SKOS + "relatedMatch": "relatedMatch",
    SKOS + "example": "example",
}
_ORDER = {caption: place for place, caption in enumerate(dict.fromkeys(_CAPTIONS.values()))}

#: Short names of vocabularies that the data do not use and the ontology is aligned with.
_ALIGNED = {
    "http://www.cidoc-crm.org/cidoc-crm/": "crm:",
    "https://www.ica.org/standards/RiC/ontology#": "rico:",
    "http://www.w3.org/ns/org#": "org:",
}

#: Groups of terms in the order of the page.
_GROUPS = ("classes", "relations", "properties", "types", "topics", "others")


@dataclass(frozen=True, slots=True)
class Fact:
    """A caption and what stands behind it."""

    caption: str
    values: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A triple of the release; `is_a` where it only says of which class something is."""

    subject: Part
    property: str
    object: Part
    is_a: bool


@dataclass(frozen=True, slots=True)
class Term:
    """A term: anchor on the page, short form, label, definition, number of uses, and an example of the release.

    Args:
        page: link to the page of its own that a topic has, None for others.
        uses: 0 where the release does not use it.
        claim: a statement, for a relation; else an `example`; neither without uses.
    """

    anchor: str
    curie: str
    label: str
    meaning: str
    page: str | None
    facts: tuple[Fact, ...]
    symmetric: bool
    uses: int
    claim: Claim | None
    example: Example | None


@dataclass(frozen=True, slots=True)
class Group:
    """Terms of one sort; its name is the end of messages, and an anchor."""

    name: str
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Foreign:
    """A term of another vocabulary that the release uses."""

    term: Part
    uses: int
    example: Example | None


@dataclass(frozen=True, slots=True)
class OntologyPage:
    """The ontology, and terms of others that are used beside it.

    Args:
        space: where the IRIs of its terms begin.
    """

    space: str
    groups: tuple[Group, ...]
    foreign: tuple[Foreign, ...]


Values = Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class _Context:
    """What every term is shown with: labels of terms, IRIs that have pages, statements by number."""

    links: Links
    labels: Mapping[str, str]
    there: frozenset[str]
    said: Mapping[int, Claim]


def ontology_page(store: Store, index: Index, links: Links) -> OntologyPage:
    """The ontology for people; one stored query, and a handful of look-ups in the reading index."""
    site = links.site
    found = _by_term(store.triples("graph", graph=site.ontology_graph))
    used = terms.uses(index)
    statements = claims.numbered(index, tuple(sorted({use.statement for use in used.values() if use.statement})))
    shown = stated(statements, links, index.relations())
    context = _Context(
        links,
        {iri: _first(values, _NAMES) for iri, values in found.items()},
        terms.there(index, (iri for use in used.values() for iri in (use.subject, use.object) if links.kind(iri))),
        {each.number: claim for each, claim in zip(statements, shown, strict=True)},
    )
    made: dict[str, list[Term]] = {name: [] for name in _GROUPS}
    for iri, values in sorted(found.items()):
        if group := _group(iri, values, used.get(iri), site):
            made[group].append(_term(iri, values, used.get(iri), context))
    return OntologyPage(
        space=site.ontology,
        groups=tuple(Group(name, tuple(of_it)) for name, of_it in made.items() if of_it),
        foreign=tuple(
            Foreign(Part(site.curie(iri), links.page(iri)), use.uses, _example(use, context))
            for iri, use in used.items()
            if iri not in found and use.uses and (links.kind(use.subject) or use.subject not in found)
        ),
    )


def _by_term(triples: Iterable[ox.Triple]) -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = {}
    for triple in triples:
        if isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, ox.NamedNode | ox.Literal):
            values = found.setdefault(triple.subject.value, {})
            values.setdefault(triple.predicate.value, []).append(triple.object.value)
    return found


def _first(values: Values, properties: Iterable[str]) -> str:
    return next((min(values[name]) for name in properties if name in values), "")


def _group(iri: str, values: Values, use: Use | None, site: Site) -> str:
    """Where a term belongs; empty for what is no term of this vocabulary, such as the vocabulary itself."""
    kinds = {local_name(kind) for kind in values.get(RDF + "type", ())}
    if iri.startswith(site.address("id/topic/")):
        return "" if "#" in iri else "topics"
    if not iri.startswith(site.ontology):
        return ""
    if "Class" in kinds:
        return "classes"
    if any(kind.endswith("Property") for kind in kinds):
        return "relations" if SKOS + "example" in values or (use and use.statement) else "properties"
    return "others" if "Metric" in kinds else "types"


def _term(iri: str, values: Values, use: Use | None, context: _Context) -> Term:
    links = context.links
    topic = not iri.startswith(links.site.ontology)
    name = iri.rpartition("/")[2] if topic else iri.rpartition("#")[2]
    claim = context.said.get(use.statement) if use else None
    return Term(
        anchor=f"topic-{name}" if topic else name,
        curie=f"id/topic/{name}" if topic else f"mg:{name}",
        label=context.labels[iri] or name,
        meaning=" ".join(value for of in _MEANINGS for value in sorted(values.get(of, ()))),
        page=links.page(iri) if topic and SKOS + "inScheme" in values else None,
        facts=tuple(_facts(values, context)),
        symmetric=OWL + "SymmetricProperty" in values.get(RDF + "type", ()),
        uses=use.uses if use else 0,
        claim=claim,
        example=_example(use, context) if use and not claim else None,
    )


def _facts(values: Values, context: _Context) -> Iterator[Fact]:
    by_caption: dict[str, list[str]] = {}
    for name, said in values.items():
        if name not in _PASSED_OVER:
            by_caption.setdefault(_CAPTIONS.get(name, context.links.site.curie(name)), []).extend(said)
    for caption, said in sorted(by_caption.items(), key=lambda each: (_ORDER.get(each[0], len(_ORDER)), each[0])):
        message = text(f"term-{caption}") if caption in _ORDER else caption
        yield Fact(message, tuple(_reference(each, context) for each in sorted(said)))


def _reference(value: str, context: _Context) -> Part:
    """A term by its label, a datatype in words, an address of others in short, or text as it is."""
    links, labels = context.links, context.labels
    curie = links.site.curie(value)
    if spoken().has(message := f"datatype-{local_name(value)}") and (
        curie.startswith("xsd:") or "/datatypes/" in value
    ):
        return Part(text(message), links.page(value))
    if value in labels and (label := labels[value]):
        return Part(label, _anchor(value, links))
    if curie == value:
        curie = next(
            (f"{short}{value[len(space) :]}" for space, short in _ALIGNED.items() if value.startswith(space)), value
        )
    return Part(curie, links.page(value) if ":" in value and " " not in value else None)


def _anchor(iri: str, links: Links) -> str:
    """The term's place on this page, where it has one."""
    name = iri.removeprefix(links.site.ontology)
    return f"#{name}" if name != iri else f"#topic-{iri.rpartition('/')[2]}"


def _example(use: Use, context: _Context) -> Example | None:
    if not use.subject:
        return None
    labels, links = context.labels, context.links
    if use.object in labels:
        other = Part(labels[use.object], _anchor(use.object, links))
    elif use.object:
        other = _thing(use.object, use.object_name, context)
    else:
        other = Part(use.object_name)
    property_ = labels.get(use.property) or links.site.curie(use.property)
    return Example(_thing(use.subject, use.subject_name, context), property_, other, use.property == RDF + "type")


def _thing(iri: str, name: str, context: _Context) -> Part:
    """A thing, or a part of one, which is shown where the thing is; without a link where it has no page."""
    links = context.links
    whole, _, part = iri.partition("#")
    if not links.kind(iri):
        return named(links, iri, name or links.site.curie(iri))
    if whole not in context.there:
        return Part(f"{name or local_name(whole)}{part and f' ({part})'}")
    if not part:
        return named(links, iri, name)
    href = links.page(iri) or ""
    shown = named(links, whole, name)
    return Part(f"{shown.text} ({part})", href if href.endswith("#at") else shown.href)
