"""The only module that knows the order: files → documents → shards → release → validated → current.

One document is one unit of work (`DocumentWorker`): a pure function of document, models, authority and configuration,
so that executors.py may run it anywhere. A document that SHACL refuses is quarantined with its report; the release
becomes current only if the whole conforms.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from rdflib import Graph

from memograph import __version__, vocabularies
from memograph.authority.index import known_beforehand, turtle_files
from memograph.authority.publishing import published
from memograph.changes import Changes
from memograph.config import Config
from memograph.errors import ConfigurationError, ReadError, ReleaseError
from memograph.executors import run
from memograph.extract.accuracy import measured_accuracy
from memograph.extract.annotate import Annotator
from memograph.extract.state import state
from memograph.extract.topics import load_topics
from memograph.fingerprint import fingerprint
from memograph.graph import authority_graph, document_graph, nquads, with_entries
from memograph.model import Document, DocumentStatements, Kind, Ref, Report, Result, Shard
from memograph.namespaces import Site
from memograph.rdf import read_store
from memograph.read import read_all
from memograph.release import Release, ReleaseFacts, assemble, current_version, publish_current
from memograph.reports import SEVERITIES, report_to_dict
from memograph.retention import alone, prune
from memograph.undecided import review_lines, sorted_lines
from memograph.validation import validate


class Progress(Protocol):
    """Who shows how far a build has come (terminal.py, or a test)."""

    def stage(self, name: str, total: int) -> None:
        """A stage of `total` steps begins."""

    def step(self) -> None:
        """One step of the stage is done."""

    def problem(self, message: str) -> None:
        """Something was left out."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a build came to.

    Args:
        release: the release made; None when no document passed, or `strict` kept it from being made.
        good: False when a document was quarantined, the whole did not conform, or a file was unreadable and `strict`.
        report: SHACL on the whole.
        unreadable: files, or documents of a file, that could not be read.
        seconds: wall-clock time.
        changes: since the release that was current before, if there was another; `removed`: versions no longer kept.
    """

    release: Release | None
    good: bool
    report: Report
    unreadable: tuple[ReadError, ...]
    quarantined: tuple[str, ...]
    seconds: float
    changes: Changes | None = None
    removed: tuple[str, ...] = ()

    @property
    def verdict(self) -> str:
        """One sentence on SHACL's verdict."""
        found = [result.severity for result in self.report.results]
        counts = ", ".join(f"{found.count(each)} {each.lower()}s" for each in SEVERITIES if each in found)
        return f"{'conforms' if self.report.conforms else 'does not conform: not published'} ({counts or 'no remarks'})"


class DocumentWorker:
    """Document → Shard. Made once per process: loads the model, the authority file, the topics and the shapes."""

    def __init__(self, config: Config) -> None:
        self._site = Site(config.site.base)
        self._authority = known_beforehand(config)
        rules = vocabularies.rules(config.paths, self._site)
        self._annotator = Annotator(config.extract.model, self._authority, rules=rules)
        self._topics = load_topics(config.paths.ontology / "topics.ttl", self._site)
        self._shapes = vocabularies.document_shapes(config.paths, self._site)
        self._background = vocabularies.background(config)
        self._publish_from = config.extract.publish_from

    def __call__(self, document: Document) -> Shard:
        """Annotate, state, write and validate one document; a failure becomes a report that quarantines it.

        Raises:
            ConfigurationError: the shapes cannot be used, which is no fault of the document.
        """
        try:
            annotated = self._annotator.annotate(document)
            statements = state(annotated, self._topics, self._authority, self._publish_from)
            graph = document_graph(statements, self._site)
            report = validate(graph, self._shapes, self._background)
            quads = nquads(graph, self._site.document_graph(document.id))
            lines, referred = review_lines(statements, self._site), self._referred(statements)
            return Shard(document.id, quads, report, lines, referred)
        except ConfigurationError:
            raise
        except Exception as error:  # one document must never stop the others, whatever is wrong with it or with us
            return Shard(document.id, b"", _failure(document, error))

    def _referred(self, statements: DocumentStatements) -> tuple[Ref, ...]:
        """What a document names that was imported."""
        named = {Ref(e.type.kind, e.id) for e in statements.annotated.entities if e.known}
        named |= {Ref(Kind.POST, post.slug) for post in statements.posts}
        known = (ref for ref in named if self._authority.directory.knows(ref))
        return tuple(sorted(known, key=lambda ref: (ref.kind, ref.slug)))


def build_release(config: Config, progress: Progress, *, strict: bool = False) -> Outcome:
    """Build a release and make it current if it conforms; waits for another build of the same folder.

    Raises:
        ConfigurationError, ModelMissing, AuthorityError: nothing can be built with these settings.
        ReleaseError: no document could be read.
    """
    started = time.monotonic()
    vocabularies.check_vocabulary(config.paths, Site(config.site.base))
    with alone(config.paths.build), TemporaryDirectory(prefix=".shards-", dir=config.paths.build) as scratch:
        documents, unreadable = _read(config, progress)
        if strict and unreadable:
            return _nothing(unreadable, started)
        if not documents:
            raise ReleaseError(f"{config.paths.corpus}: no document could be read, so there is nothing to publish")
        shards = _shards(config, documents, progress, Path(scratch))
        quarantined = tuple(s.document_id for s in shards if not s.report.conforms)
        for document_id in quarantined:
            progress.problem(f"{document_id}: does not conform and is left out; see reports/{document_id}.json")
        if len(quarantined) == len(shards) or (strict and quarantined):  # an empty release must not replace a good one
            return replace(_nothing(unreadable, started), quarantined=quarantined)
        before = current_version(config.paths.build)
        release, report = _assemble(config, shards, progress, Path(scratch))
        _write_reports(release, shards, report, unreadable)
        if report.conforms:
            publish_current(config.paths.build, release)
        removed = prune(config.paths.build, config.build.keep_releases, spare=release.manifest.version)
    good, changes = report.conforms and not quarantined, release.changes(before)
    return Outcome(release, good, report, unreadable, quarantined, time.monotonic() - started, changes, removed)


def _read(config: Config, progress: Progress) -> tuple[list[Document], tuple[ReadError, ...]]:
    corpus = config.paths.corpus
    if not corpus.is_dir():
        raise ReleaseError(f"{corpus}: no such folder; name the corpus with --corpus or [paths] corpus")
    results = list(read_all([corpus]))
    progress.stage("read", len(results))
    documents: list[Document] = []
    unreadable: list[ReadError] = []
    for result in results:
        progress.step()
        if isinstance(result, ReadError):
            progress.problem(str(result))
            unreadable.append(result)
        else:  # relative, so that the same corpus elsewhere gives the same bytes
            path = Path(result.source.path).relative_to(corpus).as_posix()
            documents.append(replace(result, source=replace(result.source, path=path)))
    return sorted(documents, key=lambda d: d.id), tuple(unreadable)


def _shards(config: Config, documents: list[Document], progress: Progress, scratch: Path) -> list[Shard]:
    """Shards without their quads, which go into files (``<number>.nq``): together they would fill the memory."""
    progress.stage("extract", len(documents))
    shards: list[Shard] = []
    for shard in run(DocumentWorker, (config,), documents, config.extract.processes):
        progress.step()
        (scratch / f"{len(shards)}.nq").write_bytes(shard.nquads)
        shards.append(replace(shard, nquads=b""))
    return shards


def _assemble(config: Config, shards: Sequence[Shard], progress: Progress, scratch: Path) -> tuple[Release, Report]:
    progress.stage("assemble", 2)
    site = Site(config.site.base)
    graphs = [
        nquads(vocabularies.terms(config.paths, site), site.ontology_graph),
        nquads(_known_graph(config, site, shards), site.authority_graph),
    ]
    passed = [scratch / f"{number}.nq" for number, shard in enumerate(shards) if shard.report.conforms]
    facts = ReleaseFacts(
        title=config.site.title,
        issued=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        inputs=fingerprint(config),
        quarantined=len(shards) - len(passed),
        model=config.extract.model,
        software=f"memograph {__version__}",
        measured=measured_accuracy(),
    )
    release = assemble(passed, graphs, site, config.paths.build, facts)
    progress.step()
    shapes = vocabularies.release_shapes(config.paths, site)
    report = validate(read_store(release.store, shapes.predicates), shapes)
    progress.step()
    return release, report


def _known_graph(config: Config, site: Site, shards: Sequence[Shard]) -> Graph:
    """The Turtle files of the authority, and of what was imported what the documents refer to."""
    graph = authority_graph(turtle_files(config.paths.authority), site)
    if referred := {ref for shard in shards if shard.report.conforms for ref in shard.referred}:
        return with_entries(graph, published(known_beforehand(config), referred), site)
    return graph


def _write_reports(release: Release, shards: Sequence[Shard], whole: Report, unreadable: Sequence[ReadError]) -> None:
    release.reports.mkdir(exist_ok=True)
    for shard in shards:
        _write_json(release.reports / f"{shard.document_id}.json", report_to_dict(shard.report))
    problems = [{"file": e.path, "line": e.line, "offset": e.offset, "reason": e.reason} for e in unreadable]
    _write_json(release.reports / "release.json", {**report_to_dict(whole), "unreadable": problems})
    uncertain = sorted_lines(line for shard in shards for line in shard.review)
    (release.reports / "review.jsonl").write_text("".join(f"{line}\n" for line in uncertain), encoding="utf-8")


def _write_json(path: Path, data: object) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _failure(document: Document, error: Exception) -> Report:
    reason = f"memograph could not process this document: {type(error).__name__}: {error}"
    return Report(False, (Result("Violation", document.id, None, None, reason, "memograph", "failure"),))


def _nothing(unreadable: tuple[ReadError, ...], started: float) -> Outcome:
    return Outcome(None, False, Report(True, ()), unreadable, (), time.monotonic() - started)
