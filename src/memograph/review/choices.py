"""Who or what else may be meant: for an item that has no candidates of its own. Called by `session` and `spreadsheet`.

Of a statement, what stands near its words; of a name, what the authority file calls nearly so ("Akalosvky", "theUSSR").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz, process
from rapidfuzz.utils import default_process

from memograph.curation.decision import About
from memograph.review.item import Choice, ReviewItem, Thing
from memograph.review.published import Published

#: Choices that one key each can name.
MOST = 5
#: Likeness, 0 to 100, from which two names may be one spelt otherwise, or one be within the other.
_ALIKE, _WITHIN = 80.0, 90.0
#: The shortest name that may be within another, code points.
_SHORTEST = 4


def choices_for(published: Published, item: ReviewItem) -> tuple[Choice, ...]:
    """At most five, the best first; those that extraction considered, where there are any."""
    if item.about is About.STATEMENT:
        return tuple(_nearby(published, item))[:MOST]
    return item.choices[:MOST] or tuple(_alike(published, item))[:MOST]


def _nearby(published: Published, item: ReviewItem) -> Iterator[Choice]:
    """Things of the object's kind that the document names, those first that stand nearest to the evidence."""
    if not isinstance(item.object, Thing) or not item.quotations:
        return
    words, ends = item.quotations[0].span, (item.subject.ref, item.object.ref)
    found = []
    for iri, mentions in published.named(item.source).items():
        ref = published.ref(iri)
        if ref.kind is item.object.ref.kind and ref not in ends and mentions:
            away = min(max(words.start - m.span.end, m.span.start - words.end, 0) for m in mentions)
            found.append((away, iri))
    for away, iri in sorted(found)[:MOST]:
        because = "named in these words" if away == 0 else f"named {away} characters away"
        yield Choice(published.thing(iri), None, because)


def _alike(published: Published, item: ReviewItem) -> Iterator[Choice]:
    """Things of the same class that the authority file calls by a like name, the likest first."""
    known = published.known.get(published.site.term(item.subject.ref.kind.capitalize()), ())
    seen = {item.subject.ref}
    for likeness, index in sorted(_like(item.subject.label, [thing.label for thing in known]), reverse=True):
        thing = known[index]
        if thing.ref not in seen:
            seen.add(thing.ref)
            named = published.thing(published.site.thing(thing.ref.kind, thing.ref.slug))
            yield Choice(named, likeness / 100, f"is called “{thing.label}”")


def _like(name: str, names: Sequence[str]) -> Iterator[tuple[float, int]]:
    """Likeness and number of the names that are spelt alike, in any order of words, or of which one is in the other."""
    for scorer, least in ((fuzz.token_sort_ratio, _ALIKE), (fuzz.partial_ratio, _WITHIN)):
        for other, likeness, index in process.extract(
            name, names, scorer=scorer, processor=default_process, score_cutoff=least, limit=4 * MOST
        ):
            short, long = sorted((len(name), len(other)))
            if scorer is fuzz.token_sort_ratio or (short >= _SHORTEST and short > long / 2):
                yield likeness, index
