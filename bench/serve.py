"""What a large release costs to serve: start-up, memory, lookups, pages of hubs, heavy pages, dumps.

    python bench/copies.py BUILD FOLDER --quads 10000000
    python -m bench.serve FOLDER [FOLDER ...] [--rounds 5]

Each folder is a build folder with a release. The server is ``memograph serve`` as it is, without kept answers; beside
it ``oxigraph serve-read-only`` has the same store. They take turns, so that other work on the machine is in both: what
counts are the ratios. Processor time is that of all processes of a server.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import http.client
import os
import random
import re
import shutil
import sqlite3
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
from bench.contenders import BIN, ended, free_port, memograph_command
from bench.pages import chosen, measured, percentile
from tests.publish_sample import children

from memograph.dumping import DUMP_FORMATS, NQUADS_DUMP, write_dumps
from memograph.release import Release, current_release

TICK = os.sysconf("SC_CLK_TCK")
START_SECONDS = 300
LOOKUPS, STARTS = 200, 3
KINDS = ("person", "organization", "place", "event", "document")

#: What reads most of a release, beside the pages of things.
HEAVY = (
    "/",
    "/timeline",
    "/timeline.csv",
    "/map",
    "/network",
    "/search?q=soviet",
    "/search.csv?q=soviet",
    "/page/person",
    "/page/person?page=20",
    "/page/document?page=9",
    "/ontology",
    "/sitemap.xml",
)


@dataclass
class Server:
    """A running server: its port, its first process, and how long it took until it answered, seconds."""

    port: int
    process: subprocess.Popen[bytes]
    seconds: float = 0.0

    @property
    def processes(self) -> list[int]:
        return [self.process.pid, *children(self.process.pid)]

    @property
    def web(self) -> list[int]:
        """The processes that answer requests; below each are its query workers."""
        return [pid for pid in children(self.process.pid) if parent(pid) == self.process.pid]

    def cpu(self) -> float:
        return sum(cpu_seconds(pid) for pid in self.processes)


def fields(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def parent(pid: int) -> int:
    return int(fields(pid)[1])


def cpu_seconds(pid: int) -> float:
    with contextlib.suppress(OSError):
        return sum(map(int, fields(pid)[11:13])) / TICK
    return 0.0


def resident(pid: int, name: str = "VmRSS") -> int:
    """MiB that a process has in memory (VmRSS), or had at most (VmHWM)."""
    found = re.search(rf"{name}:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) // 1024 if found else 0


@contextlib.contextmanager
def started(command: list[str], address: str, port: int, path: str, folder: Path) -> Iterator[Server]:
    """A server from the start of its process on; it counts as started when it answers `path` with 200."""
    with (folder / f"{port}.log").open("wb") as log:
        before = time.perf_counter()
        process = subprocess.Popen([*command, address], cwd=folder, stdout=log, stderr=log)
    server = Server(port, process)
    try:
        while time.perf_counter() < before + START_SECONDS and process.poll() is None:
            with contextlib.suppress(OSError, http.client.HTTPException):
                if ask(port, path)[0] == 200:
                    server.seconds = time.perf_counter() - before
                    break
            time.sleep(0.02)
        assert server.seconds, (folder / f"{port}.log").read_text()
        yield server
    finally:
        ended(process)


def ask(port: int, path: str, accept: str = "*/*") -> tuple[int, int]:
    """Status and length of an answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        connection.request("GET", path, headers={"Accept": accept})
        answer = connection.getresponse()
        return answer.status, len(answer.read())
    finally:
        connection.close()


def timed(function: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock and of processor time of this process."""
    clock, cpu = time.perf_counter(), time.process_time()
    function()
    return time.perf_counter() - clock, time.process_time() - cpu


def memograph(build: Path, folder: Path) -> contextlib.AbstractContextManager[Server]:
    port = free_port()
    command = memograph_command(build, folder)
    config = folder / "memograph.toml"
    config.write_text(config.read_text() + "cache_mib = 0\nquery_seconds = 60\n")
    return started(command, str(port), port, "/readyz", folder)


def oxigraph(release: Release, folder: Path) -> contextlib.AbstractContextManager[Server]:
    port = free_port()
    command = [str(BIN / "oxigraph"), "serve-read-only", "--location", str(release.store), "--bind"]
    return started(command, f"127.0.0.1:{port}", port, "/query?query=ASK%7B%7D", folder)


def start_up(build: Path, folder: Path, server: Server, other: Server) -> None:
    """The quickest of some starts, because other work on the machine makes each slower."""
    times = [(server.seconds, server.cpu())]
    for number in range(STARTS - 1):
        (again := folder / f"start-{number}").mkdir()
        with memograph(build, again) as another:
            times.append((another.seconds, another.cpu()))
    web = [resident(pid) for pid in server.web]
    workers = [resident(pid) for pid in server.processes if pid not in server.web and pid != server.process.pid]
    print(f"- ready after {min(times)[0]:.1f} s by the clock, {min(cpu for _, cpu in times):.1f} s of processor time")
    print(f"  in all processes (oxigraph, which is Rust: {other.seconds:.2f} s; load {os.getloadavg()[0]:.0f})")
    alone = resident(other.process.pid)
    print(f"- resident before queries, MiB: web processes {web}, query workers {workers}; oxigraph {alone}")


def subjects(release: Release) -> list[str]:
    sql = "SELECT path FROM thing WHERE number % ? = 0 LIMIT ?"
    with contextlib.closing(sqlite3.connect(f"file:{quote(str(release.pages))}?mode=ro", uri=True)) as connection:
        (things,) = connection.execute("SELECT COUNT(*) FROM thing").fetchone()
        rows = connection.execute(sql, (max(1, things // LOOKUPS), LOOKUPS)).fetchall()
    return [release.site.address(f"id/{row[0]}") for row in rows]


def lookups(release: Release, server: Server, other: Server, rounds: int) -> None:
    """All triples of one thing, each time another query, from one client over one connection."""
    taken: dict[str, list[float]] = {"memograph": [], "oxigraph": []}
    found = subjects(release)
    connections = {
        "memograph": (http.client.HTTPConnection("127.0.0.1", server.port, timeout=60), "/sparql"),
        "oxigraph": (http.client.HTTPConnection("127.0.0.1", other.port, timeout=60), "/query"),
    }
    for turn in range(rounds):
        for iri in random.Random(turn).sample(found, len(found)):
            for name, (connection, path) in connections.items():
                query = quote(f"SELECT ?p ?o WHERE {{ <{iri}> ?p ?o }} #{turn}")
                before = time.perf_counter()
                connection.request(
                    "GET", f"{path}?query={query}", headers={"Accept": "application/sparql-results+json"}
                )
                answer = connection.getresponse()
                answer.read()
                assert answer.status == 200, (name, answer.status)
                taken[name].append(time.perf_counter() - before)
    ours, theirs = (statistics.median(taken[name]) * 1000 for name in ("memograph", "oxigraph"))
    print(
        f"- lookups, median: {ours:.2f} ms to {theirs:.2f} of oxigraph, ratio {ours / theirs:.1f}; "
        f"p95 {percentile(taken['memograph'], 95) * 1000:.1f} to {percentile(taken['oxigraph'], 95) * 1000:.1f}"
    )


def pages(release: Release, server: Server, rounds: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
    everything: list[list[float]] = [[], []]
    told = []
    for kind in KINDS:
        pair = chosen(release, kind, 3)
        if all(pair):
            taken = measured(connection, pair, rounds)
            hub, leaf = (statistics.median(each) * 1000 for each in taken)
            told.append(f"{kind} {hub:.0f} / {leaf:.0f} (up to {max(number for _, number in pair[0]):,})")
            for all_, these in zip(everything, taken, strict=True):
                all_ += these
    hub, leaf = (statistics.median(each) for each in everything)
    print(f"- pages of hubs to leaves, median {hub / leaf:.2f}; ms: {', '.join(told)}")


def heavy(server: Server) -> None:
    told = []
    for path in HEAVY:
        before, cpu = time.perf_counter(), server.cpu()
        status, size = ask(server.port, path, "text/html, */*;q=0.5")
        seconds = time.perf_counter() - before
        told.append(
            f"{path} {status} {seconds:.2f} s ({max(0.0, server.cpu() - cpu):.2f} of processor, {size / 1000:.0f} kB)"
        )
    print(f"- heavy pages: {'; '.join(told)}")
    print(
        f"- most that a web process had in memory after all this: {max(resident(p, 'VmHWM') for p in server.web)} MiB"
    )


def dumps(release: Release, folder: Path) -> None:
    """All our formats from sorted quads, packed, against N-Quads of pyoxigraph's own dump of the store, not packed."""
    whole = folder / "whole.nq"
    with gzip.open(release.dumps / NQUADS_DUMP) as packed, whole.open("wb") as plain:
        shutil.copyfileobj(packed, plain, 2**20)
    for name in ("dumps", "scratch"):
        (folder / name).mkdir()
    ours = timed(lambda: write_dumps(whole, folder / "dumps", release.site, folder / "scratch"))
    store = ox.Store.read_only(str(release.store))
    plain_dump = folder / "store.nq"
    theirs = timed(lambda: store.dump(str(plain_dump), format=ox.RdfFormat.N_QUADS))
    formats = sum(each.whole for each in DUMP_FORMATS)
    rates = release.manifest.quads * formats / ours[1], len(store) / theirs[1]
    print(
        f"- dumps: {formats} formats, packed, in {ours[1]:.0f} s of processor time ({ours[0]:.0f} by the clock); "
        f"pyoxigraph's N-Quads, not packed, in {theirs[1]:.0f} ({theirs[0]:.0f}); "
        f"quads a second {rates[0]:,.0f} to {rates[1]:,.0f}, ratio {rates[0] / rates[1]:.1f}"
    )
    copied = timed(lambda: write_dumps(whole, folder / "dumps", release.site, folder / "scratch", release.dumps))
    print(f"- the same when all parts are copied from a release before: {copied[1]:.0f} s of processor time")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("builds", type=Path, nargs="+")
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    for build in given.builds:
        release = current_release(build.resolve())
        counts = release.manifest.counts
        size = sum(file.stat().st_size for file in release.store.iterdir()) / 1e9
        print(f"\n{release.manifest.quads:,} quads, {counts.documents:,} documents, store {size:.1f} GB\n", flush=True)
        with tempfile.TemporaryDirectory(dir=build) as name:
            folder = Path(name)
            with memograph(build.resolve(), folder) as server, oxigraph(release, folder) as other:
                start_up(build.resolve(), folder, server, other)
                lookups(release, server, other, given.rounds)
                pages(release, server, given.rounds)
                heavy(server)
            dumps(release, folder)


if __name__ == "__main__":
    main()
