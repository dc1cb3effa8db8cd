"""The service that misbehaves, as a process of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.conftest import REPOSITORY


@pytest.fixture(scope="session")
def service() -> Iterator[str]:
    """Address of the server; what follows it is the way in which it misbehaves."""
    command = [sys.executable, "-m", "tests.unit.reconciliation.misbehaving"]
    process = subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    yield f"http://127.0.0.1:{process.stdout.readline().strip()}/"
    process.kill()
    process.wait()
    process.stdout.close()
