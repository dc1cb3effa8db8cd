"""What goes over the pipe between pool.py and worker.py: a task one way, an answer the other, both as JSON and bytes.

An answer is any number of messages that begin with `BLOCK`, each with the next bytes of the result, and one that begins
with `LAST`: a line of JSON, then the rest of the result.

Not pickle: a worker runs what strangers send, so the web process takes nothing from it but data.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from memograph.publish.engine.spool import Spool

BLOCK, LAST = b"+", b"="

#: Name of no format: a task's wish for what a page can show.
PAGE = "page"

#: Name of no format: how much a result is, and its hash (digest.py).
DIGEST = "digest"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may take: wall-clock seconds, bytes of memory above the start, bytes and rows of result."""

    seconds: float
    memory: int
    result: int
    rows: int = 100_000


@dataclass(frozen=True, slots=True)
class Task:
    """A query to answer.

    Args:
        query: SPARQL text.
        base: IRI against which relative IRIs are resolved.
        formats: name of the format by form of query: ``SELECT``, ``ASK``, ``CONSTRUCT``, ``DESCRIBE``. A query whose
            form is absent is not run. `PAGE` stands for what a page shows: the first part, in JSON or Turtle;
            `DIGEST` for a digest.
        bindings: variable → IRI, or → [lexical form, datatype IRI, language] of a literal; for stored queries.
        stranger: whether policy.py has a say, and the limit of rows holds.
        default_graphs, named_graphs: the dataset of the protocol request; both None where it names none.
        cut: whether the first part of a result is wanted where the whole is over a limit.
    """

    query: str
    base: str
    formats: dict[str, str]
    bindings: Mapping[str, str | list[str]] = field(default_factory=dict)
    stranger: bool = False
    default_graphs: list[str] | None = None
    named_graphs: list[str] | None = None
    cut: bool = False

    def encode(self) -> bytes:
        """As one message."""
        return json.dumps({name: getattr(self, name) for name in self.__slots__}).encode()

    @classmethod
    def decode(cls, message: bytes) -> Task:
        """From a message."""
        return cls(**json.loads(message))


@dataclass(frozen=True, slots=True)
class Answer:
    """What a worker says.

    Args:
        status: ``ok``, ``unacceptable`` (none of the task's formats is for this form of query), or why there is no
            result: ``syntax``, ``refused``, ``memory``, ``result``, ``unreadable``, ``failed``.
        form: form of the query, where it is known.
        message, line, column: the reason (line and column count from 1).
        retire: the worker grew and should be replaced.
        limit, limit_of: the limit of the result that was reached, in ``bytes``, ``rows`` or ``triples``. With ``ok``,
            the result is cut and says so.
        start: of a cut result, what replaces as many bytes at its beginning.
        keep: of a cut result, how many of the bytes that were sent as blocks belong to it.
        body: the result in the format that the task asked for (in a worker, the rest of it); empty if it is large.
        spool: the result if it is large; to close it is the part of who takes it.
    """

    status: str
    form: str = ""
    message: str = ""
    line: int | None = None
    column: int | None = None
    retire: bool = False
    limit: int = 0
    limit_of: str = ""
    start: str = ""
    keep: int | None = None
    body: bytes = field(default=b"", repr=False)
    spool: Spool | None = field(default=None, repr=False)

    def encode(self) -> bytes:
        """As the last message."""
        given = {name: getattr(self, name) for name in self.__slots__ if name not in ("body", "spool")}
        return b"%s%s\n%s" % (LAST, json.dumps(given).encode(), self.body)

    @classmethod
    def decode(cls, message: bytes) -> Answer:
        """From the last message."""
        given, _, body = message[1:].partition(b"\n")
        return cls(**json.loads(given), body=body)
