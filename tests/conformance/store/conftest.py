"""The sample release twice: in its own store, and in a real `oxigraph serve` on loopback, as an upload put it there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from memograph.publish.settings import PublishSettings
from memograph.publish.store import Store
from memograph.release import Release
from memograph.uploading.addresses import Named
from memograph.uploading.upload import Wish, upload
from tests.conformance.uploading.conftest import HURRY, Watch
from tests.oxigraph_server import OxigraphServer, oxigraph
from tests.publish_sample import settings

__all__ = ["settings"]


def put(build_dir: Path, release: Release, server: OxigraphServer) -> None:
    """Upload a kept release as `memograph publish` does."""
    upload(build_dir, Named(server.address), Wish(release.manifest.version), Watch(), HURRY)


def query_url(server: OxigraphServer) -> str:
    """What `[store] url` has to be."""
    return f"{server.address}/query"


@pytest.fixture(scope="session")
def endpoint(build_dir: Path, release: Release, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OxigraphServer]:
    """A store elsewhere with the sample release; tests leave it as it is."""
    with oxigraph(tmp_path_factory.mktemp("store") / "elsewhere") as server:
        put(build_dir, release, server)
        yield server


@pytest.fixture(scope="session")
def own(release: Release, settings: PublishSettings) -> Iterator[Store]:
    """The release in its own store."""
    opened = Store(release, settings)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def elsewhere(release: Release, settings: PublishSettings, endpoint: OxigraphServer) -> Iterator[Store]:
    """The release in the store elsewhere."""
    opened = Store(release, replace(settings, store_url=query_url(endpoint)))
    yield opened
    opened.close()


@pytest.fixture(params=["own", "elsewhere"])
def store(request: pytest.FixtureRequest) -> Store:
    """Either: what both implementations have to do."""
    found: Store = request.getfixturevalue(request.param)
    return found
