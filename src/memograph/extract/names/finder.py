"""Where names stand in a document, and of what type: the first half of annotation (linking is the second).

All sources propose (`sources`), the same words are proposed wherever they stand again, and `choice` weighs the readings
against each other. Order of trust: the editors' markup, the header, the authority file, the recogniser; the weights
are learnt from gold documents (`memograph train`), with the authority file's knowledge of each document withheld.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from memograph.authority.index import Authority
from memograph.extract.language import ParsedZone
from memograph.extract.names import sources
from memograph.extract.names.candidates import Candidate, gathered
from memograph.extract.names.choice import choose, consistent, named, weigh
from memograph.extract.names.evidence import Evidence
from memograph.extract.names.name import Name, surname_of
from memograph.extract.names.patterns import short_forms
from memograph.extract.names.phrases import phrases
from memograph.extract.scoring import LinearModel
from memograph.extract.surfaces import Surfaces
from memograph.model import Document, EntityType, Header, Span

__all__ = ["MODEL", "Name", "NameFinder", "surname_of"]

#: The trained weights' file: ``names.json`` in a folder of weights.
MODEL = "names"
_WORD = re.compile(r"\w+")
_SHORTEST_SURNAME = 3

Recognised = Sequence[tuple[Span, EntityType]]


class NameFinder:
    """Finds names with one authority file."""

    def __init__(self, authority: Authority, surfaces: Surfaces, model: LinearModel) -> None:
        self._authority, self._surfaces, self._model = authority, surfaces, model

    def find(
        self,
        document: Document,
        text: str,
        header: Header,
        zones: Sequence[ParsedZone],
    ) -> tuple[Name, ...]:
        """All names of a document, in text order, none inside another; `text` is its legible text."""
        candidates, evidence = self.candidates(document, text, header, zones)
        weighed = weigh(self._model, candidates, evidence)
        return tuple(named(w) for w in choose(consistent(weighed, choose(weighed), text)))

    def candidates(
        self,
        document: Document,
        text: str,
        header: Header,
        zones: Sequence[ParsedZone],
        recognised: Recognised | None = None,
    ) -> tuple[list[Candidate], Evidence]:
        """All readings of a document, sorted, and the evidence to weigh them by.

        Args:
            recognised: the recogniser's names, where they are not those of `zones` (training).
        """
        seen = list(sources.of_recogniser(zones)) if recognised is None else recognised
        found = [name for name in self._proposed(document, text, header, zones, seen) if sources.plausible(name, text)]
        found += [name for name in _repeated(text, found) if sources.plausible(name, text)]
        readings = list(phrases(text))
        found += [name for p in readings if sources.plausible(name := Name(p.span, p.type, "phrase"), text)]
        candidates = gathered(_known_events_first(found))
        return candidates, Evidence(text, document.zones, header, candidates, readings, self._authority)

    def _proposed(
        self, document: Document, text: str, header: Header, zones: Sequence[ParsedZone], recognised: Recognised
    ) -> Iterator[Name]:
        """What the sources propose, each by itself."""
        yield from sources.editorial(text, document, self._surfaces)
        yield from sources.of_header(header)
        yield from sources.known(text, self._surfaces)
        people = [*sources.titled(text), *sources.recognised(text, recognised)]
        yield from people
        yield from sources.spelled(text)
        yield from sources.bodies(text)
        yield from (Name(span, type_, "short") for span, type_ in short_forms(text))
        yield from sources.surnames(zones, self._authority, header.period)
        yield from sources.pairs(text, self._authority)
        yield from sources.initials(text, people)


def _known_events_first(found: Sequence[Name]) -> Iterator[Name]:
    """Without other readings of a known event's name: of "INF talks in Geneva" the place is a name of its own."""
    events = [n.span for n in found if n.type is EntityType.EVENT and n.slug]
    for name in found:
        other = (event != name.span and name.span.overlaps(event) for event in events)
        if name.type is not EntityType.EVENT or name.slug or not any(other):
            yield name


def _repeated(text: str, found: Iterable[Name]) -> Iterator[Name]:
    """The same words again, as every type proposed for them; of people also the surname alone."""
    by_word: dict[str, dict[str, set[EntityType]]] = {}
    for name in found:
        if name.method in _NOT_REPEATED:
            continue
        words = name.span.of(text)
        surname = surname_of(words) if name.type is EntityType.PERSON else ""
        for surface in {words, surname if len(surname) >= _SHORTEST_SURNAME else words}:
            if first := _WORD.match(surface):
                by_word.setdefault(first[0], {}).setdefault(surface, set()).add(name.type)
    for match in _WORD.finditer(text):
        for surface, types in by_word.get(match[0], {}).items():
            end = match.start() + len(surface)
            if text.startswith(surface, match.start()) and not text[end : end + 1].isalnum():
                yield from (Name(Span(match.start(), end), type_, "repeated") for type_ in sorted(types))


#: Readings of patterns are proposed wherever they stand already.
_NOT_REPEATED = frozenset({"pattern", "short", "initial"})
