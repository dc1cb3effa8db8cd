"""``/network``: what is asked, and the ties that answer it, as rows and as GraphML."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace

from werkzeug.exceptions import NotFound

from memograph.publish.links import Links
from memograph.publish.reading.index import Index, Thing
from memograph.publish.reading.ties import KINDS, RELATIONS, Tie, Wanted, circle, strongest
from memograph.publish.views import asked, asking
from memograph.publish.views.asked import Months
from memograph.xmlchars import readable_xml

#: Ties that may be drawn, and how many are where nobody says.
TIES, USUAL = ("50", "100", "200"), "100"

#: What is drawn where nobody says: being mentioned in one document says little beside a meeting.
DIRECT = ("metWith", "wroteTo")

#: Neighbours of the one in the middle.
NEAR = 24


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for; `middle` and `other` are the things it names, None for everybody."""

    wanted: Wanted
    months: Months
    ties: str
    middle: Thing | None
    other: Thing | None

    def parameters(self, **changed: str | Sequence[str]) -> dict[str, str | Sequence[str]]:
        """The parameters of an address that asks the same, but for what is changed."""
        return {
            "relation": () if tuple(self.wanted.relations) == DIRECT else tuple(self.wanted.relations),
            "kind": () if len(self.wanted.kinds) == len(KINDS) else tuple(self.wanted.kinds),
            "from": self.months.asked.begin,
            "to": self.months.asked.end,
            "ties": "" if self.ties == USUAL else self.ties,
            "about": self._path(self.middle),
            "with": self._path(self.other),
        } | changed

    @staticmethod
    def _path(thing: Thing | None) -> str:
        return thing.iri.rpartition("/id/")[2] if thing else ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is asked, the ties that answer it, and how many there are; with `query`, the same question in SPARQL."""

    asked: Asked
    ties: tuple[Tie, ...]
    total: int
    query: str


def answer(index: Index) -> Answer:
    """The answer to the request at hand.

    Raises:
        BadRequest, NotFound: it asks for what cannot be; for somebody whom the release does not know.
    """
    months = asked.months()
    relations = asked.several("relation", RELATIONS, DIRECT)
    kinds = asked.several("kind", KINDS, KINDS)
    ties = asked.one_of("ties", TIES, USUAL)
    middle, other = (_thing(index, asked.thing(name)) for name in ("about", "with"))
    wanted = Wanted(relations, kinds, months.first, months.last)
    if middle and other:
        wanted = replace(wanted, kinds=KINDS, among=(middle.number, other.number))
    elif middle:
        wanted = replace(wanted, among=circle(index, middle.number, wanted, NEAR))
        wanted = replace(wanted, kinds=tuple(each for each in KINDS if each in kinds or each == middle.kind))
    found, total = strongest(index, wanted, int(ties))
    question = Asked(wanted, months, ties, middle, other)
    return Answer(question, found, total, _query(index, question))


def _thing(index: Index, path: str) -> Thing | None:
    if not path:
        return None
    found = index.find(index.iri(path))
    if found is None or found.thing.kind not in KINDS:
        raise NotFound(f"This release knows no person or body with the address “{path}”.")
    return found.thing


def _query(index: Index, question: Asked) -> str:
    wanted = question.wanted
    things = index.things(wanted.among or ())
    return asking.query(
        "network",
        index.site.base,
        relations=list(wanted.relations),
        kinds=list(wanted.kinds),
        first=wanted.first,
        last=wanted.last,
        among=[things[number].iri for number in wanted.among or ()],
        at_most=question.ties,
    )


def both(links: Links, question: Asked, tie: Tie) -> str:
    """Where all proofs of the ties of two are listed."""
    one, other = (thing.iri.rpartition("/id/")[2] for thing in (tie.one, tie.other))
    return asked.address(links, "network", question.parameters(about=one, kind=(), **{"with": other}))


#: Columns of the table as a file, those of the query.
COLUMNS = ("one", "relation", "other", "times", "first", "last")


def records(found: Answer) -> list[tuple[str | int, ...]]:
    """The rows of the table as the query has them."""
    return [(tie.one.iri, tie.relation, tie.other.iri, tie.times, tie.first, tie.last) for tie in found.ties]


def graphml(found: Answer) -> bytes:
    """The network for Gephi, Cytoscape and the like: the ties that are shown, all with a way as GraphML wants it."""
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for tie in found.ties:
        for thing in (tie.one, tie.other):
            graph.add_node(thing.iri, label=thing.name, kind=thing.kind)
        told = {"relation": tie.relation, "weight": tie.times, "first": tie.first, "last": tie.last}
        graph.add_edge(tie.one.iri, tie.other.iri, **told, symmetric=tie.relation != "wroteTo")
    file = io.BytesIO()
    nx.write_graphml_xml(graph, file, named_key_ids=True)
    return readable_xml(file.getvalue())
