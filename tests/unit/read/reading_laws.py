"""What holds for every Document, whatever its file looked like; used by the tests of both readers."""

from __future__ import annotations

from itertools import pairwise

from memograph.model import Document, Span, ZoneKind


def assert_lawful(document: Document) -> None:
    """Every span lies in the text, zones are disjoint and in order, and hold neither margins nor their marks."""
    text = document.text
    for span in _spans(document):
        assert 0 <= span.start <= span.end <= len(text)
    for zone, following in pairwise(document.zones):
        assert zone.span.end <= following.span.start
    for zone in document.zones:
        words = zone.span.of(text)
        assert words
        assert words == words.strip()
    assert document.zones[0].kind is ZoneKind.HEADING
    starts = [page.span.start for page in document.pages]
    assert starts == sorted(starts)
    for mark in document.markup:
        assert mark.span.of(text) == mark.span.of(text).strip() != ""


def _spans(document: Document) -> list[Span]:
    parts = (document.zones, document.pages, document.note_references, document.portions, document.markup)
    return [item.span for part in parts for item in part]
