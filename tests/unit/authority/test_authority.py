"""The index on a small authority file of its own: what each look-up finds, and what it must not find."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from memograph.authority.index import Authority, PersonEntry, load_authority
from memograph.errors import AuthorityError
from memograph.model import EntityType, Identifier, Kind, Ref
from memograph.namespaces import Site

SITE = Site("https://example.org/memograph/")

PEOPLE = """
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix lc: <http://id.loc.gov/datatypes/> .
@prefix mg: <ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

<id/person/clark-william-p> a mg:Person ;
    rdfs:label "William P. Clark, Jr."@en ; skos:altLabel "Bill Clark"@en ; skos:hiddenLabel "Willam Clark"@en ;
    foaf:familyName "Clark" ; foaf:givenName "William P." ;
    schema:birthDate "1931"^^lc:edtf ; schema:deathDate "2013"^^lc:edtf ;
    mg:affiliatedWith <id/organization/nsc> ;
    skos:exactMatch <https://github.com/HistoryAtState/people/blob/master/data/100000/1/1/5/3/115318.xml> ;
    mg:identifiedBy <id/person/clark-william-p#hsg> .
<id/person/clark-william-p#hsg> a mg:Identifier ; mg:scheme "hsg" ; skos:notation "115318" ; dcterms:source "people" .
<id/person/clark-william-p#adviser> a mg:Tenure ; mg:holder <id/person/clark-william-p> ; mg:post <id/post/adviser> ;
    schema:startDate "1982-01-04"^^lc:edtf ; schema:endDate "1983-10-17"^^lc:edtf .

<id/person/mcfarlane-robert> a mg:Person ; rdfs:label "Robert C. McFarlane"@en ;
    foaf:familyName "McFarlane" ; foaf:givenName "Robert C." .
<id/person/mcfarlane-robert#adviser> a mg:Tenure ; mg:holder <id/person/mcfarlane-robert> ; mg:post <id/post/adviser> ;
    schema:startDate "1983-10-17"^^lc:edtf ; schema:endDate "1985-12"^^lc:edtf .
<id/person/poindexter-john> a mg:Person ; rdfs:label "John M. Poindexter"@en ;
    foaf:familyName "Poindexter" ; foaf:givenName "John M." .
<id/person/poindexter-john#adviser> a mg:Tenure ; mg:holder <id/person/poindexter-john> ; mg:post <id/post/adviser> ;
    schema:startDate "1985-12"^^lc:edtf .

<id/person/clark-joseph> a mg:Person ; rdfs:label "Joseph S. Clark"@en ;
    foaf:familyName "Clark" ; foaf:givenName "Joseph S." .
<id/person/de-gaulle-charles> a mg:Person ; rdfs:label "Charles de Gaulle"@en ; skos:altLabel "General de Gaulle"@en ;
    foaf:familyName "de Gaulle" ; foaf:givenName "Charles" ; schema:deathDate "1970-11-09"^^lc:edtf .
<id/person/walesa-lech> a mg:Person ; rdfs:label "Lech Wałęsa"@en ; skos:altLabel "Valesa"@en ;
    foaf:familyName "Wałęsa" ; foaf:givenName "Lech" .
"""

OTHERS = """
@prefix mg: <ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

<id/post/adviser> a mg:Post ; rdfs:label "National Security Adviser"@en ; mg:postIn <id/organization/nsc> ;
    skos:altLabel "Adviser"@en ; mg:roleName "the President's Assistant"@en, "the U.S. Adviser"@en .
<id/organization/nsc> a mg:Organization ; rdfs:label "National Security Council"@en ; skos:altLabel "NSC"@en .
<id/place/soviet-union> a mg:Place ; rdfs:label "Soviet Union"@en ; skos:altLabel "USSR"@en ;
    mg:demonym "Soviet"@en, "Soviets"@en .
<id/event/inf-talks> a mg:Event ; rdfs:label "Intermediate-range Nuclear Forces talks"@en ;
    skos:altLabel "INF talks"@en .
<id/agreement/abm-treaty> a mg:Agreement ; rdfs:label "ABM Treaty"@en .
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "people.ttl").write_text(PEOPLE, encoding="utf-8")
    (tmp_path / "others.ttl").write_text(OTHERS, encoding="utf-8")
    return tmp_path


@pytest.fixture
def authority(folder: Path) -> Authority:
    return load_authority([folder], SITE)


def slugs(people: tuple[PersonEntry, ...]) -> list[str]:
    return [person.slug for person in people]


def test_a_person_has_everything_the_file_says(authority: Authority) -> None:
    assert authority.entry(EntityType.PERSON, "clark-william-p") == PersonEntry(
        type=EntityType.PERSON,
        slug="clark-william-p",
        label="William P. Clark, Jr.",
        aliases=("Bill Clark",),
        hidden=("Willam Clark",),
        identifiers=(
            Identifier(
                "hsg",
                "115318",
                "https://github.com/HistoryAtState/people/blob/master/data/100000/1/1/5/3/115318.xml",
                "people",
            ),
        ),
        family_name="Clark",
        given_name="William P.",
        birth="1931",
        death="2013",
        affiliations=(Ref(Kind.ORGANIZATION, "nsc"),),
    )


def test_an_unknown_entry_is_a_key_error(authority: Authority) -> None:
    with pytest.raises(KeyError):
        authority.entry(EntityType.PLACE, "nsc")


def test_files_and_folders_give_the_same_index(folder: Path, authority: Authority) -> None:
    by_file = load_authority([folder / "people.ttl", folder / "others.ttl"], SITE)
    assert by_file.entries == authority.entries
    assert by_file.posts == authority.posts
    assert by_file.tenures == authority.tenures


def test_surfaces_are_labels_and_variants_without_bare_surnames(authority: Authority) -> None:
    surfaces = set(authority.surfaces())
    assert {
        ("NSC", EntityType.ORGANIZATION, "nsc"),
        ("USSR", EntityType.PLACE, "soviet-union"),
        ("INF talks", EntityType.EVENT, "inf-talks"),
        ("ABM Treaty", EntityType.AGREEMENT, "abm-treaty"),
        ("William P. Clark, Jr.", EntityType.PERSON, "clark-william-p"),
        ("William Clark", EntityType.PERSON, "clark-william-p"),
        ("Bill Clark", EntityType.PERSON, "clark-william-p"),
        ("Willam Clark", EntityType.PERSON, "clark-william-p"),
        ("General de Gaulle", EntityType.PERSON, "de-gaulle-charles"),
    } <= surfaces
    assert not {surface for surface, _, _ in surfaces} & {
        "Clark",
        "de Gaulle",
        "De Gaulle",
        "Valesa",
        "Soviet",
        "Adviser",
    }


@pytest.mark.parametrize(
    ("surname", "found"),
    [
        ("Clark", ["clark-joseph", "clark-william-p"]),
        ("clark", []),
        ("de Gaulle", ["de-gaulle-charles"]),
        ("De Gaulle", ["de-gaulle-charles"]),
        ("Wałęsa", ["walesa-lech"]),
        ("Walesa", ["walesa-lech"]),
        ("Valesa", ["walesa-lech"]),
        ("Bill Clark", []),
        ("Nobody", []),
    ],
)
def test_people_by_surname(authority: Authority, surname: str, found: list[str]) -> None:
    assert slugs(authority.people_by_surname(surname)) == found


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("William P. Clark, Jr.", ["clark-william-p"]),
        ("William P. Clark", ["clark-william-p"]),
        ("Clark, William P.", ["clark-william-p"]),
        ("CLARK, William P., Jr.", ["clark-william-p"]),
        ("William Clark", ["clark-william-p"]),
        ("W.P. Clark", ["clark-william-p"]),
        ("W. Clark", ["clark-william-p"]),
        ("Bill Clark", ["clark-william-p"]),
        ("Clark, Bill", ["clark-william-p"]),
        ("Bill P. Clark", []),
        ("William Q. Clark", []),
        ("Robert Clark", []),
        ("Lech Walesa", ["walesa-lech"]),
        ("Gaulle, General de", ["de-gaulle-charles"]),
        ("Clark", []),
        ("", []),
    ],
)
def test_people_named(authority: Authority, name: str, found: list[str]) -> None:
    assert slugs(authority.people_named(name)) == found


def test_a_middle_initial_that_agrees_fits_a_variant_of_the_given_name(folder: Path) -> None:
    variant = PEOPLE.replace('"Bill Clark"', '"Wiliam Clark"')
    (folder / "people.ttl").write_text(variant, encoding="utf-8")
    authority = load_authority([folder], SITE)
    assert slugs(authority.people_named("Wiliam P. Clark")) == ["clark-william-p"]
    assert slugs(authority.people_named("Wiliam Q. Clark")) == []


@pytest.mark.parametrize(
    ("period", "found"),
    [
        ("1982-01-03", []),
        ("1982-01-04", ["clark-william-p"]),
        ("1983-10-16", ["clark-william-p"]),
        ("1983-10-17", ["mcfarlane-robert"]),
        ("1983-10-01/1983-10-31", ["clark-william-p", "mcfarlane-robert"]),
        ("1985-11-30", ["mcfarlane-robert"]),
        ("1985-12-04", ["mcfarlane-robert", "poindexter-john"]),
        ("1986-01-01", ["poindexter-john"]),
        ("1984", ["mcfarlane-robert"]),
    ],
)
def test_holders(authority: Authority, period: str, found: list[str]) -> None:
    assert slugs(authority.holders("adviser", period)) == found


def test_holders_of_an_unknown_post_are_none(authority: Authority) -> None:
    assert authority.holders("king", "1982") == ()


def test_a_period_must_be_edtf(authority: Authority) -> None:
    with pytest.raises(ValueError, match="EDTF"):
        authority.holders("adviser", "spring 1982")


def test_in_office(authority: Authority) -> None:
    clark = authority.people_named("Bill Clark")[0]
    assert authority.in_office(clark, "1982")
    assert not authority.in_office(clark, "1984")


@pytest.mark.parametrize(
    "phrase", ["the President's Assistant", "The President’s Assistant", "President's assistant", "the US adviser"]
)
def test_post_of_role(authority: Authority, phrase: str) -> None:
    post = authority.post_of_role(phrase)
    assert post is not None
    assert (post.slug, post.body, post.titles) == ("adviser", Ref(Kind.ORGANIZATION, "nsc"), ("Adviser",))


def test_a_title_is_no_role(authority: Authority) -> None:
    assert authority.post_of_role("Adviser") is None


def test_state_of_demonym(authority: Authority) -> None:
    state = authority.state_of_demonym("Soviets")
    assert state is not None
    assert state.slug == "soviet-union"
    assert authority.state_of_demonym("soviet") is None
    assert authority.state_of_demonym("USSR") is None


def test_alive(authority: Authority) -> None:
    clark = authority.people_named("Bill Clark")[0]
    de_gaulle = authority.people_named("Charles de Gaulle")[0]
    assert authority.alive(clark, "1982-12-04")
    assert not authority.alive(clark, "1930")
    assert authority.alive(de_gaulle, "1970-11-09")
    assert not authority.alive(de_gaulle, "1970-11-10/1971")


def test_two_posts_cannot_share_a_role_name(folder: Path) -> None:
    more = OTHERS + '<id/post/aide> a mg:Post ; rdfs:label "Aide"@en ; mg:roleName "The US Adviser"@en .\n'
    (folder / "others.ttl").write_text(more, encoding="utf-8")
    with pytest.raises(AuthorityError, match="both adviser and aide"):
        load_authority([folder], SITE)


def test_withheld_entries_leave_no_trace(authority: Authority) -> None:
    blind = authority.without(
        {(EntityType.PERSON, "mcfarlane-robert"), (EntityType.ORGANIZATION, "nsc"), (EntityType.PERSON, "nobody")}
    )
    assert [p.slug for p in authority.holders("adviser", "1984")] == ["mcfarlane-robert"]
    assert blind.holders("adviser", "1984") == ()
    assert blind.people_by_surname("McFarlane") == ()
    assert [p.slug for p in blind.people_by_surname("Clark")] == ["clark-joseph", "clark-william-p"]
    assert blind.people_named("Bill Clark")[0].affiliations == (), "he was said to belong to the withheld NSC"
    assert blind.post_of_role("the U.S. Adviser") == replace(authority.posts[0], body=None)
    assert len(authority.entries) - len(blind.entries) == 2
