"""What SHACL says of quads, the quads of one document, and what was measured of a relation. Made by `build`."""

from __future__ import annotations

from dataclasses import dataclass, field

from memograph.errors import ReadError
from memograph.model.statement import Ref


@dataclass(frozen=True, slots=True)
class Result:
    """One SHACL result; node, path and shape are IRIs, `severity` is ``Violation``, ``Warning`` or ``Info``."""

    severity: str
    focus: str
    path: str | None
    value: str | None
    message: str
    shape: str
    component: str


@dataclass(frozen=True, slots=True)
class Report:
    """What SHACL said; `conforms` is False as soon as one result is a violation (warnings and infos do not block)."""

    conforms: bool
    results: tuple[Result, ...]


@dataclass(frozen=True, slots=True)
class Applied:
    """What decisions came to in one document, for what can only be told of all documents together.

    Args:
        unfit: slugs of decisions that no longer fit, with the reason.
        touched: things that were merged, withdrawn or renamed here.
        called: things that decisions are about and that stay, with what this document calls them.
        borrowed: those of them that have the name of what was merged into them here.
    """

    unfit: tuple[tuple[str, str], ...] = ()
    touched: frozenset[Ref] = frozenset()
    called: tuple[tuple[Ref, str], ...] = ()
    borrowed: frozenset[Ref] = frozenset()


@dataclass(frozen=True, slots=True)
class Shard:
    """N-Quads of one document (sorted lines, UTF-8), the report on them, and JSON lines of what is left to review.

    Args:
        referred: things that it names and that were imported, so that the release must describe them.
        applied: what decisions came to in it.
    """

    document_id: str
    nquads: bytes = field(repr=False)
    report: Report
    review: tuple[str, ...] = field(default=(), repr=False)
    referred: tuple[Ref, ...] = field(default=(), repr=False)
    applied: Applied = field(default_factory=Applied, repr=False)


@dataclass(frozen=True, slots=True)
class Built:
    """What became of one document: its shard, or why it could not be read.

    Args:
        shard: without its quads, which are in `packed` (packing.py); a failed one has none.
        words: of its text, as white space divides it.
        failed: whether memograph could not process it (the shard's report says why), which another try may mend.
    """

    document_id: str
    shard: Shard | None
    error: ReadError | None = None
    words: int = 0
    failed: bool = False
    packed: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Measurement:
    """How right extraction is for one relation: precision and recall, 0 to 1, over `gold` hand-made statements.

    `how` is one sentence on what was measured.
    """

    relation: str
    precision: float
    recall: float
    gold: int
    how: str
