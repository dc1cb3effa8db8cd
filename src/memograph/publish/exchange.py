"""What goes over the pipe between pool.py and worker.py: a task one way, an answer the other, both as JSON and bytes.

Not pickle: a worker runs what strangers send, so the web process takes nothing from it but data.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may take: wall-clock seconds, bytes of memory above the start, bytes of result."""

    seconds: float
    memory: int
    result: int


@dataclass(frozen=True, slots=True)
class Task:
    """A query to answer.

    Args:
        query: SPARQL text.
        base: IRI against which relative IRIs are resolved.
        formats: name of the format by form of query: ``SELECT``, ``ASK``, ``CONSTRUCT``, ``DESCRIBE``. A query whose
            form is absent is not run.
        bindings: variable → IRI, for stored queries.
        stranger: whether policy.py has a say.
        default_graphs, named_graphs: the dataset of the protocol request; both None where it names none.
    """

    query: str
    base: str
    formats: dict[str, str]
    bindings: dict[str, str] = field(default_factory=dict)
    stranger: bool = False
    default_graphs: list[str] | None = None
    named_graphs: list[str] | None = None

    def encode(self) -> bytes:
        """As one message."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def decode(cls, message: bytes) -> Task:
        """From a message."""
        return cls(**json.loads(message))


@dataclass(frozen=True, slots=True)
class Answer:
    """What a worker says; its body follows as a message of its own.

    Args:
        status: ``ok``, ``unacceptable`` (none of the task's formats is for this form of query), or why there is no
            result: ``syntax``, ``refused``, ``memory``, ``result``, ``failed``.
        form: form of the query, where it is known.
        message, line, column: the reason (line and column count from 1).
        retire: the worker grew and should be replaced.
        body: the result in the format that the task asked for.
    """

    status: str
    form: str = ""
    message: str = ""
    line: int | None = None
    column: int | None = None
    retire: bool = False
    body: bytes = field(default=b"", repr=False)

    def encode(self) -> tuple[bytes, bytes]:
        """As two messages, header and body."""
        header = {name: getattr(self, name) for name in self.__slots__ if name != "body"}
        return json.dumps(header).encode(), self.body

    @classmethod
    def decode(cls, header: bytes, body: bytes) -> Answer:
        """From two messages."""
        return cls(**json.loads(header), body=body)
