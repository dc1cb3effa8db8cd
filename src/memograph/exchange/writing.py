"""Files that appear whole or not at all, and names that every format allows. Used by the modules of the formats."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from urllib.parse import quote

from memograph.errors import ConfigurationError
from memograph.model import Ref
from memograph.xmlchars import readable_xml

#: What may stand in an XML name (XML 1.0, production [4a]) and needs no escape here.
_UNSAFE = re.compile(r"[^A-Za-z0-9.-]")


@contextlib.contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """A file to write to that takes its place when all is written; if anything fails, what was there stays.

    Raises:
        ConfigurationError: the folder cannot be written to.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        output = temporary.open("wb")
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be written: {error.strerror}; name another place") from error
    try:
        with output:
            yield output
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def file_name(document_id: str, suffix: str) -> str:
    """Name of the file of a document, whatever its id is made of."""
    return quote(document_id, safe=" ") + suffix


def xml_name(ref: Ref) -> str:
    """A name for a thing that XML allows as an id: ``person-haig-alexander``, other characters as ``_2f_``."""
    return _escaped(f"{ref.kind.value}-{ref.slug}")


def address_name(iri: str) -> str:
    """A name for anything else that has an address."""
    return f"address_{_escaped(iri)}"


def _escaped(name: str) -> str:
    return _UNSAFE.sub(lambda match: f"_{ord(match[0]):x}_", name)


def xml_text(text: str) -> str:
    """The same text without what XML 1.0 forbids, code point for code point, so that offsets stay right."""
    return readable_xml(text.encode("utf-8")).decode("utf-8")


def one_line(text: str) -> str:
    """Runs of white space as one space."""
    return " ".join(text.split())
