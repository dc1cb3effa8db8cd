"""The screens in docs/curation.md are what the commands say on the repository's own corpus."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from memograph.review.findings import sorts

_CONSOLE = re.compile(r"```console\n\$ (?P<command>memograph review.*?)\n(?P<shown>.*?)```", re.DOTALL)


@pytest.fixture(scope="module")
def folder(built: Path, repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose release is that of the repository's corpus."""
    made = tmp_path_factory.mktemp("documented")
    paths = {"corpus": repository / "corpus/memoranda", "authority": repository / "corpus/authority", "build": built}
    settings = "".join(f"{name} = {json.dumps(str(path))}\n" for name, path in paths.items())
    (made / "memograph.toml").write_text(f"[paths]\n{settings}curation = 'decided'\n", encoding="utf-8")
    return made


def screens(repository: Path) -> list[tuple[str, str]]:
    text = (repository / "docs/curation.md").read_text(encoding="utf-8")
    return [(match["command"], match["shown"]) for match in _CONSOLE.finditer(text)]


def test_the_screens_are_what_is_shown(repository: Path, folder: Path) -> None:
    found = screens(repository)
    assert len(found) == 4
    environment = {**os.environ, "PYTHONPATH": str(repository / "src")}
    for command, shown in found:
        run = [sys.executable, "-m", "memograph.cli", *shlex.split(command)[1:]]
        done = subprocess.run(run, cwd=folder, env=environment, capture_output=True, text=True, check=True)
        assert _lines(done.stdout)[: len(_lines(shown))] == _lines(shown), command


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip().splitlines()]


def test_the_head_of_a_kind_in_the_docs_is_that_of_a_query(repository: Path) -> None:
    text = (repository / "docs/curation.md").read_text(encoding="utf-8")
    (head,) = re.findall(r"```sparql\n(.*?)```", text, re.DOTALL)
    assert any(sort.query.startswith(head) for sort in sorts())
