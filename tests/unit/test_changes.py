"""What changed between two releases: each thing once, under what happened to it, whatever stands between its lines."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from memograph import changes
from memograph.changes import Change, compare, read_changes, write_changes
from memograph.namespaces import DCTERMS, OWL, RDF, RDFS, SKOS, XSD, Site

SITE = Site("http://a.test/")
TYPE, LABEL, OTHER = RDF + "type", RDFS + "label", "http://a.test/p"
PERSON, DOCUMENT, CITED = (SITE.term(name) for name in ("Person", "Document", "CitedDocument"))


def literal(text: str) -> ox.Literal:
    return ox.Literal(text, language="en")


def line(subject: str, predicate: str, value: str | ox.Literal, graph: str = "g") -> bytes:
    """A quad of ``kind/slug`` as N-Quads."""
    term = ox.NamedNode(value) if isinstance(value, str) else value
    quad = ox.Quad(ox.NamedNode(f"{SITE.base}id/{subject}"), ox.NamedNode(predicate), term, ox.NamedNode(f"g:{graph}"))
    return ox.serialize([quad], format=ox.RdfFormat.N_QUADS) or b""


def person(slug: str, label: str = "", graph: str = "g") -> list[bytes]:
    return [line(slug, TYPE, PERSON, graph), line(slug, LABEL, literal(label or slug), graph)]


def retired(slug: str, survivor: str = "", reason: str = "") -> list[bytes]:
    true = ox.Literal("true", datatype=ox.NamedNode(XSD + "boolean"))
    lines = [line(slug, OWL + "deprecated", true)]
    lines += [line(slug, DCTERMS + "isReplacedBy", f"{SITE.base}id/{survivor}")] if survivor else []
    return lines + ([line(slug, SKOS + "changeNote", literal(reason))] if reason else [])


def found(before: list[bytes], after: list[bytes]) -> dict[str, Change]:
    listed = list(compare(sorted(set(before)), sorted(set(after)), SITE))
    assert len({change.iri for change in listed}) == len(listed), "each thing once"
    return {change.iri.removeprefix(f"{SITE.base}id/"): change for change in listed}


def what(before: list[bytes], after: list[bytes]) -> dict[str, str]:
    return {slug: change.what for slug, change in found(before, after).items()}


A, B = person("person/a"), person("person/b")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (A, A, {}),
        ([], [], {}),
        (A, A + B, {"person/b": "added"}),
        (A + B, A, {"person/b": "removed"}),
        (A, person("person/a", "Other"), {"person/a": "changed"}),
        (A, [*A, line("person/a", OTHER, literal("x"))], {"person/a": "changed"}),
        (A, A + person("person/a", graph="h"), {}),
        (A + B, B + retired("person/a", "person/b"), {"person/a": "merged"}),
        (A + B, B + A + retired("person/a", "person/b"), {"person/a": "merged"}),
        (A, retired("person/a", reason="a misprint"), {"person/a": "withdrawn"}),
        (retired("person/a", "person/b"), retired("person/a", "person/b"), {}),
        (retired("person/a", "person/b"), retired("person/a", "person/c"), {"person/a": "changed"}),
        (retired("person/a", "person/b"), retired("person/a", reason="none"), {"person/a": "withdrawn"}),
        (retired("person/a", reason="none"), A, {"person/a": "added"}),
        (retired("person/a", reason="none"), [], {"person/a": "removed"}),
        ([], retired("person/a", "person/b"), {"person/a": "merged"}),
    ],
)
def test_what_happens_to_a_thing(before: list[bytes], after: list[bytes], expected: dict[str, str]) -> None:
    assert what(before, after) == expected


def test_a_change_of_a_part_is_a_change_of_the_thing() -> None:
    part = [line("person/a#tenure", OTHER, literal("1981"))]
    between = person("person/a-b") + person("person/a%2Fb") + [line("person/a-b#x", OTHER, literal("y"))]
    assert what(A + between, A + between + part) == {"person/a": "changed"}
    assert what(A + between + part, A + between) == {"person/a": "changed"}
    changed = [line("person/a-b#x", OTHER, literal("z"))]
    assert what(A + between, A + between[:-1] + changed) == {"person/a-b": "changed"}
    assert what(A + between, A + between[:-1] + changed + part) == {"person/a": "changed", "person/a-b": "changed"}


def test_parts_of_what_is_not_there_are_no_change() -> None:
    assert what(A, [*A, line("person/aa#x", OTHER, literal("y")), line("person/0#x", OTHER, literal("y"))]) == {}


def test_a_document_that_was_only_cited() -> None:
    cited, there = [line("document/d1", TYPE, CITED)], [line("document/d1", TYPE, DOCUMENT)]
    assert found([], cited)["document/d1"].kind == "cited-document"
    added = found(cited, there)["document/d1"]
    assert (added.kind, added.what) == ("document", "added")
    also = found(cited, cited + there)["document/d1"]
    assert (also.kind, also.what) == ("document", "added")
    removed = found(there, cited)["document/d1"]
    assert (removed.kind, removed.what) == ("document", "removed")


def test_what_is_told_of_a_change() -> None:
    text = 'K\u00f6nig \u201cB\u201d \\ "x"\n\U0001f600'
    after = [*person("person/b", text), *retired("person/a", "person/b"), *retired("person/c", reason=text)]
    listed = found(A + person("person/c", "See"), after)
    assert listed["person/a"] == Change(
        "person", "merged", f"{SITE.base}id/person/a", "person/a", into=f"{SITE.base}id/person/b"
    )
    assert listed["person/c"].reason == text
    assert listed["person/c"].label == "See", "the name that it had"
    assert listed["person/b"].label == text


def test_what_is_no_thing_is_not_compared() -> None:
    outside = b'<http://a.test/.well-known/void#dataset> <http://a.test/p> "1" <g:g> .\n'
    assert what(A, [*A, outside, b'_:b <http://a.test/p> "1" <g:g> .\n']) == {}


THINGS = st.sets(
    st.tuples(
        st.sampled_from(
            ["person/a", "person/a-b", "person/ab", "person/a%2F", "place/a", "document/d1", "document/d10"]
        ),
        st.sampled_from(["", "#x", "#a-b"]),
        st.sampled_from([TYPE, LABEL, OTHER]),
        st.sampled_from(["1", "1\u00e9", "2"]),
        st.sampled_from("gh"),
    ),
    max_size=25,
)
Quads = set[tuple[str, str, str, str, str]]


def lines_of(quads: Quads) -> list[bytes]:
    return [
        line(slug + part, predicate, f"{SITE.base}{value}" if predicate == TYPE else literal(value), graph)
        for slug, part, predicate, value, graph in quads
    ]


def about(quads: Quads, slug: str) -> set[tuple[str, str, str]]:
    return {(part, predicate, value) for thing, part, predicate, value, _ in quads if thing == slug}


def there(quads: Quads, slug: str) -> bool:
    return any(part == "" and predicate == TYPE for part, predicate, _ in about(quads, slug))


@given(THINGS, THINGS)
def test_it_is_what_a_comparison_in_memory_finds(before: Quads, after: Quads) -> None:
    expected = {}
    for slug in {each[0] for each in before | after}:
        old, new = there(before, slug), there(after, slug)
        if old != new:
            expected[slug] = "added" if new else "removed"
        elif old and about(before, slug) != about(after, slug):
            expected[slug] = "changed"
    assert what(lines_of(before), lines_of(after)) == expected


def test_the_lists_are_capped_and_the_file_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "LISTED", 3)
    after = [each for number in range(10) for each in person(f"person/{number}")]
    summary = write_changes(compare([], sorted(after), SITE), "0" * 12, "1" * 12, tmp_path)
    assert summary.counts == {"person": {"added": 10}}
    assert [change.label for change in summary.first] == ["person/0", "person/1", "person/2"]
    assert str(summary) == "entities 10 added"
    assert read_changes(tmp_path, "0" * 12) == summary
    assert read_changes(tmp_path, "2" * 12) is None
    with gzip.open(tmp_path / f"{'0' * 12}.jsonl.gz") as file:
        assert [json.loads(row)["label"] for row in file] == [f"person/{number}" for number in range(10)]
    first = (tmp_path / f"{'0' * 12}.jsonl.gz").read_bytes()
    write_changes(compare([], sorted(after), SITE), "0" * 12, "1" * 12, tmp_path / "again")
    assert (tmp_path / "again" / f"{'0' * 12}.jsonl.gz").read_bytes() == first


def test_nothing_changed_is_said_so(tmp_path: Path) -> None:
    summary = write_changes(compare(sorted(A), sorted(A), SITE), "0" * 12, "1" * 12, tmp_path)
    assert (str(summary), summary.counts, summary.first) == ("no entity, document or statement", {}, ())
