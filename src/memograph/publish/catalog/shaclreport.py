"""The validation report of a release in the words of SHACL (section 3.6), from its verdict. Used by validation.py.

Results have addresses (``{base}validation#result-1``), so that there is no blank node here either. Left out are paths
that are longer than a property, and what is wrong with documents that were not published.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from memograph.model import Result
from memograph.namespaces import DCTERMS, RDF, SH, XSD, Site
from memograph.verdict import Verdict

_BOOLEAN = ox.NamedNode(XSD + "boolean")
Term = ox.NamedNode | ox.Literal


def shacl_report(verdict: Verdict, site: Site, version: str) -> Iterator[ox.Triple]:
    """The report and its results; by the standard it conforms only without any result, warnings and hints included."""
    report = site.address("validation#report")
    results = [result for found in verdict.found for result in found.results]
    for property_, value in (
        (RDF + "type", ox.NamedNode(SH + "ValidationReport")),
        (SH + "conforms", ox.Literal(str(not results).lower(), datatype=_BOOLEAN)),
        (DCTERMS + "subject", ox.NamedNode(site.release(version))),
    ):
        yield _triple(report, property_, value)
    for number, result in enumerate(results, start=1):
        node = site.address(f"validation#result-{number}")
        yield _triple(report, SH + "result", ox.NamedNode(node))
        yield from (_triple(node, property_, value) for property_, value in _said(result))


def _said(result: Result) -> Iterator[tuple[str, Term]]:
    yield RDF + "type", ox.NamedNode(SH + "ValidationResult")
    yield SH + "resultMessage", ox.Literal(result.message, language="en")
    severity = result.severity if ":" in result.severity else SH + result.severity
    addresses = {
        "focusNode": result.focus,
        "resultPath": result.path,
        "value": result.value,
        "sourceShape": result.shape,
        "sourceConstraintComponent": result.component,
        "resultSeverity": severity,
    }
    for name, written in addresses.items():
        if written and (term := _term(written)):
            yield SH + name, term


def _term(written: str) -> Term | None:
    """What a report writes: a bare IRI, or a literal as N-Triples has it; None for a blank node or a longer path."""
    try:
        if not written.startswith('"'):
            return ox.NamedNode(written)
        [quad] = ox.parse(f"<urn:s> <urn:p> {written} .", format=ox.RdfFormat.N_TRIPLES)
    except (SyntaxError, ValueError):
        return None
    return quad.object if isinstance(quad.object, ox.Literal) else None


def _triple(subject: str, predicate: str, value: Term) -> ox.Triple:
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), value)
