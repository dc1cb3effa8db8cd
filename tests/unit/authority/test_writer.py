"""Entries → Turtle → entries is the identity, whatever the entries hold; and the Turtle has the form of the house."""

from __future__ import annotations

import gzip
import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memograph.authority.entries import Entry, EventEntry, Known, PersonEntry, PlaceEntry, PostEntry, Remark, Tenure
from memograph.authority.turtle import read_authority
from memograph.authority.writer import write_turtle
from memograph.errors import AuthorityError
from memograph.identifiers import FORMS, check_character
from memograph.model import EntityType, Identifier, Kind, Ref
from memograph.namespaces import IDENTIFIER_SCHEMES, Site, identifier_iri

SITE = Site("http://localhost:8000/")

words = st.text(min_size=1, max_size=20)
slugs = st.text(min_size=1, max_size=12).filter(lambda text: not set(text) & set("/#") and text not in (".", ".."))
dates = st.sampled_from(["1961", "1961-06", "1961-06-03", "1961~", "196X", None])
intervals = st.sampled_from([(None, None), ("1922", "1991-12"), (None, "1991"), ("1961-06-03", None), ("1961", "1961")])
degrees = st.none() | st.decimals(-90, 90, places=4).map(lambda d: f"{d:f}")
days = st.dates().map(str) | st.just("")


def sorted_tuple(strategy: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(strategy, max_size=3, unique=True).map(lambda found: tuple(sorted(found)))


def refs(*kinds: Kind) -> st.SearchStrategy[tuple[Ref, ...]]:
    one = st.builds(Ref, st.sampled_from(kinds), slugs)
    return st.lists(one, max_size=3, unique=True).map(lambda found: tuple(sorted(found, key=_iri)))


def _iri(ref: Ref) -> str:
    return SITE.thing(ref.kind, ref.slug)


@st.composite
def identifiers(draw: st.DrawFn) -> Identifier:
    scheme = draw(st.sampled_from(sorted(IDENTIFIER_SCHEMES)))
    value = draw(st.from_regex(FORMS[scheme][0], fullmatch=True))
    if scheme == "isni":
        value = value[:-1] + check_character(value[:-1])
    return Identifier(
        scheme,
        value,
        identifier_iri(scheme, value),
        draw(words),
        draw(st.sampled_from(["exactMatch", "closeMatch", "sameAs"])),
        draw(st.sampled_from(["UnspecifiedMatching", "LexicalMatching"])),
        draw(st.none() | st.floats(0, 1)),
        draw(st.just("") | words),
        draw(days),
    )


def _by_value(found: Sequence[Identifier]) -> tuple[Identifier, ...]:
    return tuple(sorted(found, key=lambda i: (i.scheme, i.value)))


identified = st.lists(identifiers(), max_size=3, unique_by=lambda i: (i.scheme, i.value)).map(_by_value)
texts = sorted_tuple(words)
volumes = sorted_tuple(st.from_regex(r"frus19[0-9]{2}v[0-9]{2}", fullmatch=True))
remarks = st.lists(st.builds(Remark, words, volumes), max_size=12).map(tuple)
#: Names in the site's own vocabulary, and addresses elsewhere.
owned = sorted_tuple(st.from_regex(r"[a-z][a-z-]{0,8}|https://example[.]org/[a-z]{1,6}", fullmatch=True))
common = (slugs, words, texts, texts, identified, texts)
people = st.builds(
    lambda *fields, types: PersonEntry(EntityType.PERSON, *fields, types=types),
    *common,
    st.none() | words,
    st.none() | words,
    dates,
    st.none() | st.just("1988"),
    refs(Kind.PLACE, Kind.ORGANIZATION),
    remarks,
    volumes,
    types=owned,
)
places = st.builds(
    lambda *fields, types: PlaceEntry(EntityType.PLACE, *fields, types=types),
    *common,
    texts,
    degrees,
    degrees,
    intervals,
    refs(Kind.PLACE).map(lambda found: found[0] if found else None),
    refs(Kind.PLACE),
    refs(Kind.PLACE),
    types=owned,
)
events = st.builds(
    lambda *fields, types: EventEntry(EntityType.EVENT, *fields[:6], *fields[6], *fields[7:], types=types),
    *common,
    intervals,
    refs(Kind.PLACE),
    refs(Kind.PERSON),
    refs(Kind.PERSON, Kind.ORGANIZATION),
    st.none() | words,
    st.none() | st.just("https://github.com/HistoryAtState/travels/blob/master/a%20b.xml"),
    types=owned,
)
bodies = st.builds(Entry, st.sampled_from([EntityType.ORGANIZATION, EntityType.AGREEMENT]), *common, types=owned)
posts = st.builds(
    PostEntry, slugs, words, refs(Kind.PLACE).map(lambda found: found[0] if found else None), texts, texts, texts
)


@st.composite
def files(draw: st.DrawFn) -> list[Known]:
    """Entries of which no two are the same thing, and tenures of people and posts among them."""
    found: dict[tuple[str, str], Known] = {}
    for item in draw(st.lists(people | places | events | bodies | posts, max_size=5)):
        found[item.type if isinstance(item, Entry) else "Post", item.slug] = item
    holders = [item.slug for item in found.values() if isinstance(item, PersonEntry)]
    held = [item.slug for item in found.values() if isinstance(item, PostEntry)]
    if not holders or not held:
        return list(found.values())
    tenure = st.builds(
        lambda holder, post, times, source: Tenure(holder, post, *times, source),
        st.sampled_from(holders),
        st.sampled_from(held),
        intervals,
        words,
    )
    return [*found.values(), *draw(st.lists(tenure, max_size=4))]


def turtle(known: Sequence[Known]) -> str:
    output = io.StringIO()
    write_turtle(known, output, "Test")
    return output.getvalue()


@settings(max_examples=150, deadline=None)
@given(files())
def test_what_is_written_is_read_back(tmp_path_factory: pytest.TempPathFactory, known: list[Known]) -> None:
    path = tmp_path_factory.mktemp("written") / "a.ttl.gz"
    path.write_bytes(gzip.compress(turtle(known).encode()))
    read = list(read_authority([path], SITE))
    assert sorted(map(repr, read)) == sorted(map(repr, known))


def test_the_corpus_is_written_and_read_back(repository: Path, tmp_path: Path) -> None:
    known = list(read_authority([repository / "corpus" / "authority"], SITE))
    assert len(known) > 1500
    (tmp_path / "a.ttl").write_text(turtle(known), encoding="utf-8")
    assert set(read_authority([tmp_path / "a.ttl"], SITE)) == set(known)


def test_the_form_of_the_house() -> None:
    clark = PersonEntry(
        EntityType.PERSON,
        "clark-william-p",
        "William P. Clark",
        ("Bill Clark", 'William "Judge" Clark'),
        identifiers=(Identifier("hsg", "115318", identifier_iri("hsg", "115318"), "people database"),),
        family_name="Clark",
        birth="1931",
        remarks=(Remark("President’s Assistant", ("frus1981-88v03",)),),
    )
    tenure = Tenure("clark-william-p", "adviser", "1982-01-04", "1983-10-17", "people database")
    assert turtle([clark, PostEntry("adviser", "Adviser"), tenure]).partition("XMLSchema#> .\n")[2] == (
        """
<id/person/clark-william-p> a mg:Person ;
    rdfs:label "William P. Clark"@en ; skos:prefLabel "William P. Clark"@en ;
    skos:altLabel "Bill Clark"@en, "William \\"Judge\\" Clark"@en ;
    foaf:familyName "Clark" ;
    schema:birthDate "1931"^^lc:edtf ;
    mg:remark <id/person/clark-william-p#remark-1> ;
    skos:exactMatch <https://github.com/HistoryAtState/people/blob/master/data/100000/1/1/5/3/115318.xml> ;
    mg:identifiedBy <id/person/clark-william-p#hsg> .
<id/person/clark-william-p#hsg> a mg:Identifier ;
    mg:scheme "hsg" ;
    skos:notation "115318" ;
    dcterms:source "people database" .
<id/person/clark-william-p#remark-1> a mg:Remark ;
    rdfs:comment "President’s Assistant"@en ;
    dcterms:source <https://history.state.gov/historicaldocuments/frus1981-88v03> .

<id/post/adviser> a mg:Post ;
    rdfs:label "Adviser"@en ; skos:prefLabel "Adviser"@en .

<id/person/clark-william-p#adviser-1982-01-04> a mg:Tenure ;
    mg:holder <id/person/clark-william-p> ;
    mg:post <id/post/adviser> ;
    schema:startDate "1982-01-04"^^lc:edtf ;
    schema:endDate "1983-10-17"^^lc:edtf ;
    dcterms:source "people database" .
"""
    )


def test_what_is_no_address_is_refused() -> None:
    event = EventEntry(EntityType.EVENT, "visit", "Visit", primary_source="not an address")
    with pytest.raises(AuthorityError, match=r"visit: an address of it is not an IRI"):
        turtle([event])


def test_a_broken_gzip_file(tmp_path: Path) -> None:
    packed = gzip.compress(turtle([PostEntry("adviser", "Adviser")]).encode())
    for name, data in (("cut.ttl.gz", packed[:-9]), ("no.ttl.gz", b"@prefix mg: <ontology#> .")):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(AuthorityError, match=r"ttl\.gz: not a whole gzip file .*; pack it again"):
            list(read_authority([tmp_path / name], SITE))
