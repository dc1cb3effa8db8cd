"""A server whose site is its own address, so that clients can follow the IRIs they find, and the tools they are."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.publish_sample import start_server, stop_server
from tests.rebased_sample import free_port, rebased_build

Tool = Callable[..., str]


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Base IRI and address of the site in one."""
    port, build = free_port(), tmp_path_factory.mktemp("clients")
    base = f"http://127.0.0.1:{port}/"
    rebased_build(build, base)
    server = start_server(build, port)
    assert server.address == base
    yield base
    stop_server(server)


def installed(name: str) -> str:
    """Path of a program; without it tests fail in CI, where .ci/run installs it, and are skipped elsewhere."""
    path = shutil.which(name)
    if path is None and os.environ.get("CI") == "true":
        pytest.fail(f"{name} is not installed, and CI=true: .ci/run must install it")
    if path is None:
        pytest.skip(f"{name} is not installed")
    return path


def npm_package(name: str) -> Path:
    """Folder of a package that ``make clients`` installs; without it tests fail in CI and are skipped elsewhere."""
    path = Path(__file__).parent / "node_modules" / name
    if not path.is_dir() and os.environ.get("CI") == "true":
        pytest.fail(f"{name} is not installed, and CI=true: run `make clients`")
    if not path.is_dir():
        pytest.skip(f"{name} is not installed (`make clients`)")
    return path


@pytest.fixture
def tool() -> Tool:
    """Runs a program and gives what it prints; it must end well and within 20 seconds."""

    def run(name: str, *arguments: str) -> str:
        command = [installed(name), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run
