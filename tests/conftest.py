"""Fixtures for every test: the repository, the shared inputs, and a release of the corpus built once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
SHARED = REPOSITORY.parent / "shared"


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
    """The build folder of the repository's own corpus, made by the real command."""
    folder = tmp_path_factory.mktemp("built") / "build"
    command = [sys.executable, "-m", "memograph.cli", "build", "--out", str(folder)]
    subprocess.run(command, cwd=REPOSITORY, check=True)
    return folder
