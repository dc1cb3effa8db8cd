"""What a single value must be → a SPARQL expression. The smallest parts of which `constraints` makes questions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

import pyoxigraph as ox
from rdflib import BNode, Literal, URIRef
from rdflib.namespace import RDF, SH, XSD

from memograph.doubts.data import is_canonical
from memograph.rdf import term_text

#: A function that Oxigraph calls back.
Matcher: TypeAlias = Callable[..., ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None]

YES, NO = ox.Literal(True), ox.Literal(False)

#: Datatypes of which a value in canonical form means the same number to both engines.
_NUMBERS = frozenset({XSD.integer, XSD.decimal})

#: How a value of a datatype is written where both engines surely take it for one; the rest is a doubt.
_FORMS = {
    XSD.boolean: "^(true|false)$",
    XSD.date: "^[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}$",
    XSD.dateTime: "^[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$",
}

KINDS = {
    SH.IRI: "isIRI({0})",
    SH.Literal: "isLiteral({0})",
    SH.BlankNode: "isBlank({0})",
    SH.BlankNodeOrIRI: "(isBlank({0}) || isIRI({0}))",
    SH.BlankNodeOrLiteral: "(isBlank({0}) || isLiteral({0}))",
    SH.IRIOrLiteral: "(isIRI({0}) || isLiteral({0}))",
}


class Unclear(Exception):
    """This cannot be asked so that the answer is beyond doubt; never leaves the package."""


def constant(node: Any) -> str:
    """A term as SPARQL writes it; Unclear of one that Oxigraph would keep in another form, and of a blank node."""
    if isinstance(node, BNode):
        raise Unclear
    text = term_text(node)
    if isinstance(node, URIRef):
        return f"<{text}>"
    if not is_canonical(text.encode()):
        raise Unclear
    return text


def of_datatype(datatype: Any, value: str) -> str:
    """A literal of a datatype, and well-formed."""
    if datatype == XSD.string:
        return f"(DATATYPE({value}) = <{XSD.string}>)"
    if datatype == RDF.langString:
        return f'(LANG({value}) != "")'
    same = f"DATATYPE({value}) = <{datatype}>"
    if datatype in _NUMBERS:
        return f"({same} && isNumeric({value}))"
    if form := _FORMS.get(datatype):
        return f'({same} && REGEX(STR({value}), "{form}") && isLiteral(<{datatype}>(STR({value}))))'
    # rdflib says of a value of a datatype that it knows whether it is one
    if not isinstance(datatype, URIRef) or Literal("x", datatype=datatype).ill_typed is not None:
        raise Unclear
    return f"({same})"


def in_range(sign: str, limit: Any, value: str) -> str:
    """A number on one side of a limit."""
    if not isinstance(limit, Literal) or limit.datatype not in _NUMBERS:
        raise Unclear
    numbers = " || ".join(f"DATATYPE({value}) = <{number}>" for number in sorted(_NUMBERS))
    return f"(({numbers}) && {value} {sign} {constant(limit)})"


def in_languages(languages: list[Any], value: str) -> str:
    """A text in one of some languages."""
    if not languages or not all(isinstance(each, Literal) and each.datatype is None for each in languages):
        raise Unclear
    return some(f"LCASE(LANG({value})) = {term_text(Literal(str(each).lower()))}" for each in languages)


def every(parts: Iterable[str]) -> str:
    """Parts joined by “and”; nothing is required of no part."""
    return _joined(list(parts), " && ", "true")


def some(parts: Iterable[str]) -> str:
    """Parts joined by “or”; it holds of no part."""
    return _joined(list(parts), " || ", "false")


def _joined(parts: list[str], sign: str, none: str) -> str:
    return f"({sign.join(parts)})" if parts else none
