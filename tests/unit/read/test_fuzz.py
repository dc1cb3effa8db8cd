"""The readers against spoilt files, for some seconds: bench/fuzz.py does it for five minutes."""

from __future__ import annotations

import os
from pathlib import Path

from bench.fuzz import fuzz, seeds, tried

#: Processor seconds; thirty where the whole suite runs by itself.
SECONDS = 30.0 if os.environ.get("CI") else 5.0


def test_the_seeds_are_good(tmp_path: Path) -> None:
    for name, data in seeds().items():
        (tmp_path / name).write_bytes(data)
    assert tried(tmp_path) == {"documents": 4, "duplicate": 8}


def test_spoilt_files_are_read_or_told(tmp_path: Path) -> None:
    files, came, findings = fuzz(tmp_path, SECONDS, seed=2026)
    assert not findings, findings[:3]
    assert files > 100
    assert came["documents"]
    assert len(came) > 6, came
