"""Document → AnnotatedDocument: header, names, roles, entities, relations, in this order. The only spaCy pipeline.

A pure function of (document, model, authority, code): the same document twice gives the same annotation.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import replace
from importlib.resources.abc import Traversable

from memograph.extract.authority.index import Authority
from memograph.extract.authority.surfaces import Surfaces
from memograph.extract.header.document import parse_header
from memograph.extract.language import legible, load_language, model_version, parse
from memograph.extract.linking.linker import Linker
from memograph.extract.linking.roles import RoleFinder
from memograph.extract.names.finder import NameFinder
from memograph.extract.relations import Reading, relate
from memograph.extract.scoring import trained_folder
from memograph.model import AnnotatedDocument, Document, Entity, EntityType, Mention, Relation

#: Confidence of a method that found nothing in the gold documents: no case for it and none against.
UNMEASURED = 0.5


class Annotator:
    """Annotates documents with one model, one authority file and one folder of trained weights; loads them once.

    Args:
        weights: a folder that `memograph train` wrote; by default the one that ships with memograph.

    Raises:
        ModelMissing: the model is not installed.
    """

    def __init__(self, model: str, authority: Authority, weights: Traversable | None = None) -> None:
        weights = trained_folder() if weights is None else weights
        self._nlp = load_language(model)
        self._authority = authority
        self._surfaces = Surfaces(authority)
        self._names = NameFinder(authority, self._surfaces)
        self._roles = RoleFinder(authority)
        self._linker = Linker(authority, self._surfaces)
        self._confidence = measured_precision(weights)
        self.model = model_version(self._nlp)

    def annotate(self, document: Document) -> AnnotatedDocument:
        """Find who and what a document speaks of, and what it says about them."""
        header, text = parse_header(document), legible(document)
        zones = tuple(parse(self._nlp, document, text))
        names = self._names.find(document, text, header, zones)
        roles = tuple(self._roles.find(text, names, header))
        entities, mentions = self._linker.link(document, text, header, names, roles)
        reading = Reading(document, text, header, zones, entities, mentions, self._authority, self._surfaces)
        relations = tuple(self._weighed(r) for r in relate(reading))
        entities += tuple(self._unmentioned(document, entities, relations))
        return AnnotatedDocument(
            document, header, entities, tuple(self._sure(m) for m in mentions), relations, self.model
        )

    def _weighed(self, relation: Relation) -> Relation:
        return replace(relation, confidence=self._confidence.get(relation.method, UNMEASURED))

    def _sure(self, mention: Mention) -> Mention:
        method = f"mention.{mention.kind}.{mention.method}"
        return replace(mention, confidence=self._confidence.get(method, UNMEASURED))

    def _unmentioned(
        self, document: Document, entities: Iterable[Entity], relations: Iterable[Relation]
    ) -> Iterable[Entity]:
        """Entities without a mention: the state behind "Soviet" (GUIDELINES.md), a body in the name of an event."""
        seen = {(e.type, e.id) for e in entities}
        ends = [((r.subject_type, r.subject), (r.object_type, r.object)) for r in relations]
        beside = self._surfaces.exactly(document.sidecar.place or "") if document.sidecar else None
        inside = (c for e in entities for c in e.contains)
        for type_, slug in (*(end for pair in ends for end in pair), *inside, *((beside,) if beside else ())):
            if type_ is not None and (type_, slug) not in seen:
                seen.add((type_, slug))
                yield self._known(type_, slug)

    def _known(self, type_: EntityType, slug: str) -> Entity:
        entry = self._authority.entry(type_, slug)
        return Entity(slug, type_, entry.label, entry.aliases, known=True, identifiers=entry.identifiers)


def measured_precision(weights: Traversable) -> dict[str, float]:
    """Precision of each method as measured on gold by bench/confidence.py, 0 to 1."""
    table = weights.joinpath("confidence.toml").read_text(encoding="utf-8")
    return {method: float(row["precision"]) for method, row in tomllib.loads(table).items()}
