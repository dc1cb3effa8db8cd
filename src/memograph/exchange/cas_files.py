"""XMI files, and ZIP files of them, → CAS as dkpro-cassis reads it. Called by corrected_cas.py.

A ZIP may be that of one document (XMI and ``TypeSystem.xml``) or of a whole INCEpTION project, in which every
annotator's work on a document is a ZIP of its own: ``annotation/d4.xmi/anna.zip``.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from zlib import error as ZlibError

from lxml import etree

from memograph.errors import CurationError
from memograph.exchange import cas as written
from memograph.exchange.corrections import Problem

#: Largest file in a ZIP, bytes; a document of a million words takes a tenth of it.
_LARGEST = 256 * 2**20
_DEEPEST = 3


@dataclass(frozen=True, slots=True)
class CasFile:
    """An XMI file: its name (of a ZIP and what is in it), its bytes, those of its type system, who may have made it."""

    name: str
    data: bytes
    types: bytes | None
    author: str


def cas_files(path: Path, data: bytes, problem: Problem) -> Iterator[CasFile]:
    """The XMI files of a file, which is one itself or a ZIP; what cannot be unpacked is told."""
    if path.suffix.lower() == ".xmi":
        beside = path.with_name(written.TYPES_FILE)
        yield CasFile(str(path), data, beside.read_bytes() if beside.is_file() else None, "")
    else:
        yield from _unpacked(str(path), data, problem)


def _unpacked(name: str, data: bytes, problem: Problem, author: str = "", depth: int = 0) -> Iterator[CasFile]:
    """The XMI files of a ZIP, and of the ZIPs in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            entries = [entry for entry in packed.infolist() if not entry.is_dir()]
            types = next(
                (_member(name, packed, e) for e in entries if PurePosixPath(e.filename).name == written.TYPES_FILE),
                None,
            )
            for entry in entries:
                inner, suffix = f"{name}/{entry.filename}", PurePosixPath(entry.filename).suffix.lower()
                if suffix == ".xmi":
                    yield CasFile(inner, _member(name, packed, entry), types, author)
                elif suffix == ".zip" and depth < _DEEPEST:
                    yield from _unpacked(
                        inner, _member(name, packed, entry), problem, _annotator(entry.filename), depth + 1
                    )
    except (zipfile.BadZipFile, ZlibError, EOFError, NotImplementedError, RuntimeError) as error:
        problem(CurationError(f"{name}: not a ZIP that can be read ({error}); export it again"))


def _member(name: str, packed: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    if entry.file_size > _LARGEST:
        raise RuntimeError(f"{entry.filename} is larger than {_LARGEST // 2**20} MiB")
    with packed.open(entry) as file:
        return file.read(_LARGEST)


def _annotator(name: str) -> str:
    """``annotation/d4.xmi/anna.zip`` of a project → ``anna``."""
    path = PurePosixPath(name)
    return path.stem if path.parts[:1] == ("annotation",) and path.stem != "INITIAL_CAS" else ""


def load(file: CasFile) -> tuple[Any, list[str]]:
    """The CAS, and what cassis warned of.

    Raises:
        CurationError: not XML (with its line), or no CAS.
    """
    import cassis

    try:
        for part in (file.data, file.types):
            _refuse_entities(file.name, part)
        types = cassis.load_typesystem(io.BytesIO(file.types)) if file.types else written.type_system()
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            loaded = cassis.load_cas_from_xmi(io.BytesIO(file.data), typesystem=types, lenient=True)
        return loaded, [str(each.message) for each in caught]
    except etree.XMLSyntaxError as error:
        line, column = error.position
        raise CurationError(f"{file.name}:{line}: not XML: {error.msg} (column {column}); export it again") from error
    except (KeyError, ValueError, TypeError, AttributeError, IndexError) as error:
        raise CurationError(f"{file.name}: not a CAS that can be read ({error!r}); export it again") from error
    except Exception as error:  # cassis has errors of its own kinds, which are no mistakes of memograph's
        if type(error).__module__.startswith("cassis"):
            raise CurationError(f"{file.name}: not a CAS that can be read ({error}); export it again") from error
        raise


def _refuse_entities(name: str, data: bytes | None) -> None:
    """No CAS has a DTD; one might name files of this machine as entities."""
    if data is not None:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        if etree.fromstring(data, parser).getroottree().docinfo.internalDTD is not None:
            raise CurationError(f"{name}: has a document type declaration, as no CAS has; export it again")
