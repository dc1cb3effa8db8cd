"""What DESCRIBE tells: of each thing its own triples, its parts, its statements with their evidence, and labels.

Called by worker.py for every query of that form (SPARQL 1.1 Query, section 16.4, leaves to the service what a useful
description is). The same stored queries as for the data of a thing (describing.py), but for what points to it; run
over the dataset of the query.
"""

from __future__ import annotations

import importlib.resources
import itertools
from collections.abc import Callable, Iterable, Iterator

import pyoxigraph as ox

from memograph.namespaces import RDF, RDFS, Site

#: Things that get more than their own triples; and triples up to which the next one does.
THINGS = 100
TRIPLES = 50_000

#: Statements that a thing gets (the number stands in data_statements.rq).
STATEMENTS = 1000

_NAMES = ("data_parts", "data_statements", "data_labels", "data_labels_around")

#: Texts of the stored queries, read when the worker starts: later it can open no file.
_QUERIES = {
    name: importlib.resources.files("memograph.publish").joinpath("queries", f"{name}.rq").read_text(encoding="utf-8")
    for name in _NAMES
}

#: Runs a CONSTRUCT query with a variable bound to a term.
Ask = Callable[[str, dict[ox.Variable, ox.NamedNode]], Iterable[ox.Triple]]


def portraits(own: Iterable[ox.Triple], ask: Ask, site: Site) -> Iterator[ox.Triple]:
    """What the engine says of the things that a query describes, then more of the first of them; each triple once.

    What is left out is said in an ``rdfs:comment``: on the collection of a thing's statements, as in its data, or on
    the endpoint.
    """
    seen: set[ox.Triple] = set()
    things: dict[ox.NamedNode, None] = {}
    for triple in _in_order(own):
        if isinstance(triple.subject, ox.NamedNode):
            things[triple.subject] = None
        if triple not in seen:
            seen.add(triple)
            yield triple
    done = 0
    for thing in things:
        if done == THINGS or len(seen) > TRIPLES:
            break
        for triple in _more(thing, ask, site):
            if triple not in seen:
                seen.add(triple)
                yield triple
        done += 1
    if done < len(things):
        said = f"{done} of {len(things)} things are described with their statements, the others by their own triples."
        yield _comment(site.address("sparql"), said)


def _more(thing: ox.NamedNode, ask: Ask, site: Site) -> Iterator[ox.Triple]:
    statements, statement = 0, ox.NamedNode(site.term("Statement"))
    for text in _QUERIES.values():
        for triple in _in_order(ask(text, {ox.Variable("this"): thing})):
            statements += triple.predicate == _TYPE and triple.object == statement
            yield triple
    if statements == STATEMENTS and thing.value.startswith(site.address("id/")):
        document = thing.value.replace(site.address("id/"), site.address("data/"), 1)
        said = f"The first {STATEMENTS} statements; there may be more: <{document}> has all of them, in pages."
        yield _comment(f"{document}#statements", said)


def _in_order(triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    """The engine's order is another one in each worker; the same question should have the same answer and ETag."""
    rest = iter(triples)
    return itertools.chain(sorted(itertools.islice(rest, TRIPLES), key=str), rest)


def _comment(subject: str, said: str) -> ox.Triple:
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(f"{RDFS}comment"), ox.Literal(said, language="en"))


_TYPE = ox.NamedNode(f"{RDF}type")
