"""From a register of journeys to the page of a statement: a real build, a real server, what a reader sees."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest

from memograph.authority.entries import EventEntry, PlaceEntry
from memograph.authority.writer import write_turtle
from memograph.model import EntityType, Kind, Ref
from memograph.namespaces import PROV, RDF
from tests.conftest import REPOSITORY
from tests.publish_sample import start_server, stop_server

BASE = "http://localhost:8000"
KENNEDY, RUSK = Ref(Kind.PERSON, "kennedy-john-f"), Ref(Kind.PERSON, "rusk-dean")
VIENNA = "Journey of President Kennedy to Vienna, June 3–4, 1961"
TRAVELS = "Office of the Historian, travels of the President"
RECORD = "https://history.state.gov/departmenthistory/travels/president/kennedy-john-fitzgerald"
MEMORANDUM = """41. Memorandum From Secretary of State Rusk to President Kennedy*

Washington, June 20, 1961.

SUBJECT

The talks at Vienna

President Kennedy traveled to Vienna on June 3, 1961. I visited Ottawa on May 17, 1961.

Dean Rusk

* Source: Department of State, Central Files, 611.61/6-2061. Secret.
"""


def journey(slug: str, label: str, day: str, place: str, traveler: Ref) -> EventEntry:
    return EventEntry(
        EntityType.EVENT,
        slug,
        label,
        sources=(f"{TRAVELS}, trip 1",),
        start=day,
        end=day,
        places=(Ref(Kind.PLACE, place),),
        travelers=(traveler,),
        primary_source=RECORD,
    )


REGISTER = (
    PlaceEntry(EntityType.PLACE, "ottawa", "Ottawa"),
    PlaceEntry(EntityType.PLACE, "vienna", "Vienna"),
    journey(
        "kennedy-vienna-1961", "Journey of President Kennedy to Vienna, June 3–4, 1961", "1961-06-03", "vienna", KENNEDY
    ),
    journey("kennedy-ottawa-1961", "President Kennedy at Ottawa", "1961-05-17", "ottawa", KENNEDY),
    journey("rusk-1960", "Journey of Secretary Rusk to Vienna, May 1, 1960", "1960-05-01", "vienna", RUSK),
    *(journey(f"rusk-{y}", f"Journey of Secretary Rusk, {y}", f"{y}-09-01", "vienna", RUSK) for y in range(1961, 1966)),
)


@dataclass(frozen=True)
class Site:
    """A served release."""

    client: httpx.Client

    def rows(self, query: str) -> list[dict[str, str]]:
        prefixes = f"PREFIX mg: <{BASE}/ontology#> PREFIX rdf: <{RDF}> PREFIX prov: <{PROV}> "
        accept = {"Accept": "application/sparql-results+json"}
        found = self.client.get("/sparql", params={"query": prefixes + query}, headers=accept)
        found.raise_for_status()
        return [{name: each["value"] for name, each in row.items()} for row in found.json()["results"]["bindings"]]

    def page(self, iri: str) -> str:
        accept = {"Accept": "text/html"}
        found = self.client.get(iri.removeprefix(BASE), headers=accept, follow_redirects=True)
        found.raise_for_status()
        return re.sub(r"\s+", " ", found.text)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("corroboration")
    (folder / "corpus").mkdir()
    (folder / "corpus/frus1961-63v05d41.txt").write_text(MEMORANDUM, encoding="utf-8")
    with (folder / "register.ttl").open("w", encoding="utf-8") as output:
        write_turtle(REGISTER, output)
    (folder / "memograph.toml").write_text(
        f'[paths]\nauthority = "{REPOSITORY / "corpus/authority"}"\ndirectory = "register.ttl"\n'
        f'ontology = "{REPOSITORY / "ontology"}"\nshapes = "{REPOSITORY / "shapes"}"\n',
        encoding="utf-8",
    )
    subprocess.run([sys.executable, "-m", "memograph.cli", "build"], cwd=folder, check=True, capture_output=True)
    server = start_server(folder / "build")
    with httpx.Client(base_url=server.address, timeout=60) as client:
        yield Site(client)
    stop_server(server)


def statement(site: Site, person: str, place: str) -> str:
    (row,) = site.rows(
        f"SELECT ?s WHERE {{ ?s rdf:predicate mg:traveledTo ; rdf:subject <{BASE}/id/person/{person}> ;"
        f" rdf:object <{BASE}/id/place/{place}> }}"
    )
    return row["s"]


def test_a_journey_of_the_register_bears_the_statement_out_on_its_page(site: Site) -> None:
    page = site.page(statement(site, KENNEDY.slug, "vienna"))
    assert "Also in a register" in page and "Not in the register" not in page
    assert VIENNA in page and "June 3, 1961" in page
    assert TRAVELS in page and RECORD in page


def test_a_journey_that_the_register_does_not_have_says_so(site: Site) -> None:
    page = site.page(statement(site, RUSK.slug, "ottawa"))
    assert "Not in the register" in page and TRAVELS in page and "Also in a register" not in page


def test_the_event_has_a_page_and_its_source_and_others_of_the_time_come_with_it(site: Site) -> None:
    events = site.rows(
        "SELECT ?event ?source WHERE { ?event mg:traveler ?who ; prov:hadPrimarySource ?source } ORDER BY ?event"
    )
    slugs = [row["event"].rpartition("/")[2] for row in events]
    # those borne out, and those of the same people within a month of June 20: Ottawa on May 17 is not
    assert slugs == ["kennedy-vienna-1961"]
    assert {row["source"] for row in events} == {RECORD}
    assert "Kennedy" in site.page(events[0]["event"])
