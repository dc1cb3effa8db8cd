"""Reads exceptions.toml: what the suites hold, and which of their tests are left out, each with its reason."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Known:
    """Why a test fails, and words that must stand in the failure."""

    reason: str
    says: str


@dataclass(frozen=True)
class Exceptions:
    """One suite.

    Args:
        collected: number of tests by folder.
        skipped: test → why it cannot pass.
        by_value: tests whose answer has the right values in another spelling.
    """

    collected: dict[str, int]
    skipped: dict[str, Known]
    by_value: tuple[str, ...]


def _read(table: dict[str, Any]) -> Exceptions:
    skipped = {
        name: Known(group["reason"], group.get("says", ""))
        for group in table.get("skipped", ())
        for name in group["tests"]
    }
    assert len(skipped) == sum(len(group["tests"]) for group in table.get("skipped", ()))
    return Exceptions(table["collected"], skipped, tuple(table.get("by_value", {}).get("tests", ())))


_TABLES = tomllib.loads(Path(__file__).with_name("exceptions.toml").read_text(encoding="utf-8"))
SPARQL = _read(_TABLES["sparql"])
SHACL = _read(_TABLES["shacl"])
