"""Decisions in a build: read and held against the ontology, put into the graphs, and reported where they do not fit.

build.py calls this around its documents; `shards` applies the same plan inside of each.
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path

from rdflib import Graph, URIRef
from rdflib.namespace import OWL, RDF, SKOS

from memograph import vocabularies
from memograph.authority.index import known_beforehand, turtle_files
from memograph.authority.publishing import published
from memograph.config import Config
from memograph.curation.authority import curate_authority, named_in
from memograph.curation.decision import COLUMNS, About, Action, Decision, Origin
from memograph.curation.files import decision_of, read_decisions, write_csv
from memograph.curation.plan import Plan, plan_of
from memograph.curation.wording import written
from memograph.curation.writing import curation_graph
from memograph.errors import CurationError, ReleaseError
from memograph.gathering import Gathered
from memograph.graph import authority_graph, nquads, with_entries
from memograph.model import Ref
from memograph.namespaces import Site
from memograph.registry import Lost
from memograph.settling import Unfit, described, unfit
from memograph.validation import validate
from memograph.witnesses import Background

#: Things that would be dropped: so many are named in a message, all of them in this file of the build folder.
_NAMED, VANISHED = 12, "vanished.csv"


@dataclass(frozen=True, slots=True)
class Known:
    """What a release has beside its documents: sorted N-Quads of the graphs, and decisions that fit nowhere."""

    graphs: tuple[bytes, ...]
    unfit: tuple[Unfit, ...]


def read_plan(config: Config) -> Plan:
    """What historians decided.

    Raises:
        CurationError: a file of decisions cannot be used, or decisions contradict each other; a line for each mistake.
    """
    site = Site(config.site.base)
    decisions = read_decisions([config.paths.curation], site)
    if not decisions:
        return Plan()
    ontology = vocabularies.terms(config.paths, site)
    if problems := list(_unknown_relations(decisions, ontology, site)):
        raise CurationError("\n".join(problems))
    return plan_of(decisions)


def _unknown_relations(decisions: Sequence[Decision], ontology: Graph, site: Site) -> Iterator[str]:
    relations = sorted(str(node).removeprefix(site.ontology) for node in ontology.subjects(SKOS.example))
    for decision in decisions:
        name = decision.predicate
        if name is None or name == "subject":
            continue
        classes = set(ontology.objects(URIRef(site.term(name)), RDF.type))
        if not classes & {OWL.ObjectProperty, OWL.DatatypeProperty}:
            like = get_close_matches(name, relations, 1)
            hint = f"did you mean {like[0]}?" if like else f"known are {', '.join(relations)}"
            yield f"{decision.origin}: the ontology has no relation {name}; {hint}"


def known_graphs(config: Config, plan: Plan, gathered: Gathered, ever: Collection[str] = ()) -> Known:
    """The graphs of the ontology, the authority file and the decisions, after decisions.

    Args:
        ever: things (``person/gromyko-andrei``) that decisions merge or withdraw and that the registry has.

    Raises:
        CurationError: the decisions are not what shapes ask of them.
    """
    site = Site(config.site.base)
    ontology = vocabularies.terms(config.paths, site)
    named = described(gathered, ())
    beforehand = _known_beforehand(config, site, gathered.referred)
    known = curate_authority(beforehand, plan, site, named)
    present = described(gathered, named_in(known, site))
    graphs = [nquads(ontology, site.ontology_graph), nquads(known, site.authority_graph)]
    if plan.decisions:
        decided = curation_graph(plan, site, present)
        _check(decided, config, plan, site)
        graphs.append(nquads(decided, site.curation_graph))
    ever = {*ever, *map(written, named_in(beforehand, site))}
    return Known(tuple(graphs), unfit(plan, gathered, present, ever))


def _known_beforehand(config: Config, site: Site, referred: Collection[Ref]) -> Graph:
    """The Turtle files of the authority, and of what was imported what the documents refer to."""
    graph = authority_graph(turtle_files(config.paths.authority), site)
    if referred:
        return with_entries(graph, published(known_beforehand(config), referred), site)
    return graph


def _check(decided: Graph, config: Config, plan: Plan, site: Site) -> None:
    report = validate(decided, vocabularies.document_shapes(config.paths, site), Background(config, plan).graph)
    if not report.conforms:
        said = "\n".join(f"{each.focus}: {each.message}" for each in report.results if each.severity == "Violation")
        raise CurationError(f"{config.paths.curation}: decisions that are not what shapes ask for\n{said}")


# ── Things that would be dropped ──────────────────────────────────────────────────────────────────────────────────────


class Vanished:
    """Things that were published and that a new release would drop: a file of decisions that are still to be made."""

    def __init__(self, path: Path) -> None:
        self.path, self.lost = path, list[Lost]()

    def __call__(self, lost: Lost) -> None:
        """Note down one of them."""
        self.lost.append(lost)

    def close(self, successors: Callable[[Collection[str]], dict[str, str]]) -> None:
        """Say what was noted down.

        Args:
            successors: tells of things who all their words mean now (`succession.successors`).

        Raises:
            ReleaseError: something was; the message names the first of them and what to do.
        """
        if not self.lost:
            self.path.unlink(missing_ok=True)
            return
        meant = successors([each.path for each in self.lost])
        with self.path.open("w", encoding="utf-8-sig", newline="") as file:
            rows = csv.DictWriter(file, COLUMNS, restval="", lineterminator="\n")
            rows.writeheader()
            rows.writerows(ending(each, meant.get(each.path)) for each in self.lost)
        names = [
            f"  {each.path}  {each.label}" + (f" → {meant[each.path]}" if each.path in meant else "")
            for each in self.lost[:_NAMED]
        ]
        more = [f"  … and {len(self.lost) - _NAMED:,} more"] if len(self.lost) > _NAMED else []
        raise VanishedError(
            "\n".join(
                (
                    f"not in this release, though published before, and addresses last ({len(self.lost):,}):",
                    *names,
                    *more,
                    "Nothing was changed; the release before stays current. Say what became of them:",
                    f"  - {self.path} lists them all as decisions: a merge (→) where their words mean",
                    "    another one now, else a withdrawal. Look at them, fill in author and date, and put the file",
                    "    into the folder of decisions ([paths] curation);",
                    "  - or take them as they are: memograph build --retire “why they went” --author “who says so”.",
                )
            )
        )


class VanishedError(ReleaseError):
    """A release would drop things that were published."""


def ending(lost: Lost, into: str | None) -> dict[str, str]:
    """The row of a decision to merge something, or else to withdraw it, without who decides and when."""
    if into is not None:
        note = f"Its words mean {into} now; it was called “{lost.label}”."
        return {"action": Action.MERGE, "about": About.ENTITY, "subject": lost.path, "into": into, "note": note}
    note = f"Memograph finds it no longer; it was called “{lost.label}”."
    return {"action": Action.WITHDRAW, "about": About.ENTITY, "subject": lost.path, "note": note}


def retire(vanished: Path, folder: Path, reason: str, author: str, site: Site) -> Path:
    """Write the decisions that a file of `Vanished` proposes into the folder of decisions.

    Args:
        reason: why, for all of them.

    Returns:
        the file, ``retired-<day>.csv``; what stood in it stays.

    Raises:
        CurationError: decisions are kept in a file and not in a folder, the file of that name cannot be used, or the
            decisions would contradict others. Nothing is written then.
    """
    if folder.is_file():
        raise CurationError(
            f"{folder}: a file, so --retire cannot put another one there; name a folder in [paths] curation"
        )
    day = datetime.now(UTC).strftime("%Y-%m-%d")
    target = folder / f"retired-{day}.csv"
    with vanished.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    said = {"author": author, "date": day, "note": reason}
    new = [decision_of({**row, **said}, Origin(str(target)), site) for row in rows]
    plan_of([*read_decisions([folder], site), *new])
    folder.mkdir(parents=True, exist_ok=True)
    write_csv(target, [*read_decisions([target] if target.exists() else [], site), *new])
    return target


def write_report(path: Path, plan: Plan, left: Sequence[Unfit], site: Site) -> None:
    """``reports/curation.json``: how many decisions there are, and those that do not fit, with file and line."""
    rows = [each.as_row(site) for each in left]
    data = {"decisions": len(plan.decisions), "applied": len(plan.decisions) - len(rows), "unfit": rows}
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    temporary.replace(path)
