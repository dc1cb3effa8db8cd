"""Other documents that a document cites by number or page, normalised as the gold writes them. Used by `header`.

"another document cited by number in this volume (`d27`), or in another FRUS volume by volume and document or page as
written (`vol. VI, pp. 5-6`)"; "Ibid." gives the volume it refers to, a range of documents gives each (GUIDELINES.md,
relation `cites` and "Decisions on hard cases").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from memograph.model import Fact, Span

_NUMBER = r"\d{1,4}(?:\s?[-–]\s?\d{1,4})?(?!\d)(?:\s?ff\.)?"
_NUMBERS = rf"{_NUMBER}(?:(?:,? and |, ){_NUMBER})*"
_NOTE = r"(?:source note|footnotes? \d+(?:(?:,| and|[-–])\s?\d+)*)"
_PAGES = rf"(?:{_NOTE}, )?(?:pages?|pp?\.)\s?{_NUMBERS}(?:, {_NOTE})?"
_DOCUMENTS = rf"(?:{_NOTE}, )?Documents? {_NUMBERS}"
_VOLUME = r"(?:vol\.|volume) [IVXLC]+(?:[–-][IVXLC]+)?(?:, [Pp]art \d+| \(Part \d+\))?"
_TITLE = r"(?:, [A-Z“][^.;()]{0,150}?)??"  # "vol. IV, Soviet Union, January 1983–March 1985, Document 1"

_CITATION = re.compile(
    rf"(?P<series>Foreign Relations,\s+(?:18|19|20)\d\d(?:\s?[-–]\s?\d{{2,4}})?,?\s+)(?P<volume>{_VOLUME})"
    rf"(?:{_TITLE},? (?P<where>{_PAGES}|{_DOCUMENTS}))?"
    rf"|(?:microfiche )?supplement (?:to|for) (?P<supplement>{_VOLUME})"
    rf"|\b[Ii]bid\.,\s+(?:(?:18|19|20)\d\d[-–]\d{{2,4}}, )?"
    rf"(?:(?P<ibid_volume>{_VOLUME})(?:{_TITLE},? (?P<ibid_where>{_PAGES}|{_DOCUMENTS}))?"
    rf"|(?P<ibid_pages>{_PAGES}|{_DOCUMENTS})|(?P<ibid_bare>\d{{1,4}}\s?[-–]\s?\d{{1,4}})(?!\d|[./]\d))"
    rf"|\bDocuments? (?P<documents>{_NUMBERS})"
    rf"|(?P<other>\b(?:pages?|pp?\.)\s?\d)"
)
_MOST_IN_A_RANGE = 100


def citations(text: str, own_number: str | None = None) -> tuple[Fact, ...]:
    """Everything cited, each once, in the order of the text; a fact's span are the words that cite it.

    Args:
        text: a whole document.
        own_number: number of the document itself, which is not *another* document.
    """
    found: dict[str, Fact] = {}
    for value, span in _cited(text):
        if value != f"d{own_number}":
            found.setdefault(value, Fact(value, span))
    return tuple(found.values())


def _cited(text: str) -> Iterator[tuple[str, Span]]:
    """Follow the citations through the text, so that "ibid." finds the volume cited before it.

    Pages of any other work end the reach of "ibid."; archival references between do not, as files have no pages.
    """
    volume: str | None = None
    for m in _CITATION.finditer(text):
        span = Span(*m.span())
        if m["documents"]:
            yield from ((f"d{number}", span) for number in _range(m["documents"]))
        elif m["other"]:
            volume = None
        elif m["supplement"]:
            yield m["supplement"], span
        elif m["series"]:
            volume = m["volume"]
            yield _join(volume, m["where"]), span
        elif m["ibid_volume"] and volume:
            volume = m["ibid_volume"]
            yield _join(volume, m["ibid_where"]), span
        elif volume and (m["ibid_pages"] or m["ibid_bare"]):
            where = m["ibid_pages"] or f"{'pp.' if volume.startswith('vol.') else 'pages'} {m['ibid_bare']}"
            yield _join(volume, where), span
        elif not m["ibid_bare"]:
            volume = None


def _join(volume: str, where: str | None) -> str:
    return f"{volume}, {where}" if where else volume


def _range(numbers: str) -> Iterator[int]:
    """The numbers of "83-85 and 87-89", ends of ranges included."""
    for first, last in re.findall(r"(\d+)(?:\s?[-–]\s?(\d+))?", numbers):
        start, end = int(first), int(last or first)
        yield from range(start, end + 1) if start <= end <= start + _MOST_IN_A_RANGE else (start,)
