"""What the list of releases shows: the page at ``/dumps/`` and its JSON form. Used by dumps.py."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from memograph.changes import NO_ENTITIES, WHAT, Change, Changes
from memograph.dumping import DUMP_FORMATS, read_dumps
from memograph.history import Publishing
from memograph.namespaces import Site
from memograph.publish.links import Links
from memograph.retention import Kept
from memograph.void import LICENCE

_TITLES = {each.name: each.title for each in DUMP_FORMATS}
_MEDIA_TYPES = {each.name: each.media_type for each in DUMP_FORMATS}


@dataclass(frozen=True, slots=True)
class File:
    """A file of a release: name, link, what it is, size in bytes, SHA-256 (hex)."""

    name: str
    href: str
    title: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Row:
    """A release in the list; `changes` is a sentence, empty for the first."""

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
    """Things of one kind to which the same happened: the first of them, and how many there are."""

    what: str
    kind: str
    number: int
    things: tuple[Changed, ...]


@dataclass(frozen=True, slots=True)
class DumpsPage:
    """One release, and all that are kept.

    Args:
        numbers: kind and how many were added, changed, merged, withdrawn, removed since the release before.
        things: the first of these; of statements those that were merged or withdrawn, the others are in the file.
        all_changes: link to the file of all changes, empty for the first release.
    """

    release: Row
    issued: str
    files: tuple[File, ...]
    numbers: tuple[tuple[str, tuple[int, ...]], ...]
    things: tuple[ChangedThings, ...]
    all_changes: str
    rows: tuple[Row, ...]
    gone: tuple[Publishing, ...]
    what: tuple[str, ...] = WHAT


def dumps_page(chosen: Kept, kept: Iterable[Kept], gone: Sequence[Publishing], links: Links) -> DumpsPage:
    """What the page shows of the release `chosen`."""
    version, changes = chosen.version, chosen.changes
    files = tuple(
        File(each.name, links.to(f"dumps/{version}/{each.name}"), _TITLES.get(each.name, ""), each.size, each.sha256)
        for each in read_dumps(chosen.release.dumps)
    )
    return DumpsPage(
        release=_row(chosen, links),
        issued=chosen.release.manifest.issued,
        files=files,
        numbers=_numbers(changes),
        things=tuple(_things(changes, chosen, links)) if changes else (),
        all_changes=links.to(f"dumps/{version}/changes-{changes.before}.jsonl.gz") if changes else "",
        rows=tuple(_row(each, links) for each in kept),
        gone=tuple(gone),
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
        published=kept.published,
        current=kept.current,
        quads=manifest.quads,
        documents=manifest.counts.documents,
        entities=sum(manifest.counts.entities.values()),
        statements=sum(manifest.counts.relations.values()),
        before=kept.before,
        changes=str(kept.changes or ""),
    )


def _numbers(changes: Changes | None) -> tuple[tuple[str, tuple[int, ...]], ...]:
    counts = changes.counts if changes else {}
    return tuple((_plain(kind), tuple(numbers.get(what, 0) for what in WHAT)) for kind, numbers in counts.items())


def _things(changes: Changes, kept: Kept, links: Links) -> Iterable[ChangedThings]:
    """By what happened and then by kind; what everybody looks for first stands first."""
    for what in WHAT:
        for kind in sorted(changes.counts, key=lambda kind: (kind in NO_ENTITIES, kind)):
            found = tuple(
                _changed(change, kept, links) for change in changes.first if (change.what, change.kind) == (what, kind)
            )
            if found and (kind != "statement" or what in ("merged", "withdrawn")):
                yield ChangedThings(what, _plain(kind), changes.counts[kind][what], found)


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


def _plain(kind: str) -> str:
    return kind.replace("-", " ")


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
