"""A shape's own SPARQL query → one that Oxigraph may answer for rdflib: whether there can be a row at all.

pySHACL runs `sh:select` by rdflib. Oxigraph answers the same rows, unless an expression ends in an error for one of the
two and not for the other (SUBSTR from before the first letter). So an error counts as a row here, and of queries with
anything else in them than is listed below only the first triples are asked for: without them there is no row either.
"""

from __future__ import annotations

import re
from typing import Any, TypeAlias

from pyshacl.errors import ValidationFailure
from pyshacl.helper.sparql_query_helper import SPARQLQueryHelper
from rdflib import Graph, Literal
from rdflib.namespace import OWL, RDF, RDFS, SH

from memograph.doubts.values import Unclear

_TOKEN = re.compile(
    r"""(?P<space>\s+|\#[^\n]*)|(?P<iri><[^<>"{}|^`\\\s]*>)|(?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')"""
    r"""|(?P<variable>[?$]\w+)|(?P<name>(?:[A-Za-z][\w-]*)?:(?:[\w-]+(?:[.]+[\w-]+)*)?)|(?P<word>[A-Za-z_]\w*)|(?P<number>[0-9]+)"""
    r"""|(?P<sign>&&|\|\||!=|<=|>=|[{}()=<>!+\-/^|,;.])|(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)

#: What both engines do alike, but for errors.
_WORDS = frozenset(
    "SELECT DISTINCT WHERE FILTER NOT EXISTS OPTIONAL UNION AS GROUP BY HAVING COUNT MIN MAX A TRUE FALSE "
    "BOUND STR STRLEN SUBSTR CONCAT IRI IN STRSTARTS STRENDS CONTAINS SAMETERM ISIRI ISLITERAL ISBLANK".split()
)
_ORDER = frozenset({"<", ">", "<=", ">="})
_CONDITIONS = frozenset({"FILTER", "HAVING"})
_ENDS = frozenset("FILTER OPTIONAL BIND VALUES MINUS GRAPH SERVICE UNION".split())

Token: TypeAlias = tuple[str, str]


def may_have_rows(shapes: Graph, constraint: Any) -> str:
    """A query with a row wherever that of a `sh:sparql` constraint has one, for a node given as ``?this``.

    Raises:
        Unclear: there is no such query, or pySHACL would refuse the one that there is.
    """
    texts = list(shapes.objects(constraint, SH.select))
    if len(texts) != 1 or not isinstance(texts[0], Literal) or not isinstance(texts[0].value, str):
        raise Unclear
    text = str(texts[0])
    try:
        SPARQLQueryHelper(None, constraint, text).check_invalid_sparql(text)
    except ValidationFailure as error:
        raise Unclear from error
    tokens = [(match.lastgroup or "", match.group()) for match in _TOKEN.finditer(text)]
    if {value[1:] for kind, value in tokens if kind == "variable"} & {"PATH", "currentShape", "shapesGraph"}:
        raise Unclear
    return _prefixes(shapes, constraint) + (_errors_as_rows(tokens) if _alike(tokens) else _first_triples(tokens))


def _prefixes(shapes: Graph, constraint: Any) -> str:
    """As pySHACL declares them; where two declarations of a prefix differ, it takes one by chance."""
    found: dict[str, str] = {}
    for node in shapes.objects(constraint, SH.prefixes):
        for declared in shapes.objects(node, SH.declare):
            prefix, namespace = shapes.value(declared, SH.prefix), shapes.value(declared, SH.namespace)
            if found.setdefault(str(prefix), str(namespace)) != str(namespace):
                raise Unclear
    usual = {"rdf": str(RDF), "rdfs": str(RDFS), "owl": str(OWL)}
    return "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in {**usual, **found}.items())


def _alike(tokens: list[Token]) -> bool:
    """Whether nothing stands in a query but what both engines do alike."""
    said = [token for token in tokens if token[0] != "space"]
    inside: list[str] = []
    word = ""
    for number, (kind, value) in enumerate(said):
        if kind == "other" or (kind == "word" and value.upper() not in _WORDS):
            return False
        if value in _ORDER and "variable" in (said[number - 1][0], said[number + 1][0]):
            return False  # of values of any datatype
        if value.upper() == "BOUND" and said[number + 2 : number + 3] in (
            [("variable", "?this")],
            [("variable", "$this")],
        ):
            return False  # a node that is given counts as unbound for Oxigraph where no triple of the group has it
        if kind == "word" and value.upper() in ("FILTER", "HAVING") and {"EXISTS", "OPTIONAL"} & set(inside):
            return False  # an error there may take away rows
        if value == "{":
            inside.append(word)
        elif value == "}":
            inside.pop()
        word = value.upper() if kind == "word" else ""
    return True


def _errors_as_rows(tokens: list[Token]) -> str:
    """The query, with each condition, ``(…)`` or ``FUNCTION(…)``, true also where it ends in an error."""
    parts: list[str] = []
    closing: dict[int, str] = {}  # depth of a bracket that ends a condition → what is written for it
    depth, word, begun = 0, "", False
    for kind, value in tokens:
        written = value
        if value == "(":
            depth += 1
            if word in _CONDITIONS:
                closing[depth], written = "), true))", "(COALESCE(("
            elif begun:
                closing[depth] = "), true))"
            begun = False
        elif value == ")":
            written = closing.pop(depth, value)
            depth -= 1
        elif kind == "word" and word in _CONDITIONS and value.upper() not in ("NOT", "EXISTS"):
            written, begun = f"(COALESCE({value}", True
        parts.append(written)
        if kind != "space":
            word = value.upper() if kind == "word" else ""
    return "".join(parts)


def _first_triples(tokens: list[Token]) -> str:
    """What stands before anything that only narrows it down."""
    start = next((number for number, (_, value) in enumerate(tokens) if value == "{"), len(tokens)) + 1
    first: list[str] = []
    for kind, value in tokens[start:]:
        if value in ("{", "}") or (kind == "word" and value.upper() in _ENDS):
            break
        first.append(value)
    if not "".join(first).strip():
        raise Unclear
    return f"SELECT * WHERE {{ {''.join(first)} }}"
