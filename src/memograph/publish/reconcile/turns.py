"""A turn with the index of names (http/turns.py), with a deadline: what a batch may take is bounded by its size."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from memograph.publish.http.context import publication
from memograph.publish.http.turns import turn
from memograph.publish.reconcile.names import Names, open_names


@contextmanager
def index() -> Iterator[Names]:
    """The index of the release that answers the request.

    Raises:
        BudgetSpent: the client has used what it may.
        QueryBusy: no turn was to be had.
        QueryDeadline: it took too long.
        NotFound: the release has no index.
    """
    here = publication()
    with turn(), open_names(here.store.release, here.settings.query_seconds) as names:
        yield names
