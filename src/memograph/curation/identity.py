"""What makes a decision the decision it is: the slug of its IRI, made from its content. Used by the readers beside it.

The same decision read from a spreadsheet twice, or from Turtle and from a spreadsheet, is one decision. Its note may be
mended without making another one of it.
"""

from __future__ import annotations

import hashlib
from dataclasses import astuple

from memograph.curation.decision import Decision
from memograph.model import Literal, Ref
from memograph.namespaces import slug_of

#: Characters of the readable part and of the digest behind it: 40 bits keep a million decisions apart.
_READABLE, _DIGEST = 60, 10


def decision_slug(decision: Decision) -> str:
    """Last segment of a decision's IRI: ``reject-statement-metwith-gromyko-andrei-3f2a9c01d5``.

    Everything that is decided counts, and who decided it and when; the note and the place in a file do not.
    """
    said = (decision.action, decision.about, decision.predicate, *map(_word, (decision.object, decision.subject)))
    readable = slug_of("-".join(word for word in said if word), _READABLE)
    return f"{readable}-{hashlib.sha256(_content(decision).encode()).hexdigest()[:_DIGEST]}"


def _content(decision: Decision) -> str:
    """Every field that counts, in a form that no two decisions share."""
    anchor = astuple(decision.anchor) if decision.anchor else ()
    ends = (_term(decision.subject), _term(decision.object), _term(decision.into))
    rest = (decision.predicate, decision.label, decision.type, decision.when, decision.match)
    who = (decision.author, decision.date)
    return repr((str(decision.action), str(decision.about), anchor, ends, tuple(map(_plain, rest)), who))


def _term(end: Ref | Literal | None) -> tuple[str, ...]:
    if isinstance(end, Ref):
        return str(end.kind), end.slug
    return () if end is None else (end.value, end.datatype or "", end.language or "")


def _plain(value: object) -> str | None:
    return None if value is None else str(value)


def _word(end: Ref | Literal | None) -> str:
    return "" if end is None else end.slug if isinstance(end, Ref) else end.value
