"""What is wrong with queries that the engine cannot read, and where: the engine is real, the places help people."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memograph.publish.engine.mistakes import syntax_error

STORE = ox.Store()


def parse(text: str) -> object:
    return STORE.query(text, base_iri="http://memograph.test/")


MISTAKES = [
    ("SELECT * { ?s ?p 'abc }", 1, 18, "the string that begins here with ' does not end on its line"),
    ('SELECT * {\n ?s ?p "a\nb" }', 2, 8, 'the string that begins here with " does not end on its line'),
    ("SELECT * { ?s ?p '''a\nb' }", 1, 18, "the string that begins here with ''' is never closed"),
    ("SELECT * { ?s ?p ?o", 1, 10, "the “{” that opens here is never closed"),
    ("SELECT * { ?s ?p ?o FILTER(?o > 3 }", 1, 35, "because the “(” of line 1, column 27 is still open"),
    ("SELECT * { ?s ?p ?o }\n}", 2, 1, "this “}” closes nothing"),
    ("SELECT * { ?s ?p ?o ) }", 1, 21, "because the “{” of line 1, column 10 is still open"),
    ("SELECT * {\n  ?s a foaf:Person ;\n    rdfs:label ?l\n}", 2, 8, "the prefix “foaf:” is not declared"),
    ("PREFIX a: <x>\nSELECT * { ?s :b a:c }", 2, 15, "the prefix “:” is not declared"),
    ("SELECT * WHERE { ?s ?p ?o . FILTR(?o) }", 1, 29, "reading stopped near “FILTR”"),
    ("PREFIX a: <x>\nSELECT * {\n ?s a:b ?o .\n ?x ?y\n}", 4, 2, "reading stopped near “?x”"),
    ("SELECT * { ?s ?p ?o } LIMIT x", 1, 29, "reading stopped near “x”"),
    ("SELECT * { ?s ?p ?o . OPTIONAL ?s ?p ?o }", 1, 32, "reading stopped near “?s”"),
    ("SELECT ?a { ?a ?b ?c } ORDER BY", 1, 32, "the query ends too early"),
    ("ASK # { '", 1, 10, "the query ends too early"),
    ("SELECT ?x (COUNT(*) AS ?n) { ?x ?p ?o }", 1, 40, "The SELECT contains a variable that is unbound"),
    ("SELECT * { ?s ?p ?o } GROUP BY ?s", 1, 34, "SELECT * is not authorized with GROUP BY"),
    ("PREFIX a: <x> SELECT ?x { ?x ?y ?z FILTERa:b(?x) } LIMIT", 1, 57, "the query ends too early"),
]


@pytest.mark.parametrize(("query", "line", "column", "said"), MISTAKES)
def test_a_mistake_is_said_with_its_place(query: str, line: int, column: int, said: str) -> None:
    with pytest.raises(SyntaxError):
        parse(query)
    error = syntax_error(query, parse)
    assert said in error.reason
    assert (error.line, error.column) == (line, column), error.reason
    assert f"line {error.line}, column {error.column}" in error.reason


PIECES = "SELECT ASK * { } ( ) [ ] ?s <a> <x'y> ' \" ''' a:b 1 . ; FILTER < > # \\ é 😀 _:b @en ^^ LIMIT\n".split(" ")


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join))
def test_every_place_is_in_the_query(query: str) -> None:
    try:
        parse(query)
    except SyntaxError:
        error = syntax_error(query, parse)
        assert error.line is not None
        assert error.column is not None
        lines = query.split("\n")
        assert 1 <= error.line <= len(lines)
        assert 1 <= error.column <= len(lines[error.line - 1]) + 1
