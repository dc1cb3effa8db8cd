"""pySHACL as it is asked here: a graph, shapes, and which of these are in doubt → its report. Below validation.py."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import Any

import pyshacl
from pyshacl.errors import ConstraintLoadError, ReportableRuntimeError, ShapeLoadError
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import RDF, SH
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query

from memograph.errors import ConfigurationError

_UNUSABLE = (ConstraintLoadError, NotImplementedError, ReportableRuntimeError, ShapeLoadError)

#: Parameters whose values are shapes, and those whose values are lists of shapes.
_SHAPES = (SH.node, SH.property, SH["not"], SH.qualifiedValueShape)
_LISTS = (SH["and"], SH["or"], SH.xone)


def judged(
    data: Graph, more: Graph, shapes: Graph, only: Collection[Any] | None = None, nodes: Collection[str] = ()
) -> Graph:
    """pySHACL's report on `data` with `more` triples; of these shapes, if `only` some are asked for.

    Args:
        nodes: with a single shape that refers to no other by its IRI, the IRIs of those to which it is applied; else to
            those that it is about.

    Raises:
        ConfigurationError: the shapes cannot be used.
    """
    chosen = None
    if only is not None and all(isinstance(shape, URIRef) and shape.startswith("http") for shape in only):
        chosen = [str(shape) for shape in _with_their_parts(only, shapes)]
    apart = list(nodes) if chosen is not None and len(chosen) == 1 else None
    try:
        prepared = _Prepared.of(data, more)
        _, found, _ = pyshacl.validate(prepared, shacl_graph=shapes, use_shapes=chosen, focus_nodes=apart)
    except _UNUSABLE as error:
        raise ConfigurationError(f"The shapes cannot be used: {error}") from error
    if not isinstance(found, Graph):
        raise ConfigurationError(f"The shapes cannot be used: {found}")
    return found


def nothing_found() -> Graph:
    """The report without a result."""
    found, report = Graph(bind_namespaces="none"), BNode()
    found.add((report, RDF.type, SH.ValidationReport))
    found.add((report, SH.conforms, Literal(True)))
    return found


def _with_their_parts(chosen: Collection[Any], shapes: Graph) -> list[URIRef]:
    """Shapes, and all those that they refer to: pySHACL leaves out what it is not given (and finds blank nodes)."""
    seen, left = set(chosen), list(chosen)
    while left:
        shape = left.pop()
        parts = {part for parameter in _SHAPES for part in shapes.objects(shape, parameter)}
        lists = {each for parameter in _LISTS for each in shapes.objects(shape, parameter)}
        parts |= {part for each in lists for part in shapes.items(each)}
        left += parts - seen
        seen |= parts
    return sorted(node for node in seen if isinstance(node, URIRef))


class _Prepared(Graph):
    """A graph that parses each query once; pySHACL hands over the text again for every node, which takes 30 ms."""

    @classmethod
    def of(cls, data: Graph, more: Graph) -> _Prepared:
        """The triples of `data`, not copied unless there are `more`."""
        if not more:
            return cls(store=data.store, identifier=data.identifier, bind_namespaces="none")
        graph = cls(bind_namespaces="none")
        graph += data
        graph += more
        return graph

    def query(self, query_object: Any, *args: Any, **kwargs: Any) -> Any:
        """As `Graph.query`."""
        return super().query(_prepared(str(query_object)), *args, **kwargs)


@lru_cache(maxsize=256)
def _prepared(query: str) -> Query:
    return prepareQuery(query)
