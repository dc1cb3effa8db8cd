"""One document → `Shard`: annotate, decide, state, decide, write, validate. The unit of work of a build.

A pure function of document, models, authority, decisions and configuration, so that executors/ may run it anywhere.
build.py puts the shards together.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import partial

from memograph import vocabularies
from memograph.asked import Noticing, Reach, inquiry
from memograph.authority.entries import Entry
from memograph.authority.index import Authority
from memograph.config import Config
from memograph.corroboration import Registers, contemporary, corroborate
from memograph.curation.annotations import CuratedAnnotation, curate_annotations, ref_of
from memograph.curation.decision import Decision
from memograph.curation.plan import Plan
from memograph.curation.statements import curate_statements
from memograph.curation.words import TYPES
from memograph.doubts import Triples
from memograph.errors import ConfigurationError, ReadError
from memograph.extract.annotate import Annotator
from memograph.extract.state import slug_of_relation, state
from memograph.extract.topics import load_topics
from memograph.graph import document_lines, in_graph
from memograph.model import (
    AnnotatedDocument,
    Applied,
    Built,
    Document,
    DocumentStatements,
    Entity,
    Kind,
    Raw,
    Ref,
    Relation,
    Report,
    Result,
    Shard,
)
from memograph.namespaces import Site
from memograph.packing import pack
from memograph.read import read_raw
from memograph.undecided import review_lines
from memograph.validation import validate
from memograph.verdict import FAILURE
from memograph.witnesses import Witnesses


class DocumentReader:
    """Document → what it says, as extraction finds it and as historians decided. Loads model and authority file.

    Args:
        plan: what historians decided; nothing unless given.
    """

    def __init__(self, config: Config, plan: Plan | None = None) -> None:
        self._site = Site(config.site.base)
        self.witnesses = Witnesses(config, plan or Plan())
        self._authority, self._plan = self.witnesses.authority, self.witnesses.decided.noticing()
        rules = vocabularies.rules(config.paths, self._site)
        self._annotator = Annotator(config.extract.model, self._authority, rules=rules)
        self._topics = load_topics(config.paths.ontology / "topics.ttl", self._site)
        self._publish_from = config.extract.publish_from

    def annotated(self, document: Document) -> AnnotatedDocument:
        """What extraction finds in a document, before decisions."""
        return self._annotator.annotate(document)

    def slug_of(self, annotated: AnnotatedDocument, relation: Relation) -> str:
        """Slug of the statement that a relation of a document becomes."""
        return slug_of_relation(annotated, relation, self._authority)

    def decided(
        self, annotated: AnnotatedDocument
    ) -> tuple[CuratedAnnotation, DocumentStatements, tuple[tuple[Decision, str], ...]]:
        """An annotated document and its statements as historians decided, and decisions that do not fit any more."""
        known, slug_of = self._known, partial(self.slug_of, annotated)
        curated = curate_annotations(annotated, self._plan, known)
        stated = state(curated.annotated, self._topics, self._authority, self._publish_from)
        decided = curate_statements(stated, curated, self._plan, known, slug_of, self._publish_from)
        return curated, decided.statements, (*curated.unfit, *decided.unfit)

    def _known(self, ref: Ref) -> Entity | None:
        return entity_of(self._authority, ref)


class DocumentWorker(DocumentReader):
    """Document → Shard. Made once per process: loads what a `DocumentReader` does, and the shapes."""

    def __init__(self, config: Config, plan: Plan | None = None) -> None:
        super().__init__(config, plan)
        self._shapes = vocabularies.document_shapes(config.paths, self._site)
        plan, about = plan or Plan(), self.witnesses.decided.about
        self._background = self.witnesses.background
        self._concerned = Noticing(dict.fromkeys(plan.concerned), about)
        survivors = {old: survivor for old, (survivor, _) in plan.merged.items()}
        names = {ref: decision.label for ref, decision in plan.renamed.items() if decision.label}
        self._registers = Registers(self._authority, survivors, self._plan.withdrawn, names, about)

    def __call__(self, document: Document) -> Shard:
        """Annotate, decide, state, write and validate one document; a failure becomes a report that quarantines it.

        Raises:
            ConfigurationError: the shapes cannot be used, which is no fault of the document.
        """
        try:
            curated, statements, unfit = self.decided(self.annotated(document))
            statements = corroborate(statements, self._registers)
            triples = Triples(document_lines(statements, self._site))
            self._background.looked_at(triples)
            report = validate(triples, self._shapes, self._background.known)
            quads = in_graph(triples.lines, self._site.document_graph(document.id))
            if unfit:  # some reasons name the place where another decision is written
                self.witnesses.decided.places(document.id)
            applied = _applied(self._concerned, curated, statements, unfit)
            lines, referred = review_lines(statements, self._site), self._referred(curated, statements)
            return Shard(document.id, quads, report, lines, referred, applied)
        except ConfigurationError:
            raise
        except Exception as error:  # one document must never stop the others, whatever is wrong with it or with us
            return failed(document.id, f"{type(error).__name__}: {error}")

    def reaching(self, document: Document) -> tuple[Shard, Reach]:
        """The shard of a document, and all that it asked for: as long as the answers stay, it is the same shard.

        Raises:
            ConfigurationError: as above.
        """
        with inquiry() as found:
            shard = self(document)
            self.witnesses.close(found)
        return shard, found.reach()

    def _referred(self, curated: CuratedAnnotation, statements: DocumentStatements) -> tuple[Ref, ...]:
        """What a document names or is borne out by that was imported, also what was merged: it goes to the survivor."""
        named = {Ref(e.type.kind, e.id) for e in statements.annotated.entities if e.known}
        named |= {Ref(Kind.POST, post.slug) for post in statements.posts}
        named |= {Ref(Kind.EVENT, journey.slug) for journey in statements.journeys}
        named |= set(contemporary(statements, self._registers))
        named |= curated.touched & self._plan.merged.keys()
        known = (ref for ref in named if self._authority.directory.knows(ref))
        return tuple(sorted(known, key=lambda ref: (ref.kind, ref.slug)))


class RawWorker:
    """Raw → Built: reads a document and makes its shard. Made once per process; what an executor runs."""

    def __init__(self, config: Config, plan: Plan | None = None) -> None:
        self._shard_of = DocumentWorker(config, plan)

    def __call__(self, raw: Raw) -> Built:
        """Raises ConfigurationError: the shapes cannot be used, which is no fault of the document."""
        try:
            document = read_raw(raw)
        except ReadError as error:
            return Built(raw.id, None, error)
        # what is published names the file as the corpus does, wherever the corpus lies
        document = replace(document, source=replace(document.source, path=raw.name))
        shard, reach = self._shard_of.reaching(document)
        words = len(document.text.split())
        if has_failed(shard):
            return Built(raw.id, shard, None, words, failed=True)
        return Built(raw.id, replace(shard, nquads=b""), None, words, packed=pack(shard, reach, words))


def entity_of(authority: Authority, ref: Ref) -> Entity | None:
    """What the authority file, or what was imported, knows under a kind and slug; None where neither does."""
    if ref.kind not in TYPES:
        return None
    entry: object
    try:
        entry = authority.entry(TYPES[ref.kind], ref.slug)
    except KeyError:
        entry = authority.directory.imported(ref)
    if not isinstance(entry, Entry):
        return None
    return Entity(ref.slug, entry.type, entry.label, entry.aliases, known=True, identifiers=entry.identifiers)


def _applied(
    concerned: Collection[Ref],
    curated: CuratedAnnotation,
    statements: DocumentStatements,
    unfit: tuple[tuple[Decision, str], ...],
) -> Applied:
    return Applied(
        tuple((decision.slug, reason) for decision, reason in unfit),
        curated.touched,
        tuple((ref, label) for ref, label in _called(statements) if ref in concerned),
        curated.borrowed,
    )


def _called(statements: DocumentStatements) -> Iterator[tuple[Ref, str]]:
    """Everything a document describes, with its label."""
    yield from ((ref_of(entity), entity.label) for entity in statements.annotated.entities)
    yield from ((Ref(Kind.POST, post.slug), post.label) for post in statements.posts)
    yield from ((Ref(Kind.DOCUMENT, work.slug), work.label) for work in statements.cited)
    yield Ref(Kind.DOCUMENT, statements.annotated.document.id), statements.annotated.document.id


def failed(document_id: str, reason: str) -> Shard:
    """The shard of a document that memograph could not process: nothing, and a report that quarantines it."""
    said = f"memograph could not process this document: {reason}"
    report = Report(False, (Result("Violation", document_id, None, None, said, FAILURE, "failure"),))
    return Shard(document_id, b"", report)


def has_failed(shard: Shard) -> bool:
    """Whether it is such a shard."""
    return any(result.shape == FAILURE for result in shard.report.results)
