"""Store → the things that have names: what each is called, what is said of it, what it was merged from.

One pass over the things of the union, each with its own triples, identifiers and tenures; memory does not grow with
what is said of them. `writing` puts them into the file.
"""

from __future__ import annotations

import importlib.resources
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from memograph.dates import bounds
from memograph.model import Kind
from memograph.nameindex.properties import NO_FACTS, OTHERS, Property, Range, of_authority, spelled_out
from memograph.namespaces import DCTERMS, EDTF, FOAF, OWL, RDF, RDFS, SCHEMA, SKOS, XSD, Site

#: Kinds of thing that somebody may look for; statements and decisions have no names.
KINDS = tuple(kind for kind in Kind if kind not in (Kind.STATEMENT, Kind.DECISION))

#: What a thing is called, the first that is there as its name.
_NAMES = (SKOS + "prefLabel", RDFS + "label", SKOS + "altLabel", SKOS + "hiddenLabel", DCTERMS + "identifier")

#: Properties whose value is the address of something that is no thing of the site, or a term.
_BY_ADDRESS, _BY_LABEL = FOAF + "page", DCTERMS + "type"

_DATES = frozenset({EDTF, XSD + "date", XSD + "gYear", XSD + "dateTime"})
_NUMBERS = frozenset({XSD + name for name in ("decimal", "double", "float", "integer")})
_DEFAULT = ox.DefaultGraph()

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@dataclass(frozen=True, slots=True)
class Fact:
    """A property (its id) and a value: a literal, or the IRI of another thing in `other`."""

    property: str
    value: str = ""
    other: str = ""


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing.

    Args:
        names: the first is what it is called.
        identifiers: (scheme, what that authority calls it).
        documents: how many mention it.
    """

    iri: str
    type: str
    names: tuple[str, ...]
    facts: tuple[Fact, ...]
    identifiers: tuple[tuple[str, str], ...]
    documents: int


class Things:
    """The things of one release's store."""

    def __init__(self, store: ox.Store, site: Site) -> None:
        self._store, self._site, self._space = store, site, site.address("id/")
        self._tenures = self._held()
        self._deprecated = {_value(quad.subject) for quad in self._having(OWL + "deprecated")}
        self._documents = self._mentioned()
        self.properties: dict[str, Property] = {}
        self.merged = self._merged()

    def __iter__(self) -> Iterator[Thing]:
        """All things, those first that most documents mention."""
        iris = sorted(self._iris(), key=lambda iri: (-self._documents.get(iri, 0), iri))
        former: dict[str, list[str]] = {}
        for old, survivor in self.merged.items():
            former.setdefault(survivor, []).append(old)
        for iri in iris:
            yield self._thing(iri, former.get(iri, ()))

    def local(self, iri: str) -> str:
        """``<kind>/<slug>`` as it stands in the IRI."""
        return iri[len(self._space) :]

    def type_of(self, iri: str) -> str:
        """Local name of the class that the kind in an IRI stands for: ``Person``."""
        return self.local(iri).partition("/")[0].capitalize()

    def label(self, iri: str) -> str:
        """What a term or thing is called, in English where there is a choice; empty where nothing says so."""
        return next(iter(self.texts(iri, SKOS + "prefLabel") or self.texts(iri, RDFS + "label")), "")

    def _iris(self) -> set[str]:
        """Things with a type that is one of the ontology's, and an address of their own."""
        classes = [self._site.term(kind.value.capitalize()) for kind in KINDS] + [self._site.term("CitedDocument")]
        found: set[str] = set()
        for each in classes:
            found.update(_value(quad.subject) for quad in self._having(RDF + "type", ox.NamedNode(each)))
        return {iri for iri in found if self._is_thing(iri)} - self._deprecated

    def _is_thing(self, iri: str) -> bool:
        kind, slash, slug = self.local(iri).partition("/") if iri.startswith(self._space) else ("", "", "")
        return bool(slash and slug) and kind in KINDS and "#" not in slug

    def _merged(self) -> dict[str, str]:
        """What was merged → what it ended in, where that is still there."""
        steps = {
            _value(quad.subject): quad.object.value
            for quad in self._having(DCTERMS + "isReplacedBy")
            if isinstance(quad.object, ox.NamedNode)
        }
        ends = {old: _end(old, steps) for old in steps if self._is_thing(old) and old in self._deprecated}
        return {old: end for old, end in ends.items() if self._is_thing(end) and end not in self._deprecated}

    def _mentioned(self) -> dict[str, int]:
        text = (importlib.resources.files("memograph") / "queries/documents_of_things.rq").read_text(encoding="utf-8")
        solutions = self._store.query(text, base_iri=self._site.base)
        assert isinstance(solutions, ox.QuerySolutions)
        return {row["thing"].value: int(row["documents"].value) for row in solutions}

    def _thing(self, iri: str, former: Sequence[str]) -> Thing:
        own = self._own(iri)
        names = [text for name in (*_NAMES, self._site.term("roleName")) for text in _texts(own.get(name, ()))]
        names += [text for old in former for name in _NAMES for text in self.texts(old, name)]
        identifiers = tuple(sorted(set(self._identifiers(own))))
        facts = {*self._facts(own), *(Fact(scheme, value) for scheme, value in identifiers)}
        if self.type_of(iri) == "Person":
            facts.update(self._tenures_of(iri))
        facts |= {*_worked_out(facts), Fact("documents", str(self._documents.get(iri, 0)))}
        for scheme, _ in identifiers:
            self.properties.setdefault(scheme, of_authority(scheme))
        return Thing(
            iri,
            self.type_of(iri),
            tuple(dict.fromkeys(names)) or (self.local(iri).partition("/")[2],),
            tuple(sorted(facts, key=lambda fact: (fact.property, fact.value, fact.other))),
            identifiers,
            self._documents.get(iri, 0),
        )

    def _own(self, iri: str) -> dict[str, list[Term]]:
        """A thing's own triples: property → values."""
        found: dict[str, list[Term]] = {}
        for quad in self._store.quads_for_pattern(ox.NamedNode(iri), None, None, _DEFAULT):
            found.setdefault(quad.predicate.value, []).append(quad.object)
        return found

    def _facts(self, own: dict[str, list[Term]]) -> Iterator[Fact]:
        """What the thing's own triples say of it."""
        for predicate, terms in own.items():
            known = self._property(predicate, terms[0])
            if known is None:
                continue
            for term in terms:
                value = _value(term)
                if isinstance(term, ox.Literal) or predicate == _BY_ADDRESS:
                    yield Fact(known.id, value)
                elif predicate == _BY_LABEL:
                    yield Fact(known.id, self.label(value) or re.split("[#/]", value)[-1])
                elif self._is_thing(value):
                    yield Fact(known.id, other=value)

    def _property(self, iri: str, value: Term) -> Property | None:
        """A property that a triple has with this value, and note that it is there; None for what is no fact."""
        if (listed := OTHERS.get(iri)) is not None:
            return self.properties.setdefault(listed.id, listed)
        name = iri.removeprefix(self._site.ontology)
        if name == iri or name in NO_FACTS:
            return None
        if name not in self.properties:
            label = self.label(iri) or spelled_out(name)
            note = next(iter(self.texts(iri, RDFS + "comment")), "")
            self.properties[name] = Property(name, label, note, _range(value))
        return self.properties[name]

    def _identifiers(self, own: dict[str, list[Term]]) -> Iterator[tuple[str, str]]:
        """Schemes and identifiers, without those of what is only much the same."""
        for term in own.get(self._site.term("identifiedBy"), ()):
            node = _value(term)
            if "closeMatch" in self.texts(node, self._site.term("matchType")):
                continue
            schemes, values = self.texts(node, self._site.term("scheme")), self.texts(node, SKOS + "notation")
            if schemes and values:
                yield schemes[0], values[0]

    def _held(self) -> dict[str, list[str]]:
        """Who held posts → the tenures."""
        found: dict[str, list[str]] = {}
        for quad in self._having(self._site.term("holder")):
            found.setdefault(_value(quad.object), []).append(_value(quad.subject))
        return found

    def _tenures_of(self, holder: str) -> Iterator[Fact]:
        """Posts held by the authority file, and each in words with its days."""
        for tenure in self._tenures.get(holder, ()):
            for post in self._objects(tenure, self._site.term("post")):
                held = Property("holdsPost", "holds post", "A post that somebody held.", Range.ENTITY)
                self.properties.setdefault(held.id, held)
                yield Fact("holdsPost", other=post)
                days = [next(iter(self.texts(tenure, SCHEMA + name)), "..") for name in ("startDate", "endDate")]
                yield Fact("tenures", f"{self.label(post)}, {'/'.join(days)}")

    def _having(self, predicate: str, value: ox.NamedNode | None = None) -> Iterator[ox.Quad]:
        return self._store.quads_for_pattern(None, ox.NamedNode(predicate), value, _DEFAULT)

    def _objects(self, iri: str, predicate: str) -> list[str]:
        found = self._store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(predicate), None, _DEFAULT)
        return sorted(quad.object.value for quad in found if isinstance(quad.object, ox.NamedNode))

    def texts(self, iri: str, predicate: str) -> list[str]:
        """Literals of a property, as `_texts` orders them."""
        found = self._store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(predicate), None, _DEFAULT)
        return _texts(quad.object for quad in found)


def _texts(terms: Iterable[Term]) -> list[str]:
    """Literals, those in English or without a language first, else in the order of the alphabet."""
    literals = [each for each in terms if isinstance(each, ox.Literal)]
    ordered = sorted(literals, key=lambda each: (not (each.language or "en").startswith("en"), each.value))
    return [each.value for each in ordered if each.value.strip()]


def _value(term: Term) -> str:
    return "" if isinstance(term, ox.Triple) else term.value


def _end(old: str, steps: dict[str, str]) -> str:
    """The end of a chain of replacements; the beginning itself where it goes in a circle."""
    seen, at = {old}, steps[old]
    while at in steps:
        if at in seen:
            return old
        seen.add(at)
        at = steps[at]
    return at


def _range(value: Term) -> Range:
    if not isinstance(value, ox.Literal):
        return Range.ENTITY
    datatype = value.datatype.value
    return Range.DATE if datatype in _DATES else Range.NUMBER if datatype in _NUMBERS else Range.TEXT


def _worked_out(facts: set[Fact]) -> Iterator[Fact]:
    """Years and coordinates; countries need other things and are worked out in the file."""
    values = {fact.property: fact.value for fact in sorted(facts, key=lambda fact: fact.value, reverse=True)}
    for name, date in (("birthYear", "birthDate"), ("deathYear", "deathDate")):
        if year := _year(values.get(date, "")):
            yield Fact(name, str(year))
    if "latitude" in values and "longitude" in values:
        yield Fact("coordinates", f"{values['latitude']},{values['longitude']}")


def _year(date: str) -> int:
    """The year of an EDTF date; 0 where it may be in several, or is no date."""
    try:
        first, last = bounds(date)
    except ValueError:
        return 0
    return first.year if first.year == last.year else 0
