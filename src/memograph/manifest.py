"""``manifest.json`` of a release: what it is, what it was made from, how much it holds. Below release.py.

A release of an earlier memograph opens too: fields that came later have defaults, fields that went are passed over.
"""

from __future__ import annotations

import json
import os
from dataclasses import MISSING, asdict, dataclass, fields
from pathlib import Path
from typing import Any

from memograph.errors import ReleaseError

#: Fields that manifests had once.
_RETIRED = frozenset({"description"})


@dataclass(frozen=True, slots=True)
class Counts:
    """What a release holds: entities that documents speak of by class, statements by relation, as local names."""

    documents: int
    quarantined: int
    entities: dict[str, int]
    relations: dict[str, int]


@dataclass(frozen=True, slots=True)
class Manifest:
    """``manifest.json``.

    Args:
        version: first 12 hex digits of `nquads_sha256`.
        base: base IRI of the site that the release was built for.
        issued: date and time in UTC at which this release was first made, ``2025-03-01T12:00:00Z``.
        inputs: fingerprint (hex) of everything the last build of it read.
        nquads_sha256: SHA-256 (hex) of the N-Quads dump, unpacked.
        quads: number of quads in that dump.
        previous: version of the release that was current when this one was first made; empty if there was none.
    """

    version: str
    base: str
    title: str
    issued: str
    inputs: str
    nquads_sha256: str
    quads: int
    counts: Counts
    model: str
    software: str
    previous: str = ""

    def write(self, path: Path) -> None:
        """Write as JSON; the file appears whole or not at all."""
        temporary = path.with_name(f".{path.name}.{os.getpid()}")
        temporary.write_text(json.dumps(asdict(self), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        temporary.replace(path)

    @classmethod
    def read(cls, path: Path) -> Manifest:
        """Read a manifest.

        Raises:
            ReleaseError: missing, not JSON, or a field is missing, unknown or of the wrong type.
        """
        try:
            raw = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError as error:
            raise ReleaseError(f"{path}: no manifest, so this is no complete release; run `memograph build`") from error
        except (OSError, ValueError) as error:
            raise ReleaseError(f"{path}: not a readable manifest: {error}") from error
        values = _checked(cls, raw, path)
        return cls(**{**values, "counts": Counts(**_checked(Counts, values["counts"], path))})


_JSON_TYPES: dict[str, type] = {"str": str, "int": int, "dict[str, int]": dict, "Counts": dict}


def _checked(kind: type[Any], raw: object, path: Path) -> dict[str, Any]:
    """The fields of the dataclass `kind` from a JSON object that has these and no others."""
    wanted = {field.name: _JSON_TYPES[str(field.type)] for field in fields(kind)}
    needed = {field.name for field in fields(kind) if field.default is MISSING}
    if isinstance(raw, dict):
        raw = {name: value for name, value in raw.items() if name not in _RETIRED}
    if not isinstance(raw, dict) or not needed <= set(raw) <= set(wanted):
        found = sorted(raw) if isinstance(raw, dict) else type(raw).__name__
        raise ReleaseError(
            f"{path}: {kind.__name__} must have the fields {sorted(wanted)}, and has {found}; if another version of "
            "memograph made this release, use that one, or remove the folder and run `memograph build`"
        )
    for name in raw:
        if type(raw[name]) is not wanted[name]:
            raise ReleaseError(f"{path}: “{name}” must be a {wanted[name].__name__}, and is {raw[name]!r}")
    return raw
