"""What crawlers read: the sitemap by the rules of sitemaps.org, robots.txt by those of RFC 9309, the API catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

import httpx
import pytest
from flask.testing import FlaskClient
from lxml import etree
from protego import Protego
from werkzeug.urls import iri_to_uri

from memograph.namespaces import OWL, RDF, XSD, Site
from memograph.publish.app import create_app, releases_of
from memograph.publish.catalog.sitemap import PAGE, SECTIONS
from memograph.publish.settings import PublishSettings
from memograph.release import assemble, publish_current
from tests.publish_sample import FACTS, SITE

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
MOST, LARGEST = 50_000, 50 * 2**20

#: RFC 3986, appendix A: what may stand in an absolute address of the web.
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.:-]+/(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-F]{2})*")


def addresses(body: bytes, name: str, entry: str, base: str) -> list[str]:
    """The addresses of a sitemap (``urlset``, ``url``) or of an index (``sitemapindex``, ``sitemap``).

    The rules are those of the schemas sitemap.xsd and siteindex.xsd of sitemaps.org and of its page "Protocol".
    """
    assert len(body) <= LARGEST
    body.decode("utf-8")
    root = etree.fromstring(body)
    assert root.tag == NAMESPACE + name
    assert not root.attrib
    assert 1 <= len(root) <= MOST
    found = []
    for each in root:
        assert each.tag == NAMESPACE + entry
        location, changed = each
        assert (location.tag, changed.tag) == (NAMESPACE + "loc", NAMESPACE + "lastmod")
        address = location.text or ""
        assert 12 <= len(address) < 2048, "tLoc, and the limit of 2,048 characters"
        assert address.startswith(base), "a sitemap lists what lies below its own folder"
        assert _ADDRESS.fullmatch(address), address
        assert datetime.fromisoformat(changed.text or "").tzinfo, "W3C date and time"
        found.append(address)
    assert len(found) == len(set(found))
    return found


def listed(client: httpx.Client | FlaskClient, base: str) -> Iterator[str]:
    """All addresses of all sitemaps of the index, each held against the rules."""
    for sitemap in addresses(_body(client, "/sitemap.xml"), "sitemapindex", "sitemap", base):
        yield from addresses(_body(client, urlsplit(sitemap).path), "urlset", "url", base)


def _body(client: httpx.Client | FlaskClient, path: str) -> bytes:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content if isinstance(response, httpx.Response) else response.data


def test_every_address_of_the_sitemap_is_a_page(client: httpx.Client) -> None:
    found = list(listed(client, SITE.base))
    assert len(found) == len(set(found)) > 50
    assert any("%C3%B6" in address and "%2F" in address for address in found)
    for address in found:
        response = client.get(urlsplit(address).path, headers={"Accept": "text/html"})
        assert response.status_code == 200, address
        assert response.headers["Content-Type"].startswith("text/html"), address
        assert not client.head(urlsplit(address).path).is_redirect


def test_every_page_that_is_linked_is_in_the_sitemap(client: httpx.Client) -> None:
    """The lists of each kind link to pages; what they have, the sitemap has."""
    found = {urlsplit(address).path for address in listed(client, SITE.base)}
    for section in SECTIONS:
        if section != "cited-document":
            lists = (f"/page/{section}", f"/page/{section}?spoken=no")
            text = " ".join(client.get(path, headers={"Accept": "text/html"}).text for path in lists)
            linked = set(re.findall(rf'href="(/page/{section}/[^"?#]+)"', text))
            assert linked, section
            missing = {iri_to_uri(path) for path in linked} - found
            assert not missing, section


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[FlaskClient, Site]]:
    """A site below a path with more people than one sitemap holds, some of them merged, withdrawn, or not its own."""
    folder, site = tmp_path_factory.mktemp("many"), Site("https://archive.test/memo/")
    graph = site.authority_graph
    lines = [
        _quad(site.thing("person", f"somebody & co {n}"), RDF + "type", site.term("Person"), graph) for n in NUMBERS
    ]
    gone = f'"true"^^<{XSD}boolean>'
    lines += [_quad(site.thing("person", f"somebody & co {n}"), OWL + "deprecated", gone, graph) for n in range(GONE)]
    for other in ("https://elsewhere.test/id/person/a", site.part("person", "somebody & co 1", "part")):
        lines.append(_quad(other, RDF + "type", site.term("Person"), graph))
    publish_current(folder, assemble([b"".join(sorted(lines))], [], site, folder, FACTS))
    app = create_app(PublishSettings(folder, workers=1))
    yield app.test_client(), site
    releases_of(app).close()


NUMBERS, GONE = range(PAGE + 20), 10


def _quad(subject: str, predicate: str, value: str, graph: str) -> bytes:
    written = value if value.startswith('"') else f"<{value}>"
    return f"<{subject}> <{predicate}> {written} <{graph}> .\n".encode()


def test_a_long_list_goes_on_in_the_next_sitemap(many: tuple[FlaskClient, Site]) -> None:
    client, site = many
    names = addresses(_body(client, "/sitemap.xml"), "sitemapindex", "sitemap", site.base)
    assert [name.removeprefix(site.base) for name in names] == [
        "sitemap-site-1.xml",
        "sitemap-person-1.xml",
        "sitemap-person-2.xml",
    ]
    sizes = [len(addresses(_body(client, f"/sitemap-person-{n}.xml"), "urlset", "url", site.base)) for n in (1, 2)]
    assert sizes == [PAGE, len(NUMBERS) - GONE - PAGE]
    everybody = [address for address in listed(client, site.base) if "/page/person/" in address]
    wanted = {site.address(f"page/person/somebody%20%26%20co%20{n}") for n in NUMBERS[GONE:]}
    assert sorted(everybody) == sorted(wanted), "each of them once; who was merged or withdrawn, or is not ours, is not"


def test_robots(client: httpx.Client) -> None:
    """As Scrapy's reader understands it, which knows wildcards as RFC 9309 (section 2.2.3) has them."""
    rules = Protego.parse(client.get("/robots.txt").text)
    assert list(rules.sitemaps) == [SITE.address("sitemap.xml")]
    assert rules.crawl_delay("anybot") == 2
    for path in (
        "sparql",
        "sparql?query=ASK%7B%7D",
        "fragments",
        "fragments?subject=",
        "ontology?format=ttl",
        "readyz",
    ):
        assert not rules.can_fetch(SITE.address(path), "anybot"), path
    for path in (
        "",
        "page/person/gromyko-andrei",
        "data/person/gromyko-andrei.ttl",
        "dumps/",
        "about",
        "validation",
        "extraction",
        "openapi",
        "sitemap.xml",
    ):
        assert rules.can_fetch(SITE.address(path), "anybot"), path
    for address in listed(client, SITE.base):
        assert rules.can_fetch(address, "anybot"), address


def test_robots_below_a_path(many: tuple[FlaskClient, Site]) -> None:
    """For the operator, who puts it at the root of the host: its rules name the site's path."""
    client, site = many
    rules = Protego.parse(client.get("/memo/robots.txt").text)
    assert list(rules.sitemaps) == [site.address("sitemap.xml")]
    assert not rules.can_fetch(site.address("sparql?query="), "anybot")
    assert not rules.can_fetch(site.address("page/person?release=a"), "anybot")
    assert rules.can_fetch(site.address("page/person"), "anybot")
    assert rules.can_fetch("https://archive.test/sparql?query=", "anybot"), "what is not ours is not our business"


def test_the_catalogue_leads_to_what_is_there(client: httpx.Client) -> None:
    """RFC 9727: an item for each interface, each with links of RFC 8631, and each target answers as its type says."""
    contexts = client.get("/.well-known/api-catalog").json()["linkset"]
    catalogue, *interfaces = contexts
    assert catalogue["anchor"] == SITE.address(".well-known/api-catalog")
    items = [item["href"] for item in catalogue["item"]]
    assert items == [each["anchor"] for each in interfaces]
    assert {SITE.base, *map(SITE.address, ("sparql", "fragments", "dumps/"))} <= set(items)
    for each in interfaces:
        assert {"service-desc", "service-doc", "service-meta"} <= set(each), each["anchor"]
        for relation, targets in each.items():
            if relation != "anchor":
                for target in targets:
                    address = target["href"].replace(SITE.base, "/", 1)
                    response = client.get(address, headers={"Accept": target["type"]})
                    assert response.status_code == 200, address
                    assert response.headers["Content-Type"].partition(";")[0] == target["type"], address


def test_the_home_page_leads_to_the_catalogue(client: httpx.Client) -> None:
    response = client.get("/", headers={"Accept": "text/html"})
    assert '<link rel="api-catalog"' in response.text


@pytest.mark.parametrize("prefix", ["", "/memo"])
def test_everything_is_absolute_below_a_path(many: tuple[FlaskClient, Site], prefix: str) -> None:
    client, _ = many
    document = client.get(f"{prefix}/openapi.json", headers={"Host": "evil.test"})
    assert document.json["servers"] == [{"url": "https://archive.test/memo"}]  # type: ignore[index]
    catalogue = client.get(f"{prefix}/.well-known/api-catalog", headers={"Host": "evil.test"})
    assert "https://archive.test/memo/sparql" in catalogue.text
    assert 'href="/memo/sparql"' in client.get(f"{prefix}/openapi").text
    for response in (document, catalogue):
        assert "evil.test" not in response.text
