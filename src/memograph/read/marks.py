"""Finds what is set into running text: footnote references, portion markings, page markers. Used by both readers.

A plain-text copy glues a footnote's number to the word before it (``Geneva.2``, ``Shultz1``, ``April 31`` for April 3
and note 1), so a number is a reference only if a note of that number exists and the references rise through the text.
"""

from __future__ import annotations

import calendar
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence

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
_DIGITS = re.compile(r"[0-9]+")
_EARLIER = r"(?:\d{1,2}(?:,? (?:and|or|to|through) |[-–]))?"  # "June 3 and 43"
_MONTH_BEFORE = re.compile(rf"(?:{_MONTH}) ")
#: Characters of the longest day with an earlier one and a label: "September 30, through 30999".
_LONGEST_DAY = 32
_YEAR = re.compile(r"\b(?:1[789]|20)\d\d")
_UNCOUNTED = re.compile(r"(?!\d)")
_CLOSED = re.compile(r"\d[.)]")
_NEXT = re.compile(r"(?=\s+[A-Z“(\[])")
_APART = re.compile(r"(?<=[^\W\d_] )")
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
    if not missing:
        return []
    placed = dict(found)
    ending = _numbers_ending_in(text, lines, missing)
    for label in missing:
        after = max((s.end for n, s in placed.items() if n < label), default=lines[0].start)
        before = min((s.start for n, s in placed.items() if n > label), default=lines[-1].end)
        for number, ends in ending[label].items():
            line = lines[number]
            if line.end <= after:
                continue
            if span := _behind_number(text, max(line.start, after), line.end, str(label), ends):
                if span.end <= before:
                    placed[label] = span
                break
    return [(label, placed[label]) for label in missing if label in placed]


def _numbers_ending_in(text: str, lines: Sequence[Span], labels: Iterable[int]) -> dict[int, dict[int, list[int]]]:
    """Label → number of each line in which digits end in it → where they end; found once, however many labels."""
    known: dict[str, dict[int, list[int]]] = {str(label): {} for label in labels}
    for number, line in enumerate(lines):
        for digits in _DIGITS.finditer(text, line.start, line.end):
            for length in range(1, min(4, len(digits[0]) + 1)):
                if (places := known.get(digits[0][-length:])) is not None:
                    places.setdefault(number, []).append(digits.end())
    return {int(label): places for label, places in known.items()}


def _behind_number(text: str, start: int, end: int, label: str, ends: Sequence[int]) -> Span | None:
    """The digits of `label` behind a date or number impossible with them, or set apart at a line's end.

    Args:
        ends: where, in the line, digits end in `label`; nothing else is looked at, so that a long line costs no more.
    """
    day = re.compile(rf"(?P<month>{_MONTH}) {_EARLIER}(?P<day>\d{{1,2}})(?P<label>{label})(?!\d)")
    spans = [Span(at - len(label), at) for at in ends if at - len(label) >= start]
    months = (
        m for span in spans for m in _MONTH_BEFORE.finditer(text, max(start, span.end - _LONGEST_DAY), span.start)
    )
    for at in sorted({m.start() for m in months}):
        m = day.match(text, at, end)
        if m and 0 < int(m["day"]) <= _LONGEST[m["month"]] < int(m["day"] + m["label"]):
            return Span(*m.span("label"))
    tests: tuple[Callable[[Span], object], ...] = (
        lambda s: (
            s.start - 4 >= start and _YEAR.fullmatch(text, s.start - 4, s.start) and _UNCOUNTED.match(text, s.end, end)
        ),
        lambda s: (
            s.start - 2 >= start and _CLOSED.fullmatch(text, s.start - 2, s.start) and _NEXT.match(text, s.end, end)
        ),
        lambda s: s.end == end and _APART.match(text, s.start),
    )
    return next((span for test in tests for span in spans if test(span)), None)
