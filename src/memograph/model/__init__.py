"""The frozen dataclasses that flow from stage to stage; every offset counts Unicode code points of `Document.text`.

::

    read ──▶ Document ──annotate──▶ AnnotatedDocument ──state──▶ DocumentStatements ──graph──▶ Shard
                                                                       validation ──▶ Report
"""

from __future__ import annotations

from memograph.model.annotation import (
    AnnotatedDocument,
    Candidate,
    Entity,
    Identifier,
    Linking,
    Match,
    Mention,
    Modality,
    Parts,
    Relation,
)
from memograph.model.document import (
    Document,
    ListedPerson,
    ListedTerm,
    Markup,
    NoteReference,
    PageBreak,
    PortionMarking,
    Sidecar,
    Source,
    Span,
    Zone,
    ZoneKind,
)
from memograph.model.header import Fact, Header, Party
from memograph.model.kinds import CURATED, DOC, LITERAL_RELATIONS, SYMMETRIC_RELATIONS, EntityType, Kind
from memograph.model.raw import Raw
from memograph.model.report import Applied, Built, Measurement, Report, Result, Shard
from memograph.model.statement import (
    CitedDocument,
    Curation,
    DocumentStatements,
    Former,
    Journey,
    Literal,
    PostTitle,
    Quotation,
    Ref,
    Statement,
)

__all__ = [
    "CURATED",
    "DOC",
    "LITERAL_RELATIONS",
    "SYMMETRIC_RELATIONS",
    "AnnotatedDocument",
    "Applied",
    "Built",
    "Candidate",
    "CitedDocument",
    "Curation",
    "Document",
    "DocumentStatements",
    "Entity",
    "EntityType",
    "Fact",
    "Former",
    "Header",
    "Identifier",
    "Journey",
    "Kind",
    "Linking",
    "ListedPerson",
    "ListedTerm",
    "Literal",
    "Markup",
    "Match",
    "Measurement",
    "Mention",
    "Modality",
    "NoteReference",
    "PageBreak",
    "Parts",
    "Party",
    "PortionMarking",
    "PostTitle",
    "Quotation",
    "Raw",
    "Ref",
    "Relation",
    "Report",
    "Result",
    "Shard",
    "Sidecar",
    "Source",
    "Span",
    "Statement",
    "Zone",
    "ZoneKind",
]
