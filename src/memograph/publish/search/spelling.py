"""Names that are spelt almost like what was typed, or sound like it: offered where nothing was found.

The index of names finds them, which reconciliation has (docs/decisions/0028-reconciliation-service.md).
"""

from __future__ import annotations

from rapidfuzz import fuzz

from memograph.nameindex.words import plain, sounds
from memograph.publish.http.context import publication
from memograph.publish.reconcile.names import open_names
from memograph.publish.reconcile.search import shortlist

#: Names that are offered, of so many that are looked at, and how alike they must be (percent).
OFFERED, _LOOKED_AT, _ALIKE = 5, 20, 70.0


def spelt_like(words: str) -> list[str]:
    """Names that may have been meant, the likeliest first."""
    here = publication()
    asked = plain(words)
    if not asked:
        return []
    with open_names(here.store.release, here.settings.query_seconds) as names:
        entities = names.entities(shortlist(names, words)[:_LOOKED_AT])
    rated = sorted(((_alike(asked, plain(each.name)), each.number, each.name) for each in entities), key=_rating)
    return list(dict.fromkeys(name for alike, _, name in rated if alike >= _ALIKE))[:OFFERED]


def _alike(asked: str, name: str) -> float:
    return max(fuzz.token_set_ratio(asked, name), fuzz.token_set_ratio(sounds(asked), sounds(name)))


def _rating(rated: tuple[float, int, str]) -> tuple[float, int]:
    return -rated[0], rated[1]
