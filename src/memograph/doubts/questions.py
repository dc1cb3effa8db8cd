"""Shapes → questions to a store: for which shapes may the data hold a node that breaks them?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pyoxigraph as ox
from rdflib import Graph
from rdflib.namespace import OWL, RDF, RDFS, SH

from memograph.doubts.constraints import Constraints
from memograph.doubts.data import Background, Triples, is_canonical
from memograph.doubts.selects import may_have_rows
from memograph.doubts.values import Matcher, Unclear, constant
from memograph.rdf import to_oxigraph

_TARGETS = (SH.targetNode, SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf)
_THIS = ox.Variable("this")


#: Where the store of a document holds what its background tells, besides the default graph.
BORROWED = ox.NamedNode("urn:memograph:borrowed")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for one shape.

    Args:
        shape: an IRI or blank node of the shapes.
        target: a pattern for the nodes that the shape is about, as ``?this``.
        holds: an expression that is true of those that surely conform.
        counts: SPARQL, each with a row for every node that may break the shape in another way.
        rows: SPARQL, each with a row where a node given as ``?this`` may break the shape.
        classes, predicates: data without any of these (IRIs as N-Triples writes them) has no such nodes.
        always: there are such nodes whatever the data is.
    """

    shape: Any
    target: str
    holds: str
    counts: tuple[str, ...]
    rows: tuple[str, ...]
    classes: frozenset[bytes]
    predicates: frozenset[bytes]
    always: bool
    functions: dict[ox.NamedNode, Matcher]

    def concerns(self, data: Triples) -> bool:
        """Whether there can be a node in the data that the shape is about."""
        return self.always or not (
            self.classes.isdisjoint(data.classes) and self.predicates.isdisjoint(data.predicates)
        )

    def is_doubtful(self, store: ox.Store) -> bool:
        """Whether some node in a store may break the shape, but for `holds`."""
        if any(bool(store.query(f"ASK {{ {count} }}")) for count in self.counts):
            return True
        if not self.rows:
            return False
        about = self._nodes(store, f"SELECT DISTINCT ?this {{ {self.target} }}")
        return any(self._doubts(store, node) for node in about)

    def doubted(self, store: ox.Store) -> set[Any]:
        """Nodes in a store that may break the shape.

        Raises:
            Unclear: the shape has a constraint that cannot be asked for.
        """
        if self.holds == "false":
            raise Unclear
        nodes = f"SELECT DISTINCT ?this {{ {self.target} FILTER (!COALESCE({self.holds}, false)) }}"
        queries = [nodes, *self.counts] if self.holds != "true" else [*self.counts]
        found = {node for query in queries for node in self._nodes(store, query)}
        if self.rows:
            about = self._nodes(store, f"SELECT DISTINCT ?this {{ {self.target} }}")
            found |= {node for node in about if self._doubts(store, node)}
        return found

    def _nodes(self, store: ox.Store, query: str) -> Iterator[Any]:
        rows = store.query(query, custom_functions=self.functions)
        assert isinstance(rows, ox.QuerySolutions)
        return (row["this"] for row in rows)

    def _doubts(self, store: ox.Store, node: Any) -> bool:
        if isinstance(node, ox.BlankNode):
            return True  # it would stand for any node in a query
        for query in self.rows:
            rows = store.query(query, substitutions={_THIS: node})
            assert isinstance(rows, ox.QuerySolutions)
            if next(rows, None) is not None:
                return True
        return False


class Doubts:
    """The shapes of a graph as questions.

    Args:
        shapes: as pySHACL takes them.
    """

    def __init__(self, shapes: Graph) -> None:
        self._shapes = shapes
        self._about = {shape for target in _TARGETS for shape in shapes.subjects(target)} | set(self._implicit())
        self._question = lru_cache(maxsize=4096)(self._made)

    def of(self, data: Triples, background: Background | None = None) -> set[Any]:
        """Shapes that data may break, before its background."""
        if not is_canonical(data.lines):
            return set(self._about)
        borrowed = background.types_of(data.untyped) if background else []
        axioms = background.axioms if background else []
        store = data.store([*axioms, *borrowed])
        store.extend(to_oxigraph(borrowed, BORROWED.value))
        known = _axioms(store) if data.orders_classes else frozenset((str(sub), str(over)) for sub, _, over in axioms)
        if known is None:
            return set(self._about)
        outside = {f"<{class_}>".encode() for _, _, class_ in borrowed}
        questions = [self._question(shape, known, False) for shape in self._about]
        concerned = [question for question in questions if question.concerns(data)]
        return _doubtful(
            [
                each if each.classes.isdisjoint(outside) else self._question(each.shape, known, True)
                for each in concerned
            ],
            store,
        )

    def of_store(self, store: ox.Store) -> Iterator[tuple[Any, set[Any] | None]]:
        """Shapes that the triples in the default graph of a store may break, however many there are.

        Returns:
            each shape with the nodes (terms of Oxigraph) that may break it, or None where these cannot be told.
        """
        known = _axioms(store)
        questions = [self._question(shape, known or frozenset(), False) for shape in self._about]
        doubtful = self._about if known is None else _doubtful(questions, store)
        for question in questions:
            if question.shape in doubtful:
                try:
                    yield question.shape, None if known is None else question.doubted(store)
                except Unclear:
                    yield question.shape, None

    def _has_own_components(self) -> bool:
        """Whether the shapes bring kinds of constraints of their own."""
        kinds = {SH.ConstraintComponent, *self._shapes.subjects(RDFS.subClassOf, SH.ConstraintComponent)}
        return any((None, RDF.type, kind) in self._shapes for kind in kinds)

    def _implicit(self) -> Iterator[Any]:
        """Shapes that are classes, too, and so about their own instances (SHACL, section 2.1.3.3)."""
        above = {RDFS.Class, OWL.Class, *self._shapes.subjects(RDFS.subClassOf, RDFS.Class)}
        for class_ in above:
            yield from self._shapes.subjects(RDF.type, class_)

    def _made(self, shape: Any, axioms: frozenset[tuple[str, str]], apart: bool) -> Question:
        """A shape as a question; with `apart`, not about instances of its classes that only the background knows."""
        classes = _below(axioms)
        said = Constraints(self._shapes, classes)
        own = {shape} & set(self._implicit())
        about = sorted({*self._shapes.objects(shape, SH.targetClass), *own})
        subjects = sorted(map(str, self._shapes.objects(shape, SH.targetSubjectsOf)))
        objects = sorted(map(str, self._shapes.objects(shape, SH.targetObjectsOf)))
        outside = f"FILTER NOT EXISTS {{ GRAPH {BORROWED} {{ ?this a ?kind }} }}" if apart else ""
        targets = [f"{said.instance('?this', class_)} {outside}" for class_ in about]
        targets += [f"?this <{each}> ?other" for each in subjects]
        targets += [f"{{ SELECT DISTINCT ?this {{ ?other <{each}> ?this }} }}" for each in objects]
        nodes = list(self._shapes.objects(shape, SH.targetNode))
        holds, counts, rows = "false", tuple[str, ...](), tuple[str, ...]()
        try:
            targets += [f"VALUES ?this {{ {' '.join(map(constant, nodes))} }}"] if nodes else []
            target = _either(targets)
            holds, counts, rows = self._asked(said, shape, target)
        except Unclear:
            target = "" if nodes else _either(targets)
        return Question(
            shape,
            target,
            holds,
            counts,
            rows,
            frozenset(f"<{name}>".encode() for each in about for name in classes.get(str(each), {str(each)})),
            frozenset(f"<{each}>".encode() for each in (*subjects, *objects)),
            bool(nodes),
            said.functions,
        )

    def _asked(self, said: Constraints, shape: Any, target: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
        """What is asked about a shape: of all its nodes at once, and of each one."""
        if self._has_own_components():
            raise Unclear
        rows = tuple(may_have_rows(self._shapes, each) for each in self._shapes.objects(shape, SH.sparql))
        apart, counts = {SH.sparql}, []
        for parameter, sign in ((SH.maxCount, ">"), (SH.minCount, "<")):
            if (shape, parameter, None) in self._shapes and (limit := said.number(shape, parameter)) > 1:
                apart.add(parameter)
                values = f"OPTIONAL {{ ?this {said.path(said.one(shape, SH.path))} ?value }}"
                having = f"GROUP BY ?this HAVING (COUNT(DISTINCT ?value) {sign} {limit})"
                counts.append(f"SELECT ?this {{ {target} {values} }} {having}")
        holds = said.holds(shape, "?this", frozenset(apart))
        try:
            for query in (_broken(target, [holds]), *counts, *rows):
                ox.Store().query(query, custom_functions=said.functions)
        except SyntaxError as error:
            raise Unclear from error
        return holds, tuple(counts), rows


def _doubtful(questions: list[Question], store: ox.Store) -> set[Any]:
    """Shapes that a store may break; those about the same nodes are asked for together first."""
    found = {question.shape for question in questions if question.is_doubtful(store)}
    together: dict[str, list[Question]] = {}
    for question in questions:
        if question.holds != "true":
            together.setdefault(question.target, []).append(question)
    for target, group in together.items():
        functions = {name: matcher for question in group for name, matcher in question.functions.items()}
        if store.query(_broken(target, [question.holds for question in group]), custom_functions=functions):
            found |= {
                each.shape
                for each in group
                if len(group) == 1 or store.query(_broken(target, [each.holds]), custom_functions=each.functions)
            }
    return found


def _broken(target: str, holds: list[str]) -> str:
    return f"ASK {{ {target} FILTER (!COALESCE({' && '.join(holds)}, false)) }}"


def _either(targets: list[str]) -> str:
    return targets[0] if len(targets) == 1 else " UNION ".join(f"{{ {target} }}" for target in targets)


def _axioms(store: ox.Store) -> frozenset[tuple[str, str]] | None:
    """Pairs of class and class above; None where a class without a name stands below another one."""
    pairs = set()
    for quad in store.quads_for_pattern(None, ox.NamedNode(str(RDFS.subClassOf)), None, ox.DefaultGraph()):
        if not isinstance(quad.subject, ox.NamedNode):
            return None
        if isinstance(quad.object, ox.NamedNode):
            pairs.add((quad.subject.value, quad.object.value))
    return frozenset(pairs)


@lru_cache(maxsize=16)
def _below(axioms: frozenset[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """Each class that has others below it, with all of them and itself."""
    under: dict[str, set[str]] = {}
    for sub, over in axioms:
        under.setdefault(over, set()).add(sub)
    found = {}
    for class_ in under:
        seen, left = {class_}, [class_]
        while left:
            new = under.get(left.pop(), set()) - seen
            seen |= new
            left += new
        found[class_] = frozenset(seen)
    return found
