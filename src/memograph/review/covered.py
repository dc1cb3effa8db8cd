"""Which things a decision covers, so that nobody is asked twice. Under `queue` and `goldfiles`."""

from __future__ import annotations

from collections.abc import Iterable

from memograph.curation.decision import About, Action, Anchor, Decision
from memograph.model import SYMMETRIC_RELATIONS, Quotation, Ref, Span
from memograph.review.item import ReviewItem, Thing, written


class Covered:
    """Tells whether somebody has already decided an item, whatever was decided.

    Args:
        decisions: all there are, of any document.
    """

    def __init__(self, decisions: Iterable[Decision]) -> None:
        self._statements: set[tuple[str, str, str, str]] = set()
        self._gone: set[Ref] = set()
        self._kept: set[Ref] = set()
        self._words: dict[str, list[Decision]] = {}
        for decision in decisions:
            self._add(decision)

    def _add(self, decision: Decision) -> None:
        if decision.about is About.STATEMENT and decision.subject and decision.predicate:
            document = decision.anchor.document if decision.anchor else ""
            self._statements.update(_ways(document, decision.subject, decision.predicate, written(decision.object)))
        elif decision.action in (Action.MERGE, Action.WITHDRAW) and decision.subject:
            self._gone.add(decision.subject)
        if decision.action in (Action.ACCEPT, Action.ADD, Action.RENAME) and decision.subject:
            self._kept.add(decision.subject)
        if decision.anchor is not None and decision.about is not About.STATEMENT:
            self._words.setdefault(decision.anchor.document, []).append(decision)

    def __call__(self, item: ReviewItem) -> bool:
        """Whether a decision covers this item."""
        if item.about is About.STATEMENT:
            end = item.object.ref if isinstance(item.object, Thing) else item.object
            return not self._statements.isdisjoint(
                _ways(item.source.id, item.subject.ref, item.predicate or "", written(end))
            )
        if item.subject.ref in self._gone:
            return True
        if item.about is About.ENTITY:
            return item.subject.ref in self._kept
        return any(_covers(decision, item) for decision in self._words.get(item.source.id, ()))


def _ways(document: str, subject: Ref, predicate: str, object_: str) -> set[tuple[str, str, str, str]]:
    ends = {(written(subject), object_)}
    if predicate in SYMMETRIC_RELATIONS:
        ends.add((object_, written(subject)))
    return {(document, first, predicate, last) for first, last in ends}


def _covers(decision: Decision, item: ReviewItem) -> bool:
    """Whether a decision on a mention, a link, or on who is split from whom, is about the words of this item."""
    anchor = decision.anchor
    if anchor is None:
        return False
    if not anchor.exact:
        return decision.subject == item.subject.ref
    return any(selects(anchor, quotation) for quotation in item.quotations)


def selects(anchor: Anchor, quotation: Quotation) -> bool:
    """Whether an anchor means these words: their place where it was noted, else the words with what surrounds them."""
    if anchor.exact != quotation.exact:
        return False
    if anchor.start is not None and anchor.end is not None:
        return Span(anchor.start, anchor.end) == quotation.span
    return quotation.prefix.endswith(anchor.prefix) and quotation.suffix.startswith(anchor.suffix)
