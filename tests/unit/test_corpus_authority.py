"""The committed authority file: whole, sourced, unambiguous, and right about who held what when."""

from __future__ import annotations

import csv
import re
import tarfile
import time
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from rdflib import BNode, Graph, URIRef
from rdflib.namespace import DCTERMS, RDF, RDFS, SKOS

from memograph.authority.index import Authority, Entry, PersonEntry, PlaceEntry, load_authority
from memograph.dates import bounds
from memograph.identifiers import check_identifier
from memograph.model import EntityType, Identifier
from memograph.namespaces import Site, identifier_iri, slug_of

SITE = Site("http://localhost:8000/")
FILES = ("agreements", "events", "organizations", "people", "places", "posts")
FORMS = {
    "wikidata": r"Q[1-9]\d*",
    "viaf": r"[1-9]\d+",
    "lcnaf": r"n[bors]?\d{8,10}",
    "geonames": r"[1-9]\d*",
    "hsg": r"1\d{5}",
}


@pytest.fixture(scope="module")
def folder(repository: Path) -> Path:
    return repository / "corpus" / "authority"


@pytest.fixture(scope="module")
def authority(folder: Path) -> Authority:
    return load_authority([folder], SITE)


@pytest.fixture(scope="module")
def graph(folder: Path) -> Graph:
    graph = Graph()
    for name in FILES:
        graph.parse(folder / f"{name}.ttl", publicID=SITE.base)
    return graph


def identifiers(authority: Authority) -> Iterator[tuple[Entry, Identifier]]:
    return ((entry, identifier) for entry in authority.entries for identifier in entry.identifiers)


def people(authority: Authority) -> list[PersonEntry]:
    return [entry for entry in authority.entries if isinstance(entry, PersonEntry)]


# ── form ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_files_are_these(folder: Path) -> None:
    assert sorted(path.stem for path in folder.glob("*.ttl")) == sorted(FILES)


def test_it_is_large_enough_and_loads_fast(folder: Path) -> None:
    start = time.process_time()
    authority = load_authority([folder], SITE)
    seconds = time.process_time() - start
    assert Counter(entry.type for entry in authority.entries) >= Counter(
        {
            EntityType.PERSON: 350,
            EntityType.PLACE: 350,
            EntityType.ORGANIZATION: 200,
            EntityType.EVENT: 50,
            EntityType.AGREEMENT: 35,
        }
    )
    assert seconds < 5, "about 0.6 s on two idle cores; a slow machine under load may need more, never this much"


def test_no_blank_nodes(graph: Graph) -> None:
    assert not [triple for triple in graph if any(isinstance(term, BNode) for term in triple)]


def test_each_thing_is_defined_once(folder: Path) -> None:
    text = "".join((folder / f"{name}.ttl").read_text(encoding="utf-8") for name in FILES)
    subjects = Counter(re.findall(r"^<(id/[^>]+)> a mg:", text, re.MULTILINE))
    assert [iri for iri, count in subjects.items() if count > 1] == []
    assert len(re.findall(r"^<id/", text, re.MULTILINE)) == len(subjects)


def test_entries_are_sorted_within_their_group(folder: Path) -> None:
    for name in FILES:
        for group in (folder / f"{name}.ttl").read_text(encoding="utf-8").split("\n# ── ")[1:]:
            slugs = re.findall(r"^<id/\w+/([^>#]+)> a mg:", group, re.MULTILINE)
            assert slugs == sorted(slugs), f"{name}: {group.splitlines()[0]}"


def test_every_thing_has_one_label_and_the_same_preferred_label(graph: Graph) -> None:
    kinds = [URIRef(SITE.term(name)) for name in (*(type_.value for type_ in EntityType), "Post")]
    things = [thing for kind in kinds for thing in graph.subjects(RDF.type, kind)]
    assert len(things) > 1000
    for thing in things:
        labels = list(graph.objects(thing, RDFS.label))
        assert len(labels) == 1, thing
        assert list(graph.objects(thing, SKOS.prefLabel)) == labels, thing


def test_everything_that_claims_a_fact_has_a_source(graph: Graph) -> None:
    subjects = set(graph.subjects(RDF.type, None))
    assert [str(subject) for subject in subjects if (subject, DCTERMS.source, None) not in graph] == []


def test_references_inside_the_file_are_defined(graph: Graph) -> None:
    properties = [
        URIRef(SITE.term(name)) for name in ("affiliatedWith", "postIn", "heldIn", "identifiedBy", "post", "holder")
    ]
    objects = {value for property_ in properties for value in graph.objects(None, property_)}
    assert [str(value) for value in objects if (value, RDF.type, None) not in graph] == []


# ── names ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_no_surface_belongs_to_two_things(authority: Authority) -> None:
    owners: dict[str, set[tuple[EntityType, str]]] = {}
    for surface, type_, slug in authority.surfaces():
        owners.setdefault(surface, set()).add((type_, slug))
    assert {surface: owner for surface, owner in owners.items() if len(owner) > 1} == {}


def test_no_surface_is_a_demonym(authority: Authority) -> None:
    places = [entry for entry in authority.entries if isinstance(entry, PlaceEntry)]
    demonyms = {demonym for place in places for demonym in place.demonyms}
    assert len(demonyms) > 200
    assert {surface for surface, _, _ in authority.surfaces()} & demonyms <= {"Vatican"}


def test_every_person_is_found_by_surname_and_by_name(authority: Authority) -> None:
    for person in people(authority):
        assert person.family_name, person.slug
        assert person in authority.people_by_surname(person.family_name)
        if " " in person.label:
            assert person in authority.people_named(person.label), person.label


@pytest.mark.parametrize(
    "title", ["the Ambassador", "Ambassador", "the Chairman", "the Prime Minister", "the Foreign Minister"]
)
def test_what_many_hold_is_no_role_name(authority: Authority, title: str) -> None:
    assert authority.post_of_role(title) is None


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("Soviet", "soviet-union"),
        ("American", "united-states"),
        ("British", "united-kingdom"),
        ("Yugoslav", "yugoslavia"),
    ],
)
def test_demonyms(authority: Authority, word: str, state: str) -> None:
    place = authority.state_of_demonym(word)
    assert place is not None
    assert place.slug == state


@pytest.mark.parametrize(
    ("surface", "slug"),
    [
        ("NSC", "nsc"),
        ("State Department", "state-department"),
        ("Soviet Ministry of Foreign Affairs", "soviet-foreign-ministry"),
        ("DIA", "dia"),
        ("Congress", "congress-us"),
        ("Reagan Library", "reagan-library"),
        ("Executive Secretariat, NSC", "nsc-executive-secretariat"),
        ("Moscow", "moscow"),
        ("Geneva", "geneva"),
        ("Poland", "poland"),
        ("Afghanistan", "afghanistan"),
        ("Namibia", "namibia"),
        ("Latin America", "latin-america"),
        ("Middle East", "middle-east"),
        ("Situation Room", "situation-room"),
        ("White House", "white-house"),
        ("INF talks", "inf-talks"),
        ("Watergate", "watergate"),
        ("Al Haig", "haig-alexander"),
        ("Bill Casey", "casey-william"),
    ],
)
def test_names_of_the_three_memoranda(authority: Authority, surface: str, slug: str) -> None:
    assert [found for form, _, found in authority.surfaces() if form == surface] == [slug]


# ── identifiers ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_identifiers_have_the_form_of_their_scheme_and_a_source(authority: Authority) -> None:
    found = list(identifiers(authority))
    assert len(found) > 550
    for entry, identifier in found:
        assert re.fullmatch(FORMS[identifier.scheme], identifier.value), (entry.slug, identifier)
        check_identifier(identifier.scheme, identifier.value)
        assert identifier.iri == identifier_iri(identifier.scheme, identifier.value)
        assert len(identifier.source) > 20


def test_every_identifier_says_how_it_was_found_who_says_so_and_how_sure(authority: Authority) -> None:
    """The scale: docs/authorities.md, "How sure"."""
    for entry, identifier in identifiers(authority):
        assert identifier.author, entry.slug
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", identifier.date), entry.slug
        assert identifier.justification in {"ManualMappingCuration", "LexicalMatching", "MappingChaining"}, entry.slug
        assert identifier.confidence is not None, entry.slug
        assert 0.9 <= identifier.confidence <= 0.99, entry.slug


def test_no_identifier_from_memory_is_used(graph: Graph, shared: Path) -> None:
    """Neither as an identifier nor as a bare link: those that the list marks as recalled."""
    with (shared / "data" / "authority" / "identifiers.tsv").open(encoding="utf-8", newline="") as file:
        recalled = {pair for row in csv.DictReader(file, delimiter="\t") for pair in _with_status(row, "recalled")}
    assert len(recalled) == 6
    objects = {str(value) for value in graph.objects()}
    assert {identifier_iri(*pair) for pair in recalled} & objects == set()


def test_no_identifier_belongs_to_two_things(authority: Authority) -> None:
    owners = Counter(identifier.iri for _, identifier in identifiers(authority))
    assert [iri for iri, count in owners.items() if count > 1] == []


def test_no_thing_has_two_identifiers_of_one_scheme(authority: Authority) -> None:
    for entry in authority.entries:
        schemes = [identifier.scheme for identifier in entry.identifiers if identifier.identical]
        assert len(schemes) == len(set(schemes)), entry.slug


def test_the_known_traps(authority: Authority, graph: Graph) -> None:
    values = {identifier.value for _, identifier in identifiers(authority)}
    assert not values & {"Q15758", "Q36704", "101999", "105382"}
    assert {i.value for i in authority.entry(EntityType.PLACE, "yugoslavia").identifiers} == {"Q83286"}
    clark = authority.entry(EntityType.PERSON, "clark-william-p").identifiers
    assert {(i.value, i.match) for i in clark} == {("115318", "exactMatch"), ("102617", "closeMatch")}
    person = URIRef(SITE.thing("person", "clark-william-p"))
    assert (person, SKOS.closeMatch, URIRef(identifier_iri("hsg", "102617"))) in graph
    assert (person, SKOS.exactMatch, URIRef(identifier_iri("hsg", "102617"))) not in graph


def _verified(row: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Scheme and value of each identifier whose status says that it was seen beside the label."""
    return _with_status(row, "verified")


def _with_status(row: dict[str, str], wanted: str) -> Iterator[tuple[str, str]]:
    columns = {"wd": "wikidata", "viaf": "viaf", "lcnaf": "lcnaf", "gn": "geonames", "hsg": "hsg"}
    for status in filter(None, row["status"].split(";")):
        short, _, state = status.partition(":")
        if state == wanted:
            yield from ((columns[short], value) for value in row[columns[short]].split(";"))


def test_exactly_the_verified_identifiers_are_used(authority: Authority, shared: Path) -> None:
    with (shared / "data" / "authority" / "identifiers.tsv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["type"] != "topic"]
    assert len(rows) == 125
    verified = {pair for row in rows for pair in _verified(row)}
    ours = {(identifier.scheme, identifier.value) for _, identifier in identifiers(authority)}
    assert {pair for pair in ours - verified if pair[0] != "hsg"} == set()
    assert verified - ours == set()


def test_every_entity_of_the_list_is_here(authority: Authority, shared: Path) -> None:
    """Told by its identifiers, or by its label where it has none that is verified."""
    ours = {(i.scheme, i.value) for _, i in identifiers(authority)}
    forms = {form for entry in authority.entries for form in entry.forms}
    with (shared / "data" / "authority" / "identifiers.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if row["type"] != "topic" and not set(_verified(row)) & ours:
                label = re.sub(r" \([^)]+\)$", "", row["label"])
                assert label in forms or slug_of(label) in map(slug_of, forms), row["label"]


def test_records_of_the_office_of_the_historian_exist_and_are_of_that_name(authority: Authority, shared: Path) -> None:
    ours = {i.value: entry for entry, i in identifiers(authority) if i.scheme == "hsg"}
    assert len(ours) > 350
    with tarfile.open(shared / "data" / "hsg" / "people.tar.gz") as archive:
        for member in archive:
            number = Path(member.name).stem
            if member.name.endswith(".xml") and number in ours:
                file = archive.extractfile(member)
                assert file is not None
                entry = ours.pop(number)
                assert isinstance(entry, PersonEntry)
                record = slug_of(file.read().decode("utf-8"), max_length=0)
                family = slug_of((entry.family_name or "").replace("von ", ""))
                assert family in record, (number, entry.label)
    assert ours == {}


# ── offices ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("role", "day", "holder"),
    [
        ("the President", "1982-12-04", "reagan-ronald"),
        ("the Vice President", "1982-12-04", "bush-george-h-w"),
        ("the Secretary of State", "1982-12-04", "shultz-george"),
        ("the Secretary", "1982-04-05", "haig-alexander"),
        ("the Secretary of Defense", "1982-12-04", "weinberger-caspar"),
        ("the President's Assistant for National Security Affairs", "1982-12-04", "clark-william-p"),
        ("the Director of Central Intelligence", "1982-12-04", "casey-william"),
        ("the Soviet Ambassador", "1982-12-04", "dobrynin-anatoly"),
        ("the Soviet Foreign Minister", "1982-12-04", "gromyko-andrei"),
        ("the General Secretary", "1982-11-01", "brezhnev-leonid"),
        ("the General Secretary", "1982-12-04", "andropov-yuri"),
        ("the President", "1961-06-03", "kennedy-john-f"),
        ("the Vice President", "1961-06-03", "johnson-lyndon"),
        ("the Secretary of State", "1961-06-03", "rusk-dean"),
        ("the President's Special Assistant for National Security Affairs", "1961-06-03", "bundy-mcgeorge"),
        ("the Soviet Ambassador", "1961-06-03", "menshikov-mikhail"),
        ("the Soviet Ambassador", "1962-04-01", "dobrynin-anatoly"),
        ("the Chairman of the Council of Ministers", "1961-06-03", "khrushchev-nikita"),
        ("the Chairman of the Presidium of the Supreme Soviet", "1961-06-03", "brezhnev-leonid"),
        ("the American Ambassador in Moscow", "1961-06-03", "thompson-llewellyn"),
        ("the Under Secretary of State", "1961-06-03", "bowles-chester"),
        ("the Under Secretary of State", "1961-12-04", "ball-george"),
        ("the Attorney General", "1962-03-01", "kennedy-robert-f"),
        ("the President's Press Secretary", "1962-05-01", "salinger-pierre"),
        ("the President", "1963-11-22", "johnson-lyndon"),
        ("the President", "1974-08-09", "ford-gerald"),
    ],
)
def test_who_held_an_office_on_a_day(authority: Authority, role: str, day: str, holder: str) -> None:
    post = authority.post_of_role(role)
    assert post is not None
    assert [person.slug for person in authority.holders(post.slug, day)] == [holder]


@pytest.mark.parametrize(
    "post", ["president-of-the-united-states", "secretary-of-state", "ambassador-to-the-soviet-union"]
)
def test_nobody_holds_an_office_beside_another(authority: Authority, post: str) -> None:
    tenures = [tenure for tenure in authority.tenures if tenure.post == post]
    assert len(tenures) >= 10
    for earlier, later in pairwise(tenures):
        assert earlier.days[1] <= later.days[0], (earlier, later)


def test_tenures_start_and_hold_by_the_living(authority: Authority) -> None:
    assert len(authority.tenures) > 250
    for tenure in authority.tenures:
        assert tenure.start is not None, tenure
        person = authority.entry(EntityType.PERSON, tenure.holder)
        assert isinstance(person, PersonEntry)
        assert authority.alive(person, tenure.start), tenure
        assert tenure.end is None or authority.alive(person, tenure.end), tenure


def test_the_presidency_has_no_gap_from_1945_to_1991(authority: Authority) -> None:
    tenures = [tenure for tenure in authority.tenures if tenure.post == "president-of-the-united-states"]
    for earlier, later in pairwise(tenures):
        assert earlier.end == later.start
    assert bounds(tenures[0].start or "") < bounds("1945") < bounds("1991") < bounds(tenures[-1].end or "")
