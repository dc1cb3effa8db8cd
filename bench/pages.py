"""How long the pages of hubs take against those of leaves, on a real server, in one run.

    python -m bench.pages BUILD [--rounds 20] [--each 5]

BUILD is a build folder with a release (``python -m tests.large_sample FOLDER`` makes one of 300,000 quads; a corpus of
your own is better, because people of the sample have little said of them). Of each kind the things that are mentioned
most, and as many that are mentioned once; documents by the number of their mentions. The server keeps no answers, and
hub and leaf take turns, so that other work on the machine is in both. What counts is the ratio of the 95th percentiles.
"""

from __future__ import annotations

import argparse
import http.client
import sqlite3
import statistics
import time
from pathlib import Path
from urllib.parse import quote, urlsplit

from tests.publish_sample import start_server, stop_server

from memograph.release import Release, current_release

KINDS = ("person", "organization", "place", "event", "agreement", "post", "topic", "document")

HUBS = "SELECT path, mentions FROM thing WHERE kind = ? AND mentions > 1 ORDER BY mentions DESC, number LIMIT ?"
LEAVES = "SELECT path, mentions FROM thing WHERE kind = ? ORDER BY mentions > 0 DESC, mentions, number LIMIT ?"
#: Of topics and posts, which nothing mentions, by what is stated of them.
STATED_HUBS = "SELECT path, statements FROM thing WHERE kind = ? ORDER BY statements DESC, number LIMIT ?"
STATED_LEAVES = (
    "SELECT path, statements FROM thing WHERE kind = ? AND statements > 0 ORDER BY statements, number LIMIT ?"
)

Pages = list[tuple[str, int]]


def chosen(release: Release, kind: str, each: int) -> tuple[Pages, Pages]:
    """Paths of the pages of hubs and of leaves, with how often they are mentioned, or stated of."""
    queries = (STATED_HUBS, STATED_LEAVES) if kind in ("topic", "post", "document") else (HUBS, LEAVES)
    with sqlite3.connect(f"file:{quote(str(release.path))}/pages.sqlite?mode=ro", uri=True) as connection:
        hubs, leaves = (connection.execute(query, (kind, each)).fetchall() for query in queries)
    return hubs, leaves


def seconds(connection: http.client.HTTPConnection, path: str) -> float:
    before = time.perf_counter()
    connection.request("GET", f"/page/{path}", headers={"Accept": "text/html"})
    answer = connection.getresponse()
    answer.read()
    assert answer.status == 200, (path, answer.status)
    return time.perf_counter() - before


def measured(connection: http.client.HTTPConnection, pages: tuple[Pages, Pages], rounds: int) -> list[list[float]]:
    """Seconds of each request for a hub and for a leaf, in turns; the first round is not counted."""
    taken: list[list[float]] = [[], []]
    for turn in range(rounds + 1):
        for number in range(max(map(len, pages))):
            for which, some in enumerate(pages):
                took = seconds(connection, some[number % len(some)][0])
                if turn:
                    taken[which].append(took)
    return taken


def percentile(values: list[float], per_cent: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[per_cent - 1]


def row(name: str, counts: tuple[str, str], taken: list[list[float]]) -> str:
    (hub, hub_95), (leaf, leaf_95) = ((statistics.median(each), percentile(each, 95)) for each in taken)
    times = f"{1000 * hub:.0f} / {1000 * hub_95:.0f} | {1000 * leaf:.0f} / {1000 * leaf_95:.0f}"
    return f"| {name} | {counts[0]} | {counts[1]} | {times} | {hub / leaf:.2f} | {hub_95 / leaf_95:.2f} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=Path)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--each", type=int, default=5)
    given = parser.parse_args()
    release = current_release(given.build)
    server = start_server(given.build, cache_mib=0, query_memory_mib=1024)
    print(f"{release.manifest.quads:,} quads, {release.manifest.counts.documents:,} documents\n")
    print("| pages | hubs | leaves | hub, ms: median / p95 | leaf, ms | ratio of medians | ratio of p95 |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    everything: list[list[float]] = [[], []]
    try:
        connection = http.client.HTTPConnection(urlsplit(server.address).netloc, timeout=60)
        for kind in KINDS:
            pages = chosen(release, kind, given.each)
            if not all(pages):
                continue
            taken = measured(connection, pages, given.rounds)
            counts = tuple(f"{min(n for _, n in some):,} to {max(n for _, n in some):,}" for some in pages)
            print(row(kind, (counts[0], counts[1]), taken), flush=True)
            for all_, these in zip(everything, taken, strict=True):
                all_ += these
        print(row("all", ("", ""), everything))
    finally:
        stop_server(server)


if __name__ == "__main__":
    main()
