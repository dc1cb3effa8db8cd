"""The sample release of review, in a project folder of its own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from memograph.release import current_release
from memograph.review.published import Published
from tests.publish_sample import SITE
from tests.review_sample import review_release


@pytest.fixture(scope="session")
def review_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build folder with the sample release."""
    folder = tmp_path_factory.mktemp("review") / "build"
    review_release(folder)
    return folder


@pytest.fixture(scope="session")
def published(review_build: Path) -> Published:
    return Published(current_release(review_build))


@pytest.fixture
def project(review_build: Path, tmp_path: Path) -> Path:
    """A folder with memograph.toml, the sample release and no decisions."""
    (tmp_path / "memograph.toml").write_text(f'[site]\nbase = "{SITE.base}"\n', encoding="utf-8")
    shutil.copytree(review_build, tmp_path / "build", symlinks=True)
    return tmp_path
