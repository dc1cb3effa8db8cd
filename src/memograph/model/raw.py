"""A document before it is read: bytes and where they came from. `memograph.read` cuts it out of files."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Raw:
    """The bytes of one document, and of what stands beside it; small enough to be sent to a worker.

    Args:
        id: of the document.
        path: the file as a user names it; errors name it.
        name: the same relative to the place it was found under (``1961/clark.txt``, ``box.zip!/clark.txt``): what a
            release says, so that the same corpus elsewhere gives the same bytes.
        media_type: ``text/plain`` or ``application/tei+xml``.
        data: of a text all bytes of the file; of TEI one ``div`` as XML by itself.
        beside: of a text its sidecar (TOML); of TEI the volume's lists of persons and terms, as JSON; may be empty.
        line: 1-based line of the file where `data` begins.
        source_sha256: hex digest of the whole file.
    """

    id: str
    path: str
    name: str
    media_type: str
    data: bytes = field(repr=False)
    beside: bytes = field(default=b"", repr=False)
    line: int = 1
    source_sha256: str = ""
