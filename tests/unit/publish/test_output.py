"""Rows counted in what the engine's serialisers write, and results cut between two rows. The serialisers are real."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import IO, cast

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memograph.publish.engine.output import (
    BLOCK,
    MARKED,
    Caps,
    Output,
    Reached,
    RowMarks,
    RowOutput,
    counted,
    mark,
    room,
)

FORMATS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
GRAPHS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdf": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
    "trig": ox.RdfFormat.TRIG,
    "nq": ox.RdfFormat.N_QUADS,
}

#: Strings made of what marks rows, strings and escapes in the four formats.
HOSTILE = st.lists(
    st.sampled_from(
        ['"', "\\", ",{", "[{", ",", "[", "{", "}", "\n", "\r", "\t", "<result>", "<", "&", "'", "é", "😀", "x"]
    ),
    max_size=6,
).map("".join)
CELL = st.one_of(st.none(), HOSTILE)
TABLE = st.integers(0, 3).flatmap(lambda width: st.lists(st.tuples(*[CELL] * width), max_size=12))


def serialized(rows: list[tuple[str | None, ...]], name: str) -> bytes:
    """What the engine writes for a table of plain literals, None for an unbound cell."""
    width = len(rows[0]) if rows else 1
    variables = " ".join(f"?v{number}" for number in range(width))
    values = " ".join(
        f"({' '.join('UNDEF' if cell is None else str(ox.Literal(cell)) for cell in row)})" for row in rows
    )
    found = ox.Store().query(f"SELECT * {{ VALUES ({variables}) {{ {values} }} }}")
    assert isinstance(found, ox.QuerySolutions)
    return found.serialize(format=FORMATS[name]) or b""


def parts(body: bytes, size: int) -> list[bytes]:
    return [body[start : start + size] for start in range(0, len(body), size)]


@settings(max_examples=250, deadline=None)
@given(TABLE, st.sampled_from(sorted(FORMATS)), st.integers(1, 40))
def test_rows_are_counted_wherever_blocks_end(rows: list[tuple[str | None, ...]], name: str, size: int) -> None:
    body = serialized(rows, name)
    for limit in {0, len(rows) - 1, len(rows), len(rows) + 1} - {-1}:
        marks = RowMarks(name, limit, len(body))
        over = any(marks.feed(part) is not None for part in parts(body, size))
        assert over == (len(rows) > limit), (body, limit)


@settings(max_examples=250, deadline=None)
@given(TABLE, st.sampled_from(["json", "xml"]), st.integers(1, 40), st.integers(1, 12))
def test_a_cut_is_between_two_rows(rows: list[tuple[str | None, ...]], name: str, size: int, limit: int) -> None:
    body = room(name) + serialized(rows, name)
    marks = RowMarks(name, limit, len(body))
    for part in parts(body, size):
        keep = marks.feed(part)
        if keep is not None:
            assert (room(name) + serialized(rows[:limit], name)).startswith(body[:keep])
            assert count(cut(body[:keep], name, "rows", limit), name) == limit
            return
    assert len(rows) <= limit


def cut(body: bytes, name: str, unit: str, limit: int) -> bytes:
    """With its mark, as spool.py makes it."""
    given = mark(name, unit, limit)
    return given.start + body[len(given.start) : len(body) - given.replaced] + given.end


def count(body: bytes, name: str) -> int:
    if name == "csv":
        return len(list(csv.reader(io.StringIO(body.decode(), newline="")))) - 1
    found = ox.parse_query_results(body, format=FORMATS[name])
    assert isinstance(found, ox.QuerySolutions)
    return len(list(found))


def run(query: str, name: str, caps: Caps) -> tuple[bytes, Reached | None]:
    """All that comes out of a `RowOutput`, and the limit that was reached."""
    blocks: list[bytes] = []
    output = RowOutput(blocks.append, caps, name)
    output.write(room(name) if caps.cut else b"")
    found = ox.Store().query(query)
    assert isinstance(found, ox.QuerySolutions)
    try:
        found.serialize(cast(IO[bytes], output), format=FORMATS[name])
        blocks.append(output.finish())
    except Reached as reached:
        return b"".join(blocks), reached
    return b"".join(blocks), None


TEN = "VALUES ?{0} {{ 0 1 2 3 4 5 6 7 8 9 }} "
MANY = "SELECT * { " + "".join(TEN.format(name) for name in "abcd") + "VALUES ?e { 0 1 2 } }"  # 30,000 rows


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_result_at_its_limit_is_whole(name: str) -> None:
    body, reached = run(MANY, name, Caps(2**30, 30_000))
    assert reached is None
    assert len(body) > BLOCK
    assert count(body, name) == 30_000


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_one_row_over_the_limit(name: str) -> None:
    _, reached = run(MANY, name, Caps(2**30, 29_999))
    assert reached is not None
    assert reached.unit == "rows"


@pytest.mark.parametrize("name", ["json", "xml"])
@pytest.mark.parametrize(("caps", "unit"), [(Caps(2**30, 20_000, True), "rows"), (Caps(2**21, 29_999, True), "bytes")])
def test_the_first_part(name: str, caps: Caps, unit: str) -> None:
    body, reached = run(MANY, name, caps)
    assert reached is not None
    assert reached.unit == unit
    made = cut(body[: reached.keep], name, unit, caps.limit(unit))
    assert len(made) <= caps.size
    rows = count(made, name)
    assert rows == 20_000 if unit == "rows" else 3_000 < rows < 20_000
    assert b"truncated" in made.lower()
    if name == "json":
        assert json.loads(made)["truncated"] == {"limit": caps.limit(unit), "limit_of": unit}


@pytest.mark.parametrize("name", ["json", "xml"])
def test_a_row_that_is_too_long_leaves_nothing_to_keep(name: str) -> None:
    query = f"SELECT ?x {{ BIND(REPLACE('{'a' * 5000}', 'a', ',{{<result>') AS ?x) }}"
    _, reached = run(query, name, Caps(9000, 9, True))
    assert reached is not None
    assert (reached.unit, reached.keep) == ("bytes", 0)


@pytest.mark.parametrize("name", sorted(GRAPHS))
@pytest.mark.parametrize(("rows", "size", "unit"), [(500, 2**30, "triples"), (10**6, 2**16, "bytes")])
def test_a_graph_is_cut_between_two_triples(name: str, rows: int, size: int, unit: str) -> None:
    """The part is valid in its format, and all of it comes from the whole."""
    subject, predicate = ox.NamedNode("http://x/s"), ox.NamedNode("http://x/p")
    triples = [ox.Triple(subject, predicate, ox.Literal(f"{number} # <!-- -->")) for number in range(5000)]
    caps, reached = Caps(size, rows, True), list[str]()
    blocks: list[bytes] = []
    output = Output(blocks.append, caps.size)
    ox.serialize(counted(triples, output, caps, reached), cast(IO[bytes], output), format=GRAPHS[name])
    assert reached == [unit]
    made = cut(b"".join([*blocks, output.finish()]), name, unit, caps.limit(unit))
    assert len(made) <= size
    found = {quad.triple for quad in ox.parse(made, format=GRAPHS[name])}
    assert found < set(triples)
    assert len(found) == 500 if unit == "triples" else len(found) > 100
    assert b"truncated" in made.lower()


def test_a_graph_over_its_limit_is_refused_unless_a_part_will_do() -> None:
    triples = [ox.Triple(ox.NamedNode("a:a"), ox.NamedNode("a:b"), ox.Literal(number)) for number in range(11)]
    caps = Caps(2**20, 10)
    output = Output(lambda block: None, caps.size)
    with pytest.raises(Reached) as caught:
        list(counted(triples, output, caps, []))
    assert caught.value.unit == "triples"
    assert len(list(counted(triples[:10], output, caps, []))) == 10


def test_csv_and_tsv_have_no_place_for_the_mark() -> None:
    assert {*FORMATS, *GRAPHS} - MARKED == {"csv", "tsv"}


def test_the_engine_writes_what_the_marks_expect() -> None:
    """What RowMarks takes for granted of the serialisers, said once in the open."""
    rows: list[tuple[str | None, ...]] = [('a"},{"\n<result>\\', None), (None, None)]
    assert re.search(rb'"bindings":\[\{"v0":.*\},\{\}\]', serialized(rows, "json"))
    assert serialized(rows, "xml").count(b"<result>") == 2
    assert serialized(rows, "tsv").count(b"\n") == 3
    assert len(list(csv.reader(io.StringIO(serialized(rows, "csv").decode(), newline="")))) == 3
