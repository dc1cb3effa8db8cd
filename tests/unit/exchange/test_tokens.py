"""Tokens and layers of mentions."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from memograph.exchange.released import ReleasedMention
from memograph.exchange.tokens import layered, tokenized
from memograph.model import Span

TEXTS = st.text(
    alphabet=st.one_of(st.characters(exclude_categories=("Cs",)), st.sampled_from("aZ. \n\r’'")), max_size=60
)


def mention(start: int, end: int) -> ReleasedMention:
    return ReleasedMention(f"#mention-{start}-{end}", Span(start, end), "person/x", "name", "", None)


@given(TEXTS)
def test_every_character_but_white_space_is_in_one_token(text: str) -> None:
    covered = [at for token in tokenized(text) for at in range(token.span.start, token.span.end)]
    assert covered == [at for at, character in enumerate(text) if not character.isspace()]


@given(TEXTS)
def test_the_last_token_ends_a_sentence_and_gaps_are_white_space(text: str) -> None:
    tokens = tokenized(text)
    assert not tokens or tokens[-1].ends_sentence
    for one, other in itertools.pairwise(tokens):
        gap = text[one.span.end : other.span.start]
        assert gap.strip() == ""
        assert one.spaced == bool(gap)


def test_sentences_end_where_readers_see_it() -> None:
    text = "Mr. W. Clark of the U.S. Senate spoke. He left!\n\nHEADING\n\nDr. Kissinger (“yes.”) Then no"
    ends = [text[: token.span.end].rpartition(" ")[2] for token in tokenized(text) if token.ends_sentence]
    assert ends == ["spoke.", "left!", "left!\n\nHEADING", "(“yes.”)", "no"]


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 12)), max_size=12))
def test_layers_hold_every_mention_once_and_do_not_overlap(given_: list[tuple[int, int]]) -> None:
    text = "ab cd-ef gh. ij kl mn (op) qr st uv wx yz 12 34"
    mentions = [mention(start, min(start + length, len(text))) for start, length in given_]
    layers = layered(tokenized(text), mentions)
    kept = [placed.mention for placed in (*layers.outer, *layers.inner)]
    assert sorted([*kept, *layers.lost], key=id) == sorted(mentions, key=id)
    for layer in (layers.outer, layers.inner):
        for one, other in itertools.pairwise(layer):
            assert one.last < other.first
    for inner in layers.inner:
        assert any(outer.first <= inner.first and inner.last <= outer.last for outer in layers.outer)
