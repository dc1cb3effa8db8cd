"""Servers that the views are asked of: the sample release, and that of the three memoranda."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.publish_sample import start_server, stop_server


@pytest.fixture(scope="module")
def memoranda(built: Path) -> Iterator[httpx.Client]:
    running = start_server(built)
    with httpx.Client(base_url=running.address, timeout=60) as session:
        yield session
    stop_server(running)


@pytest.fixture(scope="module", params=["sample", "memoranda"])
def site(request: pytest.FixtureRequest) -> httpx.Client:
    """Each of the two, one after the other."""
    return request.getfixturevalue("client" if request.param == "sample" else "memoranda")
