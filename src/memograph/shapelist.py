"""Shapes → the rules that they are, one by one, for people: `verdict.Rule`. Used by build.py, beside reports.py."""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import Graph, URIRef
from rdflib.namespace import SH

from memograph.verdict import Rule

#: What says which nodes a shape looks at.
_TARGETS = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf)


def rules(shapes: Graph, *, whole: bool) -> Iterator[Rule]:
    """Every shape that has an address and a message, its own or that of its query.

    Args:
        whole: whether these are asked of the whole release.
    """
    found = {each for target in _TARGETS for each in shapes.subjects(target) if isinstance(each, URIRef)}
    for shape in sorted(found):
        about = sorted({str(each) for target in _TARGETS for each in shapes.objects(shape, target)})
        yield from _rules(shapes, shape, tuple(about), whole)


def _rules(shapes: Graph, shape: URIRef, about: tuple[str, ...], whole: bool) -> Iterator[Rule]:
    """The rule that a shape is, and those of the shapes of its properties, which look at the same nodes."""
    if messages := sorted(_messages(shapes, shape)):
        severity = shapes.value(shape, SH.severity) or SH.Violation
        yield Rule(str(shape), about, str(severity).removeprefix(str(SH)), " ".join(messages), whole)
    for part in sorted(each for each in shapes.objects(shape, SH.property) if isinstance(each, URIRef)):
        yield from _rules(shapes, part, about, whole)


def _messages(shapes: Graph, shape: URIRef) -> Iterator[str]:
    yield from map(str, shapes.objects(shape, SH.message))
    for query in shapes.objects(shape, SH.sparql):
        yield from map(str, shapes.objects(query, SH.message))
