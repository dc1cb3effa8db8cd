"""The only module that knows the order: files → documents → shards → release → validated → current.

One document is one unit of work (`shards.DocumentWorker`), which executors.py may run anywhere. A document that SHACL
refuses is quarantined with its report; the release becomes current only if the whole conforms, and drops nothing that
was published (registry.py).
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from memograph import vocabularies
from memograph.changes import Changes
from memograph.config import Config
from memograph.curating import read_plan, write_report
from memograph.curation.plan import Plan
from memograph.errors import ReadError, ReleaseError
from memograph.executors import run
from memograph.extract.accuracy import deciders, learnt_from, measured_how, measured_scores
from memograph.fingerprint import fingerprint
from memograph.making import Making, Progress, Retiring, registry_path
from memograph.model import Document, Kind, Ref, Report, Result, Shard
from memograph.namespaces import Site
from memograph.provenance import Provenance, write_provenance
from memograph.read import read_all
from memograph.registry import publish_registry
from memograph.release import Release, current_version, publish_current
from memograph.reports import SEVERITIES, report_to_dict
from memograph.retention import alone, prune
from memograph.shapelist import rules
from memograph.shards import DocumentWorker
from memograph.undecided import sorted_lines
from memograph.verdict import verdict, write_verdict

#: File of a corpus that says where it comes from, as Markdown.
SOURCES = "SOURCES.md"

#: Violations of the whole that are told one by one.
TOLD = 10


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
    def violations(self) -> tuple[Result, ...]:
        """Why the whole is not published; at most `TOLD` of them, reports/release.json has all."""
        return tuple(each for each in self.report.results if each.severity == "Violation")[:TOLD]

    @property
    def verdict(self) -> str:
        """One sentence on SHACL's verdict."""
        found = [result.severity for result in self.report.results]
        counts = ", ".join(f"{found.count(each)} {each.lower()}s" for each in SEVERITIES if each in found)
        return f"{'conforms' if self.report.conforms else 'does not conform: not published'} ({counts or 'no remarks'})"


def build_release(
    config: Config, progress: Progress, *, strict: bool = False, retiring: Retiring | None = None
) -> Outcome:
    """Build a release and make it current if it conforms; waits for another build of the same folder.

    Raises:
        ConfigurationError, ModelMissing, AuthorityError, CurationError: nothing can be built with these settings.
        ReleaseError: no document could be read, or things would be dropped that were published, and none is `retiring`.
    """
    started = time.monotonic()
    vocabularies.check_vocabulary(config.paths, Site(config.site.base))
    read_plan(config)  # before anything is waited for, so that a mistake is told at once
    with alone(config.paths.build), TemporaryDirectory(prefix=".shards-", dir=config.paths.build) as scratch:
        inputs = fingerprint(config)  # before anything is read: what changes meanwhile is the next build's
        plan = read_plan(config)
        documents, unreadable = _read(config, progress)
        if strict and unreadable:
            return _nothing(unreadable, started)
        if not documents:
            raise ReleaseError(f"{config.paths.corpus}: no document could be read, so there is nothing to publish")
        documents = [each for each in documents if Ref(Kind.DOCUMENT, each.id) not in plan.withdrawn]
        shards = _shards(config, documents, plan, progress, Path(scratch))
        quarantined = tuple(s.document_id for s in shards if not s.report.conforms)
        for document_id in quarantined:
            progress.problem(f"{document_id}: does not conform and is left out; see reports/{document_id}.json")
        if len(quarantined) == len(shards) or (strict and quarantined):  # an empty release must not replace a good one
            return replace(_nothing(unreadable, started), quarantined=quarantined)
        before = current_version(config.paths.build)
        made = Making(config, shards, Path(scratch), inputs)
        release, report = made.release(plan, progress, retiring)
        _write_reports(release, shards, report, unreadable)
        _write_verdict(config, release, shards, report, unreadable)
        write_provenance(_provenance(config), release.reports)
        write_report(release.reports / "curation.json", made.plan, made.unfit, Site(config.site.base))
        if report.conforms:
            publish_current(config.paths.build, release)
            publish_registry(made.registered, registry_path(config), release.manifest.version)
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


def _shards(config: Config, documents: list[Document], plan: Plan, progress: Progress, scratch: Path) -> list[Shard]:
    """Shards without their quads, which go into files (``<number>.nq``): together they would fill the memory."""
    progress.stage("extract", len(documents))
    shards: list[Shard] = []
    for shard in run(DocumentWorker, (config, plan), documents, config.extract.processes):
        progress.step()
        (scratch / f"{len(shards)}.nq").write_bytes(shard.nquads)
        shards.append(replace(shard, nquads=b""))
    return shards


def _write_reports(release: Release, shards: Sequence[Shard], whole: Report, unreadable: Sequence[ReadError]) -> None:
    release.reports.mkdir(exist_ok=True)
    for shard in shards:
        _write_json(release.reports / f"{shard.document_id}.json", report_to_dict(shard.report))
    problems = [{"file": e.path, "line": e.line, "offset": e.offset, "reason": e.reason} for e in unreadable]
    _write_json(release.reports / "release.json", {**report_to_dict(whole), "unreadable": problems})
    uncertain = sorted_lines(line for shard in shards for line in shard.review)
    (release.reports / "review.jsonl").write_text("".join(f"{line}\n" for line in uncertain), encoding="utf-8")


def _write_verdict(
    config: Config, release: Release, shards: Sequence[Shard], whole: Report, unreadable: Sequence[ReadError]
) -> None:
    """What strangers may see of all that."""
    site = Site(config.site.base)
    of_documents = rules(vocabularies.document_shapes(config.paths, site).graph, whole=False)
    of_all = rules(vocabularies.release_shapes(config.paths, site).graph, whole=True)
    checked = ((shard.document_id, shard.report) for shard in shards)
    uncertain = Counter(str(json.loads(line)["predicate"]) for shard in shards for line in shard.review)
    found = verdict(checked, whole, (*of_documents, *of_all), len(unreadable), uncertain)
    write_verdict(found, release.reports)


def _provenance(config: Config) -> Provenance:
    sources = config.paths.corpus / SOURCES
    return Provenance(
        publish_from=config.extract.publish_from,
        deciders=deciders(),
        rules=vocabularies.rule_names(config.paths),
        learnt=learnt_from(),
        how=measured_how(),
        relations=measured_scores("relations"),
        names=measured_scores("names"),
        links=measured_scores("links"),
        sources=sources.read_text(encoding="utf-8", errors="replace") if sources.is_file() else "",
    )


def _write_json(path: Path, data: object) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _nothing(unreadable: tuple[ReadError, ...], started: float) -> Outcome:
    return Outcome(None, False, Report(True, ()), unreadable, (), time.monotonic() - started)
