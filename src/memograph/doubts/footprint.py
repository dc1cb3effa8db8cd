"""Nodes that a shape is in doubt of → the triples that decide: what the shape looks at, going out from these nodes.

A release has millions of triples, and pySHACL needs those of a few nodes. With all triples that a shape can reach from
a node along its paths, the results for that node are those that all the data would give.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pyoxigraph as ox
from rdflib import Graph, URIRef
from rdflib.collection import Collection
from rdflib.namespace import RDF, RDFS, SH

from memograph.doubts.values import Unclear

_TYPE, _SUBCLASS = ox.NamedNode(str(RDF.type)), ox.NamedNode(str(RDFS.subClassOf))
_COMPARED = (SH.disjoint, SH.lessThan, SH.lessThanOrEquals)


class Footprint:
    """What a shape looks at in a store, as it is collected."""

    def __init__(self, shapes: Graph, store: ox.Store) -> None:
        self._shapes, self._store = shapes, store
        self.quads: set[ox.Quad] = set(self._matching(None, _SUBCLASS, None))

    def follow(self, shape: Any, nodes: Iterable[Any]) -> None:
        """Collect what decides whether nodes that a shape is about conform to it.

        Raises:
            Unclear: this cannot be told from its constraints.
        """
        if (shape, SH.sparql, None) in self._shapes or (shape, SH.property, None) in self._shapes:
            raise Unclear  # results of a property shape may be about other nodes
        about = [(ox.NamedNode(str(p)), False) for p in self._shapes.objects(shape, SH.targetSubjectsOf)]
        about += [(ox.NamedNode(str(p)), True) for p in self._shapes.objects(shape, SH.targetObjectsOf)]
        for node in nodes:
            self._matching_all(node, [_TYPE])
            for predicate, inverse in about:
                found = self._matching(None, predicate, node) if inverse else self._matching(node, predicate, None)
                self.quads.update(quad for quad, _ in zip(found, range(1), strict=False))
            self._follow(shape, node)

    def _follow(self, shape: Any, node: Any) -> None:
        path = self._shapes.value(shape, SH.path)
        values = {node} if path is None else self._walk(path, node)
        compared = [p for parameter in _COMPARED for p in self._shapes.objects(shape, parameter)]
        self._matching_all(node, [ox.NamedNode(str(predicate)) for predicate in compared])
        parts = [*self._shapes.objects(shape, SH.node), *self._shapes.objects(shape, SH.property)]
        for parameter in (SH["or"], SH["and"]):
            for each in self._shapes.objects(shape, parameter):
                parts += Collection(self._shapes, each)
        for value in values:
            if (shape, SH["class"], None) in self._shapes:
                self._matching_all(value, [_TYPE])
            for part in parts:
                self._follow(part, value)

    def _walk(self, path: Any, node: Any) -> set[Any]:
        """The values at the end of a path; paths of other kinds were no question (`Constraints.path`)."""
        if isinstance(path, URIRef):
            return {quad.object for quad in self._matching_all(node, [ox.NamedNode(str(path))])}
        inverse = self._shapes.value(path, SH.inversePath)
        if inverse is not None:
            found = list(self._matching(None, ox.NamedNode(str(inverse)), node))
            self.quads.update(found)
            return {quad.subject for quad in found}
        alternatives = self._shapes.value(path, SH.alternativePath)
        if alternatives is not None:
            return {value for each in Collection(self._shapes, alternatives) for value in self._walk(each, node)}
        values = {node}
        for step in Collection(self._shapes, path):
            values = {value for each in values for value in self._walk(step, each)}
        return values

    def _matching_all(self, node: Any, predicates: list[ox.NamedNode]) -> list[ox.Quad]:
        found = [quad for predicate in predicates for quad in self._matching(node, predicate, None)]
        self.quads.update(found)
        return found

    def _matching(self, subject: Any, predicate: ox.NamedNode, value: Any) -> Iterator[ox.Quad]:
        if isinstance(subject, ox.Literal):
            return iter(())
        return iter(self._store.quads_for_pattern(subject, predicate, value, ox.DefaultGraph()))
