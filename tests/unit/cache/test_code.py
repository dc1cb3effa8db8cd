"""The code that a shard depends on is found, and not more of the house than that."""

from __future__ import annotations

from pathlib import Path

import memograph
from memograph.cache.code import data, modules

PACKAGE = Path(memograph.__file__).parent


def test_what_a_shard_depends_on_is_found_in_the_imports() -> None:
    found = {file.relative_to(PACKAGE).as_posix() for file in modules()}
    assert {"__init__.py", "shards.py", "read/tei.py", "extract/linking/roles.py", "authority/store.py"} <= found
    assert {"curation/statements.py", "corroboration.py", "graph/document.py", "personal_names.py", "dates.py"} <= found
    others = (
        "publish/",
        "build.py",
        "release.py",
        "making.py",
        "cli/",
        "terminal.py",
        "cache/",
        "executors/",
        "review/",
    )
    assert [name for name in found if name.startswith(others)] == []


def test_weights_count_as_code() -> None:
    found = {file.relative_to(PACKAGE).as_posix() for file in data()}
    assert {"extract/trained/names.json", "extract/trained/recogniser/weights.bin"} <= found
    assert not [name for name in found if name.startswith("publish/")]
