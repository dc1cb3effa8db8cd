"""What people type → what is looked for; and that no text whatever is an expression that FTS5 refuses."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from memograph.pageindex.tables import WORDS
from memograph.publish.search.terms import MOST, Term, read_terms

TEXTS = {
    1: "Andrei Gromyko met Kekkonen in Königsberg",
    2: "The arms control agreement was signed at Vienna",
    3: "Control of arms: an agreement that Gromyko did not sign",
    4: "U.S.S.R. and U.S. – Soviet-American talks",
}


@pytest.fixture(scope="module")
def texts() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    connection.execute(f"CREATE VIRTUAL TABLE document_text USING fts5 (text, {WORDS})")
    connection.executemany("INSERT INTO document_text (rowid, text) VALUES (?, ?)", TEXTS.items())
    yield connection
    connection.close()


def matching(texts: sqlite3.Connection, expression: str) -> set[int]:
    if not expression:
        return set()
    found = texts.execute("SELECT rowid FROM document_text WHERE document_text MATCH ?", (expression,))
    return {row[0] for row in found}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("gromyko", {1, 3}),
        ("GROMYKO kekkonen", {1}),
        ("konigsberg", {1}),
        ("KÖNIGSBERG", {1}),
        ("arms control", {2, 3}),
        ("“arms control”", {2}),
        ('"arms control', {2}),
        ("„arms control“ agreement", {2}),
        ("gromy*", {1, 3}),
        ("gromy", set()),
        ('"arms contr"*', set()),
        ("arms -vienna", {3}),
        ("arms −vienna", {3}),
        ("arms NOT vienna", {3}),
        ('arms -"arms control"', {3}),
        ("kekkonen OR vienna", {1, 2}),
        ("kekkonen | vienna", {1, 2}),
        ("gromyko kekkonen OR agreement", {1, 3}),
        ("OR gromyko", {1, 3}),
        ("arms AND vienna", {2}),
        ("u.s.s.r.", {4}),
        ("soviet-american", {4}),
        ("- gromyko", {1, 3}),
        ("text:gromyko", set()),
        ("NEAR(arms control)", set()),
        ("^arms", {2, 3}),
        ("*", set()),
        ("-gromyko", set()),
        ("", set()),
    ],
)
def test_what_is_found(texts: sqlite3.Connection, typed: str, found: set[int]) -> None:
    assert matching(texts, read_terms(typed).in_text()) == found


@pytest.mark.parametrize(
    ("typed", "found"), [("gromy kekk", {1}), ('"gromy"', set()), ("a gromyko", set()), ("vien -sign", {2})]
)
def test_words_of_names_may_be_beginnings(texts: sqlite3.Connection, typed: str, found: set[int]) -> None:
    assert matching(texts, read_terms(typed).in_names()) == found


def test_only_what_must_not_occur(texts: sqlite3.Connection) -> None:
    terms = read_terms("-gromyko -talks")
    assert terms.in_text() == terms.in_names() == ""
    assert matching(texts, terms.excluded()) == {1, 3, 4}


def test_any_of_the_words_will_do(texts: sqlite3.Connection) -> None:
    assert matching(texts, read_terms("kekkonen vienna -arms").any_of().in_text()) == {1}


def test_what_is_read() -> None:
    terms = read_terms('"arms  control" Geneva OR Vien* -Moscow ... !')
    assert terms.wanted == ((Term("arms control", True),), (Term("Geneva"), Term("Vien", beginning=True)))
    assert terms.unwanted == (Term("Moscow"),)
    assert terms.plain == "arms control Geneva Vien"
    assert len(read_terms("a " * 200).wanted) == MOST


@given(st.text() | st.text('ab "“”*-^():+{}NEARORANDT|\0\x1fé́', max_size=40))
@example('"\0"')
@example("\ud800")
@example('a" OR b NOT (')
@example("NEAR(a b, 10) AND {text} : + ^")
def test_any_text_is_a_search(texts: sqlite3.Connection, typed: str) -> None:
    """FTS5 takes every expression; and nobody gets more, or other operators, than described."""
    terms = read_terms(typed.encode("utf-8", "replace").decode())
    for expression in (terms.in_text(), terms.in_names(), terms.excluded(), terms.any_of().in_text()):
        matching(texts, expression)
    found = matching(texts, terms.in_text())
    assert not found & matching(texts, terms.excluded())
    assert found <= matching(texts, terms.any_of().in_text())
