"""`serve`: gunicorn with our application, started from a program instead of its command line.

Each web process opens its own query workers after it has forked, and ends them when it ends; should it be killed, they
notice that their pipe is closed.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from gunicorn.app.base import BaseApplication

from memograph.errors import ConfigurationError, ReleaseError
from memograph.publish.gateway import Worker
from memograph.publish.releases import OPEN_BESIDES, QUEUE_BESIDES
from memograph.publish.settings import PublishSettings
from memograph.release import current_release

if TYPE_CHECKING:
    from flask import Flask

#: Threads of a web process beyond those that queries can hold: for health, files, and to say "busy".
SPARE_THREADS = 4

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
        ConfigurationError: nothing can listen at that address.
    """
    current_release(settings.build_dir)
    listener = _listen(host, port)
    name, bound = listener.getsockname()[:2]
    address = f"http://[{name}]:{bound}/" if ":" in name else f"http://{name}:{bound}/"
    parent = os.getpid()
    try:
        _Server(settings, listener.detach(), lambda: on_ready(address)).run()
    except SystemExit as stop:  # gunicorn always ends by it, in each of its processes
        if os.getpid() != parent:
            raise
        if stop.code:
            raise ReleaseError(f"The server ended with code {stop.code}; its log says why.") from stop


def threads(settings: PublishSettings) -> int:
    """Threads of a web process: all queries that may run or wait there, strangers' and its own, leave some free.

    Those, too, that wait for a result that another request has asked for (cache.py).
    """
    besides = OPEN_BESIDES * (1 + QUEUE_BESIDES)
    return 2 * (settings.workers + settings.queue + besides) + settings.queue + SPARE_THREADS


def _listen(host: str, port: int) -> socket.socket:
    if not 0 <= port <= 65535:
        raise ConfigurationError(f"Cannot listen on port {port}: ports go from 0 to 65535.")
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        reason = (error.strerror or str(error)).partition(" (while")[0]
        raise ConfigurationError(
            f"Cannot listen on {host} port {port}: {reason}. Choose another port with --port, or stop what uses it."
        ) from error


class _Server(BaseApplication):
    """Our application and configuration in gunicorn's form; `listener` is a descriptor, which gunicorn closes."""

    def __init__(self, settings: PublishSettings, listener: int, on_ready: Callable[[], None]) -> None:
        self._settings, self._listener, self._on_ready = settings, listener, on_ready
        self._app: Flask | None = None
        super().__init__()

    def load_config(self) -> None:
        """Set what differs from gunicorn's defaults."""
        settings: dict[str, Any] = {
            "bind": f"fd://{self._listener}",
            "workers": min(2, os.cpu_count() or 1),
            "worker_class": Worker,
            "threads": threads(self._settings),
            "timeout": int(self._settings.query_seconds * 6) + 30,
            "graceful_timeout": GRACE_SECONDS,
            "limit_request_line": 8190,
            "loglevel": "warning",
            "control_socket_disable": True,
            "when_ready": lambda server: self._on_ready(),
            "post_worker_init": lambda worker: self._start_queries(),
            "worker_exit": lambda server, worker: self._end_queries(),
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Make the application; gunicorn calls this in each web process, after the fork."""
        from memograph.publish.app import create_app

        self._app = create_app(self._settings)
        return self._app

    def _start_queries(self) -> None:
        from memograph.publish.app import releases_of

        if self._app:
            releases_of(self._app).start()

    def _end_queries(self) -> None:
        from memograph.publish.app import releases_of

        if self._app:
            releases_of(self._app).close()
