"""The form of the gold files (GUIDELINES.md, "One file per document"): `AnnotatedDocument` → JSON, and reading it back.

`memograph annotate` writes it, `memograph score` reads gold and predictions in it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from memograph.errors import ReadError
from memograph.model import DOC, AnnotatedDocument, Entity

#: Beside gold files that came of a review: what is certain in them, JSON lines (and no ``.json``, which is gold).
DECIDED = "decided.jsonl"


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """A gold or predicted annotation as read: the JSON object, and the text beside it ("" where there is none)."""

    id: str
    data: dict[str, Any]
    text: str

    @property
    def entities(self) -> dict[str, dict[str, Any]]:
        """Entities by id."""
        return {entity["id"]: entity for entity in self.data["entities"]}


def read_gold(path: Path) -> GoldDocument:
    """Read ``<id>.json`` and the ``<id>.txt`` beside it.

    Raises:
        ReadError: not JSON, or not an object with entities, mentions and relations.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise ReadError(str(path), f"not JSON: {error.msg}", line=error.lineno) from error
    if not isinstance(data, dict) or not {"entities", "mentions", "relations"} <= data.keys():
        raise ReadError(str(path), "an annotation needs entities, mentions and relations (GUIDELINES.md)")
    text = path.with_suffix(".txt")
    # bytes, because text mode would turn CRLF into LF and shift every offset after it
    return GoldDocument(path.stem, data, text.read_bytes().decode("utf-8") if text.exists() else "")


def read_decided(path: Path) -> list[dict[str, Any]]:
    """What historians decided about the documents beside it, one row a decision; nothing where there is no such file.

    Raises:
        ReadError: a line is no JSON object with an item and a document.
    """
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines() if path.is_file() else [], start=1):
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise ReadError(str(path), f"not JSON: {error.msg}", line=number) from error
        if not isinstance(row, dict) or not {"item", "document"} <= row.keys():
            raise ReadError(str(path), "not what `memograph review export` wrote; export again", line=number)
        rows.append(row)
    return rows


def to_json(annotated: AnnotatedDocument) -> str:
    """Write an annotation in the gold form: sorted, indented by one, one trailing newline."""
    return json.dumps(_as_dict(annotated), ensure_ascii=False, indent=1) + "\n"


def _as_dict(annotated: AnnotatedDocument) -> dict[str, Any]:
    text, ids = annotated.document.text, _unique_ids(annotated.entities)
    data: dict[str, Any] = {
        "id": annotated.document.id,
        "entities": [_entity(entity, ids[entity.id, entity.type]) for entity in annotated.entities],
        "relations": [],
        "mentions": [
            {"entity": ids[m.entity, m.type], "start": m.span.start, "end": m.span.end, "kind": m.kind}
            for m in annotated.mentions
        ],
    }
    for r in annotated.relations:
        subject = DOC if r.subject_type is None else ids[r.subject, r.subject_type]
        object_ = r.object if r.object_type is None else ids[r.object, r.object_type]
        data["relations"].append([subject, r.predicate, object_, r.evidence.of(text)])
    date = annotated.header.date
    if date is not None and date.span is None:  # known from beside the text, so no relation can quote it
        data["date"] = {"edtf": date.value, "source": date.source}
    return data


def _unique_ids(entities: tuple[Entity, ...]) -> dict[tuple[str, str], str]:
    """Ids are unique per type in memograph, per document in the gold form: a second one gets its type as suffix."""
    taken: dict[str, tuple[str, str]] = {}
    for entity in entities:
        plain = entity.id
        taken[plain if plain not in taken else f"{plain}-{entity.type.kind}"] = (entity.id, entity.type)
    return {key: written for written, key in taken.items()}


def _entity(entity: Entity, written_id: str) -> dict[str, Any]:
    row: dict[str, Any] = {"id": written_id, "type": entity.type.value, "label": entity.label}
    same = [i for i in entity.identifiers if i.identical]
    row |= {i.scheme: i.value for i in same}
    row |= {"aliases": list(entity.aliases), "names": list(entity.names), "roles": list(entity.roles)}
    if same:
        row["sameAs"] = [i.iri for i in same]
    return row
