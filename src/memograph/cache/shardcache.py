"""`ShardCache`: is the shard of a document known already, and if not, why? Asked by a build for each document.

Cheap where nothing has changed: digests of a document's bytes are compared with those in the ledger. Where authority
files or decisions are others than before, the document's own questions are asked again (`replaying`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from memograph.cache.blobs import Blobs
from memograph.cache.environment import PARTS, Environment
from memograph.cache.ledger import Ledger, Made
from memograph.cache.packing import DamagedError, Packed, unpack
from memograph.config import Config
from memograph.curation.plan import Plan
from memograph.model import Raw, Shard

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
        path: of the file with its quads; None for a document that could not be processed, which has none.
    """

    facts: Shard
    words: int
    path: Path | None = field(repr=False)

    def nquads(self) -> bytes:
        """The sorted lines of the shard, UTF-8.

        Raises:
            DamagedError: the file is not what it was when the shard was found.
        """
        return b"" if self.path is None else unpack(self.path.read_bytes()).nquads()


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
        self._ledger, self._blobs = Ledger(folder / "documents.sqlite"), Blobs(folder / "shards")

    def find(self, raw: Raw) -> Cached | Stale:
        """The shard of a document, if all that it rests on is still the same.

        Raises:
            AuthorityError, ConfigurationError: what is known beforehand cannot be read.
        """
        if self._force:
            return Stale(("everything is built, as asked for",))
        why: tuple[str, ...] = ()
        now = self._made(raw)
        for made in self._ledger.of(raw.id):
            found, reasons = self._valid(made, now)
            if found is not None:
                return found
            why = why or reasons
        return Stale(why or (self._ledger.lost or "it is new",))

    def keep(self, raw: Raw, packed: bytes) -> Cached:
        """Keep what a worker made of a document (`packing.pack`).

        A document that the worker failed on is only noted: what it failed on may have been the machine.

        Raises:
            OSError: there is no room for it.
            DamagedError: what the worker handed back is not whole.
        """
        found = unpack(packed)
        failed = any(result.component == "failure" for result in found.facts.report.results)
        blob = "" if failed else self._blobs.write(packed)
        self._ledger.write(replace(self._made(raw), blob=blob, bytes=len(packed)))
        return Cached(found.facts, found.words, self._blobs.path(blob) if blob else None)

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
            return None, ("it could not be processed before",)
        path = self._blobs.path(made.blob)
        try:
            packed = unpack(path.read_bytes())
            if (made.authority, made.decisions) == (now.authority, now.decisions):
                self._ledger.use(made)
            elif why := self._replaying.differences(packed.reached()):
                return None, why
            else:
                self._ledger.write(replace(made, authority=now.authority, decisions=now.decisions))
        except (OSError, DamagedError):
            return None, ("its shard in the cache is damaged or gone",)
        return self._cached(packed, path), ()

    def _cached(self, packed: Packed, path: Path) -> Cached:
        return Cached(packed.facts, packed.words, path)

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
    elif made.file != now.file and made.data == now.data:
        yield "another part of its file has changed"
    for part, title in PARTS.items():
        if made.environment.get(part) != now.environment.get(part):
            yield f"{title} changed"


def _sum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
