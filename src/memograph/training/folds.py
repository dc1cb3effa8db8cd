"""Which gold documents are held out together: five folds, fixed by the documents' ids.

Everything that is trained or measured by cross-validation uses these folds, so that a score of one stage never saw its
own document in an earlier one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

FOLDS = 5


def fold_of(document_id: str) -> int:
    """The fold, 0 to 4, that a document belongs to; the same on every machine, whatever other documents there are."""
    return int.from_bytes(hashlib.sha256(document_id.encode()).digest()[:8], "big") % FOLDS


def held_out(ids: Iterable[str], fold: int) -> tuple[list[str], list[str]]:
    """Split document ids into (to learn from, held out), each sorted."""
    ordered = sorted(ids)
    return [i for i in ordered if fold_of(i) != fold], [i for i in ordered if fold_of(i) == fold]
