"""What SHACL said, in the forms people and programs want it: rows of a table, JSON, Turtle. Beside validation.py.

pySHACL gives a graph in the words of SHACL (section 3.6, "Validation Report"); `summary` makes the house's own `Report`
of it, which travels between processes and decides; `report_to_turtle` writes the graph itself, nothing left out.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from rdflib import BNode, Graph, URIRef
from rdflib.collection import Collection
from rdflib.namespace import RDF, SH

from memograph.model import Report, Result
from memograph.namespaces import Site
from memograph.rdf import term_text, to_oxigraph
from memograph.turtle import write_turtle

#: Worst first, as reports list them.
SEVERITIES = ("Violation", "Warning", "Info")

#: Those that do not block; a severity of somebody's own does.
_HARMLESS = frozenset({"Warning", "Info"})

#: How deep a value that is a blank node is looked into when results are put in order.
_DEPTH = 6

_REPEATED = {SH.zeroOrMorePath: "*", SH.oneOrMorePath: "+", SH.zeroOrOnePath: "?"}


def summary(found: Graph) -> Report:
    """A report graph as a `Report`: each result once, the worst first, then by node."""
    return report_of(_result(found, node) for node in found.objects(None, SH.result))


def report_of(results: Iterable[Result]) -> Report:
    """Results as a `Report`: each once, the worst first, then by node."""
    results = set(results)
    ordered = tuple(sorted(results, key=_order))
    return Report(all(result.severity in _HARMLESS for result in ordered), ordered)


def report_rows(report: Report) -> list[tuple[str, str, str, str]]:
    """Severity, node, value and message of each result, for a table; values are cut to 80 characters."""
    return [(r.severity, r.focus, _cut(r.value or "", 80), r.message) for r in report.results]


def report_to_dict(report: Report) -> dict[str, Any]:
    """The report for JSON: ``conforms``, and ``results`` with the fields of `model.Result`."""
    return {"conforms": report.conforms, "results": [asdict(result) for result in report.results]}


def report_to_turtle(found: Graph, site: Site) -> str:
    """A report graph in Turtle, results in the order of `summary`, the same bytes for the same report."""
    prefixes = {**site.prefixes, "sh": str(SH), "shape": f"{site.base}shapes#"}
    output = io.BytesIO()
    write_turtle((quad.triple for quad in to_oxigraph(_Relabelled(found), "urn:report")), output, prefixes)
    return output.getvalue().decode()


# ── Results ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _result(found: Graph, node: Any) -> Result:
    path: Any = found.value(node, SH.resultPath)
    value: Any = found.value(node, SH.value)
    focus: Any = found.value(node, SH.focusNode)
    messages = sorted(str(message) for message in found.objects(node, SH.resultMessage))
    return Result(
        severity=str(found.value(node, SH.resultSeverity)).removeprefix(str(SH)),
        focus=term_text(focus),
        path=None if path is None else _path_text(found, path),
        value=None if value is None else term_text(value),
        message=" ".join(messages),
        shape=str(found.value(node, SH.sourceShape)),
        component=str(found.value(node, SH.sourceConstraintComponent)),
    )


def _path_text(graph: Graph, path: Any) -> str:
    """An IRI as it is, a longer path as SPARQL writes property paths (SPARQL 1.1, section 9.1)."""
    return str(path) if isinstance(path, URIRef) else _path(graph, path)


def _path(graph: Graph, path: Any, inside: bool = False) -> str:
    """A path as a part of a path; with brackets around what has several parts, where it stands `inside` another."""
    if isinstance(path, URIRef):
        return f"<{path}>"
    if inverse := graph.value(path, SH.inversePath):
        part = _path(graph, inverse, inside=True)
        return f"^({part})" if part.startswith("^") else f"^{part}"
    for predicate, sign in _REPEATED.items():
        if repeated := graph.value(path, predicate):
            part = _path(graph, repeated, inside=True)
            return f"{part}{sign}" if part[-1] in ">)" and part[0] in "<(" else f"({part}){sign}"
    alternatives = graph.value(path, SH.alternativePath)
    parts = [_path(graph, part, inside=True) for part in Collection(graph, alternatives or path)]
    joined = ("|" if alternatives else "/").join(parts)
    return f"({joined})" if inside else joined


def _order(result: Result) -> tuple[int, str, str, str, str]:
    rank = SEVERITIES.index(result.severity) if result.severity in SEVERITIES else len(SEVERITIES)
    return rank, result.focus, result.shape, result.component, result.value or ""


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"


# ── Turtle ────────────────────────────────────────────────────────────────────────────────────────────────────────────


class _Relabelled:
    """The triples of a report graph, with names for its blank nodes that are the same each time.

    Each result has a path of its own, as the standard's examples do; pySHACL lets the results of a shape share one.
    """

    def __init__(self, found: Graph) -> None:
        self._found = found
        self._names: dict[BNode, BNode] = {}
        self._count = 0

    def __iter__(self) -> Iterator[tuple[Any, Any, Any]]:
        report = self._found.value(None, RDF.type, SH.ValidationReport)
        results = list(self._found.objects(report, SH.result))
        results.sort(key=lambda node: (_order(_result(self._found, node)), _text(self._found, node, _DEPTH)))
        yield BNode("report"), RDF.type, SH.ValidationReport
        yield BNode("report"), SH.conforms, self._found.value(report, SH.conforms)
        names = [BNode(f"result{number}") for number in range(1, len(results) + 1)]
        yield from ((BNode("report"), SH.result, name) for name in names)
        for name, node in zip(names, results, strict=True):
            yield from self._described(node, name)

    def _described(self, node: Any, name: BNode, apart: bool = False) -> Iterator[tuple[Any, Any, Any]]:
        """The triples of a node under its new name, then those of blank nodes that it points to for the first time.

        With `apart` all these are new, as in a path.
        """
        later: list[tuple[Any, BNode, bool]] = []
        triples = self._found.predicate_objects(node)
        for predicate, value in sorted(triples, key=lambda each: (each[0], _text(self._found, each[1], _DEPTH))):
            if not isinstance(value, BNode):
                yield name, predicate, value
                continue
            alone = apart or predicate == SH.resultPath
            known = None if alone else self._names.get(value)
            if known is None:
                self._count += 1
                known = BNode(f"b{self._count}")
                later.append((value, known, alone))
            if not alone:
                self._names[value] = known
            yield name, predicate, known
        for value, known, alone in later:
            yield from self._described(value, known, alone)


def _text(found: Graph, node: Any, depth: int) -> str:
    """What a node is, without the name of a blank node."""
    if not isinstance(node, BNode):
        return term_text(node)
    if depth == 0:
        return "[]"
    about: Iterable[tuple[Any, Any]] = found.predicate_objects(node)
    return f"[{' '.join(sorted(f'{predicate} {_text(found, value, depth - 1)}' for predicate, value in about))}]"
