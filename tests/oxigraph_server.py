"""A real `oxigraph serve` on loopback with a folder of its own, for tests of what talks with an external store."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx

PROGRAM = Path(sys.executable).with_name("oxigraph")
START_SECONDS = 60


@dataclass
class OxigraphServer:
    """A store that can be killed and started again; `address` has no slash at its end."""

    folder: Path
    port: int
    options: tuple[str, ...] = ()
    process: subprocess.Popen[bytes] | None = field(default=None)
    client: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=60))

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it and wait until it answers."""
        command = [str(PROGRAM), "serve", "--location", str(self.folder), "--bind", f"127.0.0.1:{self.port}"]
        with (self.folder.parent / f"{self.folder.name}.log").open("ab") as log:
            self.process = subprocess.Popen([*command, *self.options], stdout=log, stderr=log)
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until and self.process.poll() is None:
            with contextlib.suppress(httpx.TransportError):
                if self.ask("ASK {}"):
                    return
            time.sleep(0.05)
        raise AssertionError(f"oxigraph did not start; see {self.folder}.log")

    def kill(self) -> None:
        """End it as a power failure would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def ask(self, query: str) -> bool:
        """The answer to an ASK query."""
        answer = self.query(query)
        return bool(answer.json()["boolean"])

    def query(self, query: str, accept: str = "application/sparql-results+json") -> httpx.Response:
        """The answer to a query; must be good."""
        form, headers = {"query": query}, {"Accept": accept}
        return self.client.post(f"{self.address}/query", data=form, headers=headers).raise_for_status()

    def update(self, text: str) -> None:
        """Have an update done."""
        headers = {"Content-Type": "application/sparql-update"}
        self.client.post(f"{self.address}/update", content=text, headers=headers).raise_for_status()

    def quads(self, query: str = "") -> bytes:
        """All that it holds, as N-Quads in the order of the store."""
        headers = {"Accept": "application/n-quads"}
        return self.client.get(f"{self.address}/store{query}", headers=headers).raise_for_status().content


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextlib.contextmanager
def oxigraph(folder: Path, *options: str) -> Iterator[OxigraphServer]:
    """A store in this folder, which is made, killed at the end."""
    folder.mkdir(parents=True, exist_ok=True)
    server = OxigraphServer(folder, free_port(), options)
    server.start()
    try:
        yield server
    finally:
        server.kill()
        server.client.close()
