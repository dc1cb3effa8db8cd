"""A release of as many quads as wanted, made of copies of a real one; for serve.py.

    python bench/copies.py BUILD FOLDER [--quads 1000000]

Each copy has documents, events, agreements, posts and most people and bodies of its own: their addresses and labels end
in the number of the copy. Places, topics and every tenth person and body are the same in all copies, so that what is
mentioned most is mentioned more as the release grows, as it is in a larger series. The copies go through the same
assembly as the shards of a build.
"""

from __future__ import annotations

import argparse
import gzip
import re
import resource
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

from memograph.namespaces import RDFS, SKOS
from memograph.release import Release, ReleaseFacts, assemble, current_release, publish_current

#: Lines of a release that are copied at once.
CHUNK = 24 * 2**20

OWN = rb"document|statement|event|agreement|post|decision"
SOMETIMES = rb"person|organization"
LABELS = tuple(f" <{iri}> ".encode() for iri in (RDFS + "label", SKOS + "prefLabel", SKOS + "altLabel"))


class Copy:
    """Lines of a release as they are in one copy of it."""

    def __init__(self, base: str, number: int) -> None:
        space = re.escape(base.encode())
        self._end = b"-c%d" % number
        self._own = re.compile(rb"<%s(?:id/(?:%s)/|graph/document/)[^#>]+" % (space, OWN))
        self._some = re.compile(rb"<%sid/(?:%s)/[^#>]+" % (space, SOMETIMES))

    def __call__(self, line: bytes) -> bytes:
        line = self._own.sub(lambda found: found[0] + self._end, line)
        line = self._some.sub(self._if_own, line)
        if self._end in line.partition(b" ")[0] and any(label in line for label in LABELS):
            line = re.sub(rb'"(@[a-z-]+)? (<[^ ]+> \.\n)$', rb'%s"\1 \2' % self._end.replace(b"-c", b" "), line)
        return line

    def _if_own(self, found: re.Match[bytes]) -> bytes:
        return found[0] if zlib.crc32(found[0]) % 10 == 0 else found[0] + self._end


def copies(release: Release, quads: int) -> Iterator[bytes]:
    """Chunks of sorted N-Quads: the release, and copies of it until there are so many quads."""
    described = f" <{release.site.release_graph}> .\n".encode()
    number = 0
    while quads > 0:
        copied = Copy(release.site.base, number) if number else None
        with gzip.open(release.dumps / "memograph.nq.gz") as source:
            while quads > 0 and (lines := source.readlines(CHUNK)):
                kept = [line for line in lines if not line.endswith(described)][:quads]
                quads -= len(kept)
                yield b"".join(sorted(map(copied, kept) if copied else kept))
        number += 1


def grown(build: Path, folder: Path, quads: int) -> Release:
    """The current release of a build folder grown to so many quads, published in another folder."""
    release = current_release(build)
    facts = ReleaseFacts("Copies", "2026-01-01T00:00:00Z", "", 0, release.manifest.model, release.manifest.software)
    made = assemble(copies(release, quads), (), release.site, folder, facts)
    publish_current(folder, made)
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--quads", type=int, default=1_000_000)
    given = parser.parse_args()
    before = time.monotonic()
    made = grown(given.build, given.folder, given.quads)
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(
        f"{made.manifest.quads:,} quads in {made.path}: {used.ru_utime + used.ru_stime:.0f} s of processor time, "
        f"{time.monotonic() - before:.0f} s by the clock, {used.ru_maxrss / 1024:.0f} MiB at most"
    )


if __name__ == "__main__":
    main()
