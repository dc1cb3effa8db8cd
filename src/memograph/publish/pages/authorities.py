"""The same thing elsewhere: records of other authorities, how each was found to be of the same thing, and who says so.

From the identifiers of a thing (rows of the query ``parts``) and from the links that no identifier gave.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from memograph.namespaces import IDENTIFIER_SCHEMES, identifier_iri
from memograph.publish.language import spoken, text
from memograph.publish.pages import wording
from memograph.publish.pages.claims import Part, local_name
from memograph.publish.pages.facts import Description
from memograph.publish.store import Row

#: What SSSOM says of a mapping nobody said anything of.
_UNSPECIFIED = "UnspecifiedMatching"


@dataclass(frozen=True, slots=True)
class Authority:
    """A record elsewhere.

    Args:
        anchor: of the identifier, empty where only a link is known.
        scheme: name of the authority.
        match: how near it is, in words: the same, or nearly.
        how: how it was found, in words; empty where nobody said.
        certainty, confidence: in words, and as a number of 1; empty where nobody said.
        source, author, date: who says so, who decided that it is the same, and when; empty where unknown.
    """

    anchor: str
    scheme: str
    identifier: Part
    match: str
    how: str
    certainty: str
    confidence: str
    source: str
    author: str
    date: str


def authorities(about: Description, parts: Sequence[Row]) -> tuple[Authority, ...]:
    """Identifiers with what is known of them, then links to equal things that no identifier gave."""
    found = identified(parts)
    linked = {each.identifier.href for each in found}
    others = (iri for iri in about.same if iri not in linked)
    return (*found, *map(_link, others))


def identified(rows: Iterable[Row]) -> tuple[Authority, ...]:
    """Identifiers in rows with ``part``, ``scheme``, ``notation`` and what is known of them; other rows say nothing."""
    return tuple({row.text("part"): _authority(row) for row in rows if row.text("scheme")}.values())


def _authority(row: Row) -> Authority:
    scheme, value = row.text("scheme"), row.decimal("confidence")
    href = identifier_iri(scheme, row.text("notation")) if scheme in IDENTIFIER_SCHEMES else None
    justification = row.text("justification") or _UNSPECIFIED
    return Authority(
        anchor=local_name(row.text("part")),
        scheme=_said("scheme", scheme),
        identifier=Part(row.text("notation"), href),
        match=_said("match", row.text("match") or "exactMatch"),
        how="" if justification == _UNSPECIFIED else _said("matching", justification),
        certainty=wording.confidence(value),
        confidence="" if value is None else f"{value:.2f}",
        source=row.text("source"),
        author=row.text("author"),
        date=wording.date(row.text("created")),
    )


def _link(iri: str) -> Authority:
    web = iri.startswith(("http://", "https://"))
    return Authority("", text("scheme-other"), Part(iri, iri if web else None), *("",) * 7)


def _said(family: str, name: str) -> str:
    """A word of a vocabulary in the words of a reader, itself where there are none."""
    return text(f"{family}-{name}") if spoken().has(f"{family}-{name}") else name
