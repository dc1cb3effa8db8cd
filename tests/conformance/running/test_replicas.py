"""Two web processes on two ports over one release directory behave as one: same answers, validators, order."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from memograph.release import Release, publish_current
from tests.editions import EDITION, edition
from tests.page_types import PAGES, STATUS
from tests.publish_sample import start_server, stop_server

HTML, JSON = "text/html", "application/sparql-results+json"

#: Headers that are of the moment, or of one client's budget.
OF_THE_MOMENT = {"date"}

QUERIES = {
    "SELECT ?s ?p ?o WHERE { ?s ?p ?o }": (JSON, "text/csv", "application/sparql-results+xml"),
    "SELECT DISTINCT ?type (COUNT(?s) AS ?n) WHERE { ?s a ?type } GROUP BY ?type": (JSON, "text/tab-separated-values"),
    "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o ; a <ontology#Person> }": ("text/turtle", "application/ld+json"),
    "DESCRIBE <id/person/gromyko-andrei>": ("application/n-triples", "application/rdf+xml"),
    "ASK { ?s ?p ?o }": (JSON,),
    "SELECT * WHERE { broken": (JSON,),
}

#: What is no page: target, and the media type that is asked for.
OTHERS = (
    *((f"/sparql?query={quote(query)}", accept) for query, accepts in QUERIES.items() for accept in accepts),
    *((f"/data/person/gromyko-andrei.{name}", "*/*") for name in ("nt", "ttl", "jsonld", "rdf")),
    ("/id/person/gromyko-andrei", "text/turtle"),
    ("/fragments", "text/turtle"),
    ("/fragments?page=2", "application/trig"),
    ("/.well-known/void", "text/turtle"),
    ("/ontology", "text/turtle"),
    ("/search.csv?q=gromyko", "*/*"),
    ("/suggest?q=gro", "*/*"),
    ("/network.svg", "*/*"),
    ("/network.graphml", "*/*"),
    ("/map.geojson", "*/*"),
    ("/timeline.csv", "*/*"),
    ("/sitemap.xml", "*/*"),
    ("/robots.txt", "*/*"),
    ("/openapi.json", "*/*"),
    ("/reconcile?queries=" + quote('{"q0": {"query": "Gromyko"}, "q1": {"query": "Haig"}}'), "*/*"),
    ("/reconcile/suggest/entity?prefix=gro", "*/*"),
    ("/timemap/id/person/gromyko-andrei", "*/*"),
    ("/dumps/", "application/json"),
    ("/dumps/latest/memograph.nq.gz", "*/*"),
    ("/extraction", "application/json"),
    ("/validation", "text/turtle"),
    ("/static/style.css", "*/*"),
)

#: Statuses of these that are not 200.
EXPECTED = {
    f"/sparql?query={quote('SELECT * WHERE { broken')}": 400,
    "/id/person/gromyko-andrei": 303,
    "/dumps/latest/memograph.nq.gz": 307,
}

TARGETS = (*((path, HTML) for path in PAGES), *OTHERS)

Pair = tuple[httpx.Client, httpx.Client]


def replicas(build: Path, opened: ExitStack) -> Pair:
    """Clients of two servers on a build folder."""
    made = []
    for _ in range(2):
        server = start_server(build, processes=1, client_seconds=0, client_errors=0)
        opened.callback(stop_server, server)
        made.append(opened.enter_context(httpx.Client(base_url=server.address, timeout=60)))
    return made[0], made[1]


@pytest.fixture(scope="module")
def pair(build_dir: Path) -> Iterator[Pair]:
    with ExitStack() as opened:
        yield replicas(build_dir, opened)


def lasting(response: httpx.Response) -> dict[str, str]:
    """Headers that a cache before both would compare."""
    return {name: value for name, value in response.headers.items() if name not in OF_THE_MOMENT}


def test_both_give_the_same_answers_with_the_same_validators(pair: Pair) -> None:
    """In turns, so that what one has kept from before is compared with what the other makes anew."""
    one, other = pair
    seen = []
    for turn, (target, accept) in enumerate(TARGETS):
        first, second = (one, other) if turn % 2 else (other, one)
        first.get(target, headers={"Accept": accept})
        left = first.get(target, headers={"Accept": accept})
        right = second.get(target, headers={"Accept": accept})
        assert left.status_code == right.status_code, target
        assert left.content == right.content, target
        assert lasting(left) == lasting(right), target
        seen.append((target, left))
    odd = {target: found.status_code for target, found in seen if found.status_code != STATUS.get(target, 200)}
    assert odd == EXPECTED
    tagged = [(target, found) for target, found in seen if "ETag" in found.headers]
    assert len(tagged) > 0.8 * len(TARGETS), [target for target, found in seen if "ETag" not in found.headers]


def test_what_one_gave_is_not_sent_again_by_the_other(pair: Pair) -> None:
    one, other = pair
    asked = 0
    for target, accept in TARGETS[::3]:
        given = one.get(target, headers={"Accept": accept})
        if "ETag" in given.headers:
            condition = {"Accept": accept, "If-None-Match": given.headers["ETag"]}
            assert other.get(target, headers=condition).status_code == 304, target
            asked += 1
        if "Last-Modified" in given.headers:
            condition = {"Accept": accept, "If-Modified-Since": given.headers["Last-Modified"]}
            assert len({each.get(target, headers=condition).status_code for each in pair}) == 1, target
    assert asked > 20


def test_a_file_in_parts_from_both(pair: Pair) -> None:
    """A download that is begun at one and goes on at the other (RFC 9110, section 14)."""
    one, other = pair
    whole = one.get("/dumps/latest/memograph.nq.gz", follow_redirects=False)
    target = httpx.URL(whole.headers["Location"]).raw_path.decode()
    whole = one.get(target)
    middle = len(whole.content) // 2
    condition = {"If-Range": whole.headers["ETag"]}
    begun = one.get(target, headers={"Range": f"bytes=0-{middle - 1}", **condition})
    rest = other.get(target, headers={"Range": f"bytes={middle}-", **condition})
    assert (begun.status_code, rest.status_code) == (206, 206)
    assert begun.content + rest.content == whole.content
    assert begun.headers["ETag"] == rest.headers["ETag"] == whole.headers["ETag"]


def test_both_switch_to_another_release_and_answer_from_kept_ones(tmp_path: Path) -> None:
    made = [edition(tmp_path, number) for number in range(2)]
    publish_current(tmp_path, made[0])
    with ExitStack() as opened:
        clients = replicas(tmp_path, opened)
        for number in (1, 0):
            publish_current(tmp_path, made[number])
            for client in clients:
                wait_for(client, number)
            for target, accept in [(f"/sparql?query={quote(EDITION)}", JSON), ("/page/person/gromyko-andrei", HTML)]:
                left, right = (client.get(target, headers={"Accept": accept}) for client in clients)
                assert left.content == right.content
                assert lasting(left) == lasting(right)
            kept(clients, made[1 - number])


def kept(clients: Pair, release: Release) -> None:
    """Both answer from a release that is not the current one, by its version."""
    named = {"release": release.manifest.version}
    left, right = (client.get("/data/person/gromyko-andrei.nt", params=named) for client in clients)
    assert left.status_code == 200
    assert left.content == right.content
    assert lasting(left) == lasting(right)


def wait_for(client: httpx.Client, number: int) -> None:
    until = time.monotonic() + 120
    while f"edition-{number}" not in client.get("/sparql", params={"query": EDITION}).text:
        assert time.monotonic() < until, f"edition {number} is not served"
        time.sleep(0.05)
