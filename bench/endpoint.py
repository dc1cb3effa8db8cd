"""Queries a second of the SPARQL endpoint, against the servers of contenders.py, on one release in one run.

    python bench/endpoint.py [--quads 300000] [--rounds 5] [--seconds 3] [--build FOLDER]

Needs the extra `bench`, and Debian's `wrk`, which asks from one thread. Point lookups and three aggregates; "new": no
server has seen the query, "again": all have. Servers take turns within a round. What counts are the ratios, of these
the median over the rounds. CPU is that of all processes of a server: other work on the machine disturbs it less.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
from contenders import Contender, contenders

from memograph.namespaces import OA, RDF
from memograph.release import Release, current_release

HERE = Path(__file__).parent
JSON = "application/sparql-results+json"
TICK = os.sysconf("SC_CLK_TCK")

PREFIXES = f"PREFIX mg: <http://memograph.test/ontology#> PREFIX rdf: <{RDF}> PREFIX oa: <{OA}> "
AGGREGATES = {
    "people by documents": (
        "SELECT ?person (COUNT(DISTINCT ?document) AS ?number) "
        "WHERE { ?mention oa:hasBody ?person ; oa:hasTarget/oa:hasSource ?document . ?person a mg:Person } "
        "GROUP BY ?person ORDER BY DESC(?number) ?person LIMIT 20"
    ),
    "relations by year": (
        "SELECT ?relation ?year (COUNT(?statement) AS ?number) "
        "WHERE { ?statement a mg:Statement ; rdf:predicate ?relation ; mg:statedIn ?document . "
        "?document mg:earliestDate ?date } GROUP BY ?relation (YEAR(?date) AS ?year) ORDER BY ?relation ?year"
    ),
    "confidence by method": (
        "SELECT ?method (AVG(?confidence) AS ?mean) (COUNT(*) AS ?number) "
        "WHERE { ?found mg:method ?method ; mg:confidence ?confidence } GROUP BY ?method ORDER BY ?method"
    ),
}


@dataclass(frozen=True)
class Work:
    """Queries asked in turn by so many clients at once; `new` makes each request a query of its own."""

    name: str
    queries: tuple[str, ...]
    new: bool
    clients: int


@dataclass(frozen=True)
class Measured:
    """Requests a second, and CPU seconds of the server's processes for each."""

    rate: float
    cpu: float


def works(release: Release) -> list[Work]:
    store = ox.Store.read_only(str(release.store))
    found = store.query("SELECT DISTINCT ?s WHERE { ?s a ?type } ORDER BY ?s")
    assert isinstance(found, ox.QuerySolutions)
    # not what the release says of itself, of which its dumps, and so rdflib-endpoint, have a part only
    subjects = [str(row[0]) for row in found if isinstance(row[0], ox.NamedNode) and "/id/" in row[0].value]
    lookups = tuple(f"SELECT ?p ?o WHERE {{ {each} ?p ?o }}" for each in subjects[:: max(1, len(subjects) // 5000)])
    aggregates = {name: PREFIXES + query for name, query in AGGREGATES.items()}
    return [
        Work("lookups, new", lookups, True, 8),
        Work("lookups, again", lookups[::50], False, 8),
        *(Work(f"{name}, new", (query,), True, 4) for name, query in aggregates.items()),
        Work("aggregates, again", tuple(aggregates.values()), False, 4),
    ]


def ask(contender: Contender, query: str) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", contender.port, timeout=120)
    try:
        connection.request("GET", f"{contender.path}?query={quote(query)}", headers={"Accept": JSON})
        response = connection.getresponse()
        body = response.read()
    except OSError as error:
        raise SystemExit(f"{contender.name}: {error!r}") from error
    finally:
        connection.close()
    assert response.status == 200, (contender.name, response.status, body[:500])
    return body


def same_answers(running: list[Contender], work: Iterable[Work]) -> None:
    """Hold the servers' answers against each other; a number may be written in several ways (0.5, 0.50)."""
    for each in work:
        for query in each.queries[:20]:
            answers = {contender.name: rows(ask(contender, query)) for contender in running}
            assert len(set(map(str, answers.values()))) == 1, (query, answers)
    print("All servers give the same answers.")


def rows(body: bytes) -> list[list[tuple[str, str]]]:
    found = json.loads(body)["results"]["bindings"]
    return sorted(sorted((name, written(term["value"])) for name, term in row.items()) for row in found)


def written(value: str) -> str:
    return f"{float(value):.6f}" if re.fullmatch(r"-?\d+(\.\d+)?", value) else value


def measure(contender: Contender, work: Work, seconds: float, word: str, folder: Path) -> Measured:
    """Let wrk ask for some seconds, at least for so long that a slow server answers a few times."""
    asked = f"{work.queries[0]} #{word}first" if work.new else work.queries[0]
    started = time.perf_counter()
    ask(contender, asked)
    lasting = max(seconds, 8 * (time.perf_counter() - started))
    targets = folder / "targets"
    targets.write_text("".join(f"{contender.path}?query={quote(query)}\n" for query in work.queries))
    command = [
        "wrk",
        "-t1",
        f"-c{work.clients}",
        f"-d{lasting:.0f}s",
        "--timeout",
        "120s",
        "-s",
        str(HERE / "requests.lua"),
    ]
    address = f"http://127.0.0.1:{contender.port}"
    before = cpu_seconds(contender.process.pid)
    said = subprocess.run(
        [*command, address, "--", str(targets), *([word] if work.new else [])],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    spent = cpu_seconds(contender.process.pid) - before
    assert "Non-2xx" not in said and "Socket errors" not in said, f"{contender.name}: {said}"
    count, rate = re.search(r"(\d+) requests in", said), re.search(r"Requests/sec: +([\d.]+)", said)
    assert count and rate, said
    return Measured(float(rate[1]), spent / max(1, int(count[1])))


def processes(pid: int) -> list[int]:
    below = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(each for child in below for each in processes(int(child)))]


def cpu_seconds(pid: int) -> float:
    """Of a process, those below it, and those that have ended there."""
    fields = [Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split() for each in processes(pid)]
    return sum(int(ticks) for each in fields for ticks in each[11:15]) / TICK


def memory(pid: int) -> tuple[float, list[float]]:
    """MiB: of all processes together (PSS: what they share counts once), and resident in each (RSS)."""
    texts = [Path(f"/proc/{each}/smaps_rollup").read_text() for each in processes(pid)]
    found = [{name: int(size) / 1024 for name, size in re.findall(r"^(Pss|Rss): +(\d+)", text, re.M)} for text in texts]
    return sum(each["Pss"] for each in found), sorted(each["Rss"] for each in found)


def report(measured: dict[tuple[str, str], list[Measured]], running: list[Contender], work: list[Work]) -> None:
    names = [each.name for each in running]
    print(f"\n{'requests a second; CPU ms each':32}", *(f"{name:>22}" for name in names))
    for each in work:
        cells = []
        for name in names:
            runs = measured[each.name, name]
            rate, cpu = (statistics.median(getattr(run, part) for run in runs) for part in ("rate", "cpu"))
            cells.append(f"{rate:>12.1f}; {cpu * 1000:>8.2f}")
        print(f"{each.name:32}", *cells)
    print(f"\n{'memograph to ... (least to most)':32}", *(f"{name:>22}" for name in names[1:]))
    for each in work:
        cells = []
        for name in names[1:]:
            pairs = zip(measured[each.name, names[0]], measured[each.name, name], strict=True)
            ratios = sorted(ours.rate / theirs.rate for ours, theirs in pairs)
            cells.append(f"{statistics.median(ratios):>6.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})".rjust(22))
        print(f"{each.name:32}", *cells)
    print()
    for contender in running:
        total, each_one = memory(contender.process.pid)
        print(
            f"{contender.name:16} {total:6.0f} MiB; resident in each: {', '.join(f'{size:.0f}' for size in each_one)}"
        )


def large_release(build: Path, quads: int) -> Release:
    """The release of the tests of limits, made unless it is there."""
    if not (build / "current").exists():
        command = [sys.executable, "-m", "tests.large_sample", str(build), str(quads)]
        subprocess.run(command, cwd=HERE.parent, check=True)
    return current_release(build)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quads", type=int, default=300_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--only", default="", help="only what is named so (lookups, new, again, confidence ...)")
    parser.add_argument("--against", nargs="*", help="only these servers: bare, oxigraph, rdflib")
    parser.add_argument("--build", type=Path, help="folder of a release, made there if it is empty")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        build = (options.build or folder / "build").resolve()
        release = large_release(build, options.quads)
        print(f"{release.manifest.quads:,} quads, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
        work = [each for each in works(release) if options.only in each.name]
        measured: dict[tuple[str, str], list[Measured]] = {}
        with contenders(release, build, folder, options.against) as running:
            same_answers(running, work)
            for turn in range(-1, options.rounds):
                for each in work:
                    for contender in running[turn % len(running) :] + running[: turn % len(running)]:
                        seconds = options.seconds if turn >= 0 else 1
                        result = measure(contender, each, seconds, f"{turn}-", folder)
                        if turn >= 0:  # the first round only warms up
                            measured.setdefault((each.name, contender.name), []).append(result)
            report(measured, running, work)
        print(f"\nload {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
