"""What a table of requests cannot say of fragments: whole walks over their pages, against the release's own quads."""

from __future__ import annotations

import itertools
import random
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx
import pyoxigraph as ox
import pytest

from memograph.namespaces import HYDRA, RDF, VOID, XSD
from memograph.release import Release, publish_current
from tests.editions import edition
from tests.publish_sample import SITE, nquads, start_server, stop_server
from tests.rebased_sample import rebased_build

NQ = {"Accept": "application/n-quads"}
BELOW = "https://archive.example/memo/"
POSITIONS = ("subject", "predicate", "object")
Triple = tuple[object, object, object]


def notation(term: object) -> str:
    """A term as a client writes it into the address of a fragment."""
    if isinstance(term, ox.Literal):
        if term.language:
            return f'"{term.value}"@{term.language}'
        return f'"{term.value}"' + ("" if term.datatype.value == XSD + "string" else f"^^{term.datatype.value}")
    assert isinstance(term, ox.NamedNode)
    return term.value


def parts(response: httpx.Response) -> tuple[list[Triple], list[ox.Quad]]:
    """Data and controls of a page in a format with graphs."""
    assert response.status_code == 200, response.text
    quads = list(ox.parse(response.content, format=ox.RdfFormat.N_QUADS))
    data = [(q.subject, q.predicate, q.object) for q in quads if q.graph_name == ox.DefaultGraph()]
    return data, [quad for quad in quads if quad.graph_name != ox.DefaultGraph()]


def value(controls: list[ox.Quad], predicate: str, subject: str | None = None) -> str | None:
    """Value of a property in the controls; None where there is none."""
    found = {q.object.value for q in controls if q.predicate.value == predicate and subject in (None, q.subject.value)}
    assert len(found) <= 1, found
    return next(iter(found), None)


def walk(client: httpx.Client, base: str, address: str) -> Iterator[tuple[list[Triple], list[ox.Quad]]]:
    """All pages from this one on, along the links; what is fetched is the same path of the server under test."""
    following: str | None = address
    while following:
        assert following.startswith(base)
        data, controls = parts(client.get(following.removeprefix(base), headers=NQ))
        yield data, controls
        following = value(controls, HYDRA + "next", following)


def union(release: Release) -> set[Triple]:
    """All triples of a release: its graphs, each triple once."""
    store = ox.Store.read_only(str(release.store))
    named = set(store.named_graphs())
    return {(q.subject, q.predicate, q.object) for q in store if q.graph_name in named}


def test_the_pages_together_are_the_release(client: httpx.Client, release: Release) -> None:
    """Asked of two web processes with two workers each: the order of one is the order of all."""
    pages = [data for data, _ in walk(client, SITE.base, f"{SITE.base}fragments")]
    together = [triple for page in pages for triple in page]
    assert len(together) == len(set(together)), "no triple twice"
    assert set(together) == union(release)
    assert [len(page) for page in pages[:-1]] == [100] * (len(pages) - 1)


def test_every_page_says_how_many_there_are(client: httpx.Client, release: Release) -> None:
    for number, (_, controls) in enumerate(walk(client, SITE.base, f"{SITE.base}fragments"), start=1):
        totals = [q.object.value for q in controls if q.predicate.value in (VOID + "triples", HYDRA + "totalItems")]
        assert set(totals) == {str(len(union(release)))}
        before = value(controls, HYDRA + "previous")
        assert before == (None if number == 1 else f"{SITE.base}fragments?page={number - 1}")


def test_fragments_are_what_the_release_holds(client: httpx.Client, release: Release) -> None:
    """Patterns made from the data: every combination of bound places of thirty triples of all kinds."""
    triples = union(release)
    chosen = random.Random(1).sample(sorted(triples, key=str), 30)
    chosen += [t for t in triples if isinstance(t[2], ox.Literal) and any(mark in t[2].value for mark in '"\\\n<😀')][
        :10
    ]
    for triple, bound in itertools.product(chosen, itertools.product((False, True), repeat=3)):
        asked = {name: notation(t) for name, t, given in zip(POSITIONS, triple, bound, strict=True) if given}
        if sum(len(quote(text, safe="")) for text in asked.values()) > 6000:  # a whole document is no address
            continue
        wanted = {each for each in triples if all(not b or e == t for e, t, b in zip(each, triple, bound, strict=True))}
        data, controls = parts(client.get("fragments", params=asked, headers=NQ))
        assert len(data) == min(len(wanted), 100) and set(data) <= wanted, asked
        assert value(controls, VOID + "triples") == str(len(wanted)), asked


def test_every_format_says_the_same(client: httpx.Client) -> None:
    kinds = {"ttl": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES, "rdf": ox.RdfFormat.RDF_XML}
    graphs = {"trig": ox.RdfFormat.TRIG, "nq": ox.RdfFormat.N_QUADS, "jsonld": ox.RdfFormat.JSON_LD}
    found = {}
    for name, rdf_format in {**kinds, **graphs}.items():
        pages = [client.get("fragments?page=3", headers={"Accept": media_type(rdf_format)}) for _ in range(6)]
        assert len({page.content for page in pages}) == 1, f"{name} differs from process to process"
        assert len({page.headers["ETag"] for page in pages}) == 1
        found[name] = set(ox.parse(pages[0].content, format=rdf_format))
    assert all(found[name] == found["nq"] for name in graphs)
    assert all({q.triple for q in found[name]} == {q.triple for q in found["nq"]} for name in kinds)


def media_type(rdf_format: ox.RdfFormat) -> str:
    return rdf_format.media_type.partition(";")[0]


def test_what_a_client_has_is_not_sent_again(client: httpx.Client) -> None:
    for accept in ("text/turtle", "application/trig", "text/html"):
        first = client.get("fragments?page=2", headers={"Accept": accept})
        again = client.get("fragments?page=2", headers={"Accept": accept, "If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["Vary"] == "Accept"
        assert again.headers["ETag"] == first.headers["ETag"]


def test_the_template_leads_to_every_fragment(client: httpx.Client) -> None:
    """RFC 6570, level 3: ``{?subject,predicate,object}`` with the values percent-encoded."""
    _, controls = parts(client.get("fragments", headers=NQ))
    template = value(controls, HYDRA + "template")
    assert template == f"{SITE.base}fragments{{?subject,predicate,object}}"
    assert value(controls, HYDRA + "variableRepresentation") == HYDRA + "ExplicitRepresentation"
    variables = {q.subject: q.object.value for q in controls if q.predicate.value == HYDRA + "variable"}
    meant = {variables[q.subject]: q.object.value for q in controls if q.predicate.value == HYDRA + "property"}
    assert meant == {name: RDF + name for name in POSITIONS}
    given = {"subject": SITE.thing("place", "geneva"), "object": '"Geneva"@en'}
    address = "fragments?" + "&".join(f"{name}={quote(text, safe='')}" for name, text in given.items())
    data, controls = parts(client.get(address, headers=NQ))
    assert len(data) == 1
    assert value(controls, VOID + "triples", SITE.base + address) == "1"


@pytest.fixture(scope="module")
def below(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A server of a site behind https and below a path, with triples in which a term stands twice."""
    node, other = ox.NamedNode(f"{SITE.base}id/person/twice"), ox.NamedNode(f"{SITE.base}id/place/caf%C3%A9-é")
    graph = ox.NamedNode(SITE.document_graph("twice"))
    quads = [ox.Quad(*each, graph) for each in itertools.product((node, other), repeat=3)]
    folder = tmp_path_factory.mktemp("below")
    rebased_build(folder, BELOW, [nquads(quads)])
    running = start_server(folder)
    with httpx.Client(base_url=running.address, timeout=20) as session:
        yield session
    stop_server(running)


@pytest.mark.parametrize("mounted", ["", "memo/"])
def test_links_hold_behind_https_and_below_a_path(below: httpx.Client, mounted: str) -> None:
    """Whether the proxy passes the path on or strips it."""
    headers = {**NQ, "Host": "backend.internal:8000", "X-Forwarded-Host": "evil.example"}
    response = below.get(f"{mounted}fragments?page=2&format=nq", headers=headers)
    _, controls = parts(response)
    page = f"{BELOW}fragments?page=2&format=nq"
    assert value(controls, HYDRA + "next", page) == f"{BELOW}fragments?format=nq&page=3"
    assert value(controls, HYDRA + "previous", page) == f"{BELOW}fragments?format=nq&page=1"
    assert value(controls, HYDRA + "template") == f"{BELOW}fragments{{?subject,predicate,object}}"
    assert response.headers["Link"].count(f"<{BELOW}fragments?format=nq&page=") == 3
    html = below.get(f"{mounted}fragments?page=2", headers={"Accept": "text/html"}).text
    assert '<a rel="next" href="/memo/fragments?page=3">' in html
    assert '<form action="/memo/fragments" method="get">' in html


@pytest.mark.parametrize(
    ("same", "number"),
    [
        ("?x ?y ?z", 8),
        ("?x ?x ?y", 4),
        ("?x ?y ?x", 4),
        ("?y ?x ?x", 4),
        ("?x ?x ?x", 2),
        ("?subject ?object ?subject", 4),
    ],
)
def test_the_same_name_is_the_same_variable(below: httpx.Client, same: str, number: int) -> None:
    """Section “URLs for triple pattern fragments”: identical names refer to the same variable."""
    names = same.split()
    everything = [t for data, _ in walk(below, BELOW, f"{BELOW}fragments") for t in data]
    pairs = [(one, other) for one, other in itertools.combinations(range(3), 2) if names[one] == names[other]]
    wanted = {t for t in everything if all(t[one] == t[other] for one, other in pairs)}
    mine = {
        t for t in wanted if {term.value for term in t} <= {f"{BELOW}id/person/twice", f"{BELOW}id/place/caf%C3%A9-é"}
    }  # type: ignore[attr-defined]
    assert len(mine) == number
    address = "fragments?" + "&".join(f"{n}={quote(v, safe='')}" for n, v in zip(POSITIONS, names, strict=True))
    walked = [t for data, _ in walk(below, BELOW, BELOW + address) for t in data]
    assert len(walked) == len(set(walked))
    assert set(walked) == wanted


@pytest.mark.parametrize("sent", ["caf%25C3%25A9-%C3%A9", "caf%25c3%25A9-é"])
def test_iris_with_unicode_and_percent_signs(below: httpx.Client, sent: str) -> None:
    response = below.get(f"fragments?subject={BELOW}id/place/{sent}", headers=NQ)
    data, controls = parts(response)
    assert len(data) == (4 if "C3" in sent else 0), "a percent-encoded IRI is another than one with other digits"
    assert all(ord(letter) < 128 for letter in response.headers["Link"])
    page = value(controls, HYDRA + "first")
    assert page is not None and urlsplit(page).query.endswith("&page=1")


def test_a_named_release_is_followed_through(tmp_path: Path) -> None:
    """Every link and the template keep to the release that was asked of."""
    old, new = edition(tmp_path, 0), edition(tmp_path, 1)
    for each in (old, new):
        publish_current(tmp_path, each)
    running = start_server(tmp_path)
    with httpx.Client(base_url=running.address, timeout=20) as client:
        named = f"release={old.manifest.version}"
        pages = list(walk(client, SITE.base, f"{SITE.base}fragments?{named}"))
        assert {t for data, _ in pages for t in data} == union(old) != union(new)
        for _, controls in pages:
            assert value(controls, HYDRA + "template") == f"{SITE.base}fragments?{named}{{&subject,predicate,object}}"
        answer = client.get(f"fragments?{named}", headers=NQ)
        assert answer.headers["Cache-Control"].endswith("immutable")
        html = client.get(f"fragments?{named}", headers={"Accept": "text/html"}).text
        assert f'<input type="hidden" name="release" value="{old.manifest.version}">' in html
    stop_server(running)


def test_deep_pages_and_counts_of_a_large_release(large_build_dir: Path) -> None:
    """300,000 quads: the last pages are no burden, and what is not counted is estimated by the right order."""
    running = start_server(large_build_dir)
    with httpx.Client(base_url=running.address, timeout=20) as client:
        started = time.monotonic()
        _, controls = parts(client.get("fragments", headers=NQ))
        total = int(value(controls, VOID + "triples") or 0)
        assert total > 100_000
        found = client.get("sparql", params={"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"}).json()
        exact = int(found["results"]["bindings"][0]["n"]["value"])
        assert abs(total - exact) < exact / 100
        last = -(-exact // 100)
        data, controls = parts(client.get(f"fragments?page={last}", headers=NQ))
        assert len(data) == exact - 100 * (last - 1)
        assert value(controls, HYDRA + "next") is None
        met = quote(SITE.term("metWith"), safe="")
        _, controls = parts(client.get(f"fragments?predicate={met}", headers=NQ))
        query = f"SELECT (COUNT(*) AS ?n) {{ ?s <{SITE.term('metWith')}> ?o }}"
        found = client.get("sparql", params={"query": query}).json()
        assert value(controls, VOID + "triples") == found["results"]["bindings"][0]["n"]["value"], (
            "counted, not estimated"
        )
        assert time.monotonic() - started < 40, "measured: 1 s"
    stop_server(running)
