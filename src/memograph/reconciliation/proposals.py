"""Candidates → rows of a spreadsheet of decisions whose ``action`` a historian fills in, or leaves empty.

Columns: those of a decision (curation.decision), then what one reads to decide, as ``memograph review --csv`` has them;
``memograph review apply FILE`` takes it back. Nothing is decided here, and nothing is written over that was decided.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from memograph.curation.decision import COLUMNS, About
from memograph.curation.table import escaped, write_spreadsheet
from memograph.errors import ReconciliationError
from memograph.identifiers import check_identifier
from memograph.namespaces import identifier_iri
from memograph.reconciliation.answers import Candidate
from memograph.reconciliation.asking import Query
from memograph.reconciliation.manifest import Manifest
from memograph.reconciliation.questions import Subject

#: What one reads to decide; read over when the spreadsheet comes back.
READING = ("claim", "sentence", "reason", "confidence", "worth", "candidates", "page")


@dataclass(frozen=True, slots=True)
class Proposal:
    """That a subject may be what a record describes.

    Args:
        address: of the record.
        rank: 1 for the best of `of` candidates.
        shown: what the service knows of the record, property and value.
    """

    subject: Subject
    candidate: Candidate
    address: str
    query: Query
    rank: int
    of: int
    shown: tuple[tuple[str, str], ...] = ()


def address_of(candidate: Candidate, manifest: Manifest, scheme: str) -> str:
    """Address of a record as the graph links to it.

    Args:
        scheme: scheme of identifiers that the service's records belong to, empty for none.

    Raises:
        ValueError: its id is none of that scheme, or no address.
    """
    id_ = candidate.id
    if scheme:
        check_identifier(scheme, id_)
        return identifier_iri(scheme, id_)
    address = id_ if id_.startswith(("http://", "https://")) else manifest.identifier_space + id_
    if not address.startswith(("http://", "https://")) or set(address) & set(' <>"{}|\\^`'):
        raise ValueError(f"“{address}” is no address; name the scheme of its identifiers with --scheme")
    return address


def undecided(path: Path) -> None:
    """Refuse to write over a spreadsheet in which something was decided already.

    Raises:
        ReconciliationError: it has rows with an action, or is no spreadsheet of proposals.
    """
    if not path.exists():
        return
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            decided = sum(bool((row.get("action") or "").strip()) for row in reader)
            known = reader.fieldnames is not None and {"action", "about"} <= set(reader.fieldnames)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ReconciliationError(f"{path}: cannot be read ({error}); name another file with --out") from error
    if not known:
        raise ReconciliationError(f"{path}: is something else than proposals; name another file with --out")
    if decided:
        raise ReconciliationError(
            f"{path}: {decided} rows are decided; take them with `memograph review apply {path}` and remove the file, "
            "or name another with --out"
        )


def write_proposals(path: Path, proposals: Iterable[Proposal], manifest: Manifest) -> int:
    """Write proposals as CSV, and say how many rows; CurationError where the file cannot be written."""
    output = io.StringIO(newline="")
    writer = csv.writer(output, lineterminator="\r\n")  # RFC 4180, section 2
    columns = (*COLUMNS, *READING)
    writer.writerow(columns)
    count = 0
    for each in proposals:
        row = _row(each, manifest)
        writer.writerow([escaped(row.get(name, "")) for name in columns])
        count += 1
    write_spreadsheet(path, output.getvalue())
    return count


def _row(proposal: Proposal, manifest: Manifest) -> Mapping[str, str]:
    subject, candidate = proposal.subject, proposal.candidate
    kinds = f" ({', '.join(candidate.types)})" if candidate.types else ""
    shown = (f"{name}: {value}" for name, value in proposal.shown)
    return {
        "about": About.MATCH.value,
        "subject": f"{subject.ref.kind}/{subject.ref.slug}",
        "object": proposal.address,
        "match": "exactMatch",
        "claim": f"{subject.label} is {candidate.name}{kinds}, {candidate.id} of {manifest.name}",
        "sentence": "; ".join(filter(None, (candidate.description, *shown))),
        "reason": "; ".join(_reasons(proposal)),
        "worth": f"{candidate.score:g}",
        "candidates": f"{proposal.rank} of {proposal.of}",
        "page": manifest.page(candidate.id) or proposal.address,
    }


def _reasons(proposal: Proposal) -> Sequence[str]:
    candidate = proposal.candidate
    features = [f"{name} {value}" for name, value in candidate.features]
    asked = [f"{each['pid']} {_words(each['v'])}" for each in proposal.query.get("properties", [])]
    return [
        f"score {candidate.score:g}",
        *(["the service is sure"] if candidate.match else []),
        *features,
        *([f"asked with {', '.join(asked)}"] if asked else []),
    ]


def _words(value: object) -> str:
    return " / ".join(map(str, value)) if isinstance(value, list) else str(value)
