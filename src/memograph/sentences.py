"""Where sentences end in the text of a document: what is shown around words that prove something.

For explain.py and review/, which show evidence to historians. Extraction has spaCy for it and needs none of this.
"""

from __future__ import annotations

import re

from memograph.model import Span

#: A full stop that ends a sentence: not that of an initial, a title or "U.S.".
_END = re.compile(r"(?<!\b[A-Z])(?<!\bMr)(?<!\bMrs)(?<!\bDr)(?<!\bMessrs)(?<!\bAmb)[.?!][”\"’)]*\s+(?=[A-Z“\"(])")
#: An empty line ends a paragraph.
_GAP = re.compile(r"\n[ \t]*\n\s*")


def sentences_around(text: str, words: Span, within: Span) -> Span:
    """The sentence or sentences of `within` that hold these words, offsets in code points of `text`."""
    starts = [within.start, *(m.end() for m in _END.finditer(text, within.start, within.end)), within.end]
    first = max(start for start in starts if start <= words.start)
    return Span(first, min((end for end in starts if end >= words.end), default=within.end))


def paragraph_around(text: str, words: Span) -> Span:
    """The paragraph or paragraphs that hold these words; an empty line ends one."""
    gaps = list(_GAP.finditer(text))
    start = max((gap.end() for gap in gaps if gap.end() <= words.start), default=0)
    end = min((gap.start() for gap in gaps if gap.start() >= words.end), default=len(text))
    return Span(start, end)
