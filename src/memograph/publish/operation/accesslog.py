"""The access log: one line of JSON a request, through gunicorn's own log, which knows what was really sent.

server.py names the class here as gunicorn's. No text that a stranger chooses can end a line: JSON escapes what is not
printable ASCII. Neither log holds the text of a query unless that is configured; not in the address, not in a referrer,
not in what gunicorn quotes of requests that it refuses.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from gunicorn.config import Config
from gunicorn.glogging import Logger

from memograph.publish.engine.usage import CLIENT, QUERY, RELEASE

#: Characters that a line keeps of what a stranger chooses.
_LONGEST = 1000


class AccessLog(Logger):
    """gunicorn's logs: errors as they are, without what strangers wrote, and requests in JSON."""

    def setup(self, cfg: Config) -> None:
        """Prepare both logs; ``-`` is stderr for both."""
        super().setup(cfg)
        if cfg.accesslog == "-":
            for handler in self.access_log.handlers:
                if isinstance(handler, logging.StreamHandler):
                    handler.setStream(sys.stderr)

    def access(self, resp: Any, req: Any, environ: Mapping[str, Any], request_time: timedelta) -> None:
        """Log a request that was answered."""
        if not self.access_log_enabled:
            return
        status, uri = str(resp.status).partition(" ")[0], str(environ.get("RAW_URI", ""))
        self._write(
            client=environ.get(CLIENT) or environ.get("REMOTE_ADDR", ""),
            method=environ.get("REQUEST_METHOD", ""),
            path=uri.partition("?")[0],
            status=int(status) if status.isdecimal() else 0,
            bytes=_sent(resp, environ),
            seconds=round(request_time.total_seconds(), 4),
            release=environ.get(RELEASE, ""),
            referer=str(environ.get("HTTP_REFERER", "")).partition("?")[0],
            agent=environ.get("HTTP_USER_AGENT", ""),
            **({"query": environ[QUERY]} if QUERY in environ else {}),
        )

    def refused(self, client: str, status: int) -> None:
        """Log what never became a request."""
        if self.access_log_enabled:
            self._write(client=client, method="", path="", status=status)

    def warning(self, msg: object, *args: Any, **kwargs: Any) -> None:
        """Log a warning."""
        super().warning(*_unquoted(msg, args), **kwargs)

    def exception(self, msg: object, *args: Any, **kwargs: Any) -> None:
        """Log an error with where it happened."""
        super().exception(*_unquoted(msg, args), **kwargs)

    def _write(self, **fields: Any) -> None:
        now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        line = {"time": now, **{name: _shortened(name, value) for name, value in fields.items()}}
        self.access_log.info("%s", json.dumps(line))


def _sent(resp: Any, environ: Mapping[str, Any]) -> int:
    """Bytes of the body; gunicorn does not count those of a file that the kernel sends, so what was announced."""
    if environ.get("REQUEST_METHOD") == "HEAD":
        return 0
    return int(getattr(resp, "sent", None) or getattr(resp, "response_length", None) or 0)


def _shortened(name: str, value: Any) -> Any:
    """A text as UTF-8 (WSGI has it as Latin-1), not longer than a line should have; a query has its own bound."""
    if not isinstance(value, str) or name == "query":
        return value
    return value.encode("latin-1", "replace").decode("utf-8", "replace")[:_LONGEST]


def _unquoted(msg: object, args: tuple[Any, ...]) -> tuple[Any, ...]:
    """What is logged of a message in which gunicorn quotes a request: not what is none, and no query string."""
    if str(msg).startswith("Invalid request"):
        return ("A client sent what is no request.",)
    if str(msg).startswith("Error handling request"):
        return (msg, *(ascii(str(each).partition("?")[0]) for each in args))
    return (msg, *args)
