"""What a release holds of imported knowledge: what documents refer to, with offices, remarks and sources; no more."""

from __future__ import annotations

import gzip
import shutil
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from memograph.build import Outcome, build_release
from memograph.config import Config, load_config, with_paths
from memograph.publish.app import create_app, releases_of
from memograph.publish.settings import PublishSettings
from tests.unit.test_build import Recorder

PREFIXES = """
@prefix mg: <ontology#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix schema: <https://schema.org/> .
@prefix lc: <http://id.loc.gov/datatypes/> .
"""
#: A stranger whom a document names, with an office in a body; the curated Clark again; and somebody nobody names.
IMPORTED = f"""{PREFIXES}
<id/person/brindlemoor-walter-hsg200001> a mg:Person ;
    rdfs:label "Walter Q. Brindlemoor"@en ; skos:prefLabel "Walter Q. Brindlemoor"@en ;
    foaf:familyName "Brindlemoor" ; foaf:givenName "Walter Q." ; dcterms:source "list of keepers" ;
    mg:remark <id/person/brindlemoor-walter-hsg200001#remark-1> ;
    dcterms:isReferencedBy <https://history.state.gov/historicaldocuments/frus1981-88v04> ;
    skos:exactMatch <https://github.com/HistoryAtState/people/blob/master/data/200000/2/0/0/0/200001.xml> ;
    mg:identifiedBy <id/person/brindlemoor-walter-hsg200001#hsg> .
<id/person/brindlemoor-walter-hsg200001#hsg> a mg:Identifier ; mg:scheme "hsg" ; skos:notation "200001" ;
    dcterms:source "record 200001" .
<id/person/brindlemoor-walter-hsg200001#remark-1> a mg:Remark ; rdfs:comment "Keeper of the Seals from 1981"@en ;
    dcterms:source <https://history.state.gov/historicaldocuments/frus1981-88v04> .
<id/person/brindlemoor-walter-hsg200001#keeper> a mg:Tenure ; mg:holder <id/person/brindlemoor-walter-hsg200001> ;
    mg:post <id/post/keeper-of-the-seals> ; schema:startDate "1981-02-01"^^lc:edtf ; dcterms:source "keepers, 12" .
<id/post/keeper-of-the-seals> a mg:Post ; rdfs:label "Keeper of the Seals"@en ;
    skos:prefLabel "Keeper of the Seals"@en ;
    mg:postIn <id/organization/office-of-seals> ; dcterms:source "list of keepers" .
<id/organization/office-of-seals> a mg:Organization ; rdfs:label "Office of Seals"@en ;
    skos:prefLabel "Office of Seals"@en ; dcterms:source "list of offices" .

<id/person/clark-hsg115318> a mg:Person ; rdfs:label "Clark, Wm."@en ; skos:prefLabel "Clark, Wm."@en ;
    foaf:familyName "Clark" ; foaf:givenName "Wm." ; dcterms:source "people, 115318" ;
    schema:birthDate "1899"^^lc:edtf ; mg:remark <id/person/clark-hsg115318#remark-1> ;
    skos:exactMatch <https://github.com/HistoryAtState/people/blob/master/data/100000/1/1/5/3/115318.xml> ;
    mg:identifiedBy <id/person/clark-hsg115318#hsg> .
<id/person/clark-hsg115318#hsg> a mg:Identifier ; mg:scheme "hsg" ; skos:notation "115318" ; dcterms:source "people" .
<id/person/clark-hsg115318#remark-1> a mg:Remark ; rdfs:comment "Assistant to the President"@en ;
    dcterms:source <https://history.state.gov/historicaldocuments/frus1981-88v04> .

<id/person/nobody-n> a mg:Person ; rdfs:label "N. Nobody"@en ; skos:prefLabel "N. Nobody"@en ;
    foaf:familyName "Nobody" ; foaf:givenName "N." ; dcterms:source "nowhere" .
"""
BASE = "http://localhost:8000/"


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Outcome:
    folder = tmp_path_factory.mktemp("publication")
    shutil.copytree(repository / "corpus/memoranda", folder / "corpus")
    memorandum = folder / "corpus/frus1981-88v04d4.txt"
    text = memorandum.read_text(encoding="utf-8").replace("Al Haig", "Walter Q. Brindlemoor")
    assert "Brindlemoor" in text
    memorandum.write_text(text, encoding="utf-8")
    (folder / "imported.ttl").write_text(IMPORTED, encoding="utf-8")
    config: Config = with_paths(load_config(repository / "memograph.toml"), folder / "corpus", folder / "build")
    config = replace(
        config,
        paths=replace(config.paths, directory=(folder / "imported.ttl",)),
        extract=replace(config.extract, processes=1),
    )
    return build_release(config, Recorder())


@pytest.fixture(scope="module")
def quads(outcome: Outcome) -> list[ox.Quad]:
    assert outcome.release is not None
    data = gzip.decompress((outcome.release.dumps / "memograph.nq.gz").read_bytes())
    return list(ox.parse(data, format=ox.RdfFormat.N_QUADS))


def said(quads: list[ox.Quad], subject: str, graph: str = "authority") -> set[tuple[str, str]]:
    """What a graph says of a thing: local name of the property, value."""
    name = f"{BASE}graph/{graph}"
    return {
        (q.predicate.value.rpartition("/")[2].rpartition("#")[2], q.object.value)
        for q in quads
        if isinstance(q.subject, ox.NamedNode)
        and isinstance(q.object, ox.NamedNode | ox.Literal)
        and isinstance(q.graph_name, ox.NamedNode)
        and q.subject.value == f"{BASE}{subject}"
        and q.graph_name.value == name
    }


def test_the_release_conforms(outcome: Outcome) -> None:
    assert outcome.good and not outcome.quarantined, outcome.verdict


def test_who_is_named_is_described_with_office_remark_and_sources(quads: list[ox.Quad]) -> None:
    person = "id/person/brindlemoor-walter-hsg200001"
    about = said(quads, person)
    assert {
        ("label", "Walter Q. Brindlemoor"),
        ("source", "list of keepers"),
        ("type", f"{BASE}ontology#Person"),
    } <= about
    assert ("notation", "200001") in said(quads, f"{person}#hsg")
    assert ("comment", "Keeper of the Seals from 1981") in said(quads, f"{person}#remark-1")
    (tenure,) = {
        q.subject.value
        for q in quads
        if q.predicate.value == f"{BASE}ontology#post"
        and isinstance(q.subject, ox.NamedNode)
        and q.subject.value.startswith(f"{BASE}{person}#")
    }
    assert ("source", "keepers, 12") in said(quads, tenure.removeprefix(BASE))


def test_what_that_refers_to_is_described_too(quads: list[ox.Quad]) -> None:
    assert ("postIn", f"{BASE}id/organization/office-of-seals") in said(quads, "id/post/keeper-of-the-seals")
    assert ("source", "list of offices") in said(quads, "id/organization/office-of-seals")


def test_what_nobody_names_is_not_published(quads: list[ox.Quad]) -> None:
    assert not [q for q in quads if "nobody-n" in str(q)]


def test_of_the_curated_only_what_they_do_not_say_is_added(quads: list[ox.Quad]) -> None:
    about = said(quads, "id/person/clark-william-p")
    assert {value for name, value in about if name == "label"} == {"William P. Clark, Jr."}
    assert {value for name, value in about if name == "birthDate"} == {"1931"}, "the curated year"
    assert ("altLabel", "Clark, Wm.") in about and ("source", "people, 115318") in about
    assert ("comment", "Assistant to the President") in said(quads, "id/person/clark-william-p#remark-1")
    assert not [q for q in quads if "clark-hsg115318" in str(q)]


def test_identifiers_stand_in_the_authority_graph_alone(quads: list[ox.Quad]) -> None:
    person = "id/person/brindlemoor-walter-hsg200001"
    in_document = {name for name, _ in said(quads, person, "document/frus1981-88v04d4")}
    assert {"type", "label"} <= in_document
    assert not in_document & {"exactMatch", "identifiedBy"}


def test_the_page_shows_offices_and_remarks(outcome: Outcome) -> None:
    assert outcome.release is not None
    app = create_app(PublishSettings(build_dir=outcome.release.path.parent.parent, title="test"))
    page = app.test_client().get("/page/person/brindlemoor-walter-hsg200001").get_data(as_text=True)
    releases_of(app).close()
    assert "Keeper of the Seals</a></strong>, from February 1, 1981" in page
    assert '<h2 id="remarks">What lists of persons say</h2>' in page
    assert 'Keeper of the Seals from 1981 <span class="source">(<a href=' in page
    assert ">1981–88 IV</a>" in page and "keepers, 12" in page
