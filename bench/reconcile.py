"""Names a second that /reconcile matches, against a bare Flask view and csv-reconcile, on the same people.

    python bench/reconcile.py [--people 100000] [--rounds 3] [--seconds 5] [--csv-reconcile PYTHON]
    python bench/reconcile.py --hsg people.tar.gz --gold ../shared/gold

The first compares servers: people of made-up names, batches of ten names from two clients, as they are, in the other
order, and with a letter changed. The bare view compares every label with rapidfuzz, in gunicorn with the same number of
processes. csv-reconcile needs an old Flask, so an environment of its own: name its Python. What counts are the ratios.
The second says how often the right person of the Office of the Historian's is found for names in annotated documents.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pyoxigraph as ox
from contenders import BIN, Contender, ended, free_port, memograph_command, wait_for
from flask import Flask, Response, request
from rapidfuzz import fuzz, process, utils

from memograph.namespaces import RDF, RDFS, SKOS, Site
from memograph.publish.reconcile.matching import Matcher
from memograph.publish.reconcile.names import open_names
from memograph.publish.reconcile.questions import Query
from memograph.publish.serving.server import threads
from memograph.publish.settings import PublishSettings
from memograph.release import Release, ReleaseFacts, assemble, current_release, publish_current

SITE = Site("http://memograph.test/")
FACTS = ReleaseFacts("Made-up people", "2025-03-01T12:00:00Z", "0" * 64, 0, "none", "bench")
HERE = Path(__file__).parent
BATCH, CLIENTS = 10, 2

_SYLLABLES = (
    "an bor cha dim el fran gro ha iv jo kar lu mi no os per ra son ti um vi wal yo zan sky mann ton ko ev in ov berg "
    "field ham"
).split()


@dataclass(frozen=True)
class Person:
    slug: str
    given: str
    surname: str

    @property
    def name(self) -> str:
        return f"{self.given} {self.surname}"


def people(number: int) -> list[Person]:
    """Made-up people: surnames and given names of two or three syllables, an initial; the same each time."""
    drawn = random.Random(4)
    surnames = sorted({"".join(drawn.choices(_SYLLABLES, k=drawn.randint(2, 3))).capitalize() for _ in range(20_000)})
    given = sorted({"".join(drawn.choices(_SYLLABLES, k=2)).capitalize() for _ in range(800)})
    return [
        Person(f"p{n}", f"{drawn.choice(given)} {drawn.choice(given)[0]}.", drawn.choice(surnames))
        for n in range(number)
    ]


def release_of(persons: Sequence[Person], folder: Path) -> Release:
    graph = SITE.authority_graph
    lines = []
    for each in persons:
        iri = SITE.thing("person", each.slug)
        lines.append(f"<{iri}> <{RDF}type> <{SITE.term('Person')}> <{graph}> .\n")
        lines.append(f'<{iri}> <{RDFS}label> "{each.name}"@en <{graph}> .\n')
        lines.append(f'<{iri}> <{SKOS}altLabel> "{each.given.split()[0]} {each.surname}"@en <{graph}> .\n')
    made = assemble([], ["".join(sorted(set(lines))).encode()], SITE, folder, FACTS)
    publish_current(folder, made)
    return made


def bare_view(labels: str) -> Flask:
    """The least that answers a batch with Flask: every label compared with every name, nothing else looked at."""
    with Path(labels).open(encoding="utf-8", newline="") as file:
        rows = [(row["id"], row["name"]) for row in csv.DictReader(file)]
    plain = [utils.default_process(name) for _, name in rows]
    app = Flask(__name__)

    @app.post("/reconcile")
    def reconcile() -> Response:
        answers = {}
        for key, query in json.loads(request.form["queries"]).items():
            asked = utils.default_process(query["query"])
            found = process.extract(asked, plain, scorer=fuzz.token_sort_ratio, processor=None, limit=10)
            result = [{"id": rows[at][0], "name": rows[at][1], "score": score} for _, score, at in found]
            answers[key] = {"result": result}
        return Response(json.dumps(answers), content_type="application/json")

    return app


def works(persons: Sequence[Person]) -> dict[str, Iterator[tuple[str, str]]]:
    """Kind of name → endless (name as it is asked for, slug of whose it is); no name comes twice soon."""
    return {
        "as they are": ((each.name, each.slug) for each in _drawn(persons, 1)),
        "the other order": ((f"{each.surname}, {each.given}", each.slug) for each in _drawn(persons, 2)),
        "a letter changed": ((_slip(each.name), each.slug) for each in _drawn(persons, 3)),
    }


def _drawn(persons: Sequence[Person], seed: int) -> Iterator[Person]:
    drawn = random.Random(seed)
    while True:
        yield drawn.choice(persons)


def _slip(name: str) -> str:
    at = random.Random(name).randrange(1, len(name) - 1)
    return name[:at] + ("o" if name[at] != "o" else "u") + name[at + 1 :]


def measure(contender: Contender, names: Iterator[tuple[str, str]], seconds: float) -> tuple[float, float]:
    """Names a second, and the part of them whose best candidate was right."""
    until, lock, asked, right = time.monotonic() + seconds, threading.Lock(), 0, 0

    def client() -> None:
        nonlocal asked, right
        connection = HTTPConnection("127.0.0.1", contender.port, timeout=120)
        while time.monotonic() < until:
            with lock:
                batch = [next(names) for _ in range(BATCH)]
            queries = {str(n): {"query": name, "limit": 10} for n, (name, _) in enumerate(batch)}
            body = urlencode({"queries": json.dumps(queries)})
            connection.request("POST", "/reconcile", body, {"Content-Type": "application/x-www-form-urlencoded"})
            answer = connection.getresponse()
            found = json.loads(answer.read())
            assert answer.status == 200, found
            hits = sum(_first(found[str(n)]).endswith(slug) for n, (_, slug) in enumerate(batch))
            with lock:
                asked, right = asked + BATCH, right + hits

    started = time.monotonic()
    running = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for each in running:
        each.start()
    for each in running:
        each.join()
    return asked / (time.monotonic() - started), right / max(1, asked)


def _first(answer: dict[str, list[dict[str, str]]]) -> str:
    return "/" + answer["result"][0]["id"].rpartition("/")[2] if answer["result"] else "/nobody"


def commands(build: Path, folder: Path, labels: Path, old: str | None) -> dict[str, list[str]]:
    """How each server is started; its port comes last."""
    gunicorn = [str(BIN / "gunicorn"), "--log-level", "error", "--chdir", str(HERE), "--workers", "2"]
    gunicorn += ["--worker-class", "gthread", "--threads", str(threads(PublishSettings(build)))]
    found = {
        "memograph": memograph_command(build, folder),
        "bare view": [*gunicorn, f"reconcile:bare_view('{labels}')", "--bind"],
    }
    if old:
        subprocess.run(
            [str(Path(old).with_name("csv-reconcile")), "init", labels, "id", "name"], cwd=folder, check=True
        )
        serve = "import sys; from csv_reconcile import create_app; create_app().run(port=int(sys.argv[1]))"
        found["csv-reconcile"] = [old, "-c", serve]
    return found


def compare(options: argparse.Namespace, folder: Path) -> None:
    persons = people(options.people)
    build, labels = folder / "build", folder / "labels.csv"
    release_of(persons, build)
    with labels.open("w", encoding="utf-8", newline="") as file:
        output = csv.writer(file)
        output.writerow(("id", "name"))
        output.writerows((each.slug, each.name) for each in persons)
    print(f"{len(persons):,} people, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    running: list[Contender] = []
    try:
        for name, command in commands(build, folder, labels, options.csv_reconcile).items():
            port = free_port()
            address = f"127.0.0.1:{port}" if name == "bare view" else str(port)
            with (folder / f"{name}.log").open("wb") as log:
                made = subprocess.Popen([*command, address], cwd=folder, stdout=log, stderr=log)
            running.append(Contender(name, port, "/reconcile", made))
        for each in running:
            wait_for(each)
        rounds(running, persons, options)
    finally:
        for each in running:
            ended(each.process)


def rounds(running: list[Contender], persons: Sequence[Person], options: argparse.Namespace) -> None:
    work = works(persons)
    measured: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for turn in range(-1, options.rounds):
        for kind, names in work.items():
            for each in running:
                found = measure(each, names, options.seconds if turn >= 0 else 1)
                if turn >= 0:  # the first round only warms up
                    measured.setdefault((kind, each.name), []).append(found)
    print(f"{'names a second; right':20}", *(f"{each.name:>22}" for each in running))
    for kind in work:
        cells = []
        for each in running:
            rate, right = (statistics.median(part) for part in zip(*measured[kind, each.name], strict=True))
            ratio = statistics.median(
                ours[0] / theirs[0]
                for ours, theirs in zip(measured[kind, "memograph"], measured[kind, each.name], strict=True)
            )
            cells.append(f"{rate:>8.1f}; {right:>4.0%} (×{ratio:.1f})".rjust(22))
        print(f"{kind:20}", *cells)


def accuracy(archive: Path, gold: Path, folder: Path) -> None:
    """Names of people in annotated documents, each with the Historian's id that it must find."""
    turtle = folder / "people.ttl"
    command = [sys.executable, "-m", "memograph.cli", "authority", "import", "people", str(archive), "--out", turtle]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    triples = ox.parse(path=str(turtle), format=ox.RdfFormat.TURTLE, base_iri=SITE.base)
    graph = ox.NamedNode(SITE.authority_graph)
    quads = ox.serialize((ox.Quad(*each.triple, graph) for each in triples), format=ox.RdfFormat.N_QUADS) or b""
    build = folder / "build"
    publish_current(build, assemble([], [b"".join(sorted(set(quads.splitlines(True))))], SITE, build, FACTS))
    wanted: dict[str, set[str]] = {}
    for file in sorted(gold.glob("*/*.json")):
        for each in json.loads(file.read_text(encoding="utf-8"))["entities"]:
            if each["type"] == "Person" and each.get("hsg"):
                wanted.setdefault(each["label"], set()).add(str(each["hsg"]))
    first = among = matches = right = 0
    with open_names(current_release(build), 600) as names:
        matcher, started = Matcher(names, ""), time.process_time()
        for name, ids in wanted.items():
            found = matcher.candidates(Query(name, types=("Person",)))
            hits = [any(value.text in ids for value in names.values(each.entity.number, "hsg")) for each in found]
            first, among = first + any(hits[:1]), among + any(hits)
            matches, right = (
                matches + any(each.match for each in found),
                right + any(hits[:1] if found[0].match else ()),
            )
        each_took = (time.process_time() - started) / len(wanted)
    print(f"{len(wanted)} names: right first {first}, among ten {among}; {matches} matches, {right} of them right")
    print(f"{each_took * 1000:.1f} ms of CPU a name")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--csv-reconcile", metavar="PYTHON")
    parser.add_argument("--hsg", type=Path)
    parser.add_argument("--gold", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if options.hsg and options.gold:
            accuracy(options.hsg, options.gold, Path(folder))
        else:
            compare(options, Path(folder))


if __name__ == "__main__":
    main()
