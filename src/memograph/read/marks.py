"""Finds what is set into running text: footnote references, portion markings, page markers. Used by both readers.

A plain-text copy glues a footnote's number to the word before it (``Geneva.2``, ``Shultz1``, ``April 31`` for April 3
and note 1), so a number is a reference only if a note of that number exists and the references rise through the text.
"""

from __future__ import annotations

import calendar
import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from memograph.model import NoteReference, PageBreak, PortionMarking, Span

MONTHS = tuple(calendar.month_name[1:])
_MONTH = "|".join(MONTHS)
_LONGEST = dict(zip(MONTHS, (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), strict=True))

# After a letter or closing punctuation, before nothing that continues a word or number. Excluded: "3.5", "4:30",
# "1,200" (a digit before the punctuation), "No.4", "p.101", and a lone capital ("F4", "T2").
_GLUED = re.compile(
    r"(?:(?<=[^\W\d_])|(?<=[ʼ’'”\"…)\].,;:?!]))(?<!\d[.,:])(?<!\bNo\.)(?<!\bp\.)(?<!\bpp\.)(?<!\b[A-Z])"
    r"(?P<label>\d{1,3})(?![\w/%-])(?![.,:]\d)"
)
_PAGE = re.compile(r"\[Page (?P<label>\d+|[IVXLC]+)\]")
_PORTION = r"\((?P<value>(?:TS|S|C|U|LOU|SBU)(?:/[A-Z]{1,4})*)(?:\s?[—–-]\s?Entire [Tt]ext)?\)"
_PORTION_LAST = re.compile(_PORTION + r"$")
_PORTION_FIRST = re.compile(r"(?:\d+\.\s+)?(?:(?:Subject|SUBJ(?:ECT)?):\s+)?" + _PORTION)
_LETTERED = re.compile(r"\([AB]\)")


def page_breaks(text: str) -> tuple[PageBreak, ...]:
    """Page markers such as ``[Page 818]``, in text order."""
    return tuple(PageBreak(m["label"], Span(*m.span())) for m in _PAGE.finditer(text))


def is_page_marker(line: str) -> bool:
    """Whether a line holds nothing but a page marker."""
    return _PAGE.fullmatch(line) is not None


def portion_markings(text: str, paragraphs: Sequence[Span]) -> tuple[PortionMarking, ...]:
    """Classifications such as ``(S)`` that open or close a paragraph; `value` comes without the brackets.

    A document whose paragraphs are lettered (A), (B), (C) has no opening markings.
    """
    lettered = any(_LETTERED.match(text, p.start, p.end) for p in paragraphs)
    found = []
    for paragraph in paragraphs:
        first = None if lettered else _PORTION_FIRST.match(text, paragraph.start, paragraph.end)
        last = _PORTION_LAST.search(text, paragraph.start, paragraph.end)
        spans = {m.span("value"): m["value"] for m in (first, last) if m}
        found += [
            PortionMarking(value, Span(start - 1, text.index(")", end) + 1)) for (start, end), value in spans.items()
        ]
    return tuple(found)


def note_references(text: str, lines: Sequence[Span], labels: Iterable[int]) -> tuple[NoteReference, ...]:
    """Where the notes with these numbers hang in `lines` (stripped lines of the text, without the notes themselves)."""
    known = set(labels)
    if not known or not lines:
        return ()
    glued = [
        _span_of(m) for line in lines for m in _GLUED.finditer(text, line.start, line.end) if int(m["label"]) in known
    ]
    found = _rising(glued)
    found += _hidden(text, lines, found, sorted(known - {label for label, _ in found}))
    return tuple(NoteReference(str(label), span) for label, span in sorted(found, key=lambda f: f[1]))


def _span_of(match: re.Match[str]) -> tuple[int, Span]:
    return int(match["label"]), Span(*match.span("label"))


def _rising(candidates: list[tuple[int, Span]]) -> list[tuple[int, Span]]:
    """Longest run of candidates whose numbers rise: references are numbered in the order of the text.

    Patience sorting; `ends[n]` is the candidate with the lowest number that ends a run of n + 1.
    """
    ends: list[int] = []
    labels: list[int] = []
    before: dict[int, int | None] = {}
    for i, (label, _) in enumerate(candidates):
        place = bisect_left(labels, label)
        if place < len(labels) and labels[place] == label:
            continue  # of two equal numbers the first is the reference
        before[i] = ends[place - 1] if place else None
        ends[place : place + 1], labels[place : place + 1] = [i], [label]
    run: list[tuple[int, Span]] = []
    at = ends[-1] if ends else None
    while at is not None:
        run.append(candidates[at])
        at = before[at]
    return run[::-1]


def _hidden(
    text: str, lines: Sequence[Span], found: list[tuple[int, Span]], missing: list[int]
) -> list[tuple[int, Span]]:
    """References that are glued to a number, each looked for between its neighbours."""
    placed = dict(found)
    for label in missing:
        after = max((s.end for n, s in placed.items() if n < label), default=lines[0].start)
        before = min((s.start for n, s in placed.items() if n > label), default=lines[-1].end)
        places = (_behind_number(text, max(line.start, after), line.end, label) for line in lines if line.end > after)
        if (span := next((s for s in places if s is not None), None)) and span.end <= before:
            placed[label] = span
    return [(label, placed[label]) for label in missing if label in placed]


def _behind_number(text: str, start: int, end: int, label: int) -> Span | None:
    """The digits of `label` behind a date or number impossible with them, or set apart at a line's end."""
    earlier = r"(?:\d{1,2}(?:,? (?:and|or|to|through) |[-–]))?"  # "June 3 and 43"
    day = rf"(?P<month>{_MONTH}) {earlier}(?P<day>\d{{1,2}})(?P<label>{label})(?!\d)"
    for m in re.compile(day).finditer(text, start, end):
        if 0 < int(m["day"]) <= _LONGEST[m["month"]] < int(m["day"] + m["label"]):
            return Span(*m.span("label"))
    patterns = (
        rf"\b(?:1[789]|20)\d\d(?P<label>{label})(?!\d)",
        rf"\d[.)](?P<label>{label})(?=\s+[A-Z“(\[])",
        rf"(?<=[^\W\d_] )(?P<label>{label})$",
    )
    hits = (re.compile(pattern).search(text, start, end) for pattern in patterns)
    return next((Span(*hit.span("label")) for hit in hits if hit), None)
