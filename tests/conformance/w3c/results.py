"""Reads answers of queries as terms: every result format of the suites.

Written from the Recommendations and on Python's own JSON, XML and CSV readers, so that what the engine writes is not
checked with the engine's own reader. (Terms of TSV and graphs are read by Oxigraph's RDF parsers.)
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pyoxigraph as ox

from memograph.namespaces import XSD
from tests.conformance.w3c.manifests import Description, Suite

RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
SRX = "{http://www.w3.org/2005/sparql-results#}"

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Row = dict[str, Term]


@dataclass(frozen=True)
class Table:
    """Solutions; `ordered` where their order is part of the answer."""

    variables: tuple[str, ...]
    rows: tuple[Row, ...]
    ordered: bool = False


@dataclass(frozen=True)
class Plain:
    """Solutions of a CSV result: every value a plain literal, also where there is none; blank nodes stay."""

    variables: tuple[str, ...]
    rows: tuple[Row, ...]


Result = Table | Plain | bool | frozenset[ox.Triple]


def read_json(text: str) -> Table | bool:
    """SPARQL 1.1 Query Results JSON Format."""
    found = json.loads(text)
    if "boolean" in found:
        assert isinstance(found["boolean"], bool)
        return found["boolean"]
    rows = tuple({name: _json_term(term) for name, term in row.items()} for row in found["results"]["bindings"])
    return Table(tuple(found["head"]["vars"]), rows)


def _json_term(term: dict[str, str]) -> Term:
    kind, value = term["type"], term["value"]
    assert kind in ("uri", "bnode", "literal", "typed-literal"), term
    if kind == "uri":
        return ox.NamedNode(value)
    if kind == "bnode":
        return ox.BlankNode(value)
    return literal(value, term.get("xml:lang"), term.get("datatype"))


def literal(value: str, language: str | None, datatype: str | None) -> ox.Literal:
    if language:
        return ox.Literal(value, language=language)
    return ox.Literal(value, datatype=ox.NamedNode(datatype or XSD + "string"))


def read_xml(text: str, base: str = "") -> Table | bool:
    """SPARQL Query Results XML Format (Second Edition)."""
    root = ElementTree.fromstring(text)
    assert root.tag == SRX + "sparql"
    truth = root.find(SRX + "boolean")
    if truth is not None:
        assert truth.text is not None and truth.text.strip() in ("true", "false")
        return truth.text.strip() == "true"
    variables = tuple(each.attrib["name"] for each in root.iterfind(f"{SRX}head/{SRX}variable"))
    rows = tuple(
        {binding.attrib["name"]: _xml_term(binding[0], base) for binding in row.iterfind(SRX + "binding")}
        for row in root.iterfind(f"{SRX}results/{SRX}result")
    )
    return Table(variables, rows)


def _xml_term(node: ElementTree.Element, base: str) -> Term:
    value = node.text or ""
    match node.tag.removeprefix(SRX):
        case "uri":
            return ox.NamedNode(value if ":" in value else base.rpartition("/")[0] + "/" + value)
        case "bnode":
            return ox.BlankNode(value)
        case "literal":
            language = node.attrib.get("{http://www.w3.org/XML/1998/namespace}lang")
            return literal(value, language, node.attrib.get("datatype"))
    raise AssertionError(node.tag)


def read_csv(text: str) -> Plain:
    """SPARQL 1.1 Query Results CSV and TSV Formats, section 3."""
    header, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    # A row of one unbound variable is an empty line, which Python reads as a row without a cell.
    cells = [row or [""] * len(header) for row in rows]
    return Plain(tuple(header), tuple(dict(zip(header, map(_csv_term, row), strict=True)) for row in cells))


def _csv_term(value: str) -> Term:
    return ox.BlankNode(value[2:]) if value.startswith("_:") else ox.Literal(value)


def read_tsv(text: str) -> Table:
    """SPARQL 1.1 Query Results CSV and TSV Formats, section 4: terms as Turtle writes them."""
    header, *lines = text.removesuffix("\n").split("\n")
    variables = tuple(name.removeprefix("?") for name in header.split("\t")) if header else ()
    rows = []
    for line in lines:
        cells = line.split("\t") if variables else []
        assert len(cells) == len(variables), line
        rows.append({name: turtle_term(cell) for name, cell in zip(variables, cells, strict=True) if cell})
    return Table(variables, tuple(rows))


def turtle_term(text: str) -> Term:
    (quad,) = ox.parse(f"<x:s> <x:p> {text} .", format=ox.RdfFormat.TURTLE)
    return quad.object


def read_graph(data: str | bytes, rdf_format: ox.RdfFormat, base: str = "") -> frozenset[ox.Triple]:
    return frozenset(quad.triple for quad in ox.parse(data, format=rdf_format, base_iri=base or None))


def read_expected(suite: Suite, path: Path) -> Result:
    """The answer in a file of the suite: results, a result set in RDF, or a graph."""
    match path.suffix:
        case ".srx":
            return read_xml(path.read_text(encoding="utf-8"), suite.iri(path))
        case ".srj":
            return read_json(path.read_text(encoding="utf-8"))
        case ".csv":
            return read_csv(path.read_bytes().decode())
        case ".tsv":
            return read_tsv(path.read_text(encoding="utf-8"))
    about = Description(path, suite.iri(path))
    sets = [quad.subject for quad in about.quads if quad.object == ox.NamedNode(RS + "ResultSet")]
    if not sets:
        return frozenset(quad.triple for quad in about.quads)
    return _result_set(about, sets[0])


def _result_set(about: Description, head: Term) -> Table | bool:
    """The RDF vocabulary for results (DAWG, "Testing"): rs:ResultSet, rs:solution, rs:binding, rs:index."""
    truth = about.value(head, RS + "boolean")
    if truth:
        return truth == "true"
    found = [(int(about.value(each, RS + "index") or 0), each) for each in about.all(head, RS + "solution")]
    ordered = any(index for index, _ in found)
    rows = tuple(_bindings(about, each) for _, each in sorted(found, key=lambda pair: pair[0]))
    names = tuple(str(each.value) for each in about.all(head, RS + "resultVariable"))  # type: ignore[union-attr]
    return Table(names, rows, ordered)


def _bindings(about: Description, solution: Term) -> Row:
    row = {}
    for binding in about.all(solution, RS + "binding"):
        value = about.one(binding, RS + "value")
        assert value is not None
        row[about.value(binding, RS + "variable")] = value
    return row
