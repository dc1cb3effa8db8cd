"""Fixtures for every test: the repository, the shared inputs, and a release of the corpus built once."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

#: Where tests take longest, the longest first: what begins last should be short, or one process works on alone.
SLOW = (
    "tests/unit/training/",
    "tests/browser/",
    "tests/unit/test_build.py",
    "tests/conformance/test_curation.py",
    "tests/conformance/test_switching.py",
    "tests/conformance/",
)

REPOSITORY = Path(__file__).resolve().parent.parent
SHARED = REPOSITORY.parent / "shared"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put files that take long first, for ``--no-loadscope-reorder``; the order within a file stays."""
    items.sort(key=lambda item: next((n for n, path in enumerate(SLOW) if item.nodeid.startswith(path)), len(SLOW)))


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder that takes long to make, made by whichever test process needs it first; the others wait for it.

    Args:
        make: makes the folder, which does not exist before.
    """
    processes = "PYTEST_XDIST_WORKER" in os.environ  # then all have a folder above their own
    shared = factory.getbasetemp().parent if processes else factory.getbasetemp()
    folder = shared / f"once-{name}"
    with (shared / f"once-{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            started = shared / f"once-{name}.started"
            assert not started.exists(), f"{name} could not be made before; see the first test that failed for it"
            started.touch()
            make(folder)
            started.unlink()
    return folder


@pytest.fixture(scope="session")
def repository() -> Path:
    """Root of the checkout."""
    return REPOSITORY


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real inputs beside the checkout; a user may not have it, CI must."""
    if not SHARED.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{SHARED} is missing, and CI=true: these tests must run")
        pytest.skip(f"{SHARED} is missing: tests on real inputs are skipped")
    return SHARED


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The build folder of the repository's own corpus, made by the real command; tests only read it."""

    def build(folder: Path) -> None:
        command = [sys.executable, "-m", "memograph.cli", "build", "--out", str(folder)]
        subprocess.run(command, cwd=REPOSITORY, check=True)

    return made_once(tmp_path_factory, "built", build)
