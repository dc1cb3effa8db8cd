"""Anchors: the words are found again where the text has shifted, and nothing is guessed where they are gone."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from memograph.curation.anchoring import locate
from memograph.curation.decision import Anchor
from memograph.model import Quotation, Span

TEXT = (Path(__file__).parents[3] / "corpus/memoranda/frus1981-88v04d4.txt").read_text(encoding="utf-8")


def anchored(text: str, span: Span) -> Anchor:
    quoted = Quotation.of(text, span)
    return Anchor("d", quoted.exact, quoted.prefix, quoted.suffix, span.start, span.end)


def words(text: str) -> st.SearchStrategy[Span]:
    """Stretches of one to some words."""
    starts = [at for at in range(len(text)) if text[at].isalnum() and not text[at - 1 : at].isalnum()]
    ends = [at + 1 for at in range(len(text)) if text[at].isalnum() and not text[at + 1 : at + 2].isalnum()]
    return st.tuples(st.integers(0, len(starts) - 1), st.integers(0, 12)).map(
        lambda chosen: Span(starts[chosen[0]], ends[min(chosen[0] + chosen[1], len(ends) - 1)])
    )


PARAGRAPH = "\n\nThe President met with Ambassador Dobrynin and Secretary Shultz on the same day in Moscow.\n\n"


@settings(max_examples=150, deadline=None)
@given(words(TEXT))
def test_an_unchanged_text_gives_the_same_span(span: Span) -> None:
    assert locate(TEXT, anchored(TEXT, span)) == span


@settings(max_examples=150, deadline=None)
@given(words(TEXT), st.sampled_from([at for at in range(len(TEXT)) if TEXT[at - 1 : at] == "\n"]))
def test_a_paragraph_inserted_elsewhere_shifts_the_span(span: Span, at: int) -> None:
    assume(not span.start < at < span.end)
    shifted = TEXT[:at] + PARAGRAPH + TEXT[at:]
    moved = len(PARAGRAPH) if at <= span.start else 0
    assert locate(shifted, anchored(TEXT, span)) == Span(span.start + moved, span.end + moved)


@settings(max_examples=80, deadline=None)
@given(words(TEXT))
def test_other_white_space_does_not_matter(span: Span) -> None:
    rewrapped = TEXT.replace(" ", "\n ")
    found = locate(rewrapped, anchored(TEXT, span))
    assert found is not None
    assert found.of(rewrapped).split() == span.of(TEXT).split()
    assert "".join(rewrapped[: found.start].split()) == "".join(TEXT[: span.start].split())


@settings(max_examples=80, deadline=None)
@given(words(TEXT), st.data())
def test_what_is_found_agrees_with_its_surroundings_or_nothing_is_found(span: Span, data: st.DataObject) -> None:
    """Where the words themselves are cut out, no other passage is taken for them."""
    anchor = anchored(TEXT, span)
    cut = TEXT[: max(0, span.start - 60)] + TEXT[span.end + 60 :]
    found = locate(cut, anchor)
    if found is not None:  # the same words with the same surroundings stand twice in this document
        assert "".join(found.of(cut).split()).casefold()[:8] == "".join(anchor.exact.split()).casefold()[:8]
        assert TEXT.count(anchor.exact) > 1


def test_the_position_chooses_between_passages_that_are_alike() -> None:
    text = "Clark met Shultz. " * 3
    assert locate(text, Anchor("d", "Clark", "", " met Shultz. ", 18, 23)) == Span(18, 23)
    assert locate(text, Anchor("d", "Clark", "", "", 18, 23)) == Span(18, 23)
    assert locate("x " + text, Anchor("d", "Clark", "", " met Shultz. ", 18, 23)) == Span(20, 25)


@pytest.mark.parametrize(
    ("text", "anchor"),
    [
        ("Clark met Shultz. Clark left.", Anchor("d", "Clark")),
        ("x Clark met Shultz. Clark left.", Anchor("d", "Clark", start=0, end=5)),
        ("Nobody met anybody.", Anchor("d", "Clark")),
        ("Clarkson met Shultz.", Anchor("d", "Clark")),
        ("The Soviet side asked whether Clark would come.", Anchor("d", "Clark", "signed by ", " in his office")),
        ("Clark", Anchor("d", "")),
    ],
    ids=["which-of-two", "moved-without-surroundings", "gone", "inside-a-word", "other-surroundings", "no-words"],
)
def test_nothing_is_guessed(text: str, anchor: Anchor) -> None:
    assert locate(text, anchor) is None


def test_words_without_surroundings_are_found_where_they_stand_once() -> None:
    assert locate("Then Clark met Shultz.", Anchor("d", "Clark")) == Span(5, 10)


def test_surroundings_go_before_the_position() -> None:
    """A passage was put before it, and at the old position now stands the same name in another passage."""
    text = "Dear Clark, thank you. I saw Clark in his office."
    assert locate(text, Anchor("d", "Clark", "I saw ", " in his office", 5, 10)) == Span(29, 34)


@pytest.mark.parametrize(
    ("before", "after", "exact", "expected"),
    [
        ("record of meetings which Al Haig and you", "record of meetings which Al Haig and you", "Al Haig", "Al Haig"),
        ("he met Ambassadcr Dobrynin on Monday", "he met Ambassador Dobrynin on Monday", "Ambassadcr Dobrynin", None),
        ("talks withGromyko in Geneva were long", "talks with Gromyko in Geneva were long", "Gromyko", "Gromyko"),
        ("the Chargé’s note of June 3, 1961", "the Chargé's note of June 3, 1961", "Chargé’s note", "Chargé's note"),
    ],
)
def test_small_corrections_of_the_text(before: str, after: str, exact: str, expected: str | None) -> None:
    at = before.index(exact)
    found = locate(after, anchored(before, Span(at, at + len(exact))))
    assert found is not None
    assert found.of(after) == (expected or "Ambassador Dobrynin")
