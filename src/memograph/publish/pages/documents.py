"""What the page of a document shows: its heading, its text as printed, what it says, what is around it, how to cite it.

Two queries of the store, whatever the document (the one that finds it, and ``document``), and a fixed number of
look-ups in the reading index. A document that is only cited has no text; its page says who cites it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from memograph.layout import Layout
from memograph.model import Kind
from memograph.namespaces import DCTERMS, FOAF, SCHEMA
from memograph.publish.language import spoken, text
from memograph.publish.links import Links
from memograph.publish.pages import wording
from memograph.publish.pages.citing import Volume, Work
from memograph.publish.pages.claims import Claim, Evidence, Part, named, stated
from memograph.publish.pages.letterhead import Line, Numbered, is_heading, letterhead, numbered
from memograph.publish.pages.own import Own
from memograph.publish.pages.printed import Block, Mark, Named, Quoted, printed
from memograph.publish.pages.works import on_the_web, work_of
from memograph.publish.reading import claims, lists, mentions
from memograph.publish.reading.index import Document, Index, Relation
from memograph.publish.store import Row, Store

#: Groups of sentences beside a text, in this order; relations that are not named come before what it cites.
GROUPS = ("metWith", "wroteTo", "attended", "heldIn", "traveledTo", "partyTo", "holdsPost", "affiliatedWith")

#: Suffix of a citation's address → name of the notation.
NOTATIONS = {"bib": "BibTeX", "ris": "RIS", "json": "CSL-JSON"}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A claim with its number on the page."""

    number: int
    claim: Claim


@dataclass(frozen=True, slots=True)
class Group:
    """Sentences of one relation."""

    title: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Citing:
    """A document that cites this one: the words with which it does, and the page of the statement that it does."""

    evidence: tuple[Evidence, ...]
    document: Part
    dated: str
    href: str | None


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The document before or after this one: link, title, date in words."""

    href: str | None
    title: str
    dated: str


@dataclass(frozen=True, slots=True)
class Around:
    """The documents before and after this one, in time and in its volume."""

    earlier: Neighbour | None
    later: Neighbour | None
    previous: Neighbour | None
    next: Neighbour | None


@dataclass(frozen=True, slots=True)
class Described:
    """What a document is beside what it says.

    Args:
        type: memorandum, telegram ...; volume: identifier, as a link to the published volume where there is one.
        pages: as printed, ``13–14``; archive: repository, collection and file, the largest first.
        source: the editors' note on the original.
    """

    type: str
    volume: Part | None
    pages: str
    archive: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Portion:
    """A portion marking of the text, ``S``, and what it means."""

    value: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Citations:
    """How to cite the document.

    Args:
        recommended: by the Office of the Historian, empty for what is not in its series.
        head: names and contents of elements in the head of the page.
        files: names of notations and links to the citation in them.
    """

    chicago: Markup
    recommended: Markup
    bibtex: str
    ris: str
    head: tuple[tuple[str, str], ...]
    files: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """The run that read a document: software, model, the file's name and SHA-256."""

    software: str
    model: str
    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """Everything the page of a document shows.

    Args:
        kinds, portions: those of the mentions and markings in it, for the legend.
        said: all its statements by number; `groups` are those that the heading does not show.
        cited: how many documents cite it, of which `cited_by` are the first.
    """

    iri: str
    title: str
    subject: str
    letterhead: tuple[Line, ...]
    described: Described
    original: str
    blocks: tuple[Block, ...]
    kinds: tuple[str, ...]
    portions: tuple[Portion, ...]
    groups: tuple[Group, ...]
    cited_by: tuple[Citing, ...]
    cited: int
    around: Around
    citations: Citations
    reading: Reading | None


def document_page(
    store: Store, index: Index, links: Links, iri: str, own: Own, site: str, highlight: tuple[int, int] | None = None
) -> DocumentPage | None:
    """The page of a document, None if the reading index knows none with this IRI.

    Args:
        own: its own triples.
        site: name of the site.
        highlight: offsets (code points) of a passage to highlight.
    """
    found = index.find(iri)
    if found is None:
        return None
    number, document = found.thing.number, lists.document(index, found.thing.number)
    relations = index.relations()
    said = numbered(claims.in_document(index, number), links, relations, iri)
    rows = store.rows("document", this=iri)
    days = (document.day, document.last) if document else ("", "")
    marks = [_mark(each, links) for each in mentions.in_document(index, number)]
    body, layout = own.first(f"{SCHEMA}text"), Layout.from_json(own.first(links.site.term("layout")))
    quoted = [Quoted(each.start, each.end, it.number) for it in said for each in it.statement.quotations]
    citing = claims.of_thing(index, number, "cites", role="object")
    title = found.thing.name
    work = work_of(links, iri, own, said, title, site)
    return DocumentPage(
        iri=iri,
        title=title,
        subject=own.first(f"{DCTERMS}title"),
        letterhead=letterhead(said, rows, links, days),
        described=_described(own, document, links),
        original=next(filter(on_the_web, own.all(f"{FOAF}page")), ""),
        blocks=printed(body, layout, marks, quoted, highlight),
        kinds=tuple(kind for kind in Kind if any(mark.named.kind == kind for mark in marks)),
        portions=tuple(_portion(value) for value in dict.fromkeys(each.value for each in layout.portions)),
        groups=tuple(_groups(said, relations)),
        cited_by=tuple(_citing(each) for each in stated(citing.items, links, relations, iri)),
        cited=citing.total,
        around=_around(index, document, links),
        citations=_citations(work, links, iri),
        reading=next((_reading(row) for row in rows if row.term("run")), None),
    )


def _mark(it: mentions.Marked, links: Links) -> Mark:
    named = Named(links.kind(it.thing.iri) or "", it.thing.name, links.page(it.thing.iri), it.role)
    return Mark(it.start, it.end, named)


def _described(own: Own, document: Document | None, links: Links) -> Described:
    mg = links.site.term
    identifier, original = own.first(f"{DCTERMS}isPartOf"), own.first(f"{FOAF}page")
    volume = Volume.of(identifier)
    within = original.rpartition("/")[0] if original.rpartition("/")[0].endswith(f"/{identifier}") else None
    pages = dict.fromkeys(own.all(f"{SCHEMA}pageStart", f"{SCHEMA}pageEnd"))
    return Described(
        type=document.type if document else "",
        volume=Part(volume.words if volume else identifier, within) if identifier else None,
        pages="–".join(pages),
        archive=own.all(mg("repository"), mg("collection"), mg("file")),
        source=own.first(mg("sourceNote")),
    )


def _portion(value: str) -> Portion:
    """What a marking means: ``S`` → Secret, ``S/NF`` → Secret, NF; what is not known stands for itself."""
    level, _, handling = value.partition("/")
    meaning = text(f"portion-{level}") if spoken().has(f"portion-{level}") else level
    return Portion(value, text("portion-handled", level=meaning, handling=handling) if handling else meaning)


def _groups(said: Sequence[Numbered], relations: dict[str, Relation]) -> Iterable[Group]:
    """Sentences by relation, those of the heading left out."""
    found: dict[str, list[Numbered]] = {}
    for it in said:
        if not is_heading(it):
            found.setdefault(it.claim.relation, []).append(it)
    order = [*(name for name in GROUPS if name in found), *sorted(found.keys() - {*GROUPS, "cites"}), "cites"]
    for name in order:
        if name in found:
            label = relations[name].label if name in relations else name
            title = text(f"group-{name}") if spoken().has(f"group-{name}") else label
            yield Group(title, tuple(Sentence(it.number, it.claim) for it in found[name]))


def _citing(claim: Claim) -> Citing:
    return Citing(claim.evidence, claim.document, claim.dated, claim.href)


def _citations(work: Work, links: Links, iri: str) -> Citations:
    files = tuple((name, links.citation(iri, suffix)) for suffix, name in NOTATIONS.items())
    return Citations(work.chicago(), work.recommended(), work.bibtex(), work.ris(), work.head(), files)


def _around(index: Index, document: Document | None, links: Links) -> Around:
    if document is None:
        return Around(None, None, None, None)
    found = lists.around(index, document)
    near = (found.earlier, found.later, found.previous, found.next)
    return Around(*(_neighbour(each, links) if each else None for each in near))


def _neighbour(document: Document, links: Links) -> Neighbour:
    part = named(links, document.thing.iri, document.thing.name)
    return Neighbour(part.href, part.text, wording.date(document.dated) if document.dated else "")


def _reading(row: Row) -> Reading:
    return Reading(row.text("software"), row.text("model"), row.text("sourceFile"), row.text("sha256"))
