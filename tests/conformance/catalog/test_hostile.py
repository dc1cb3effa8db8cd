"""A release in which every text is hostile, on all of its pages: shown as text, never run, never a link.

The sample release with markup, quotes, script addresses and bidirectional controls in each label, title, text and note.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
from lxml import html

from memograph.namespaces import FOAF, OWL, RDFS, SKOS, XSD
from memograph.release import assemble, publish_current
from tests.conformance import described
from tests.conformance.catalog.test_crawlers import listed
from tests.conformance.headers import assert_headers
from tests.publish_sample import FACTS, SITE, known, nquads, shards, start_server, stop_server

#: Ends attributes, elements, comments, data; runs if it can; turns what follows around if nothing isolates it.
HOSTILE = (
    "\"'`><script>alert(1)</script><img src=x onerror=alert(2)></title></textarea></script><!-- ]]> "
    "javascript:alert(3) {{ 7 * 7 }} {% raw %} &lt;b&gt; \u202egnp.exe\u2066 \u2028 \ufeff end"
)

#: Addresses that nobody should be able to follow; spaces and quotes cannot stand in an IRI.
EVIL = (
    "javascript:alert(4)",
    "JaVaScRiPt:alert(5)",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCg2KTwvc2NyaXB0Pg==",
    "vbscript:msgbox(7)",
    "file:///etc/passwd",
    "urn:x:'onmouseover=alert(8)",
)
LINKING = (FOAF + "page", RDFS + "seeAlso", SKOS + "exactMatch", OWL + "sameAs", RDFS + "isDefinedBy")

#: Texts that are names of ours, which code compares or reads: the documents and authority files do not write them.
OURS = {SITE.term(name) for name in ("scorePart", "mentionKind", "scheme", "method", "modality")}

#: The elements that our templates write.
ELEMENTS = set(
    "html head meta title base link body a header p nav ul li main footer h1 h2 h3 h4 article section aside dl div dt "
    "dd ol span strong em mark blockquote br table thead tbody tr th td form label textarea select option button input "
    "details summary pre code bdi search script fieldset legend svg rect text g line circle path figure figcaption "
    "caption sup abbr cite defs pattern".split()
)


def hostile(chunks: list[bytes]) -> list[bytes]:
    """The same quads with all texts hostile, and with links to evil addresses from each thing that has a label."""
    made = []
    for chunk in chunks:
        quads = set()
        for quad in ox.parse(chunk, format=ox.RdfFormat.N_QUADS):
            quads.add(ox.Quad(quad.subject, quad.predicate, _spoilt(quad), quad.graph_name))
            if quad.predicate.value == RDFS + "label":
                evil = ((ox.NamedNode(link), ox.NamedNode(iri)) for link in LINKING for iri in EVIL)
                quads |= {ox.Quad(quad.subject, link, iri, quad.graph_name) for link, iri in evil}
        made.append(nquads(quads))
    return made


def _spoilt(quad: ox.Quad) -> ox.NamedNode | ox.Literal:
    value = quad.object
    assert isinstance(value, ox.NamedNode | ox.Literal)
    if isinstance(value, ox.NamedNode) or quad.predicate.value in OURS:
        return value
    if value.language:
        return ox.Literal(value.value + HOSTILE, language=value.language)
    return ox.Literal(value.value + HOSTILE) if value.datatype.value == XSD + "string" else value


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client of a server on the hostile release."""
    folder: Path = tmp_path_factory.mktemp("hostile")
    publish_current(folder, assemble(hostile(shards()), hostile(known()), SITE, folder, FACTS))
    server = start_server(folder, title=f"Archive {HOSTILE}")
    with httpx.Client(base_url=server.address, timeout=20, headers={"Accept": "text/html"}) as client:
        yield client
    stop_server(server)


QUERY = "SELECT * { ?s <http://www.w3.org/2000/01/rdf-schema#label>|<http://www.w3.org/2000/01/rdf-schema#seeAlso> ?o }"
MORE = [
    "/sparql?format=html",
    f"/sparql?format=html&query={QUERY.replace('#', '%23')}",
    "/sparql?format=html&query=DESCRIBE%20%3Cid/person/gromyko-andrei%3E",
    "/page/person/%3Cscript%3Ealert(1)%3C%2Fscript%3E",
    "/page/%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E",
    "/%3Cscript%3Ealert(1)%3C%2Fscript%3E",
    "/?release=%3Cscript%3Ealert(1)%3C%2Fscript%3E",
    "/ontology?format=%3Cscript%3E",
    "/dumps/%3Cscript%3E",
    "/fragments?format=html",
    "/fragments?format=html&object=%22%3Cscript%3Ealert(1)%3C/script%3E%22",
    "/fragments?format=html&subject=javascript:alert(1)&predicate=%22%3E%3Cscript%3E",
    "/sitemap-%3Cscript%3E-1.xml",
    "/page/document/frus1981-88v04d4?at=2267-2304",
    "/reconcile/preview/person%2Fhostile-robert",
    "/reconcile/preview/document%2Fhostile",
    "/reconcile/preview/%3Cscript%3Ealert(1)%3C%2Fscript%3E",
    "/reconcile/flyout/entity/%3Cscript%3Ealert(1)%3C%2Fscript%3E",
]


def test_every_page_shows_text_as_text(site: httpx.Client) -> None:
    pages = [address.replace(SITE.base, "/") for address in listed(site, SITE.base)]
    assert len(pages) > 50
    silent: list[str] = []
    others = list(described.pages())
    for path in (*pages, *others, *MORE):
        response = site.get(path)
        assert response.headers["Content-Type"] == "text/html; charset=utf-8", path
        framed = path.startswith("/reconcile/preview/") and response.status_code == 200
        assert_headers(response.headers, framed=framed)
        assert_harmless(response.text, path)
        assert not re.search(r"<\s*(?:javascript|data|vbscript|file):", response.headers.get("Link", ""), re.IGNORECASE)
        text = html.document_fromstring(response.text).text_content()
        silent += [path] if not response.is_redirect and "alert(1)</script>" not in text else []
    assert len(others) > 6
    assert silent == [], "the title of the site is hostile, too, so every page has some of it"


def assert_harmless(text: str, path: str) -> None:
    """No element that is not ours, no handler, no address but of the web, no script but data."""
    assert "49 {% raw" not in text, "nothing of it is a template"
    page = html.document_fromstring(text)
    assert {each.tag for each in page.iter() if isinstance(each.tag, str)} <= ELEMENTS, path
    assert not page.xpath("//comment()"), path
    for element in page.iter():
        for name, value in element.items():
            assert not name.startswith("on") and name not in ("style", "srcdoc"), (path, name)
            if name in ("href", "src", "action", "formaction", "cite", "data", "poster", "background"):
                assert re.match(r"https?://|/(?!/)|#", value), (path, name, value)
    for script in page.iter("script"):
        if script.get("src"):
            assert script.get("src", "").startswith("/static/") and not script.text, path
        else:
            assert script.get("type") == "application/ld+json", path
            json.loads(script.text or "")


def test_evil_addresses_are_shown_and_not_linked(site: httpx.Client) -> None:
    page = html.document_fromstring(site.get("/page/person/gromyko-andrei").text)
    for evil in EVIL:
        assert evil in page.text_content()
    schemes = tuple(evil.partition(":")[0].lower() for evil in EVIL)
    assert not [each for each in page.xpath("//@href") if each.lower().startswith(schemes)]


def test_what_turns_text_around_stays_in_its_element(site: httpx.Client) -> None:
    """A bidirectional control works until the end of the paragraph, or of the element if that is isolated.

    Browsers isolate blocks, cells and ``bdi``; our style sheet isolates what else holds names. So the text beside it,
    in an element of ours, reads as we wrote it (Unicode Standard Annex 9, section 2.7; HTML Standard, section 15.3.5).
    """
    inline = {"a", "mark", "span", "strong", "em", "code"}
    style = re.sub(r"/\*.*?\*/", "", site.get("/static/style.css").text, flags=re.DOTALL)
    rule = re.search(r"([^{}]+)\{[^{}]*unicode-bidi: isolate", style)
    assert rule and inline <= {each.strip() for each in rule[1].split(",")}
    page = html.document_fromstring(site.get("/page/person/gromyko-andrei").text)
    for says in page.find_class("says"):
        own = [says.text or "", *(child.tail or "" for child in says)]
        assert not any("\u202e" in text for text in own), "names in a sentence stand in elements of their own"


@pytest.mark.parametrize("suffix", ["ttl", "nt", "rdf", "jsonld"])
def test_data_says_the_same(site: httpx.Client, suffix: str) -> None:
    """What the pages escape is in the data as it is."""
    response = site.get(f"/data/person/gromyko-andrei.{suffix}")
    formats = {
        "ttl": ox.RdfFormat.TURTLE,
        "nt": ox.RdfFormat.N_TRIPLES,
        "rdf": ox.RdfFormat.RDF_XML,
        "jsonld": ox.RdfFormat.JSON_LD,
    }
    labels = {
        quad.object.value
        for quad in ox.parse(response.content, format=formats[suffix])
        if quad.predicate.value == RDFS + "label" and isinstance(quad.object, ox.Literal)
    }
    assert "Andrei A. Gromyko" + HOSTILE in labels


def test_addresses_of_the_catalogue_and_the_interface_hold(site: httpx.Client) -> None:
    document = site.get("/openapi.json").json()
    assert document["info"]["title"] == f"Archive {HOSTILE}"
    assert site.get("/.well-known/api-catalog").status_code == 200
