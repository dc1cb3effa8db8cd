"""What the list of releases shows: the page at ``/dumps/`` and its JSON form. Used by dumps.py."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup, escape

from memograph.changes import NO_ENTITIES, WHAT, Change, Changes
from memograph.dumping import DUMP_FORMATS, read_dumps
from memograph.errors import StoreError
from memograph.history import Publishing
from memograph.namespaces import Site
from memograph.publish.catalog.citing import Cited, cited
from memograph.publish.language import say, spoken, text
from memograph.publish.links import Links
from memograph.publish.pages import wording
from memograph.publish.pages.claims import Part
from memograph.publish.releases import Publication
from memograph.retention import Kept
from memograph.void import LICENCE

_log = logging.getLogger(__name__)

_TITLES = {each.name: each.title for each in DUMP_FORMATS}
_MEDIA_TYPES = {each.name: each.media_type for each in DUMP_FORMATS}


@dataclass(frozen=True, slots=True)
class File:
    """A file of a release: name, link, what it is, size in words, SHA-256 (hex)."""

    name: str
    href: str
    title: Markup
    size: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Row:
    """A release in the list; `changes` is a sentence."""

    version: str
    href: str
    published: str
    current: bool
    quads: int
    documents: int
    entities: int
    statements: int
    before: str
    changes: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A thing in the list of changes: link and name of it, and of what it was merged into; why it was withdrawn."""

    text: str
    href: str | None
    into: str = ""
    into_href: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ChangedThings:
    """Things of one kind to which the same happened: how many in words, and the first of them."""

    what: str
    title: str
    number: int
    things: tuple[Changed, ...]


@dataclass(frozen=True, slots=True)
class Linkset:
    """How many links lead to an authority by one property."""

    authority: Part
    property: str
    links: int


@dataclass(frozen=True, slots=True)
class DumpsPage:
    """One release, and all that are kept.

    Args:
        numbers: kind and how many were added, changed, merged, withdrawn, removed since the release before.
        things: the first of these; of statements those that were merged or withdrawn, the others are in the file.
        all_changes: link to the file of all changes, empty for the first release.
        linksets: of the release that answers the request; none for another one; None where its store fails.
        gone: version and day of releases that are kept no longer.
    """

    release: Row
    issued: str
    files: tuple[File, ...]
    linksets: tuple[Linkset, ...] | None
    cited: Cited
    numbers: tuple[tuple[str, tuple[int, ...]], ...]
    things: tuple[ChangedThings, ...]
    all_changes: str
    rows: tuple[Row, ...]
    gone: tuple[tuple[str, str], ...]
    what: tuple[str, ...]


def dumps_page(here: Publication, chosen: Kept, kept: Iterable[Kept], gone: Iterable[Publishing]) -> DumpsPage:
    """What the page shows of the release `chosen`; one stored query if it is the one that answers the request."""
    version, changes, links = chosen.version, chosen.changes, here.links
    files = tuple(
        File(each.name, links.to(f"dumps/{version}/{each.name}"), _title(each.name), size(each.size), each.sha256)
        for each in read_dumps(chosen.release.dumps)
    )
    return DumpsPage(
        release=_row(chosen, links),
        issued=wording.date(chosen.release.manifest.issued[:10]),
        files=files,
        linksets=_linksets(here) if version == here.version else (),
        cited=cited(chosen.release.manifest, links.site),
        numbers=_numbers(changes),
        things=tuple(_things(changes, chosen, links)) if changes else (),
        all_changes=links.to(f"dumps/{version}/changes-{changes.before}.jsonl.gz") if changes else "",
        rows=tuple(_row(each, links) for each in kept),
        gone=tuple((event.version, wording.date(event.published[:10])) for event in gone),
        what=tuple(text(f"what-{what}") for what in WHAT),
    )


def size(number: int) -> str:
    """Bytes in the unit that people would choose; powers of ten, as disks and downloads are counted."""
    for unit, name in ((10**9, "gigabytes"), (10**6, "megabytes"), (10**3, "kilobytes")):
        if number >= unit:
            return text(f"size-{name}", n=number / unit)
    return text("size-bytes", n=number)


def _title(name: str) -> Markup:
    message = f"file-{name.replace('.', '-')}"
    return say(message) if spoken().has(message) else escape(_TITLES.get(name, ""))


def _linksets(here: Publication) -> tuple[Linkset, ...] | None:
    """None where a store elsewhere fails: the files are here all the same, and this is the page that leads to them."""
    try:
        rows = here.store.rows("linksets")
    except StoreError as error:
        _log.error("The store fails, so a page lists no linksets: %s", error.reason)
        return None
    return tuple(
        Linkset(
            Part(row.text("title"), here.links.page(row.text("homepage"))),
            here.site.curie(row.text("property")),
            row.number("links"),
        )
        for row in rows
    )


def releases_json(kept: Iterable[Kept], gone: Iterable[Publishing], site: Site) -> str:
    """The same for programs: every release that is kept, the newest first, with files and numbers."""
    listed = [_release_json(each, site) for each in kept]
    document = {
        "dataset": site.dataset,
        "license": LICENCE,
        "description": site.address(".well-known/void"),
        "latest": next((each["version"] for each in listed if each["current"]), None),
        "releases": listed,
        "removed": [{"version": event.version, "published": event.published} for event in gone],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _row(kept: Kept, links: Links) -> Row:
    manifest = kept.release.manifest
    return Row(
        version=kept.version,
        href=links.to(f"dumps/{kept.version}"),
        published=wording.date(kept.published[:10]),
        current=kept.current,
        quads=manifest.quads,
        documents=manifest.counts.documents,
        entities=sum(manifest.counts.entities.values()),
        statements=sum(manifest.counts.relations.values()),
        before=kept.before,
        changes=_in_words(kept.changes, kept.before),
    )


def _in_words(changes: Changes | None, before: str) -> str:
    """One line: ``entities 3 added, 1 merged; documents 1 added; statements 7 added, 2 removed``."""
    if changes is None:
        return text("data-change-unknown") if before else text("data-change-first")
    said = []
    for of, numbers in changes.groups().items():
        if found := [text("data-change-some", n=n, what=what) for what, n in numbers.items() if n]:
            said.append(text("data-change-of", of=of, list=", ".join(found)))
    return "; ".join(said) or text("data-change-none")


def _numbers(changes: Changes | None) -> tuple[tuple[str, tuple[int, ...]], ...]:
    counts = changes.counts if changes else {}
    return tuple((_kind(kind), tuple(numbers.get(what, 0) for what in WHAT)) for kind, numbers in counts.items())


def _things(changes: Changes, kept: Kept, links: Links) -> Iterable[ChangedThings]:
    """By what happened and then by kind; what everybody looks for first stands first."""
    for what in WHAT:
        for kind in sorted(changes.counts, key=lambda kind: (kind in NO_ENTITIES, kind)):
            found = tuple(
                _changed(change, kept, links) for change in changes.first if (change.what, change.kind) == (what, kind)
            )
            if found and (kind != "statement" or what in ("merged", "withdrawn")):
                number = changes.counts[kind][what]
                title = text("data-changes-some", kind=_kind(kind), n=number, what=what)
                yield ChangedThings(what, title, number, found)


def _changed(change: Change, kept: Kept, links: Links) -> Changed:
    return Changed(
        text=change.label or _name(change.iri),
        href=_page(change.iri, kept, links) if change.what != "removed" else None,
        into=_name(change.into) if change.into else "",
        into_href=_page(change.into, kept, links) if change.into else None,
        reason=change.reason,
    )


def _page(iri: str, kept: Kept, links: Links) -> str | None:
    """The page of a thing in that release; in the current one without saying so."""
    page = links.page(iri)
    return f"{page}?release={kept.version}" if page and not kept.current and links.kind(iri) else page


def _kind(kind: str) -> str:
    name = text(f"kind-one-{kind}") if spoken().has(f"kind-one-{kind}") else kind
    return name[:1].upper() + name[1:]


def _name(iri: str) -> str:
    return iri.rpartition("/")[2]


def _release_json(kept: Kept, site: Site) -> dict[str, object]:
    manifest, address = kept.release.manifest, site.release(kept.version)
    files = [
        {
            "name": each.name,
            "url": f"{address}/{each.name}",
            "bytes": each.size,
            "sha256": each.sha256,
            "mediaType": _MEDIA_TYPES.get(each.name),
            "compressFormat": "application/gzip" if each.name.endswith(".gz") else None,
        }
        for each in read_dumps(kept.release.dumps)
    ]
    return {
        "version": kept.version,
        "url": address,
        "issued": manifest.issued,
        "published": kept.published,
        "current": kept.current,
        "quads": manifest.quads,
        "documents": manifest.counts.documents,
        "entities": manifest.counts.entities,
        "statements": manifest.counts.relations,
        "files": files,
        "checksums": f"{address}/SHA256SUMS",
        "changes": _changes_json(kept, address),
    }


def _changes_json(kept: Kept, address: str) -> dict[str, object] | None:
    changes = kept.changes
    if changes is None:
        return None
    url = f"{address}/changes-{changes.before}"
    return {"since": changes.before, "counts": changes.counts, "first": f"{url}.json", "all": f"{url}.jsonl.gz"}
