"""What a corrected file says of one document: `Corrected`. Made by the readers of files, compared by comparing.py.

A reader tells what it cannot use to a `Problem`, with file and position, and goes on; what it could not read counts as
neither there nor gone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

from memograph.curation.anchoring import locate
from memograph.curation.decision import Anchor
from memograph.errors import CurationError
from memograph.model import Literal, Span

#: Told of what is left out: file, position and reason.
Problem: TypeAlias = Callable[[CurationError], None]


@dataclass(frozen=True, slots=True)
class Who:
    """Who changed something and when, as far as the file says: author, day (``YYYY-MM-DD``) and remark, or empty."""

    author: str = ""
    date: str = ""
    note: str = ""

    def otherwise(self, other: Who) -> Who:
        """The same, with what is missing from `other`."""
        return Who(self.author or other.author, self.date or other.date, self.note)


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody or something as a file names it.

    Args:
        address: IRI of a thing of this site or of a record of another authority file; None where none is given.
        type: class, as a local name; None where none is given.
        words: its name in the text, or how somebody labelled it; what is new is called so.
    """

    address: str | None
    type: str | None
    words: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A mention as a file has it.

    Args:
        label: the name that the file gives the thing; None where it gives none.
        iri: address of the annotation, where it has one.
    """

    where: str
    span: Span
    thing: Named
    label: str | None = None
    by: Who = Who()
    iri: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement as a file has it.

    Args:
        predicate: local name of a relation, or its IRI.
        evidence: its words; None where the file does not say, as for a relation that is drawn between two mentions.
        near: words that stand for the evidence then, of both mentions.
        iri: address of the statement that it was when it was exported; None for a new one.
    """

    where: str
    subject: Named
    predicate: str
    object: Named | Literal
    evidence: tuple[Span, ...] | None
    near: Span | None = None
    iri: str | None = None
    when: str | None = None
    by: Who = Who()


@dataclass(frozen=True, slots=True)
class Corrected:
    """A document as a file has it.

    Args:
        file: its name.
        marks, claims: None where the file has no place for them, so that nothing was removed.
        whole: it has everything that there is; if not, what is missing was not removed.
        unread: addresses of annotations and statements that could not be read, so they were not removed either.
        shown: addresses of the statements that a file of this kind can show; None for all.
    """

    file: str
    document: str
    marks: tuple[Mark, ...] | None
    claims: tuple[Claim, ...] | None
    whole: bool
    by: Who = Who()
    unread: frozenset[str] = frozenset()
    shown: frozenset[str] | None = None

    def by_default(self, who: Who) -> Corrected:
        """The same, with author and date where the file has none."""
        return replace(self, by=self.by.otherwise(who))


def placed(text: str, anchor: Anchor) -> Span | None:
    """The words that selectors of a file mean in `text` (code points); None where they are not there, or not clearly.

    Positions count code points (Web Annotation Data Model, section 4.2.5), but scripts in browsers are prone to count
    UTF-16 code units; where there is a quotation it tells which.
    """
    start, end = anchor.start, anchor.end
    if start is not None and end is not None:
        if not anchor.exact:
            return Span(start, end) if 0 <= start < end <= len(text) else None
        if text[start:end] == anchor.exact:
            return Span(start, end)
        units = text.encode("utf-16-le")
        if units[2 * start : 2 * end] == anchor.exact.encode("utf-16-le"):
            first = len(units[: 2 * start].decode("utf-16-le", "ignore"))
            return Span(first, first + len(anchor.exact))
    return locate(text, anchor)
