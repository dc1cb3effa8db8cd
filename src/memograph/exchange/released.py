"""A release on disk → its documents one by one, each with its mentions and statements. Read by every format.

The store is opened read-only. One document is held at a time, so that memory does not grow with the release.
"""

from __future__ import annotations

import importlib.resources
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import unquote

import pyoxigraph as ox

from memograph.errors import ReleaseError
from memograph.model import EntityType, Kind, Literal, Ref, Span
from memograph.namespaces import DCTERMS, FOAF, OWL, RDF, RDFS, SCHEMA, SKOS
from memograph.release import Release

#: Properties that lead from a thing to the records of other authority files that describe it.
_MATCHES = frozenset({SKOS + "exactMatch", OWL + "sameAs"})
#: Things remembered while documents go by: those that many documents name are looked up once.
_REMEMBERED = 4096
_KINDS = frozenset(kind.value for kind in Kind)
_TYPES = frozenset(type_.value for type_ in EntityType)


@dataclass(frozen=True, slots=True)
class Thing:
    """Somebody or something that documents speak of, or a document.

    Args:
        type: local name of its class in the ontology (``Person``, ``Post``); empty where it has none.
        matches: addresses of records of other authority files that are of the same thing, sorted.
        when: EDTF date of an event.
    """

    iri: str
    label: str
    type: str
    matches: tuple[str, ...] = ()
    when: str | None = None
    page: str | None = None


@dataclass(frozen=True, slots=True)
class ReleasedMention:
    """Words that name a thing; `span` counts code points of the document's text."""

    iri: str
    span: Span
    entity: str
    kind: str
    method: str
    confidence: float | None


@dataclass(frozen=True, slots=True)
class ReleasedStatement:
    """A statement with the words behind it.

    Args:
        predicate: IRI of the relation; `object` is an IRI or a literal.
        evidence: stretches of the text, in its order; empty where the text does not say it (`source` tells who does).
        speakers: IRIs of who says so.
    """

    iri: str
    subject: str
    predicate: str
    object: str | Literal
    evidence: tuple[Span, ...]
    confidence: float | None
    method: str
    source: str | None = None
    modality: str | None = None
    when: str | None = None
    speakers: tuple[str, ...] = ()

    @property
    def relation(self) -> str:
        """Local name of the relation: ``metWith``."""
        return self.predicate.rpartition("#")[2].rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class ReleasedDocument:
    """A document of a release with all that is said in it; `things` has whatever it mentions or states something of."""

    id: str
    iri: str
    label: str
    text: str
    page: str | None
    volume: str | None
    dated: str | None
    software: str
    mentions: tuple[ReleasedMention, ...]
    statements: tuple[ReleasedStatement, ...]
    things: dict[str, Thing]


class Source:
    """A release that is read from; one store, one pass.

    Raises:
        ReleaseError: its store cannot be opened.
    """

    def __init__(self, release: Release) -> None:
        self.release = release
        self.site = release.site
        try:
            self.store = ox.Store.read_only(str(release.store))
        except (OSError, ValueError) as error:
            raise ReleaseError(f"{release.store}: cannot be opened: {error}") from error
        self.thing = lru_cache(maxsize=_REMEMBERED)(self._thing)

    def ids(self, wanted: Sequence[str] = ()) -> tuple[str, ...]:
        """Ids of the documents that are `wanted`, of all unless any are; sorted.

        Raises:
            ReleaseError: a wanted one is not in the release.
        """
        known = tuple(row["id"].value for row in self.rows("documents"))
        missing = sorted(set(wanted) - set(known))
        if missing:
            near = ", ".join(known[:5])
            raise ReleaseError(
                f"{', '.join(missing)}: not in release {self.release.manifest.version}, which has {len(known)} "
                f"documents ({near}{' …' if len(known) > 5 else ''})"
            )
        return tuple(sorted(set(wanted))) if wanted else known

    def documents(self, wanted: Sequence[str] = ()) -> Iterator[ReleasedDocument]:
        """The documents that are `wanted` (all unless any are), by id, one at a time.

        Raises:
            ReleaseError: a wanted one is not in the release.
        """
        return map(self.document, self.ids(wanted))

    def has(self, document_id: str) -> bool:
        """Whether the release has this document."""
        document = ox.NamedNode(self.site.thing(Kind.DOCUMENT, document_id))
        pattern = (document, ox.NamedNode(RDF + "type"), ox.NamedNode(self.site.term("Document")), ox.DefaultGraph())
        return next(self.store.quads_for_pattern(*pattern), None) is not None

    def document(self, document_id: str) -> ReleasedDocument:
        """One document; it must be there."""
        iri = self.site.thing(Kind.DOCUMENT, document_id)
        own = self._values(iri)
        mentions, statements = tuple(self._mentions(iri)), tuple(self._statements(iri))
        run = self._values(self.site.part(Kind.DOCUMENT, document_id, "extraction"))
        named = {mention.entity for mention in mentions} | {
            term for s in statements for term in (s.subject, s.object, *s.speakers) if isinstance(term, str)
        }
        return ReleasedDocument(
            document_id,
            iri,
            _first(own, RDFS + "label") or document_id,
            _first(own, SCHEMA + "text") or "",
            _first(own, FOAF + "page"),
            _first(own, DCTERMS + "isPartOf"),
            _first(own, self.site.term("dated")),
            _first(run, self.site.term("software")) or self.release.manifest.software,
            mentions,
            statements,
            {name: self.thing(name) for name in sorted(named)},
        )

    def ref(self, iri: str) -> Ref | None:
        """Kind and slug of a thing of this site; None for any other address."""
        head, _, rest = iri.partition(f"{self.site.base}id/")
        kind, _, slug = rest.partition("/")
        if head or not slug or "/" in slug or "#" in slug or kind not in _KINDS:
            return None
        return Ref(Kind(kind), unquote(slug))

    def iri(self, ref: Ref) -> str:
        """Address of a thing."""
        return self.site.thing(ref.kind, ref.slug)

    def matched(self, address: str) -> str | None:
        """IRI of the thing that a record of another authority file describes; None where there is none or several."""
        found = {
            quad.subject.value
            for match in _MATCHES
            for quad in self.store.quads_for_pattern(None, ox.NamedNode(match), _node(address), ox.DefaultGraph())
            if isinstance(quad.subject, ox.NamedNode)
        }
        return found.pop() if len(found) == 1 else None

    def values(self, iri: str, predicate: str) -> list[str]:
        """Values of a property of a thing, sorted."""
        return sorted(self._values(iri).get(predicate, ()))

    def rows(self, name: str, this: str | None = None) -> Iterator[ox.QuerySolution]:
        """Solutions of the query of this name beside this module, with ?this bound."""
        given: Any = {} if this is None else {ox.Variable("this"): ox.NamedNode(this)}
        solutions = self.store.query(_query(name), base_iri=self.site.base, substitutions=given)
        assert isinstance(solutions, ox.QuerySolutions)
        return solutions

    def _thing(self, iri: str) -> Thing:
        own = self._values(iri)
        classes = [value.removeprefix(self.site.ontology) for value in own.get(RDF + "type", ())]
        types = sorted((name for name in classes if ":" not in name), key=lambda name: (name not in _TYPES, name))
        matches = sorted({value for match in _MATCHES for value in own.get(match, ())})
        label = _first(own, SKOS + "prefLabel") or _first(own, RDFS + "label") or iri.rpartition("/")[2]
        when, page = _first(own, self.site.term("when")), _first(own, FOAF + "page")
        return Thing(iri, label, types[0] if types else "", tuple(matches), when, page)

    def _values(self, iri: str) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for quad in self.store.quads_for_pattern(ox.NamedNode(iri), None, None, ox.DefaultGraph()):
            if not isinstance(quad.object, ox.BlankNode | ox.Triple):
                found[quad.predicate.value].append(quad.object.value)
        return found

    def _mentions(self, document: str) -> Iterator[ReleasedMention]:
        seen: set[tuple[str, str]] = set()
        for row in self.rows("mentions", document):
            named = row["mention"].value, row["entity"].value
            if named in seen:  # a property has several values, as of words that two found
                continue
            seen.add(named)
            yield ReleasedMention(
                row["mention"].value,
                Span(int(row["start"].value), int(row["end"].value)),
                row["entity"].value,
                _value(row["kind"]) or "name",
                _value(row["method"]) or "",
                _number(row["confidence"]),
            )

    def _statements(self, document: str) -> Iterator[ReleasedStatement]:
        evidence: dict[str, list[Span]] = defaultdict(list)
        speakers: dict[str, list[str]] = defaultdict(list)
        for row in self.rows("evidence", document):
            if row["speaker"] is None:
                evidence[row["statement"].value].append(Span(int(row["start"].value), int(row["end"].value)))
            else:
                speakers[row["statement"].value].append(row["speaker"].value)
        seen: set[str] = set()
        for row in self.rows("statements", document):
            iri = row["statement"].value
            if iri in seen:
                continue
            seen.add(iri)
            yield ReleasedStatement(
                iri,
                row["subject"].value,
                row["predicate"].value,
                _object(row["object"]),
                tuple(evidence[iri]),
                _number(row["confidence"]),
                _value(row["method"]) or "",
                _value(row["source"]),
                _value(row["modality"]),
                _value(row["when"]),
                tuple(speakers[iri]),
            )


@lru_cache
def _query(name: str) -> str:
    return (importlib.resources.files(__package__) / "queries" / f"{name}.rq").read_text(encoding="utf-8")


def _node(address: str) -> ox.NamedNode:
    """An address as a term; one that is no IRI names nothing."""
    try:
        return ox.NamedNode(address)
    except ValueError:
        return ox.NamedNode("about:blank")


def _first(values: dict[str, list[str]], predicate: str) -> str | None:
    """The alphabetically first value, so that the same release gives the same files."""
    return min(values.get(predicate, ()), default=None)


def _value(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> str | None:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else None


def _number(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> float | None:
    return float(term.value) if isinstance(term, ox.Literal) else None


def _object(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> str | Literal:
    if isinstance(term, ox.Literal):
        return Literal(term.value, None if term.language else term.datatype.value, term.language)
    assert isinstance(term, ox.NamedNode)
    return term.value
