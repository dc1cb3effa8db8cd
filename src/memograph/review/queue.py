"""A release and the decisions there are → what is worth a look, the most worth first. Called by the command line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from memograph.curation.decision import About, Decision
from memograph.model import Kind
from memograph.review.covered import Covered
from memograph.review.findings import findings, sorts
from memograph.review.item import ReviewItem
from memograph.review.items import item_of, undecided, whole
from memograph.review.published import Published

#: The kind of what a build left to people; the others are queries.
LEFT = "undecided"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to look at.

    Args:
        kinds, documents: by name; all where there are none.
        limit: at most so many items; 0 for all.
        whole: also what is not doubtful, of the documents that are named.
    """

    kinds: frozenset[str] = frozenset()
    documents: frozenset[str] = frozenset()
    limit: int = 0
    whole: bool = False

    def kind(self, name: str) -> bool:
        """Whether things of this kind are wanted."""
        return not self.kinds or name in self.kinds


def kinds() -> tuple[tuple[str, str], ...]:
    """Every kind by name, with what it is."""
    left = (LEFT, "Statements that a build left undecided, because their confidence is below extract.publish_from.")
    return (*((sort.name, sort.title) for sort in sorts()), left)


def review_queue(
    published: Published, decisions: Iterable[Decision], wanted: Wanted = Wanted()
) -> tuple[ReviewItem, ...]:
    """What is worth a look and no decision covers, the most worth first; the same release gives the same order.

    What several queries find is one item with several reasons.

    Raises:
        ReleaseError: what the build left undecided cannot be read.
    """
    covered = Covered(decisions)
    merged: dict[tuple[str, ...], ReviewItem] = {}
    for item in _found(published, wanted):
        if (not wanted.documents or item.source.id in wanted.documents) and not covered(item):
            merged[item.key] = _merged(merged[item.key], item) if item.key in merged else item
    doubted = {item.subject.ref for item in merged.values() if item.about is About.ENTITY}
    once = (item for item in merged.values() if item.about is not About.LINK or item.subject.ref not in doubted)
    ordered = sorted(once, key=lambda item: (-item.worth, item.key))
    return tuple(ordered[: wanted.limit or None])


def _found(published: Published, wanted: Wanted) -> Iterator[ReviewItem]:
    for sort in sorts():
        if wanted.kind(sort.name):
            for found in findings(published, sort):
                if (item := item_of(published, found)) is not None:
                    yield item
    if wanted.kind(LEFT):
        yield from undecided(published)
    if wanted.whole:
        for document in sorted(wanted.documents):
            yield from whole(published, published.site.thing(Kind.DOCUMENT, document))


def _merged(one: ReviewItem, other: ReviewItem) -> ReviewItem:
    reasons = sorted(
        {*one.reasons, *other.reasons}, key=lambda reason: (-reason.uncertainty, reason.kind, reason.message)
    )
    return replace(
        one, reasons=tuple(reasons), reach=max(one.reach, other.reach), published=one.published or other.published
    )
