"""Topics of a document: the labels of the topic scheme (ontology/topics.ttl) that its text uses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rdflib import SKOS

from memograph.errors import ConfigurationError, ReadError
from memograph.extract.language import plain
from memograph.model import Span
from memograph.namespaces import Site
from memograph.rdf import read_rdf

#: Places quoted as evidence for one topic of one document.
_QUOTED = 3


@dataclass(frozen=True, slots=True)
class Topic:
    """A concept of the scheme and the phrases that show it (preferred, alternative and hidden labels)."""

    slug: str
    phrases: tuple[str, ...]


def load_topics(file: Path, site: Site) -> tuple[Topic, ...]:
    """Read the topic scheme, sorted by slug.

    Raises:
        ConfigurationError: the file is missing or is not RDF.
    """
    try:
        graph = read_rdf(file, site.base)
    except ReadError as error:
        raise ConfigurationError(str(error)) from error
    topics = []
    for concept in graph.subjects(SKOS.inScheme):
        labels = {str(o) for p in (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel) for o in graph.objects(concept, p)}
        topics.append(Topic(str(concept).rsplit("/", 1)[-1], tuple(sorted(labels))))
    return tuple(sorted(topics, key=lambda topic: topic.slug))


def topics_in(text: str, topics: Iterable[Topic]) -> Iterator[tuple[Topic, tuple[Span, ...]]]:
    """The topics whose phrases `text` uses as whole words, with the first places; acronyms in their own case only."""
    words = plain(text)
    for topic in topics:
        acronyms = [re.escape(plain(p)) for p in topic.phrases if p.isupper()]
        phrases = [re.escape(plain(p)) for p in topic.phrases if not p.isupper()]
        alternatives = [*acronyms, *(f"(?i:{p})" for p in phrases)]
        found = re.finditer(rf"(?<![\w\-])(?:{'|'.join(alternatives)})(?![\w\-])", words) if alternatives else ()
        spans = tuple(Span(*match.span()) for match in found)[:_QUOTED]
        if spans:
            yield topic, spans
