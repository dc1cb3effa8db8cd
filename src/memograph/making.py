"""Shards → release: names settled, decisions and registry heeded, assembled and checked. Called by build.py.

What would be dropped without a decision stops here; with `Retiring`, decisions are written for it, and once more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import pyoxigraph as ox

from memograph import __version__, vocabularies
from memograph.config import Config
from memograph.curating import VANISHED, Vanished, VanishedError, known_graphs, read_plan, retire
from memograph.curation.plan import Plan
from memograph.curation.wording import written
from memograph.dumping import NQUADS_DUMP
from memograph.extract.accuracy import measured_accuracy
from memograph.fingerprint import fingerprint
from memograph.gathering import Gathered
from memograph.model import Report
from memograph.namespaces import Site
from memograph.registry import REGISTRY, covers, keep, known_before, take_over
from memograph.release import Release, ReleaseFacts, assemble, current_release, current_version
from memograph.settling import settle_names
from memograph.succession import successors
from memograph.validation import validate_store


class Progress(Protocol):
    """Who shows how far a build has come (terminal.py, or a test)."""

    def stage(self, name: str, total: int | None) -> None:
        """A stage of `total` steps begins; None where nobody knows how many."""

    def step(self, words: int = 0) -> None:
        """One step of the stage is done; it took so many words of text."""

    def problem(self, message: str) -> None:
        """Something was left out."""


@dataclass(frozen=True, slots=True)
class Retiring:
    """What to do with things that a release would drop: withdraw them, for this reason, decided by this author."""

    reason: str
    author: str


class Making:
    """A release while it is put together from what was gathered; `scratch` is for what that takes.

    Args:
        inputs: fingerprint of what the shards were made from, as it was before it was read.
    """

    def __init__(self, config: Config, gathered: Gathered, scratch: Path, inputs: str) -> None:
        self._config, self._site, self._inputs = config, Site(config.site.base), inputs
        self._scratch, self.registered = scratch, scratch / REGISTRY
        self._gathered = gathered

    def release(self, plan: Plan, progress: Progress, retiring: Retiring | None) -> tuple[Release, Report]:
        """Assemble and check; with `retiring`, decisions are made for what would be dropped, and it is done again."""
        progress.stage("assemble", 2)
        config = self._config
        try:
            release = self._assembled(plan)
        except VanishedError:
            if retiring is None:
                raise
            untouched = fingerprint(config) == self._inputs
            vanished = config.paths.build / VANISHED
            retire(vanished, config.paths.curation, retiring.reason, retiring.author, self._site)
            if untouched:  # but for what was written here
                self._inputs = fingerprint(config)
            release = self._assembled(read_plan(config))
        for each in self.unfit:
            progress.problem(str(each))
        progress.step()
        shapes = vocabularies.release_shapes(config.paths, self._site)
        report = validate_store(ox.Store.read_only(str(release.store)), shapes)
        progress.step()
        return release, report

    def _assembled(self, plan: Plan) -> Release:
        config, before = self._config, self._before()
        ended = {written(ref) for ref in (*plan.merged, *plan.withdrawn)}
        ever = known_before(before, ended) if ended else frozenset[str]()
        known = known_graphs(config, plan, self._gathered, ever)
        self.plan, self.unfit = plan, known.unfit
        facts = ReleaseFacts(
            title=config.site.title,
            issued=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            inputs=self._inputs,
            quarantined=len(self._gathered.left_out),
            model=config.extract.model,
            software=f"memograph {__version__}",
            measured=measured_accuracy(),
        )

        def hold(data: Path, kept: Path) -> None:
            vanished = Vanished(config.paths.build / VANISHED)
            keep(data, before, self.registered, kept, self._site, facts.software, vanished)
            release = (
                current_release(config.paths.build) if vanished.lost and current_version(config.paths.build) else None
            )
            vanished.close(lambda lost: successors(lost, release.store, data, self._site) if release else {})

        renamed = self._scratch / "renamed"
        renamed.mkdir(exist_ok=True)
        files = (quads for _, quads in settle_names(self._gathered, self._site, renamed))
        return assemble(files, known.graphs, self._site, config.paths.build, facts, hold)

    def _before(self) -> Path:
        """The registry, with what the current release has beyond it, which a memograph without one may have made."""
        build, registry = self._config.paths.build, registry_path(self._config)
        version = current_version(build)
        if covers(registry, version):
            return registry
        release, target = current_release(build), self._scratch / "taken-over.txt"
        take_over(registry, release.dumps / NQUADS_DUMP, release.site, target)
        return target


def registry_path(config: Config) -> Path:
    """Where the registry of a configuration is."""
    return Path(config.build.registry) if config.build.registry else config.paths.build / REGISTRY
