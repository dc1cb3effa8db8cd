"""The whole way: a service and subjects → a file of proposals. Called by the command line.

One service that does not answer well costs its answers and nothing else: what was answered is kept (`cache`), so that
the next run asks only for the rest; proposals of what was answered are written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from memograph.curation.decision import About, Decision
from memograph.errors import ReconciliationError
from memograph.model import Literal, Ref
from memograph.reconciliation.answers import Candidate, Problem
from memograph.reconciliation.asking import Service
from memograph.reconciliation.cache import Cache
from memograph.reconciliation.manifest import Manifest
from memograph.reconciliation.proposals import Proposal, address_of
from memograph.reconciliation.questions import FACTS, Subject, query, usual_properties
from memograph.reconciliation.transport import Transport

#: Queries in a row that may fail before the service counts as gone.
_PATIENCE = 3


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for.

    Args:
        scheme: scheme of identifiers that the service's records belong to; empty: what its manifest says.
        type: id or name of a type of the service; empty for any.
        properties: fact (`questions.FACTS`) → id or name of a property of the service.
        show: properties of the candidates that the historian wants to see.
        limit: candidates of each subject.
        batch: queries sent at once.
        least: candidates of a lower score are left out.
    """

    scheme: str = ""
    type: str = ""
    properties: Mapping[str, str] | None = None
    show: tuple[str, ...] = ()
    limit: int = 3
    batch: int = 25
    least: float = 0.0


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What came of it.

    Args:
        answered: subjects that the service answered about; `unanswered` those it did not.
        stopped: why the rest was not asked about; empty where all were.
    """

    proposals: tuple[Proposal, ...]
    answered: int
    unanswered: int
    stopped: str = ""


def default_file(project: Path, url: str) -> Path:
    """Where proposals of a service go: ``review/reconciliation-<host>.csv`` of the project."""
    return project / "review" / f"reconciliation-{_host(url)}.csv"


def open_service(url: str, transport: Transport, folder: Path, *, fresh: bool = False) -> Service:
    """The service at an address, with its answers in `folder`; ReconciliationError where it is none."""
    name = f"{_host(url)}-{sha256(url.encode()).hexdigest()[:8]}"
    return Service.at(url, transport, Cache(folder / name, url, fresh))


def scheme_of(manifest: Manifest, wanted: Wanted) -> str:
    """The scheme of the service's records: as wanted, else what the manifest says; empty for an unknown one."""
    return wanted.scheme or manifest.scheme


def reconcile(
    service: Service,
    subjects: Collection[Subject],
    wanted: Wanted,
    decided: Iterable[Decision],
    problem: Problem,
    step: Callable[[], None],
) -> Reconciled:
    """Ask a service about subjects.

    Args:
        decided: what was decided before; a match that was accepted or rejected is not proposed again.
        problem: told of each answer, or candidate, that cannot be used.
        step: called for each subject that is done.

    Raises:
        ReconciliationError: a type or property that the service does not know.
    """
    type_ = _meant(service, "type", wanted.type) if wanted.type else ""
    properties = {fact: _meant(service, "property", words) for fact, words in _properties(service, wanted).items()}
    ordered = list(subjects)
    queries = [query(each, type_, properties, wanted.limit) for each in ordered]
    settled = {(d.subject, d.object.value) for d in decided if d.about is About.MATCH and isinstance(d.object, Literal)}
    found: dict[int, list[Proposal]] = {}
    failed, stopped = 0, ""
    in_a_row = 0
    for number, answer in service.reconcile(queries, wanted.limit, wanted.batch, problem):
        step()
        if isinstance(answer, ReconciliationError):
            failed, in_a_row = failed + 1, in_a_row + 1
            if in_a_row == 1 or str(answer) != stopped:
                problem(str(answer))
            stopped = str(answer)
            if in_a_row >= _PATIENCE * min(wanted.batch, service.manifest.batch_size):
                break
            continue
        in_a_row, stopped = 0, ""
        found[number] = list(_proposals(service, ordered[number], answer, queries[number], wanted, settled, problem))
    proposals = tuple(each for number in sorted(found) for each in found[number])
    gone = len(ordered) - len(found) - failed
    return Reconciled(proposals, len(found), failed + gone, stopped if gone else "")


def with_values(service: Service, proposals: Collection[Proposal], show: Collection[str]) -> tuple[Proposal, ...]:
    """The same proposals with what the service knows of their records.

    Raises:
        ReconciliationError: it does not know a property, or gives no values.
    """
    named = {_meant(service, "property", words): words for words in show}
    ids = tuple(dict.fromkeys(each.candidate.id for each in proposals))
    values = service.values(ids, tuple(named))

    def shown(id_: str) -> Iterator[tuple[str, str]]:
        for property_, words in named.items():
            if texts := values.get(id_, {}).get(property_, ()):
                yield words, ", ".join(texts)

    return tuple(replace(each, shown=tuple(shown(each.candidate.id))) for each in proposals)


def _properties(service: Service, wanted: Wanted) -> Mapping[str, str]:
    chosen = usual_properties(service.manifest) if wanted.properties is None else wanted.properties
    if unknown := sorted(set(chosen) - set(FACTS)):
        raise ReconciliationError(f"no fact is called {', '.join(unknown)}; there are {', '.join(FACTS)}")
    return chosen


def _meant(service: Service, what: str, words: str) -> str:
    """The id that words mean: the service completes them, where it can; else they are the id.

    Raises:
        ReconciliationError: it can, and knows nothing of that id or name.
    """
    if what not in dict(service.manifest.suggest):
        return words
    found = service.suggest(what, words)
    for same in (
        [id_ for id_, _ in found if id_ == words],
        [id_ for id_, name in found if name.casefold() == words.casefold()],
        [id_ for id_, _ in found if re.split(r"[:/#]", id_)[-1] == words],
    ):
        if same:
            return same[0]
    if found:
        like = "; ".join(f"{id_} ({name})" for id_, name in found[:5])
        raise ReconciliationError(f"{service.manifest.url}: no {what} is called {words}; like it are {like}")
    return words  # many services complete names and not ids


def _proposals(
    service: Service,
    subject: Subject,
    answer: tuple[Candidate, ...],
    asked: Mapping[str, object],
    wanted: Wanted,
    settled: Collection[tuple[Ref | None, str]],
    problem: Problem,
) -> Iterator[Proposal]:
    for rank, candidate in enumerate(answer, 1):
        if candidate.score < wanted.least:
            continue
        try:
            address = address_of(candidate, service.manifest, scheme_of(service.manifest, wanted))
        except ValueError as error:
            problem(f"{service.manifest.url}: answer to “{subject.label}”: {error}; it is left out")
            continue
        if address not in subject.records and (subject.ref, address) not in settled:
            yield Proposal(subject, candidate, address, dict(asked), rank, len(answer))


def _host(url: str) -> str:
    """Host and port, for the name of a file; ReconciliationError where there is none."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host:
        raise ReconciliationError(f"{url}: no address of a service; it begins with http:// or https://")
    return re.sub(r"[^a-z0-9.-]", "-", f"{host}-{port}" if port else host)
