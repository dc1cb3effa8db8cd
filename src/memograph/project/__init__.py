"""`memograph init`: a new project folder. Below the command line, beside nothing.

The folder is filled from ``skeleton/`` (names without a leading dot, which packaging tools would drop), a spreadsheet
for decisions with its header, and a memograph.toml made from the settings themselves (`settings`).
"""

from __future__ import annotations

import csv
import io
import os
import shutil
import tempfile
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath

from memograph.config import FILE_NAME
from memograph.curation.decision import COLUMNS
from memograph.errors import ConfigurationError
from memograph.project.settings import commented_settings

_DOTTED = {"gitignore": ".gitignore", "gitkeep": ".gitkeep"}


def make_project(folder: Path, base: str, title: str) -> list[str]:
    """Make a project folder, whole or not at all; return the names of its files, sorted.

    Args:
        base: start of every IRI of the site.
        title: of its pages.

    Raises:
        ConfigurationError: the folder has something in it, or cannot be made.
    """
    try:
        if folder.is_dir() and any(folder.iterdir()):
            raise ConfigurationError(f"{folder}: has files in it, and none is overwritten; name a new folder")
        if folder.exists() and not folder.is_dir():
            raise ConfigurationError(f"{folder}: is a file; name a new folder")
        folder = folder.resolve()
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        try:
            names = [_write(made, *each) for each in _contents(base, title)]
            made.chmod(0o777 & ~_umask())  # a temporary folder is its maker's alone
            made.replace(folder)  # also over a folder that is empty
        except BaseException:
            shutil.rmtree(made, ignore_errors=True)
            raise
    except OSError as error:
        raise ConfigurationError(f"{folder}: cannot be made: {error.strerror}") from error
    return sorted(names)


def _contents(base: str, title: str) -> Iterator[tuple[PurePosixPath, str]]:
    yield PurePosixPath(FILE_NAME), commented_settings(base, title)
    yield PurePosixPath("curation/decisions.csv"), _header()
    for path, text in _skeleton(files(__name__) / "skeleton", PurePosixPath()):
        yield path, text.replace("{title}", title) if path.suffix == ".md" else text


def _skeleton(folder: Traversable, path: PurePosixPath) -> Iterator[tuple[PurePosixPath, str]]:
    for each in sorted(folder.iterdir(), key=lambda one: one.name):
        if each.is_dir():
            yield from _skeleton(each, path / each.name)
        else:
            yield path / _DOTTED.get(each.name, each.name), each.read_text(encoding="utf-8")


def _header() -> str:
    output = io.StringIO()
    csv.writer(output, lineterminator="\n").writerow(COLUMNS)
    return output.getvalue()


def _write(folder: Path, path: PurePosixPath, text: str) -> str:
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")
    return str(path)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
