"""Refuses a paragraph that is too long to be parsed. Used by both readers."""

from __future__ import annotations

from collections.abc import Iterable

from memograph.errors import ReadError
from memograph.model import Raw, Zone
from memograph.read import limits


def check_paragraphs(zones: Iterable[Zone], raw: Raw, text: str = "") -> None:
    """See to it that spaCy can take every zone.

    Raises:
        ReadError: one has more than `limits.PARAGRAPH` code points; with its line where `text` is the file's own.
    """
    for zone in zones:
        if (length := zone.span.end - zone.span.start) > limits.PARAGRAPH:
            reason = f"a paragraph of {length:,} characters, where {limits.PARAGRAPH:,} are read; divide it"
            line = text.count("\n", 0, zone.span.start) + raw.line
            raise ReadError(raw.path, reason, line=line, offset=zone.span.start if text else None, kind="too-large")
