"""The only module that knows the order: files → documents → shards → release → validated → current.

One document is one unit of work (`shards.RawWorker`), which executors may run anywhere. Documents stream in and what
they come to streams out, so that a corpus may be larger than the memory. A document that SHACL refuses is quarantined
with its report; the release becomes current only if the whole conforms, and drops nothing that was published
(registry.py).
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from memograph import vocabularies
from memograph.cache import ShardCache, Stale
from memograph.changes import Changes
from memograph.config import Config
from memograph.curating import read_plan, write_report
from memograph.curation.plan import Plan
from memograph.engines import run_documents
from memograph.errors import ReadError, ReleaseError
from memograph.extract.accuracy import deciders, learnt_from, measured_how, measured_scores
from memograph.fingerprint import fingerprint
from memograph.gathering import Gathered
from memograph.making import Making, Progress, Retiring, registry_path
from memograph.model import Built, Kind, Raw, Ref, Report, Result, Shard
from memograph.namespaces import Site
from memograph.packing import PackedFile, unpack
from memograph.provenance import Provenance, write_provenance
from memograph.read import SOURCES, expected, is_there, note, raw_documents
from memograph.registry import publish_registry
from memograph.release import Release, current_version, publish_current
from memograph.reports import SEVERITIES, report_to_dict
from memograph.retention import alone, prune, writing
from memograph.shapelist import rules
from memograph.shards import RawWorker, failed
from memograph.troubles import ERRORS, Troubles
from memograph.verdict import Verdict, write_verdict

#: A document, and why it is built; no reason where its shard is known.
Explained = Callable[[str, tuple[str, ...]], None]

#: Violations of the whole that are told one by one.
TOLD = 10


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a build came to.

    Args:
        release: the release made; None when no document passed, or `strict` kept it from being made.
        good: False when a document was quarantined, the whole did not conform, or a file was unreadable and `strict`.
        report: SHACL on the whole.
        unreadable: files, or documents of a file, that could not be read; the first of them, where they are many.
        quarantined: ids of documents that SHACL refused, or that could not be processed.
        errors: how many things went wrong, by class; `errors_file` tells of each.
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
    errors: Mapping[str, int] = field(default_factory=dict)
    errors_file: Path = Path(ERRORS)

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
    config: Config,
    progress: Progress,
    *,
    strict: bool = False,
    retiring: Retiring | None = None,
    force: bool = False,
    explain: Explained = lambda _, __: None,
) -> Outcome:
    """Build a release and make it current if it conforms; waits for another build of the same folder.

    Args:
        force: build every document, also those whose shard is known from before.
        explain: told of each document and why it is built; of one that is not, no reason.

    Raises:
        ConfigurationError, ModelMissing, AuthorityError, CurationError: nothing can be built with these settings.
        ReleaseError: no document could be read, or things would be dropped that were published, and none is `retiring`.
    """
    started = time.monotonic()
    vocabularies.check_vocabulary(config.paths, Site(config.site.base))
    read_plan(config)  # before anything is waited for, so that a mistake is told at once
    with (
        writing(config.paths.build),
        alone(config.paths.build, lambda other: progress.problem(f"waiting for {other}")),
        TemporaryDirectory(prefix=".shards-", dir=config.paths.build, ignore_cleanup_errors=True) as scratch,
        Troubles(config.paths.build) as troubles,
    ):
        cached = _Asked(force, explain)
        return _Build(config, progress, Path(scratch), troubles, cached, started).outcome(strict, retiring)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked of the cache."""

    force: bool
    explain: Explained


class _Build:
    """One build, once nobody else builds in its folder."""

    def __init__(
        self, config: Config, progress: Progress, scratch: Path, troubles: Troubles, asked: _Asked, started: float
    ) -> None:
        self._config, self._progress, self._scratch = config, progress, scratch
        self._troubles, self._asked, self._started = troubles, asked, started
        self._gathered, self._numbers = Gathered(scratch), count()

    def outcome(self, strict: bool, retiring: Retiring | None) -> Outcome:
        """Do it."""
        with closing(self._gathered):
            return self._outcome(strict, retiring)

    def _outcome(self, strict: bool, retiring: Retiring | None) -> Outcome:
        config, gathered = self._config, self._gathered
        inputs = fingerprint(config)  # before anything is read: what changes meanwhile is the next build's
        plan = read_plan(config)
        self._gather(plan)
        if not gathered.documents and not (strict and self._troubles.unreadable):
            raise ReleaseError(f"{config.paths.corpus}: no document could be read, so there is nothing to publish")
        if strict and (self._troubles.unreadable or gathered.left_out):
            return self._came_to(None, False, Report(True, ()))
        if not gathered.published:  # an empty release must not replace a good one
            return self._came_to(None, False, Report(True, ()))
        before = current_version(config.paths.build)
        made = Making(config, gathered, self._scratch, inputs)
        release, report = made.release(plan, self._progress, retiring)
        self._write_reports(release, report)
        write_report(release.reports / "curation.json", made.plan, made.unfit, Site(config.site.base))
        if report.conforms:
            publish_current(config.paths.build, release)
            publish_registry(made.registered, registry_path(config), release.manifest.version)
        removed = prune(config.paths.build, config.build.keep_releases, spare=release.manifest.version)
        good = report.conforms and not gathered.left_out
        return self._came_to(release, good, report, release.changes(before), removed)

    def _gather(self, plan: Plan) -> None:
        """Read the corpus, have each document made into a shard where none is known, and take the shards in."""
        config = self._config
        self._progress.stage("extract", expected([config.paths.corpus]))
        cache = ShardCache(config.paths.build / ".cache", config, plan, force=self._asked.force)
        with closing(cache):
            raws = self._raws(plan, cache)
            for each in run_documents(RawWorker, config, plan, raws, lost, self._progress.problem):
                kept = cache.keep(each.document_id, each.packed)
                self._progress.step(each.words)
                if each.error is not None:
                    self._unreadable(each.error)
                elif each.shard is not None:
                    self._take(each.shard, kept or (unpack(each.packed).nquads() if each.packed else b""))
            cache.forget_others(config.build.cache_mib << 20)

    def _take(self, shard: Shard, quads: PackedFile | bytes) -> None:
        """Take a shard in; its quads stay where they are, packed, unless they are in no file yet."""
        if isinstance(quads, bytes):
            file = self._scratch / f"{next(self._numbers)}.nq"
            file.write_bytes(quads)
            self._gathered.add(shard, file)
        else:
            self._gathered.add(shard, quads)
        if not shard.report.conforms:
            self._progress.problem(f"{shard.document_id}: {self._troubles.add_left_out(shard)}")

    def _raws(self, plan: Plan, cache: ShardCache) -> Iterator[Raw]:
        """What is to be read, as there is room for it; the shards that are known are taken in at once."""
        corpus = self._config.paths.corpus
        if not is_there(corpus):
            raise ReleaseError(f"{corpus}: no such folder; name the corpus with --corpus or [paths] corpus")
        for raw in raw_documents([corpus]):
            if isinstance(raw, ReadError):
                self._progress.step()
                self._unreadable(raw)
            elif Ref(Kind.DOCUMENT, raw.id) not in plan.withdrawn:
                found = cache.find(raw)
                self._asked.explain(raw.id, found.why if isinstance(found, Stale) else ())
                if isinstance(found, Stale):
                    yield raw
                else:
                    self._progress.step(found.words)
                    self._take(found.facts, found.quads)

    def _unreadable(self, error: ReadError) -> None:
        self._progress.problem(str(error))
        self._troubles.add_unreadable(error)

    def _write_reports(self, release: Release, whole: Report) -> None:
        self._gathered.write_reports(release.reports)
        # in no order where several machines read
        first = sorted(self._troubles.first, key=lambda error: (error.path, error.line or 0, error.offset or 0))
        problems = [{"file": e.path, "line": e.line, "offset": e.offset, "reason": e.reason} for e in first]
        data = {**report_to_dict(whole), "unreadable": problems}
        text = json.dumps(data, ensure_ascii=False, indent=1)
        made = self._scratch / "release.json"
        made.write_text(f"{text}\n", encoding="utf-8")
        made.replace(release.reports / made.name)  # the release may be the one that is served
        write_verdict(self._verdict(whole), release.reports)
        write_provenance(_provenance(self._config), release.reports)

    def _verdict(self, whole: Report) -> Verdict:
        """What strangers may see of all that."""
        paths, site = self._config.paths, Site(self._config.site.base)
        of_documents = rules(vocabularies.document_shapes(paths, site).graph, whole=False)
        of_all = rules(vocabularies.release_shapes(paths, site).graph, whole=True)
        unreadable, uncertain = self._troubles.unreadable, self._gathered.uncertain
        return self._gathered.tally.verdict(whole, (*of_documents, *of_all), unreadable, uncertain)

    def _came_to(
        self,
        release: Release | None,
        good: bool,
        report: Report,
        changes: Changes | None = None,
        removed: tuple[str, ...] = (),
    ) -> Outcome:
        return Outcome(
            release=release,
            good=good,
            report=report,
            unreadable=tuple(self._troubles.first),
            quarantined=tuple(sorted(self._gathered.left_out)),
            seconds=time.monotonic() - self._started,
            errors=dict(self._troubles.counts),
            errors_file=self._troubles.path,
            changes=changes,
            removed=removed,
        )


def lost(raw: Raw, reason: str) -> Built:
    """What becomes of a document that ends the process which works on it."""
    return Built(raw.id, failed(raw.id, reason), failed=True)


def _provenance(config: Config) -> Provenance:
    return Provenance(
        publish_from=config.extract.publish_from,
        deciders=deciders(),
        rules=vocabularies.rule_names(config.paths),
        learnt=learnt_from(),
        how=measured_how(),
        relations=measured_scores("relations"),
        names=measured_scores("names"),
        links=measured_scores("links"),
        sources=note(config.paths.corpus, SOURCES),
    )
