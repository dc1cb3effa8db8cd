"""`serve`: gunicorn with our application, started from a program; gunicorn.conf.py has the same for its command line.

Each web process opens its own query workers after it has forked, and ends them when it ends; should it be killed, they
notice that their pipe is closed. What the web processes share lies in a folder that lives as long as the server.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from gunicorn.app.base import BaseApplication

from memograph.errors import ConfigurationError, ReleaseError
from memograph.publish.operation.accesslog import AccessLog
from memograph.publish.operation.rundir import make_run_directory, remove_run_directory, shares_metrics
from memograph.publish.releases import OPEN_BESIDES, QUEUE_BESIDES
from memograph.publish.serving.gateway import Worker
from memograph.publish.settings import PublishSettings
from memograph.release import current_release

if TYPE_CHECKING:
    from gunicorn.arbiter import Arbiter
    from gunicorn.workers.base import Worker as WebProcess

#: Threads of a web process beyond those that queries can hold: for health, files, and to say "busy".
SPARE_THREADS = 4

#: Connections of a web process; with those that linger, fewer than the 1,024 files that a process usually may open.
CONNECTIONS = 512

#: Connections that may wait to be taken; in a short line, clients would have to try again seconds later.
BACKLOG = 2048

#: Seconds that requests have to finish after SIGTERM; queries end sooner, by their deadline.
GRACE_SECONDS = 5


def serve(
    settings: PublishSettings, host: str, port: int, on_ready: Callable[[str], None] = lambda address: None
) -> None:
    """Serve until SIGTERM or Ctrl-C.

    Args:
        port: 0 for any free one.
        on_ready: called with the address (``http://127.0.0.1:8000/``) once requests are accepted.

    Raises:
        ReleaseError: there is no release to serve, or a web process could not start.
        ConfigurationError: nothing can listen at that address; the file with credentials cannot be read.
    """
    current_release(settings.build_dir, stored=not settings.store_url)
    _look_at_credentials(settings.store_credentials)
    listener = _listen(host, port)
    name, bound = listener.getsockname()[:2]
    address = f"http://{listening_at(name, bound)}/"
    parent = os.getpid()
    try:
        _Server(settings, listener.detach(), lambda: on_ready(address)).run()
    except SystemExit as stop:  # gunicorn always ends by it, in each of its processes
        if os.getpid() != parent:
            raise
        if stop.code:
            raise ReleaseError(f"The server ended with code {stop.code}; its log says why.") from stop


def _look_at_credentials(file: str) -> None:
    try:
        if file and not Path(file).read_text(encoding="utf-8").strip():
            raise ConfigurationError(f"{file}: empty, and store.credentials names it; write user:password into it")
    except (OSError, ValueError) as error:
        raise ConfigurationError(f"{file}: store.credentials names it, and it cannot be read: {error}") from error


def gunicorn_options(settings: PublishSettings) -> dict[str, Any]:
    """Settings of gunicorn that differ from its defaults, by name; all but the address and the application."""
    return {
        "workers": settings.processes or min(2, os.cpu_count() or 1),
        "worker_class": Worker,
        "threads": threads(settings),
        "timeout": int(settings.query_seconds * 6) + 30,
        "worker_connections": CONNECTIONS,
        "graceful_timeout": GRACE_SECONDS,
        "limit_request_line": 8190,
        "loglevel": "warning",
        "logger_class": AccessLog,
        "accesslog": settings.access_log or None,
        "control_socket_disable": True,
        "on_starting": _begin,
        "on_exit": _finish,
        "post_worker_init": _start_queries,
        "worker_exit": _end_queries,
        "child_exit": _forget_gauges,
    }


def listening_at(host: str, port: int) -> str:
    """Host and port as they stand in an address: ``127.0.0.1:8000``, ``[::1]:8000``."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def threads(settings: PublishSettings) -> int:
    """Threads of a web process: all queries that may run or wait there, strangers' and its own, leave some free.

    Those, too, that wait for a result that another request has asked for (cache.py).
    """
    besides = OPEN_BESIDES * (1 + QUEUE_BESIDES)
    return 2 * (settings.workers + settings.queue + besides) + settings.queue + SPARE_THREADS


def _begin(server: Arbiter) -> None:
    make_run_directory()


def _finish(server: Arbiter) -> None:
    remove_run_directory()


def _start_queries(worker: WebProcess) -> None:
    from flask import Flask

    from memograph.publish.app import releases_of

    releases_of(cast(Flask, worker.wsgi)).start()


def _end_queries(server: Arbiter, worker: WebProcess) -> None:
    from memograph.publish.app import releases_of

    if app := getattr(worker, "wsgi", None):  # none if it could not be loaded
        releases_of(app).close()


def _forget_gauges(server: Arbiter, worker: WebProcess) -> None:
    """In the first process: what a web process had waiting ended with it; its counters stay in the sums."""
    from prometheus_client.multiprocess import mark_process_dead

    if shares_metrics():
        mark_process_dead(worker.pid)


def _listen(host: str, port: int) -> socket.socket:
    if not 0 <= port <= 65535:
        raise ConfigurationError(f"Cannot listen on port {port}: ports go from 0 to 65535.")
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        reason = (error.strerror or str(error)).partition(" (while")[0]
        raise ConfigurationError(
            f"Cannot listen on {host} port {port}: {reason}. Choose another port with --port, or stop what uses it."
        ) from error


class _Server(BaseApplication):
    """Our application and configuration in gunicorn's form; `listener` is a descriptor, which gunicorn closes."""

    def __init__(self, settings: PublishSettings, listener: int, on_ready: Callable[[], None]) -> None:
        self._settings, self._listener, self._on_ready = settings, listener, on_ready
        super().__init__()

    def load_config(self) -> None:
        """Set what differs from gunicorn's defaults."""
        own = {"bind": f"fd://{self._listener}", "when_ready": lambda server: self._on_ready()}
        for name, value in (gunicorn_options(self._settings) | own).items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Make the application; gunicorn calls this in each web process, after the fork."""
        from memograph.publish.app import create_app

        return create_app(self._settings)
