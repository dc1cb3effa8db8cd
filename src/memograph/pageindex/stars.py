"""Sorted N-Quads → rows of what is said of one subject at a time. Used by `scanning` for its largest tables.

All triples of a subject stand together in a sorted file, so that what SPARQL finds by joins on the subject ("stars") is
found in one pass, at a third of the processor time. A row stands for each combination of values, as in SPARQL; what is
optional and absent is an empty text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import product

import pyoxigraph as ox

from memograph.namespaces import DCTERMS, OA, OWL, RDF, RDFS, SCHEMA, SKOS, XSD, Site

Cell = str | int | float
Values = Mapping[bytes, list[bytes]]
Rows = Callable[[Cell, Values], Iterable[tuple[Cell, ...]]]

#: What the file can hold as an integer; what is larger stays text.
_LARGEST = 2**63 - 1

NUMBERS: dict[str, Callable[[str], Cell]] = {
    XSD + "integer": lambda text: int(text) if len(text) < 21 and abs(int(text)) <= _LARGEST else text,
    XSD + "decimal": float,
    XSD + "boolean": lambda text: int(text == "true"),
}


@dataclass(frozen=True, slots=True)
class Star:
    """Rows of a table: its name, its columns, and what one subject gives, from the values of its properties as written.

    Args:
        key: a property without which a subject gives none.
    """

    name: str
    columns: tuple[str, ...]
    key: bytes
    rows: Rows


class Stars:
    """The tables of one site that are filled in one pass over its quads."""

    def __init__(self, site: Site) -> None:
        self._site, self._space = site, site.address("id/")
        self._wanted: set[bytes] = set()
        self._by_key: dict[bytes, list[Star]] = {}
        self.tables: dict[str, tuple[str, ...]] = {}
        for star in self._stars():
            self._by_key.setdefault(star.key, []).append(star)
            self.tables[star.name] = star.columns

    def rows(self, lines: Iterable[bytes]) -> Iterator[tuple[str, tuple[Cell, ...]]]:
        """Rows, each behind the name of its table, of sorted N-Quads."""
        for subject, values in self._subjects(lines):
            name = self._cell(subject)
            for key in values:
                for star in self._by_key.get(key, ()):
                    for row in star.rows(name, values):
                        yield star.name, row

    def _subjects(self, lines: Iterable[bytes]) -> Iterator[tuple[bytes, dict[bytes, list[bytes]]]]:
        """Subjects with the values of properties that some table wants; a triple in two graphs counts once."""
        at, before, wanted = b"", b"", self._wanted
        values: dict[bytes, list[bytes]] = {}
        for line in lines:
            subject, predicate, rest = line.split(b" ", 2)
            if subject != at:
                if values:
                    yield at, values
                at, values = subject, {}
            if predicate in wanted:
                value = rest[: rest.rindex(b" <", 0, -3)]
                if value != before or predicate not in values:
                    values.setdefault(predicate, []).append(value)
                    before = value
        if values:
            yield at, values

    def _cell(self, term: bytes) -> Cell:
        """IRIs of things as what is behind ``{base}id/``, others whole; numbers as such; else the letters."""
        if b"\\" in term:
            return cell(_parsed(term), self._space)
        if term.startswith(b"<"):
            return term[1:-1].decode().removeprefix(self._space)
        letters, _, behind = term[1:].rpartition(b'"')
        text = letters.decode()
        if not behind.startswith(b"^^"):
            return text
        with suppress(ValueError):  # of a literal that is none of its type, the letters
            return NUMBERS.get(behind[3:-1].decode(), str)(text)
        return text

    def _name(self, iri: str) -> bytes:
        """A property as it is written; from now on it is wanted."""
        written = f"<{iri}>".encode()
        self._wanted.add(written)
        return written

    def _stars(self) -> Iterator[Star]:
        own = self._site.term
        classes = "Person Organization Place Event Agreement Post Topic Document CitedDocument Decision".split()
        yield self._members("things", ("thing", "class"), {f"<{own(each)}>".encode() for each in classes})
        yield from self._names()
        yield from self._facts()
        for name, columns, iri in (
            ("merged", ("old", "thing"), DCTERMS + "isReplacedBy"),
            ("sources", ("target", "document"), OA + "hasSource"),
            ("selectors", ("target", "position"), OA + "hasSelector"),
            ("starts", ("position", "start"), OA + "start"),
            ("ends", ("position", "end"), OA + "end"),
            ("evidence", ("statement", "target"), own("evidence")),
            ("speakers", ("statement", "speaker"), own("assertedBy")),
        ):
            yield self._combined(name, columns, (iri,))
        mention = ("mention", "thing", "target", "kind", "confidence")
        yield self._combined(
            "mentions", mention, (OA + "hasBody", OA + "hasTarget"), (own("mentionKind"), own("confidence"))
        )
        yield self._statements()

    def _combined(
        self, name: str, columns: tuple[str, ...], needed: tuple[str, ...], optional: tuple[str, ...] = ()
    ) -> Star:
        """Subjects that have all of some properties, with the values of these and of others."""
        first, others = [self._name(iri) for iri in needed], [self._name(iri) for iri in optional]
        besides = first[1:]

        def rows(subject: Cell, values: Values) -> Iterable[tuple[Cell, ...]]:
            if not all(each in values for each in besides):
                return ()
            cells = [[self._cell(value) for value in values[each]] for each in first]
            cells += [[self._cell(value) for value in values.get(each, ())] or [""] for each in others]
            return ((subject, *row) for row in product(*cells))

        return Star(name, columns, first[0], rows)

    def _members(self, name: str, columns: tuple[str, ...], classes: set[bytes]) -> Star:
        """Members of some classes that are in use."""
        kind, deprecated = self._name(RDF + "type"), self._name(OWL + "deprecated")

        def rows(subject: Cell, values: Values) -> Iterable[tuple[Cell, ...]]:
            if _deprecated(values, deprecated):
                return ()
            return ((subject, self._cell(value)) for value in values[kind] if value in classes)

        return Star(name, columns, kind, rows)

    def _names(self) -> Iterator[Star]:
        """What things are called: the lowest rank first, among equals what is in English or says no language."""
        called = (SKOS + "prefLabel", RDFS + "label", SKOS + "altLabel", SKOS + "hiddenLabel", DCTERMS + "identifier")
        for rank, iri in enumerate((*called, self._site.term("roleName"))):
            yield Star("names", ("thing", "name", "rank", "foreign"), key := self._name(iri), self._called(key, rank))

    def _called(self, name: bytes, rank: int) -> Rows:
        return lambda subject, values: [(subject, self._cell(each), rank, _foreign(each)) for each in values[name]]

    def _facts(self) -> Iterator[Star]:
        """What is said of things themselves that lists, maps and timelines need."""
        own = self._site.term
        named = {
            **{own("dated"): "dated", own("earliestDate"): "day", own("latestDate"): "last"},
            **{own("documentNumber"): "ordinal", DCTERMS + "title": "title", DCTERMS + "isPartOf": "volume"},
            **{SCHEMA + "pageStart": "first page", SCHEMA + "pageEnd": "last page"},
            **{SCHEMA + "latitude": "latitude", SCHEMA + "longitude": "longitude"},
            **{SCHEMA + "startDate": "start", SCHEMA + "endDate": "end", own("when"): "when"},
            **{own("heldIn"): "place", own("traveler"): "traveler", own("host"): "host"},
        }
        for iri, name in named.items():
            yield Star("facts", ("thing", "property", "value"), key := self._name(iri), self._said(key, name))

    def _said(self, property_: bytes, name: str) -> Rows:
        return lambda subject, values: [(subject, name, self._cell(each)) for each in values[property_]]

    def _statements(self) -> Star:
        """All statements that hold, each with what is said about it; ``literal`` tells whether its object is one."""
        own = self._site.term
        optional = {
            "document": own("statedIn"),
            "confidence": own("confidence"),
            "method": own("method"),
            "source": DCTERMS + "source",
            "modality": own("modality"),
            "when": own("when"),
            "decision": own("decidedBy"),
        }
        ends = ("subject", "predicate", "object")
        kind, deprecated, object_ = (self._name(iri) for iri in (RDF + "type", OWL + "deprecated", RDF + "object"))
        statement = f"<{own('Statement')}>".encode()
        plain = self._combined("", (), tuple(RDF + end for end in ends), tuple(optional.values())).rows

        def rows(subject: Cell, values: Values) -> Iterable[tuple[Cell, ...]]:
            if statement not in values.get(kind, ()) or _deprecated(values, deprecated):
                return
            for value in values[object_]:
                literal = int(value.startswith(b'"'))
                for row in plain(subject, {**values, object_: [value]}):
                    yield (*row[:4], literal, *row[4:])

        columns = ("statement", "subject", "relation", "object", "literal", *optional)
        return Star("statements", columns, object_, rows)


def cell(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None, space: str) -> Cell:
    """The same for a term of the engine; what is unbound is an empty text."""
    if isinstance(term, ox.NamedNode):
        return term.value.removeprefix(space)
    if isinstance(term, ox.Literal):
        with suppress(ValueError):
            return NUMBERS.get(term.datatype.value, str)(term.value)
        return term.value
    return ""


def _parsed(term: bytes) -> ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple:
    """A term that is written with escapes."""
    quad: ox.Quad = next(iter(ox.parse(b"<a:a> <a:a> %s ." % term, format=ox.RdfFormat.N_TRIPLES)))
    return quad.object


def _deprecated(values: Values, name: bytes) -> bool:
    return any(value.startswith((b'"true"', b'"1"')) for value in values.get(name, ()))


def _foreign(value: bytes) -> Cell:
    """0 for English or no language, 1 for others; nothing for what is no literal."""
    if not value.startswith(b'"'):
        return ""
    language = value.rpartition(b'"')[2].lower()
    return int(language.startswith(b"@") and language != b"@en" and not language.startswith(b"@en-"))
