"""``/healthz``: the process is alive; asks no query, so load cannot fail it. ``/readyz``: it answers queries.

The canary goes through a query worker as the site's own queries do, so strangers' queries do not hold it up. It runs in
a thread of its own, one at a time, because a worker that has to be started may take longer than who asks will wait.
"""

from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor

from flask import Blueprint, Response, json, jsonify

from memograph.errors import MemographError, ReleaseError
from memograph.publish.http.context import publication, releases
from memograph.publish.http.problem import PROBLEM, problem_of
from memograph.publish.releases import Publication

#: Seconds within which the canary must be back.
READY_SECONDS = 3.0

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    """Alive."""
    return _unkept(jsonify(status="ok", release=releases().current.version))


@blueprint.get("/readyz")
def readyz() -> Response:
    """Ready: the current release answers a query now; else a problem with status 503."""
    here = publication()
    try:
        triples = _canary.ask(here)
    except (MemographError, TimeoutError) as error:
        return _unkept(_not_ready(error))
    return _unkept(jsonify(status="ready", release=here.version, triples=triples))


def _not_ready(error: Exception) -> Response:
    """A problem for machines whatever they accept: probes do not choose."""
    late = ReleaseError(f"no answer within {READY_SECONDS:g} seconds")
    problem = problem_of(late if isinstance(error, TimeoutError) else error)
    said = {**problem, "title": "Service Unavailable", "status": 503}
    if isinstance(error, TimeoutError):
        said["detail"] = f"No query worker answered within {READY_SECONDS:g} seconds."
    return Response(json.dumps(said) + "\n", 503, {"Retry-After": "5"}, content_type=PROBLEM.content_type)


def _unkept(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


class _Canary:
    """Asks each release one question at a time; who comes meanwhile waits for the same answer."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._thread: ThreadPoolExecutor | None = None
        self._asked: tuple[Publication, Future[int]] | None = None

    def ask(self, here: Publication) -> int:
        """Triples of the release.

        Raises:
            TimeoutError: no answer in time.
            MemographError: no query can be answered, and why.
        """
        with self._lock:
            if self._asked is None or self._asked[0] is not here or self._asked[1].done():
                self._thread = self._thread or ThreadPoolExecutor(1, "canary")
                self._asked = here, self._thread.submit(here.store.canary)
            asked = self._asked[1]
        return asked.result(READY_SECONDS)


_canary = _Canary()
