"""Mappings as sssom-py reads them, the reference implementation of SSSOM: in an environment of its own."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import httpx
import pytest

from tests.conftest import REPOSITORY

SSSOM = REPOSITORY / "tests" / "clients" / ".venv-sssom" / "bin" / "sssom"


def sssom(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    if not SSSOM.exists():
        if os.environ.get("CI") == "true":
            pytest.fail("sssom-py is not installed, and CI=true: .ci/run must run `make clients`")
        pytest.skip("sssom-py is not installed: make clients")
    return subprocess.run([SSSOM, *arguments], capture_output=True, text=True, timeout=300, check=False)


@pytest.fixture
def table(site: str, tmp_path: Path) -> Path:
    path = tmp_path / "memograph.sssom.tsv"
    path.write_bytes(httpx.get(f"{site}dumps/latest/memograph.sssom.tsv", follow_redirects=True).content)
    return path


def test_the_table_is_valid(table: Path) -> None:
    done = sssom("validate", table)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "error" not in (done.stdout + done.stderr).casefold()


def test_a_table_that_is_wrong_is_not(table: Path) -> None:
    """So that the test before can fail."""
    table.write_text(table.read_text(encoding="utf-8").replace("semapv:", "guess:"), encoding="utf-8")
    done = sssom("validate", table)
    assert done.returncode != 0 or "error" in (done.stdout + done.stderr).casefold()


@pytest.mark.skipif(os.environ.get("CI") != "true", reason="sssom-py takes 20 seconds to read any RDF: in CI only")
def test_the_rdf_says_the_same(site: str, table: Path, tmp_path: Path) -> None:
    rdf, back = tmp_path / "memograph.sssom.ttl", tmp_path / "back.tsv"
    rdf.write_bytes(httpx.get(f"{site}dumps/latest/memograph.sssom.ttl", follow_redirects=True).content)
    done = sssom("parse", rdf, "--input-format", "rdf", "--output", back)
    assert done.returncode == 0, done.stdout + done.stderr

    def rows(path: Path) -> list[str]:
        return [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")][1:]

    assert len(rows(back)) == len(rows(table)) > 0
    assert "Andrei A. Gromyko\tskos:exactMatch\twikidata:Q184267\tsemapv:UnspecifiedMatching" in "\n".join(rows(back))
