"""`ReviewItem`: one thing to look at, why, and how much it is worth. Made by `queue`, shown by all others."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from memograph.curation.decision import About
from memograph.model import Literal, Quotation, Ref, Span
from memograph.sentences import paragraph_around, sentences_around


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing of the graph and what it is called."""

    ref: Ref
    label: str


@dataclass(frozen=True, slots=True)
class Source:
    """A document of the release: its text, which all offsets count code points of, and the address of its page."""

    id: str
    title: str
    text: str
    address: str

    def page(self, span: Span | None = None) -> str:
        """Address of the page, at these words."""
        return self.address if span is None else f"{self.address}?at={span.start}-{span.end}#at"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody should look.

    Args:
        kind: name of the query that found it, or ``undecided``.
        message: one sentence for a historian.
        uncertainty: 0 (surely right) to 1 (nobody can tell).
    """

    kind: str
    message: str
    uncertainty: float


@dataclass(frozen=True, slots=True)
class Choice:
    """Who or what else may be meant, and what speaks for it; `score` is 0 to 1, None where nobody measured it."""

    thing: Thing
    score: float | None
    because: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """Words and what stands around them: the sentence before, the sentence in three parts, the sentence after."""

    earlier: str
    before: str
    words: str
    after: str
    later: str

    @property
    def sentence(self) -> str:
        """The sentence with the words between ▸ and ◂."""
        return f"{self.before}▸{self.words}◂{self.after}"


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """One statement, link or mention to decide on.

    Args:
        about: ``STATEMENT``, ``LINK`` (who a person is), ``MENTION`` (whether these words name anything) or ``ENTITY``
            (what a thing is that several documents name).
        quotations: the words, the first ones first; empty where a statement has a source instead of words.
        subject, predicate, object: of a statement; of a link or mention only `subject`, who or what it means so far.
        reasons: at least one, the most uncertain first.
        reach: documents that speak of what it is about, at least 1.
        confidence: 0 to 1; None where nobody measured it.
        because: what its score is made of, as ``(feature, log-odds)`` in words.
        choices: who a link may mean instead, the best first, at most five.
        published: False for what was left undecided.
    """

    about: About
    source: Source
    subject: Thing
    quotations: tuple[Quotation, ...]
    reasons: tuple[Reason, ...]
    predicate: str | None = None
    object: Thing | Literal | None = None
    reach: int = 1
    confidence: float | None = None
    method: str = ""
    because: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    published: bool = True

    @property
    def uncertainty(self) -> float:
        """That of its most uncertain reason."""
        return max(reason.uncertainty for reason in self.reasons)

    @property
    def worth(self) -> float:
        """Uncertainty times reach, which counts by its logarithm: ten documents are no ten times as bad as one."""
        return round(self.uncertainty * (1 + math.log2(self.reach)), 3)

    @property
    def worth_explained(self) -> str:
        """``2.40 = uncertainty 0.80 × reach 3.00 (4 documents)``."""
        documents = "1 document" if self.reach == 1 else f"{self.reach} documents"
        reach = f"reach {1 + math.log2(self.reach):.2f} ({documents})"
        return f"{self.worth:.2f} = uncertainty {self.uncertainty:.2f} × {reach}"

    @property
    def claim(self) -> str:
        """What is to be decided, in a line: ``Andrei Gromyko  metWith  Al Haig``."""
        if self.about is About.STATEMENT:
            return f"{self.subject.label}  {self.predicate}  {shown(self.object)}"
        words = f"“{' '.join(self.quotations[0].exact.split())}”" if self.quotations else "nobody by name"
        return f"{words}  means  {self.subject.label} ({self.subject.ref.kind})"

    @property
    def address(self) -> str:
        """Of the document's page, at the words."""
        return self.source.page(self.quotations[0].span if self.quotations else None)

    @property
    def key(self) -> tuple[str, ...]:
        """What it is about: the same in two releases, and whatever the reason."""
        ends = (self.subject.ref, self.object.ref if isinstance(self.object, Thing) else self.object)
        first = str(self.quotations[0].span.start).zfill(9) if self.quotations and self.predicate is None else ""
        return (self.source.id, self.about, self.predicate or "", *map(written, ends), first)


def written(value: Ref | Literal | None) -> str:
    """A thing as ``person/gromyko-andrei``, a literal as it is, nothing as an empty string."""
    if value is None:
        return ""
    return f"{value.kind}/{value.slug}" if isinstance(value, Ref) else value.value


def shown(value: Thing | Literal | None) -> str:
    """A thing by its label, a literal as it is."""
    if value is None:
        return ""
    return value.label if isinstance(value, Thing) else value.value


def passage(source: Source, quotation: Quotation) -> Passage:
    """The words in their sentence, with the sentences before and after it in the same paragraph, each on one line."""
    text, words = source.text, quotation.span
    paragraph = paragraph_around(text, words)
    sentence = sentences_around(text, words, paragraph)
    earlier = later = Span(sentence.start, sentence.start)
    if sentence.start > paragraph.start:
        earlier = Span(_start_of_last(text, Span(paragraph.start, sentence.start)), sentence.start)
    later = Span(sentence.end, sentence.end)
    if sentence.end < paragraph.end:
        later = sentences_around(text, Span(sentence.end, sentence.end + 1), Span(sentence.end, paragraph.end))
    return Passage(
        _line(earlier.of(text)).strip(),
        _line(text[sentence.start : words.start]).lstrip(),
        _line(words.of(text)),
        _line(text[words.end : sentence.end]).rstrip(),
        _line(later.of(text)).strip(),
    )


def _start_of_last(text: str, before: Span) -> int:
    end = len(text[: before.end].rstrip())
    return sentences_around(text, Span(max(before.start, end - 1), end), before).start


def _line(text: str) -> str:
    """On one line; a space at either end stays, because the words may stand right beside."""
    return re.sub(r"\s+", " ", text)
