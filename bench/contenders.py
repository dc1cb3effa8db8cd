"""The servers that endpoint.py compares, each in processes of its own on a free port, all on the same release."""

from __future__ import annotations

import contextlib
import gzip
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
from flask import Flask, Response, request

from memograph.config import ServeConfig
from memograph.dumping import TURTLE_DUMP
from memograph.publish.serving.server import threads
from memograph.publish.settings import PublishSettings
from memograph.release import Release

BIN = Path(sys.executable).parent
START_SECONDS = 180


@dataclass(frozen=True)
class Contender:
    """A running server: where it takes queries, and the process that its others come from."""

    name: str
    port: int
    path: str
    process: subprocess.Popen[bytes]


def bare_view(store: str) -> Flask:
    """The least that answers SPARQL with Flask: no deadline, no limit, no negotiation, no refusals."""
    opened = ox.Store.read_only(store)
    app = Flask(__name__)

    @app.get("/sparql")
    def sparql() -> Response:
        result = opened.query(request.args["query"])
        return Response(
            result.serialize(format=ox.QueryResultsFormat.JSON), content_type="application/sparql-results+json"
        )

    return app


@contextlib.contextmanager
def contenders(
    release: Release, build: Path, folder: Path, others: list[str] | None = None
) -> Iterator[list[Contender]]:
    """Start the servers on a release, memograph and others; `folder` is for their files."""
    commands = {
        "memograph": ("/sparql", memograph_command(build, folder)),
        "bare view": ("/sparql", _bare(release, build)),
        "oxigraph": ("/query", [str(BIN / "oxigraph"), "serve-read-only", "--location", str(release.store), "--bind"]),
        "rdflib-endpoint": ("/", [str(BIN / "rdflib-endpoint"), "serve", str(_turtle(release, folder)), "--port"]),
    }
    with contextlib.ExitStack() as running:
        started = []
        for name, (path, command) in commands.items():
            if others is not None and name != "memograph" and name.split()[0].split("-")[0] not in others:
                continue
            port = free_port()
            address = f"127.0.0.1:{port}" if name in ("oxigraph", "bare view") else str(port)
            with (folder / f"{name}.log").open("wb") as log:
                process = subprocess.Popen([*command, address], cwd=folder, stdout=log, stderr=log)
            running.callback(ended, process)
            started.append(Contender(name, port, path, process))
        for each in started:
            wait_for(each)
        yield started


def memograph_command(build: Path, folder: Path) -> list[str]:
    """The command as anybody runs it; a client's budget is off, because one client asks everything here."""
    config = folder / "memograph.toml"
    budgets = [key for key in ("client_seconds", "client_errors") if hasattr(ServeConfig(), key)]
    config.write_text(f'[paths]\nbuild = "{build}"\n[serve]\n' + "".join(f"{key} = 0\n" for key in budgets))
    return [str(BIN / "memograph"), "--config", str(config), "serve", "--no-build", "--port"]


def _bare(release: Release, build: Path) -> list[str]:
    settings = ["--workers", "2", "--worker-class", "gthread", "--threads", str(threads(PublishSettings(build)))]
    application = f"contenders:bare_view('{release.store}')"
    here = str(Path(__file__).parent)
    return [str(BIN / "gunicorn"), "--log-level", "error", "--chdir", here, *settings, application, "--bind"]


def _turtle(release: Release, folder: Path) -> Path:
    """The union of all graphs, which is the default graph of the other servers' store."""
    file = folder / "all.ttl"
    with gzip.open(release.dumps / TURTLE_DUMP) as packed, file.open("wb") as plain:
        shutil.copyfileobj(packed, plain)
    return file


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def wait_for(contender: Contender) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and contender.process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", contender.port)):
            return
        time.sleep(0.2)
    raise SystemExit(f"{contender.name} did not start; its log is beside the others")


def ended(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
