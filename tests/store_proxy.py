"""A proxy on loopback before a real store: passes on what comes, unless a test has it do something else first."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx


@dataclass(frozen=True)
class Asked:
    """A request as it came: its number (from 1), method, target, headers (names in lower case), body."""

    number: int
    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def switches(self) -> bool:
        """Whether it is the update that switches releases."""
        return b"INSERT DATA" in self.body and b"hasCurrentVersion" in self.body


@dataclass(frozen=True)
class Answered:
    """What is answered instead of what the store would say; `lost` breaks the connection off."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    lost: bool = False


Hook = Callable[[Asked], Answered | None]


@dataclass
class Proxy:
    """A running proxy: `hook` is asked first, `asked` is what came, `address` has no slash at its end."""

    to: str
    hook: Hook
    asked: list[Asked] = field(default_factory=list)
    port: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)
    client: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=120))

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def writes(self, method: str = "PUT") -> list[Asked]:
        """Requests of a method that write graphs of the release, and not the bookkeeping."""
        aside = ("staging&", "staging", "uploaded", "current")
        return [each for each in self.asked if each.method == method and not each.target.endswith(aside)]

    def handle(self, asked: Asked) -> Answered:
        if (instead := self.hook(asked)) is not None:
            return instead
        headers = {k: v for k, v in asked.headers.items() if k not in ("host", "connection", "transfer-encoding")}
        try:
            found = self.client.request(asked.method, self.to + asked.target, content=asked.body, headers=headers)
        except httpx.TransportError:
            return Answered(502, b"The store behind this proxy is gone.")
        kept = {k: v for k, v in found.headers.items() if k in ("content-type", "location", "retry-after")}
        return Answered(found.status_code, found.content, kept)


@contextlib.contextmanager
def proxy(to: str, hook: Hook = lambda asked: None) -> Iterator[Proxy]:
    """A proxy before the store at this address."""
    made = Proxy(to, hook)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            with made.lock:
                headers = {name.lower(): value for name, value in self.headers.items()}
                asked = Asked(len(made.asked) + 1, self.command, self.path, headers, body)
                made.asked.append(asked)
            answered = made.handle(asked)
            if answered.lost:
                self.close_connection = True
                return
            with contextlib.suppress(OSError):  # who asked may have been killed meanwhile
                self.send_response(answered.status)
                for name, value in answered.headers.items():
                    self.send_header(name, value)
                if answered.status != 204:
                    self.send_header("Content-Length", str(len(answered.body)))
                self.end_headers()
                self.wfile.write(b"" if answered.status == 204 else answered.body)

        do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = answer

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            """A client that leaves early, as one does that was killed, is no error."""

    server = Server(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    made.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        made.client.close()
