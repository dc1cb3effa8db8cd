"""Accept → format, pure functions on Werkzeug's parser of the header (RFC 9110, section 12.5.1).

Werkzeug also chooses, but lets ``*/*`` bring back what ``text/turtle;q=0`` excludes; the standard gives each type the
quality of the most specific range that matches it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from memograph.publish.http.formats import Format

#: A weight that ends in its point, as section 12.4.2 allows; Werkzeug leaves out the range that has it.
_POINT = re.compile(r"(;[ \t]*q=[01])\.(?=[ \t]*(?:[,;]|$))", re.IGNORECASE)

#: How specific a range is that names a type itself.
_EXACT = 3


def choose(accept: str | None, offered: Sequence[Format]) -> Format | None:
    """The format that the client likes best; among equals the first offered, None if it accepts none of them.

    Args:
        accept: value of the header; None, empty or without any media range means that everything is welcome.
    """
    plain = _POINT.sub(r"\1", accept) if accept else accept
    ranges = [(value.lower(), quality) for value, quality in parse_accept_header(plain, MIMEAccept)]
    if not ranges:
        return offered[0] if offered else None
    rated = [(_quality(each, ranges), each) for each in offered]
    best = max((quality for quality, _ in rated), default=0.0)
    return next((each for quality, each in rated if quality == best), None) if best > 0 else None


def _quality(offered: Format, ranges: Iterable[tuple[str, float]]) -> float:
    """Quality of a format: of its own type where that is named, else of another name of it or the closest wildcard."""
    matching = [(level, quality) for value, quality in ranges if (level := _specificity(offered.media_type, value))]
    level, quality = max(matching, default=(0, 0.0))
    aliased = [] if level == _EXACT else [given for value, given in ranges if _essence(value) in offered.aliases]
    return max(quality, *aliased, 0.0)


def _specificity(media_type: str, media_range: str) -> int:
    """How closely a range names a type, 0 where it does not; parameters such as charset are no ground to refuse."""
    essence = _essence(media_range)
    if essence == media_type:
        return _EXACT
    if essence == f"{media_type.partition('/')[0]}/*":
        return 2
    return 1 if essence == "*/*" else 0


def _essence(media_range: str) -> str:
    return media_range.partition(";")[0].strip()
