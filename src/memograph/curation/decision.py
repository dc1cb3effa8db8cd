"""`Decision`: one thing a historian decided, with author, date and note. The currency of curation, review and imports.

A decision is anchored to a document and its words (Web Annotation selectors), never to an id that a build generates.
Read from and written to Turtle and CSV beside this module; made by `memograph review`, by a spreadsheet, by corrected
annotations that come back, or by hand.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum

from memograph.asked import called, said
from memograph.model import EntityType, Literal, Ref


class Action(StrEnum):
    """What is done."""

    ACCEPT = "accept"
    REJECT = "reject"
    ADD = "add"
    MERGE = "merge"
    SPLIT = "split"
    RENAME = "rename"
    WITHDRAW = "withdraw"


class About(StrEnum):
    """What it is done to.

    ``link``: who or what a mention (or, without quotation, every mention of it in a document) means: `subject`.
    ``match``: that an entity is what a record of another authority file describes: `subject`, and `object` its address.
    """

    STATEMENT = "statement"
    MENTION = "mention"
    LINK = "link"
    MATCH = "match"
    ENTITY = "entity"


#: What can be done to what; everything else is an error.
POSSIBLE: frozenset[tuple[Action, About]] = frozenset(
    {
        *((action, about) for action in (Action.ACCEPT, Action.REJECT) for about in About if about is not About.ENTITY),
        *((Action.ADD, about) for about in (About.STATEMENT, About.MENTION, About.LINK, About.MATCH)),
        *((action, About.ENTITY) for action in (Action.MERGE, Action.SPLIT, Action.RENAME, Action.WITHDRAW)),
    }
)


@dataclass(frozen=True, slots=True)
class Anchor:
    """The words of a document that a decision is about.

    Both selectors of the Web Annotation Data Model (sections 4.2.4 and 4.2.5): the quotation decides, the position
    tells which of several it is; where the text has shifted the quotation is looked for with its surroundings.

    Args:
        document: id of the document.
        exact: the words; empty where the decision is about the whole document (a date, a classification).
        prefix, suffix: up to 40 code points before and after them.
        start, end: where they stood when it was decided, code points; None where nobody noted it.
    """

    document: str
    exact: str = ""
    prefix: str = ""
    suffix: str = ""
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a decision is written: file and line (of a spreadsheet row, or of its Turtle subject)."""

    file: str = ""
    line: int | None = None

    def __str__(self) -> str:
        """``curation/clark.csv:12``."""
        return self.file if self.line is None else f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision.

    ======== ========= ============================================ =======================================
    action   about     needs                                        means
    ======== ========= ============================================ =======================================
    accept   statement anchor, subject, predicate, object           it is right: published whatever its score
    reject   statement anchor (or document), subject, pred., object never published from this document again
    add      statement anchor, subject, predicate, object           the text says it and nobody found it
    accept   mention   anchor, subject                              these words name subject
    reject   mention   anchor                                       these words name nothing
    add      mention   anchor, subject                              these words name subject, nobody found it
    accept   link      anchor, subject                              the mention means subject
    reject   link      anchor, subject                              the mention does not mean subject
    add      link      anchor, subject                              the mention means subject, not who it was linked to
    accept,
    add      match     subject, object (an address)                 subject is what that record describes
    reject   match     subject, object (an address)                 it is not
    merge    entity    subject, into                                subject is really `into`
    split    entity    subject, into, anchors by document or words  these mentions of subject are really `into`
    rename   entity    subject, label                               it is called so
    withdraw entity    subject, note                                it should not be in the graph, for that reason
    ======== ========= ============================================ =======================================

    Args:
        slug: last segment of the decision's IRI, made from its content, so that it stays the same.
        subject: the entity, or the document, that it is about.
        predicate: local name of a relation of the ontology.
        object: the other end of a statement; of a match the address of the record as a literal.
        into: survivor of a merge, or who split mentions really mean.
        label: of a rename, or of an entity that a decision brings in (`type` says what it is).
        match: of a match ``exactMatch``, ``closeMatch`` or ``sameAs``.
        author: who decided, as they write themselves, or an ORCID.
        date: day of the decision, ``YYYY-MM-DD``.
        note: why, in the historian's words.
    """

    slug: str
    action: Action
    about: About
    author: str
    date: str
    note: str = ""
    anchor: Anchor | None = None
    subject: Ref | None = None
    predicate: str | None = None
    object: Ref | Literal | None = None
    into: Ref | None = None
    label: str | None = None
    type: EntityType | None = None
    when: str | None = None
    match: str = "exactMatch"
    origin: Origin = Origin()


@said.register
def _(decision: Decision) -> object:
    """All but where it is written: a row more above it changes nothing of what it says."""
    return tuple(getattr(decision, each.name) for each in fields(decision) if each.name != "origin")


@called.register
def _(decision: Decision) -> str:
    return f"decision/{decision.slug}"


#: Columns of a spreadsheet of decisions, in this order; a subject, object or into that is a thing of the graph is
#: written ``person/gromyko-andrei``, an address or a literal as it is. Empty cells are what a decision does not need.
COLUMNS = (
    "action",
    "about",
    "document",
    "exact",
    "prefix",
    "suffix",
    "start",
    "end",
    "subject",
    "predicate",
    "object",
    "into",
    "label",
    "type",
    "when",
    "match",
    "author",
    "date",
    "note",
)
