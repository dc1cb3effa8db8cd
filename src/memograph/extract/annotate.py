"""Document → AnnotatedDocument: header, names, roles, entities, relations, in this order. The only spaCy pipeline.

A pure function of (document, model, authority, code): the same document twice gives the same annotation.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from importlib.resources.abc import Traversable

from memograph.authority.index import Authority
from memograph.config import SiteConfig, bundled
from memograph.extract.confidence import Confidence
from memograph.extract.header.document import parse_header
from memograph.extract.language import legible, load_language, model_version, parse
from memograph.extract.linking.linker import Linker
from memograph.extract.names.candidates import Candidate
from memograph.extract.names.evidence import Evidence
from memograph.extract.names.finder import MODEL, NameFinder
from memograph.extract.relations import Reading, relate
from memograph.extract.relations.classifier import Classifier
from memograph.extract.relations.rulefile import load_rules
from memograph.extract.relations.rules import RuleBook
from memograph.extract.scoring import trained, trained_folder
from memograph.extract.surfaces import Surfaces
from memograph.model import AnnotatedDocument, Document, Entity, EntityType, Relation
from memograph.namespaces import Site


class Annotator:
    """Annotates documents with one model, one authority file and one folder of trained weights; loads them once.

    Args:
        weights: a folder that `memograph train` wrote; by default the one that ships with memograph.
        rules: of the relations that sentences state; by default those that ship with memograph.

    Raises:
        ModelMissing: the model is not installed.
    """

    def __init__(
        self,
        model: str,
        authority: Authority,
        weights: Traversable | None = None,
        rules: RuleBook | None = None,
    ) -> None:
        weights = trained_folder() if weights is None else weights
        self._nlp = load_language(model, weights)
        self._authority = authority
        self._surfaces = Surfaces(authority)
        self._names = NameFinder(authority, self._surfaces, trained(MODEL, weights))
        self._linker = Linker(authority, self._surfaces, weights)
        self._rules = load_rules(bundled("ontology"), Site(SiteConfig().base)) if rules is None else rules
        self._classifier = Classifier.trained(weights)
        self._confidence = Confidence.trained(weights, self._rules.declared)
        self.model = model_version(self._nlp)

    def annotate(self, document: Document) -> AnnotatedDocument:
        """Find who and what a document speaks of, and what it says about them."""
        return self._confidence.applied(self.uncalibrated(document))

    def uncalibrated(self, document: Document) -> AnnotatedDocument:
        """The same before the last step: confidences are what each method gave, 0 or 1 where it gave none."""
        reading = self.read(document)
        relations = relate(reading, self._classifier)
        found = (replace(e, when=reading.held.get(e.id)) if e.type is EntityType.EVENT else e for e in reading.entities)
        entities = (*found, *self._unmentioned(document, reading.entities, relations))
        mentions = tuple(reading.mentions)
        return AnnotatedDocument(
            document, reading.header, entities, mentions, relations, self.model, tuple(reading.linkings)
        )

    def read(self, document: Document) -> Reading:
        """A document with everything found in it, before it is related; what relating learns from."""
        header, text = parse_header(document), legible(document)
        zones = tuple(parse(self._nlp, document, text))
        names = self._names.find(document, text, header, zones)
        linked = self._linker.link(document, text, header, names)
        found = (linked.entities, linked.mentions, self._authority, self._surfaces, self._rules, linked.linkings)
        return Reading(document, text, header, zones, *found)

    def proposed(self, document: Document) -> tuple[list[Candidate], Evidence]:
        """All readings of a document's names with the evidence to weigh them by; what finding names learns from."""
        text = legible(document)
        zones = tuple(parse(self._nlp, document, text))
        return self._names.candidates(document, text, parse_header(document), zones)

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
