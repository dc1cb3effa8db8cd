"""Which modules a shard depends on: those that reading and making one import, found in the sources themselves.

A list kept by hand would be forgotten one day, and a shard of old code be taken for one of new.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import memograph

#: Where documents are read and shards are made; everything else that matters is imported from here.
ROOTS = ("memograph.read", "memograph.shards")

_PACKAGE = Path(memograph.__file__).parent


@cache
def modules() -> tuple[Path, ...]:
    """The files of the package that a shard depends on, sorted."""
    found = {_PACKAGE / "__init__.py"}
    waiting = list(ROOTS)
    seen = set(waiting)
    while waiting:
        if (file := _file(waiting.pop())) is not None and file not in found:
            found.add(file)
            new = {name for name in _imported(file) if name.startswith("memograph.")} - seen
            seen |= new
            waiting += new
    return tuple(sorted(found))


@cache
def data() -> tuple[Path, ...]:
    """Files that are no code and lie beside such modules, or below: the weights that extraction was trained to."""
    folders = {file.parent for file in modules()} - {_PACKAGE}
    beside = {file for folder in folders for file in folder.rglob("*") if file.is_file()}
    return tuple(sorted(file for file in beside if file.suffix not in (".py", ".pyc")))


def _file(name: str) -> Path | None:
    """The file of a module or package; None for a name inside a module."""
    place = _PACKAGE.joinpath(*name.split(".")[1:])
    files = (place / "__init__.py", place.with_suffix(".py"))
    return next((file for file in files if file.is_file()), None)


def _imported(file: Path) -> Iterator[str]:
    """Names that a module imports, and the packages around them, whose code runs as well."""
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        else:
            continue
        for name in names:
            parts = name.split(".")
            yield from (".".join(parts[:length]) for length in range(2, len(parts) + 1))
