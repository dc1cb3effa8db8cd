"""From end to end: a corrected export, imported, applied by a build, is what the new release says."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from memograph.exchange.corrections import Who
from memograph.exchange.importing import imported
from memograph.exchange.released import Source
from memograph.release import current_release
from tests.unit.exchange.conftest import Exported

NAME = "frus1981-88v04d4"
BASE = "http://localhost:8000/id/"


def test_what_was_corrected_is_in_the_next_release(corpus: Exported, repository: Path, tmp_path: Path) -> None:
    shutil.copytree(repository / "corpus", tmp_path / "corpus")
    shutil.copytree(corpus.build, tmp_path / "build", symlinks=True)  # with its cache: only what is decided is new
    corpus.to("web-annotation", tmp_path / "export", NAME)
    file = tmp_path / "export" / f"{NAME}.jsonld"
    file.write_text(json.dumps(corrected(json.loads(file.read_text(encoding="utf-8")))), encoding="utf-8")
    memograph(tmp_path, "import", str(file), "--author", "Jane Doe")
    assert (tmp_path / "corpus" / "curation" / f"{NAME}.csv").is_file()
    memograph(tmp_path, "build")
    source = Source(current_release(tmp_path / "build"))
    assert source.release.manifest.version != corpus.source.release.manifest.version
    problems: list[str] = []
    found = imported([file], source, Who("Jane Doe", "2026-01-31"), lambda error: problems.append(str(error)))
    assert [(d.action, d.about, d.anchor and d.anchor.exact, d.subject) for d in found.decisions] == []
    assert problems == []
    said = {(s.subject, s.relation, s.object) for s in source.document(NAME).statements}
    assert (f"{BASE}person/shultz-george", "metWith", f"{BASE}person/andropov-yuri") in said or (
        (f"{BASE}person/andropov-yuri", "metWith", f"{BASE}person/shultz-george") in said
    )


def memograph(folder: Path, *arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "memograph.cli", *arguments], cwd=folder, check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def corrected(data: dict[str, Any]) -> dict[str, Any]:
    """One mention removed, one new, one of another, a body renamed, a statement removed and one added."""
    items = data["first"]["items"]

    def item(words: str) -> dict[str, Any]:
        found: dict[str, Any] = next(
            i for i in items if isinstance(i["target"], dict) and i["target"]["selector"][0]["exact"] == words
        )
        return found

    items.remove(item("Europe"))
    namibia = item("Namibia")["body"]
    namibia[0]["source"], namibia[1]["value"] = f"{BASE}place/angola", "Angola"
    item("Reagan Library")["body"][1]["value"] = "Ronald Reagan Library"
    words = "expert level talks"
    new = {"purpose": "identifying", "source": f"{BASE}event/expert-talks"}
    called = {"purpose": "tagging", "value": "Expert level talks"}
    items.append({"body": [new, called], "target": {**item("Afghanistan")["target"], "selector": quotation(words)}})
    met = next(i for i in items if i["body"][0].get("predicate", "").endswith("#metWith"))
    items.remove(met)
    stated = {
        "subject": f"{BASE}person/shultz-george",
        "predicate": "metWith",
        "object": {"id": f"{BASE}person/andropov-yuri"},
    }
    words = "for you to schedule another meeting with Gromyko (and Andropov"
    items.append({"body": stated, "target": {**item("Afghanistan")["target"], "selector": quotation(words)}})
    return data


def quotation(words: str) -> dict[str, str]:
    return {"type": "TextQuoteSelector", "exact": words}
