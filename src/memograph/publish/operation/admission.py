"""Around each request: who asks, whether the budget allows it, what it cost. Installed by app.py.

What a query takes in a worker is charged when the request has been answered, so a client can overdraw its budget by
what it has running at once; the next query waits until that is paid off. Results from the cache cost nothing, and are
given to whoever asks.
"""

from __future__ import annotations

import functools
import logging
import math
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, g, request
from werkzeug.exceptions import HTTPException

from memograph.errors import BudgetSpent
from memograph.publish.engine import usage
from memograph.publish.engine.usage import CLIENT, QUERY, RELEASE, Usage
from memograph.publish.operation.budgets import Budgets, Kind
from memograph.publish.operation.clients import UNIX, TrustedProxies, budget_owner, client_address, is_forgotten
from memograph.publish.operation.metrics import EXTENSION as METRICS
from memograph.publish.operation.metrics import Metrics
from memograph.publish.operation.rundir import budget_table
from memograph.publish.settings import PublishSettings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

#: Blueprints that run what strangers wrote: their errors count.
QUERIES = frozenset({"sparql", "fragments", "citation", "reconcile", "reconcile_suggest", "search", "suggest"})

#: Noted in the WSGI environment of a request whose errors count.
_FALLIBLE = "memograph.fallible"

_log = logging.getLogger(__name__)

#: Characters of a query that the access log keeps.
_LOGGED_QUERY = 10_000


class Admission:
    """Admits requests and charges for them.

    Raises:
        ConfigurationError: the proxies cannot be read.
    """

    def __init__(self, app: Flask, settings: PublishSettings) -> None:
        self._app, self._settings = app, settings
        self._proxies = TrustedProxies.parse(settings.trusted_proxies)
        self._budgets = Budgets(budget_table())
        self._warned = False
        self._metrics = app.extensions[METRICS] = Metrics() if settings.metrics else None
        self._waits: Callable[[int], None] = self._metrics.waits if self._metrics else usage.unheard
        app.before_request(self._look_at_errors)
        app.after_request(self._note)

    def around(self, inner: WSGIApplication) -> WSGIApplication:
        """The application, with each request accounted for, also one that is answered from the cache."""

        def counted(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            status = 500

            def start(line: str, *arguments: Any) -> Callable[[bytes], object]:
                nonlocal status
                status = int(line[:3])
                return start_response(line, *arguments)

            environ[CLIENT] = self._client(environ)
            owner = budget_owner(environ[CLIENT])
            used = Usage(waiting=self._waits, admit=functools.partial(self._refuse_spent_seconds, owner))
            usage.begin(used)
            try:
                return inner(environ, start)
            finally:
                usage.end()
                self._settle(environ, owner, status, used)

        return counted

    def recalled(self, path: str, release: str) -> None:
        """Count an answer that was given again before the request came here; it costs the client nothing."""
        if self._metrics:
            self._metrics.answered(path, 200, Usage(cache_hits=1, release=release))

    def _client(self, environ: WSGIEnvironment) -> str:
        peer, forwarded = environ.get("REMOTE_ADDR", ""), environ.get("HTTP_X_FORWARDED_FOR", "")
        if forwarded and not self._warned and is_forgotten(peer, self._proxies):
            self._warned = True
            _log.warning("%s, on this machine, forwards requests but is not in serve.trusted_proxies", peer or UNIX)
        return client_address(peer, forwarded, self._proxies)

    def _look_at_errors(self) -> None:
        """Refuse who has had too many errors lately."""
        if request.blueprint in QUERIES and request.method != "OPTIONS":
            request.environ[_FALLIBLE] = True
            limit = self._settings.client_errors
            owner = budget_owner(request.environ[CLIENT])
            self._refuse_spent(owner, Kind.ERRORS, "errors", limit, 1 / limit if limit else 0)

    def _note(self, response: Response) -> Response:
        if here := g.get("publication"):
            usage.current().release = here.version
        if self._settings.log_queries and request.blueprint in QUERIES:
            request.environ[QUERY] = _query_text()
        return response

    def _settle(self, environ: WSGIEnvironment, owner: str, status: int, used: Usage) -> None:
        """Charge the client for what the request used, and count it."""
        environ[RELEASE] = used.release
        if limit := self._settings.client_seconds:
            for kind, stranger in ((Kind.QUERIES, True), (Kind.PAGES, False)):
                if seconds := used.seconds(stranger):
                    self._budgets.charge(owner, kind, seconds / limit)
        if (errors := self._settings.client_errors) and _FALLIBLE in environ and _is_theirs(status, used):
            self._budgets.charge(owner, Kind.ERRORS, 1 / errors)
        if self._metrics:
            self._metrics.answered(self._route(environ), status, used)

    def _route(self, environ: WSGIEnvironment) -> str:
        """The rule of an address, empty where there is none."""
        try:
            rule, _ = self._app.url_map.bind("localhost").match(
                environ.get("PATH_INFO"), environ.get("REQUEST_METHOD"), return_rule=True
            )
        except HTTPException:
            return ""
        return rule.rule

    def _refuse_spent_seconds(self, owner: str, stranger: bool) -> None:
        kind = Kind.QUERIES if stranger else Kind.PAGES
        self._refuse_spent(owner, kind, "seconds", self._settings.client_seconds)

    def _refuse_spent(self, owner: str, kind: Kind, what: str, limit: float, share: float = 0.0) -> None:
        if limit and (left := self._budgets.seconds_left(owner, kind, share)):
            raise BudgetSpent(what, limit, math.ceil(left))


def _is_theirs(status: int, used: Usage) -> bool:
    """Whether an answer is an error that the client is to blame for: its request, or a query that reached a limit."""
    return (400 <= status < 500 and status != 429) or any(run.outcome in ("deadline", "memory") for run in used.runs)


def _query_text() -> str:
    """The address's parameters and the body, as they were sent."""
    sent = [request.query_string] if request.query_string else []
    if request.method == "POST":
        sent.append(request.get_data())
    return b" ".join(sent).decode("utf-8", "replace")[:_LOGGED_QUERY]
