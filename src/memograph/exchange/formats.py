"""The formats that a release is exported in, and `export`. Called by the command line; loads what one format needs."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol, cast

from memograph.errors import ConfigurationError
from memograph.exchange.released import ReleasedDocument, Source
from memograph.exchange.writing import file_name, whole_file


@dataclass(frozen=True, slots=True)
class Format:
    """A format: the module that writes it, the suffix of its files, and whether each document is a file of its own."""

    module: str
    suffix: str
    each: bool


#: Name on the command line → format.
FORMATS: dict[str, Format] = {
    "web-annotation": Format("web_annotation", ".jsonld", True),
    "nif": Format("nif", ".ttl", False),
    "tei": Format("tei", ".xml", True),
    "hipe": Format("hipe", ".tsv", False),
    "conll": Format("conll", ".conll", False),
    "quickstatements": Format("quickstatements", ".quickstatements", False),
    "graphml": Format("graphml", ".graphml", False),
    "cas": Format("cas", ".xmi", True),
}


@dataclass(frozen=True, slots=True)
class Wishes:
    """What may be asked of an export.

    Args:
        note: told what a format cannot hold and leaves out, one sentence each.
        documents: ids of the documents that are wanted; empty for all.
        least: statements less sure than this are left out; None for the format's own choice.
        mapping: a file of one's own in place of ``wikidata.toml``, for QuickStatements.
    """

    note: Callable[[str], None]
    documents: tuple[str, ...] = ()
    least: float | None = None
    mapping: Path | None = None


class DocumentWriter(Protocol):
    """A module that writes a file for each document."""

    def document_bytes(self, document: ReleasedDocument, source: Source, wishes: Wishes) -> bytes:
        """The file of one document."""

    def companions(self, source: Source) -> Iterator[tuple[str, bytes]]:
        """Name and content of files that stand beside those of the documents."""


class CorpusWriter(Protocol):
    """A module that writes all documents into one file."""

    def write(self, source: Source, output: IO[bytes], wishes: Wishes) -> None:
        """Write the documents that are wanted, one by one."""


def export(source: Source, name: str, out: Path | None, wishes: Wishes) -> tuple[Path, int]:
    """Write a release in a format.

    Args:
        out: a folder where each document is a file, else a file, ``-`` for standard output; by default named after
            the format, in the current directory.

    Returns:
        where it was written, and how many documents.

    Raises:
        ConfigurationError: it cannot be written there, or what the format needs is not installed.
        ReleaseError: a wanted document is not in the release.
    """
    chosen = FORMATS[name]
    ids = source.ids(wishes.documents)
    module = importlib.import_module(f"{__package__}.{chosen.module}")
    if chosen.each:
        folder = out or Path(name)
        if str(folder) == "-" or folder.is_file():
            raise ConfigurationError(f"--out {folder}: {name} is a file for each document; name a folder")
        _each(cast(DocumentWriter, module), source, ids, folder, chosen.suffix, wishes)
        return folder, len(ids)
    file = out or Path(f"memograph{chosen.suffix}")
    if file.is_dir():
        raise ConfigurationError(f"--out {file}: {name} is one file for all documents; name a file")
    if str(file) == "-":
        cast(CorpusWriter, module).write(source, sys.stdout.buffer, wishes)
    else:
        with whole_file(file) as output:
            cast(CorpusWriter, module).write(source, output, wishes)
    return file, len(ids)


def _each(
    writer: DocumentWriter, source: Source, ids: tuple[str, ...], folder: Path, suffix: str, wishes: Wishes
) -> None:
    for name, content in writer.companions(source):
        with whole_file(folder / name) as output:
            output.write(content)
    for document_id in ids:
        content = writer.document_bytes(source.document(document_id), source, wishes)
        with whole_file(folder / file_name(document_id, suffix)) as output:
            output.write(content)
