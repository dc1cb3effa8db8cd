"""HTML and CSS as the Nu HTML checker of the W3C judges them: every page, hostile labels and all, in one call."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx

from tests.clients.conftest import installed, npm_package
from tests.page_types import PAGES, STATUS

#: Messages that are left to stand: a part of the message → why.
LEFT: dict[str, str] = {}


def test_html_and_css_are_valid(sample: str, tmp_path: Path, repository: Path) -> None:
    """No error and no warning; every page must have been checked."""
    java, checker = installed("java"), npm_package("vnu-jar") / "build/dist/vnu.jar"
    with httpx.Client(base_url=sample, headers={"Accept": "text/html"}, timeout=60) as client:
        for number, path in enumerate(PAGES):
            answer = client.get(path)
            assert answer.status_code == STATUS[path], path
            (tmp_path / f"{number:03} {quote(path, safe='')[:150]}.html").write_bytes(answer.content)
    styles = sorted((repository / "src/memograph/publish/static").glob("*.css"))
    command = [java, "-jar", str(checker), "--format", "json", "--stdout", "--exit-zero-always", "--also-check-css"]
    pages = sorted(tmp_path.iterdir())
    assert len(pages) == len(PAGES)
    done = subprocess.run([*command, *map(str, [*pages, *styles])], capture_output=True, text=True, check=True)
    messages: list[dict[str, Any]] = json.loads(done.stdout)["messages"]
    found = [
        f"{each['url'].rpartition('/')[2]}:{each.get('lastLine')}: {each['message']} [{each.get('extract', '')}]"
        for each in messages
        if not any(part in each["message"] for part in LEFT)
    ]
    assert found == []


def test_the_checker_finds_what_is_wrong(tmp_path: Path) -> None:
    """A page with a mistake: so that a checker that checks nothing is noticed."""
    java, checker = installed("java"), npm_package("vnu-jar") / "build/dist/vnu.jar"
    page = tmp_path / "wrong.html"
    page.write_text('<!doctype html><html lang="en"><title>Wrong</title><p align="left"><b>', encoding="utf-8")
    command = [java, "-jar", str(checker), "--format", "json", "--stdout", "--exit-zero-always", str(page)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert len(json.loads(done.stdout)["messages"]) >= 2
