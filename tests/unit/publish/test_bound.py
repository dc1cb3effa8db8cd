"""Terms written into stored queries, and DESCRIBE as SELECT: the texts. What they give: tests/conformance/store."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from memograph.publish.engine.bound import write
from memograph.publish.engine.describing import described_things

BOUND = {
    ox.Variable("this"): ox.NamedNode("http://x.test/a"),
    ox.Variable("text"): ox.Literal('a "b"\n', language="en"),
}
A, TEXT = "<http://x.test/a>", '"a \\"b\\"\\n"@en'


@pytest.mark.parametrize(
    ("query", "written"),
    [
        ("ASK { ?this ?p $text }", f"ASK {{ {A} ?p {TEXT} }}"),
        ("SELECT ?this ?p { ?this ?p 1 }", f"SELECT ({A} AS ?this) ?p {{ {A} ?p 1 }}"),
        ("SELECT ?this WHERE {}", f"SELECT ({A} AS ?this) WHERE {{}}"),
        (
            "SELECT ?n { { SELECT ?this (COUNT(?this) AS ?n) { ?this ?p ?o } GROUP BY ?this } }",
            f"SELECT ?n {{ {{ SELECT  (COUNT({A}) AS ?n) {{ {A} ?p ?o }} GROUP BY  (1 AS ?_one) }} }}",
        ),
        (
            "SELECT ?o { { SELECT ?this { ?this ?p ?o } } }",
            f"SELECT ?o {{ {{ SELECT  (1 AS ?_one) {{ {A} ?p ?o }} }} }}",
        ),
        (
            "SELECT ?o {} GROUP BY ?this ?o ORDER BY DESC(?o) ?this",
            f"SELECT ?o {{}} GROUP BY  ?o ORDER BY DESC(?o) ({A})",
        ),
        ("SELECT ?this {} GROUP BY ?this", f"SELECT ({A} AS ?this) {{}} GROUP BY  (1 AS ?_one)"),
        (
            'ASK { ?thisx ?p "?this" FILTER(?o < ?this) } # ?this',
            f'ASK {{ ?thisx ?p "?this" FILTER(?o < {A}) }} # ?this',
        ),
        ("CONSTRUCT { ?this ?p ?o } {} LIMIT 1", f"CONSTRUCT {{ {A} ?p ?o }} {{}} LIMIT 1"),
        ("SELECT * { { SELECT * { ?p ?q ?r } } }", None),
        ("SELECT ?o { { SELECT * { ?this ?q ?o } } }", f"SELECT ?o {{ {{ SELECT * {{ {A} ?q ?o }} }} }}"),
        ("ASK { BIND(1 AS ?this) }", None),
        ("ASK { VALUES ?this { 1 } }", None),
        ("ASK { VALUES (?this) { (1) } }", None),
        ("ASK { FILTER(BOUND(?this)) }", None),
    ],
)
def test_written(query: str, written: str | None) -> None:
    if written is None:
        with pytest.raises(ValueError, match=r"no term can|no columns"):
            write(query, BOUND)
        return
    assert write(query, BOUND) == written
    ox.Store().query(written)


def test_nothing_bound_nothing_changed() -> None:
    assert write("SELECT * { ?this ?p ?o }", {}) == "SELECT * { ?this ?p ?o }"


@pytest.mark.parametrize(
    ("query", "written"),
    [
        ("DESCRIBE <a>", "SELECT (<a> AS ?_thing0) {} "),
        ("PREFIX describe: <x:> DESCRIBE describe:a ?b { ?b ?p 1 }", None),
        ("BASE <http://x/> DESCRIBE ?b FROM <c> FROM NAMED <d> WHERE { ?b ?p 1 } LIMIT 1", None),
        ("DESCRIBE <a> FROM <c> ORDER BY ?x", "SELECT (<a> AS ?_thing0) FROM <c>  {} ORDER BY ?x"),
        ("DESCRIBE * { ?a ?b <a> }", "SELECT * { ?a ?b <a> }"),
        ("DESCRIBE $a <b> <b> # all of <c>\n{ $a ?p 1 }", "SELECT $a (<b> AS ?_thing1) # all of <c>\n{ $a ?p 1 }"),
    ],
)
def test_described(query: str, written: str | None) -> None:
    found = described_things(query)
    assert written in (None, found)
    ox.Store().query(found, base_iri="http://base.test/")
    if written is None:
        assert "DESCRIBE ?" not in found
        assert " ?b" in found
