"""What the reading index of a release costs: processor time, memory and bytes to make it, and time of what pages ask.

    python bench/pageindex.py BUILD

BUILD is a build folder with a release. The index is made anew beside it and thrown away. Look-ups are those of the page
of a thing: statements by relation, mentions, years, neighbours; for what most documents mention and for what one does.
"""

from __future__ import annotations

import argparse
import gzip
import statistics
import tempfile
import time
from pathlib import Path

import pyoxigraph as ox

from memograph.dumping import NQUADS_DUMP
from memograph.pageindex.writing import write_pages
from memograph.publish.reading import claims, mentions, neighbours
from memograph.publish.reading.index import Index, open_index
from memograph.release import Release, current_release

#: Look-ups of each sort of thing, and things of each sort.
TURNS, THINGS = 5, 40


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=Path)
    release = current_release(parser.parse_args().build)
    _making(release)
    _reading(release)


def _making(release: Release) -> None:
    store, before, start = ox.Store.read_only(str(release.store)), _peak(), time.process_time()
    with tempfile.TemporaryDirectory() as folder, gzip.open(release.dumps / NQUADS_DUMP) as lines:
        path = Path(folder) / "pages.sqlite"
        write_pages(store, lines, release.site, path)
        size = path.stat().st_size
    seconds = time.process_time() - start
    held = sum(file.stat().st_size for file in release.store.rglob("*") if file.is_file())
    print(f"{release.manifest.quads:,} quads: {seconds:.1f} s of processor time, {_peak() - before} MiB of memory")
    print(f"{size / 1e6:.1f} MB beside a store of {held / 1e6:.1f} MB")


def _peak() -> int:
    """The most memory that this process had so far, MiB."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) // 1024


def _reading(release: Release) -> None:
    index = open_index(release, 60)
    by_documents = "SELECT path FROM thing WHERE kind = 'person' AND documents {} ORDER BY number LIMIT ?"
    for name, condition in (("hubs", "> 1"), ("leaves", "= 1")):
        paths = [row[0] for row in index.rows(by_documents.format(condition), THINGS)]
        taken = [_page(release, path) for path in paths for _ in range(TURNS)]
        counts = [entry.mentions for path in paths if (entry := index.find(index.iri(path)))]
        print(
            f"{name}: {min(counts)} to {max(counts)} mentions each, median {statistics.median(taken) * 1000:.2f} ms, "
            f"p95 {statistics.quantiles(taken, n=20)[-1] * 1000:.2f} ms of processor time"
        )
    index.close()


def _page(release: Release, path: str) -> float:
    """Processor time in seconds of what the page of a thing asks, its index opened and closed."""
    start = time.process_time()
    index = open_index(release, 60)
    _ask(index, path)
    index.close()
    return time.process_time() - start


def _ask(index: Index, path: str) -> None:
    found = index.find(index.iri(path))
    assert found is not None
    thing = found.thing.number
    claims.first_of_thing(index, thing, 10)
    mentions.of_thing(index, thing)
    mentions.by_year(index, thing)
    neighbours.of_thing(index, thing, 12)


if __name__ == "__main__":
    main()
