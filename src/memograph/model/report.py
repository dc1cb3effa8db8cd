"""What SHACL says of quads, and the quads of one document. Made by `validation` and `build`."""

from __future__ import annotations

from dataclasses import dataclass, field


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
class Shard:
    """N-Quads of one document (sorted lines, UTF-8) and the report on them."""

    document_id: str
    nquads: bytes = field(repr=False)
    report: Report
