"""A release as review reads it: read-only, in this process, without the limits that strangers get. Under `findings`."""

from __future__ import annotations

import importlib.resources
from collections.abc import Callable, Mapping
from functools import cache, cached_property, partial
from urllib.parse import unquote

import pyoxigraph as ox

from memograph.dates import bounds
from memograph.model import Kind, Literal, Quotation, Ref, Span
from memograph.namespaces import OA, RDF, RDFS, SCHEMA, XSD
from memograph.release import Release
from memograph.review.item import Choice, Source, Thing

Term = ox.NamedNode | ox.Literal
_Function = Callable[..., ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None]


class Published:
    """What a release says of documents, things and statements.

    Args:
        release: an open release; its store is opened read-only, as the web process does.
    """

    def __init__(self, release: Release) -> None:
        self.release, self.site = release, release.site
        self._store = ox.Store.read_only(str(release.store))
        self._sources: dict[str, Source] = {}
        self._named: dict[str, Mapping[str, tuple[Quotation, ...]]] = {}

    def solutions(self, query: str, **bound: str) -> ox.QuerySolutions:
        """Rows of a query of this package over the union of the graphs.

        Queries may use ``day:first`` and ``day:last``, the first and last day that an EDTF date may mean.

        Args:
            query: SPARQL.
            bound: variables that are IRIs known beforehand.
        """
        rows = self._store.query(
            query,
            base_iri=self.site.base,
            substitutions={ox.Variable(name): ox.NamedNode(iri) for name, iri in bound.items()},
            custom_functions=_day_functions(self.site.base),
        )
        assert isinstance(rows, ox.QuerySolutions)
        return rows

    @cached_property
    def mentioned_in(self) -> Mapping[str, frozenset[str]]:
        """IRIs of the documents that mention a thing, by its IRI."""
        found: dict[str, set[str]] = {}
        for row in self.solutions(stored("mentioned-in")):
            found.setdefault(row["thing"].value, set()).add(row["document"].value)
        return {thing: frozenset(documents) for thing, documents in found.items()}

    def reach(self, *things: str) -> int:
        """Number of documents that mention all of these; what no document mentions by name counts for nothing."""
        documents = [self.mentioned_in[thing] for thing in things if thing in self.mentioned_in]
        return max(1, len(frozenset.intersection(*documents))) if documents else 1

    @cached_property
    def known(self) -> Mapping[str, tuple[Thing, ...]]:
        """Things of the authority file with all their names (a `Thing` for each), by the IRI of their class."""
        found: dict[str, list[Thing]] = {}
        for row in self.solutions(stored("known"), authority=self.site.authority_graph):
            found.setdefault(row["type"].value, []).append(Thing(self.ref(row["thing"].value), row["name"].value))
        return {name: tuple(things) for name, things in found.items()}

    def is_known(self, thing: str) -> bool:
        """Whether the authority file, or what was imported, has this thing."""
        authority = ox.NamedNode(self.site.authority_graph)
        quads = self._store.quads_for_pattern(ox.NamedNode(thing), ox.NamedNode(RDF + "type"), None, authority)
        return next(iter(quads), None) is not None

    def source(self, document: str) -> Source:
        """The document of this IRI."""
        if document not in self._sources:
            text = self.literal(document, SCHEMA + "text") or ""
            title = self.literal(document, RDFS + "label") or document
            self._sources[document] = Source(self.ref(document).slug, title, text, document)
        return self._sources[document]

    def thing(self, iri: str) -> Thing:
        """A thing and its first label; what has none is called by its slug."""
        ref = self.ref(iri)
        labels = sorted(t.value for t in self.values(iri, RDFS + "label"))
        return Thing(ref, labels[0] if labels else ref.slug)

    def ref(self, iri: str) -> Ref:
        """``{base}id/person/gromyko-andrei`` or a part of it → kind and slug."""
        kind, _, slug = iri.partition("#")[0].removeprefix(f"{self.site.base}id/").partition("/")
        return Ref(Kind(kind), unquote(slug))

    def types(self, iri: str) -> tuple[str, ...]:
        """IRIs of its classes, sorted."""
        return tuple(sorted(t.value for t in self.values(iri, RDF + "type")))

    def values(self, subject: str, predicate: str) -> list[Term]:
        """All values of a property, in no order."""
        quads = self._store.quads_for_pattern(ox.NamedNode(subject), ox.NamedNode(predicate), None, ox.DefaultGraph())
        return [q.object for q in quads if isinstance(q.object, ox.NamedNode | ox.Literal)]

    def value(self, subject: str, predicate: str) -> Term | None:
        """The first value of a property by its text, None where there is none."""
        return min(self.values(subject, predicate), key=lambda term: term.value, default=None)

    def literal(self, subject: str, predicate: str) -> str | None:
        """The first value as text."""
        found = self.value(subject, predicate)
        return None if found is None else found.value

    def object(self, term: Term) -> Thing | Literal:
        """The object of a statement."""
        if isinstance(term, ox.NamedNode):
            return self.thing(term.value)
        datatype = None if term.datatype.value == XSD + "string" else term.datatype.value
        return Literal(term.value, None if term.language else datatype, term.language)

    def quotations(self, targets: list[Term]) -> tuple[Quotation, ...]:
        """The words that targets (oa:SpecificResource) select, in the order of the text."""
        found = []
        for target in targets:
            document = self.literal(target.value, OA + "hasSource")
            start, _, end = target.value.rpartition("#target-")[2].partition("-")
            if document is not None and start.isdecimal() and end.isdecimal():
                found.append(Quotation.of(self.source(document).text, Span(int(start), int(end))))
        return tuple(sorted(found, key=lambda quotation: (quotation.span.start, quotation.span.end)))

    def named(self, source: Source) -> Mapping[str, tuple[Quotation, ...]]:
        """What a document mentions, by IRI, with the words in the order of the text."""
        if source.id not in self._named:
            targets: dict[str, list[Term]] = {}
            for row in self.solutions(stored("named"), document=source.address):
                targets.setdefault(row["thing"].value, []).append(row["target"])
            self._named[source.id] = {iri: self.quotations(found) for iri, found in targets.items()}
        return self._named[source.id]

    def mentions(self, source: Source, thing: str) -> tuple[Quotation, ...]:
        """Where a document mentions a thing, in the order of the text."""
        return self.named(source).get(thing, ())

    def parts(self, iri: str) -> tuple[str, ...]:
        """What a score is made of (mg:scorePart: ``feature +1.92``, in log-odds), the strongest parts first."""
        parts = sorted(part.value for part in self.values(iri, self.site.term("scorePart")))
        return tuple(sorted(parts, key=lambda part: -abs(float(part.rpartition(" ")[2]))))

    def choices(self, identification: str) -> tuple[Choice, ...]:
        """Who was considered when it was decided who somebody is, the best first."""
        mg, found = self.site.term, []
        for node in self.values(identification, mg("candidate")):
            who = self.value(node.value, mg("considered"))
            if who is not None:
                parts = self.parts(node.value)
                thing = Thing(self.ref(who.value), self.literal(node.value, RDFS + "label") or who.value)
                score = float(self.literal(node.value, mg("confidence")) or 0)
                found.append((int(self.literal(node.value, mg("rank")) or 9), Choice(thing, score, ", ".join(parts))))
        return tuple(choice for _, choice in sorted(found, key=lambda pair: pair[0]))


@cache
def stored(name: str) -> str:
    """Text of a query of this package that is no kind of finding."""
    folder = importlib.resources.files("memograph.review") / "queries" / "reading"
    return folder.joinpath(f"{name}.rq").read_text(encoding="utf-8")


@cache
def _day_functions(base: str) -> dict[ox.NamedNode, _Function]:
    """SPARQL knows no EDTF: these give the days that such a date may mean as xsd:date, so that they compare."""
    return {ox.NamedNode(f"{base}review/day#{name}"): partial(_day, end) for end, name in enumerate(("first", "last"))}


def _day(end: int, term: object) -> ox.Literal | None:
    try:
        found = bounds(term.value)[end] if isinstance(term, ox.Literal) else None
    except ValueError:  # a date in another form: no value, and the row is left out
        found = None
    return None if found is None else ox.Literal(found.isoformat(), datatype=ox.NamedNode(XSD + "date"))
