"""Which results of /sparql may be kept, by us and by others."""

from __future__ import annotations

import re

from memograph.publish.policy import decode_escapes

#: Functions whose value is of the moment (SPARQL 1.1 Query, sections 17.4.2.12, 17.4.2.13, 17.4.4.5, 17.4.5.1).
_MOMENTARY = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID)(?:\s|#[^\n\r]*)*\(", re.IGNORECASE)


def momentary(query: str) -> bool:
    """Whether a query may give another result each time on the same release; one that only seems to is no harm."""
    return _MOMENTARY.search(query if "\\" not in query else decode_escapes(query)) is not None
