"""`ShardCache`: is the shard of a document known already, and if not, why? Asked by a build for each document.

Cheap where nothing has changed: digests of a document's bytes are compared with those in the ledger. Where authority
files or decisions are others than before, the document's own questions are asked again (`replaying`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from memograph.cache.blobs import Blobs
from memograph.cache.environment import PARTS, Environment
from memograph.cache.ledger import Ledger, Made
from memograph.config import Config
from memograph.curation.plan import Plan
from memograph.model import Raw, Shard
from memograph.namespaces import Site
from memograph.packing import DamagedError, Packed, PackedFile, pack, unpack

if TYPE_CHECKING:
    from memograph.cache.replaying import Replaying

#: Builds after which a shard is forgotten that none of them used.
BUILDS = 10


@dataclass(frozen=True, slots=True)
class Cached:
    """A shard that is known.

    Args:
        facts: the shard without its quads.
        words: of the document's text.
        quads: where its sorted lines are.
    """

    facts: Shard
    words: int
    quads: PackedFile


@dataclass(frozen=True, slots=True)
class Stale:
    """Why a document must be built (again): one reason or more, each a few words."""

    why: tuple[str, ...]


class ShardCache:
    """The shards of earlier builds. One per build, in its own process; `retention.alone` keeps other builds away.

    Args:
        folder: where it is kept, ``build/.cache``.
        force: find nothing, so that everything is built; it is kept all the same.
    """

    def __init__(self, folder: Path, config: Config, plan: Plan, *, force: bool = False) -> None:
        self._config, self._plan, self._force = config, plan, force
        self._environment = Environment.of(config, plan)
        self._stamp = f"<{Site(config.site.base).term('sha256')}>".encode()
        # until they are kept, as many as workers have before them; None for two of one name: whose is what comes?
        self._looked_for: dict[str, Made | None] = {}
        self._ledger, self._blobs = Ledger(folder / "documents.sqlite"), Blobs(folder / "shards")

    def find(self, raw: Raw) -> Cached | Stale:
        """The shard of a document, if all that it rests on is still the same.

        Raises:
            AuthorityError, ConfigurationError: what is known beforehand cannot be read.
        """
        why: tuple[str, ...] = ("everything is built, as asked for",) if self._force else ()
        now = self._made(raw)
        for made in self._ledger.of(raw.id) if not self._force else ():
            found, reasons = self._valid(made, now)
            if found is not None:
                return found
            why = why or reasons
        self._looked_for[raw.id] = None if raw.id in self._looked_for else now
        return Stale(why or (self._ledger.lost or "it is new",))

    def keep(self, document: str, packed: bytes) -> PackedFile | None:
        """Keep what a worker made (`packing.pack`) of a document that was not found.

        Args:
            packed: empty where it could not be read, or processed; that is only noted, so that it is tried again.

        Returns:
            where its quads are; None where it was not kept.

        Raises:
            OSError: there is no room for it.
        """
        if (made := self._looked_for.pop(document, None)) is None:
            return None
        blob = self._blobs.write(packed) if packed else ""
        self._ledger.write(replace(made, blob=blob, bytes=len(packed)))
        return self._file(blob) if blob else None

    def _file(self, blob: str) -> PackedFile:
        return PackedFile(str(self._blobs.path(blob)))

    def forget_others(self, most: int) -> None:
        """Forget what no build of late has used, and of the rest the oldest beyond `most` bytes; at the end of a build.

        What this build used stays, however much that is.
        """
        self._blobs.keep_only(self._ledger.forget(BUILDS, most))

    def close(self) -> None:
        """Close the files."""
        self._ledger.close()

    def _made(self, raw: Raw) -> Made:
        """What the shard of a document is made from now."""
        here = self._environment
        digests = (_sum(raw.media_type.encode() + b"\0" + raw.data), _sum(raw.beside))
        return Made(raw.id, "", *digests, raw.name, raw.source_sha256, here.parts, here.authority, here.decisions, 0)

    def _valid(self, made: Made, now: Made) -> tuple[Cached | None, tuple[str, ...]]:
        """The shard of a row, else why it is not right any more."""
        if why := tuple(_differences(made, now)):
            return None, why
        if not made.blob:
            return None, ("it could not be read or processed before",)
        try:
            packed = unpack(self._blobs.path(made.blob).read_bytes())
            unchanged = (made.authority, made.decisions) == (now.authority, now.decisions)
            if not unchanged and (why := self._replaying.differences(packed.reached())):
                return None, why
            if made.file != now.file:
                quads = self._restamped(packed, made.file, now.file)
                if quads is None:
                    return None, ("another part of its file has changed",)
                data = pack(replace(packed.facts, nquads=quads), packed.reached(), packed.words)
                made = replace(made, file=now.file, blob=self._blobs.write(data), bytes=len(data))
                unchanged = False
        except (FileNotFoundError, DamagedError):
            return None, ("its shard in the cache is damaged or gone",)
        if unchanged:
            self._ledger.use(made)
        else:
            self._ledger.write(replace(made, authority=now.authority, decisions=now.decisions))
        return Cached(packed.facts, packed.words, self._file(made.blob)), ()

    def _restamped(self, packed: Packed, old: str, new: str) -> bytes | None:
        """The quads of a document that is as it was in a file that is not, a volume; None where nobody can tell.

        A shard says of its file nothing but the digest, in one place, which decides about no order of lines.
        """
        quads = packed.nquads()
        before, after = (b'%s "%s" ' % (self._stamp, each.encode()) for each in (old, new))
        alone = quads.count(before) == quads.count(old.encode()) == 1
        reported = any(old in (result.value or "") for result in packed.facts.report.results)
        return quads.replace(before, after) if alone and not reported else None

    @cached_property
    def _replaying(self) -> Replaying:
        # these load linking, which a build of nothing new does without
        from memograph.cache.replaying import Replaying
        from memograph.witnesses import Witnesses

        return Replaying(Witnesses(self._config, self._plan))


def _differences(made: Made, now: Made) -> Iterator[str]:
    if made.data != now.data:
        yield "its text has changed"
    if made.beside != now.beside:
        yield "what stands beside it has changed"
    if made.name != now.name:
        yield f"its file was {made.name}"
    for part, title in PARTS.items():
        if made.environment.get(part) != now.environment.get(part):
            yield f"{title} changed"


def _sum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
