"""The comparison that the suites rest on tells answers apart."""

from __future__ import annotations

import pytest

from tests.conformance.w3c.results import Result, Table, read_csv, read_json, read_tsv, read_xml
from tests.conformance.w3c.sameness import by_value, differs, plain


def table(*rows: str, ordered: bool = False) -> Table:
    """Rows as TSV, of the variables x and y."""
    found = read_tsv("\n".join(["?x\t?y", *rows]))
    return Table(found.variables, found.rows, ordered)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (table("1\t2", "3\t4"), table("3\t4", "1\t2")),
        (table("_:a\t_:b", "_:b\t1"), table("_:y\t1", "_:x\t_:y")),
        (table("\t1"), table("\t1")),
        (True, True),
    ],
)
def test_same(found: Result, expected: Result) -> None:
    assert differs(found, expected) == ""


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (table("1\t2", "1\t2"), table("1\t2")),
        (table("1\t2", "3\t4"), table("3\t4", "1\t2", ordered=True)),
        (table("_:a\t_:b", "_:b\t1"), table("_:x\t_:y", "_:x\t1")),
        (table("_:a\t_:a"), table("_:a\t_:b")),
        (table("_:a\t_:b"), table("_:a\t_:a")),
        (table('"a"\t1'), table('"a"@en\t1')),
        (table("1\t1"), table("1.0\t1")),
        (table("\t1"), table("1\t")),
        (Table(("x",), ()), Table(("y",), ())),
        (True, False),
        (True, table()),
    ],
)
def test_different(found: Result, expected: Result) -> None:
    assert differs(found, expected)


def test_by_value_keeps_datatypes_apart() -> None:
    assert not differs(by_value(table("1.0\t01")), by_value(table("1.00\t1")))
    assert differs(by_value(table("1.0\t1")), by_value(table("1\t1")))
    assert differs(by_value(table("1e0\t1")), by_value(table("1.0\t1")))


def test_lax_cardinality_allows_fewer_but_not_none_nor_more() -> None:
    twice = table("1\t2", "1\t2")
    assert not differs(table("1\t2"), twice, lax=True)
    assert differs(table(), twice, lax=True)
    assert differs(table("1\t2", "1\t2", "1\t2"), twice, lax=True)


def test_readers_agree() -> None:
    rows = read_json(
        '{"head":{"vars":["x","y"]},"results":{"bindings":[{"x":{"type":"uri","value":"http://e/a,b"},'
        '"y":{"type":"literal","value":"a\\"b\\nc","xml:lang":"en"}},{"y":{"type":"bnode","value":"n"}}]}}'
    )
    xml = read_xml(
        '<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="x"/><variable name="y"/></head>'
        '<results><result><binding name="x"><uri>http://e/a,b</uri></binding><binding name="y"><literal xml:lang="en">'
        'a"b\nc</literal></binding></result><result><binding name="y"><bnode>m</bnode></binding></result></results>'
        "</sparql>"
    )
    tsv = read_tsv('?x\t?y\n<http://e/a,b>\t"a\\"b\\nc"@en\n\t_:k\n')
    csv = read_csv('x,y\r\n"http://e/a,b","a""b\nc"\r\n,_:z\r\n')
    assert isinstance(rows, Table)
    assert not differs(xml, rows)
    assert not differs(tsv, rows)
    assert not differs(csv, plain(rows))
