"""The sample release twice: in its own store, and in a triple store elsewhere, a real `oxigraph serve` on loopback."""

from __future__ import annotations

import itertools
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from memograph.namespaces import DCAT
from memograph.publish.settings import PublishSettings
from memograph.publish.store import Store
from memograph.release import Release
from tests.publish_sample import settings

__all__ = ["settings"]

OXIGRAPH = Path(sys.executable).with_name("oxigraph")


class Endpoint:
    """`oxigraph serve` on a folder; can be stopped and started again at the same address."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]
        self.root = f"http://127.0.0.1:{self.port}"
        self.url = f"{self.root}/query"
        self._process: subprocess.Popen[bytes] | None = None

    def load(self, quads: Path) -> None:
        command = [str(OXIGRAPH), "load", "--location", str(self._folder), "--file", str(quads)]
        subprocess.run(command, check=True, capture_output=True)

    def start(self) -> None:
        command = [str(OXIGRAPH), "serve", "--location", str(self._folder), "--bind", f"127.0.0.1:{self.port}"]
        self._process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        until = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                assert time.monotonic() < until, "oxigraph serve does not listen"
                time.sleep(0.05)

    def stop(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
            self._process = None


def whole(release: Release, file: Path) -> Path:
    """All that an upload brings to a store: the quads, their union in the default graph, and which release it is."""
    site = release.site
    current = ox.Quad(
        ox.NamedNode(site.dataset),
        ox.NamedNode(DCAT + "hasCurrentVersion"),
        ox.NamedNode(site.release(release.manifest.version)),
        ox.NamedNode(site.current_graph),
    )
    with file.open("wb") as output:
        quads = itertools.chain(ox.Store.read_only(str(release.store)), [current])
        ox.serialize(quads, output, format=ox.RdfFormat.N_QUADS)
    return file


def endpoint_of(release: Release, folder: Path) -> Endpoint:
    """A store elsewhere that holds a release; it has to be stopped."""
    made = Endpoint(folder / "elsewhere")
    made.load(whole(release, folder / "whole.nq"))
    made.start()
    return made


@pytest.fixture(scope="session")
def endpoint(release: Release, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    """A store elsewhere with the sample release; tests leave it as it is."""
    made = endpoint_of(release, tmp_path_factory.mktemp("store"))
    yield made
    made.stop()


@pytest.fixture(scope="session")
def own(release: Release, settings: PublishSettings) -> Iterator[Store]:
    """The release in its own store."""
    opened = Store(release, settings)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def elsewhere(release: Release, settings: PublishSettings, endpoint: Endpoint) -> Iterator[Store]:
    """The release in the store elsewhere."""
    opened = Store(release, replace(settings, store_url=endpoint.url))
    yield opened
    opened.close()


@pytest.fixture(params=["own", "elsewhere"])
def store(request: pytest.FixtureRequest) -> Store:
    """Either: what both implementations have to do."""
    found: Store = request.getfixturevalue(request.param)
    return found
