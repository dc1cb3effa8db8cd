"""What the page of a thing is made of: tenures on a scale, values of facts, bars by year, neighbours in a ring."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox
import pytest

from memograph.model import Kind
from memograph.namespaces import EDTF, SCHEMA, Site
from memograph.publish.links import Links
from memograph.publish.pages.facts import SHOWN, Description, facts, volume_name
from memograph.publish.pages.mentions import HEIGHT, year_bars
from memograph.publish.pages.neighbours import WIDTH, network
from memograph.publish.pages.offices import offices
from memograph.publish.pages.sections import FIRST, ORDER, section, section_id, sections
from memograph.publish.pages.summary import summary
from memograph.publish.reading.index import Index, open_index
from memograph.publish.store import Row
from memograph.release import Release
from tests.publish_sample import SITE, build_dir, release

__all__ = ["build_dir", "release"]  # fixtures

HERE = Site("http://memograph.test/")
LINKS = Links(HERE)
SECRETARY = "post/secretary"


def tenure(holder: str, start: str, end: str = "", post: str = SECRETARY) -> Row:
    """A row of the query ``tenures``."""
    terms: dict[str, ox.NamedNode | ox.Literal] = {
        "tenure": ox.NamedNode(f"{iri(holder)}#{post.rpartition('/')[2]}-{start}"),
        "holder": ox.NamedNode(iri(holder)),
        "holderLabel": ox.Literal(holder.rpartition("/")[2].title()),
        "post": ox.NamedNode(iri(post)),
        "postLabel": ox.Literal(post.rpartition("/")[2].title()),
        "source": ox.Literal("A register"),
    }
    given = {"start": start, "end": end}
    terms |= {name: ox.Literal(day, datatype=ox.NamedNode(EDTF)) for name, day in given.items() if day}
    return Row(terms)  # type: ignore[arg-type]


def iri(name: str) -> str:
    kind, _, slug = name.partition("/")
    return HERE.thing(kind, slug)


SUCCESSION = [
    tenure("person/acheson", "1949-01-21", "1953-01-20"),
    tenure("person/dulles", "1953-01-21", "1959-04-22"),
    tenure("person/herter", "1959-04-22", "1961-01-20"),
    tenure("person/rusk", "1961-01-21", "1969-01-20"),
    tenure("person/rogers", "1969-01-22", "1973-09-03"),
]


def test_an_office_tells_who_came_before_and_after() -> None:
    [held] = offices(SUCCESSION, LINKS, iri("person/herter")).held
    assert (held.other.text, held.when) == ("Secretary", "April 22, 1959 – January 20, 1961")
    assert held.before and held.before.person.text == "Dulles"
    assert held.after
    assert (held.after.person.text, held.after.when) == ("Rusk", "January 21, 1961 – January 20, 1969")
    assert [bar.role for bar in held.bars] == ["before", "own", "after"]
    ends = [(float(bar.x), float(bar.x) + float(bar.width)) for bar in held.bars]
    assert all(0 <= first < last <= 100.01 for first, last in ends)
    assert ends[0][1] <= ends[1][0] + 0.1, "who came before ends where the own bar begins"
    assert ends[1][1] <= ends[2][0] + 0.1


@pytest.mark.parametrize(("who", "before", "after"), [("acheson", None, "Dulles"), ("rogers", "Rusk", None)])
def test_the_first_and_the_last_have_nobody_on_one_side(who: str, before: str | None, after: str | None) -> None:
    [held] = offices(SUCCESSION, LINKS, iri(f"person/{who}")).held
    assert (held.before and held.before.person.text, held.after and held.after.person.text) == (before, after)


def test_who_holds_a_post_at_the_same_time_is_neither_before_nor_after() -> None:
    """Ambassadors at large are several at a time."""
    rows = [
        tenure("person/harriman", "1961", "1965"),
        tenure("person/bowles", "1961-12-06", "1963-06-09"),
        tenure("person/thompson", "1962-10-03", "1966"),
    ]
    [held] = offices(rows, LINKS, iri("person/bowles")).held
    assert (held.before, held.after) == (None, None)


def test_a_tenure_without_an_end_or_without_days_is_shown_with_what_is_known() -> None:
    rows = [tenure("person/rusk", "1961-01-21"), tenure("person/rusk", "", "", "post/professor")]
    found = offices(rows, LINKS, iri("person/rusk"))
    assert [(each.other.text, each.when, len(each.bars)) for each in found.held] == [
        ("Secretary", "from January 21, 1961", 1),
        ("Professor", "", 0),
    ]
    nothing = offices([tenure("person/rusk", "", "", "post/professor")], LINKS, iri("person/rusk"))
    assert nothing.marks == ()


def test_the_summary_names_all_the_times_that_somebody_held_a_post() -> None:
    rows = [tenure("person/thompson", "1957", "1962"), tenure("person/thompson", "1967", "1969")]
    held = offices(rows, LINKS, iri("person/thompson"))
    told = summary(Kind.PERSON, Description.of([]), held, None, ())
    assert told == "Secretary (1957 – 1962; 1967 – 1969)."


def test_a_post_has_all_its_holders_on_one_scale_with_round_years() -> None:
    found = offices(SUCCESSION, LINKS, iri(SECRETARY))
    assert [each.other.text for each in found.held] == ["Acheson", "Dulles", "Herter", "Rusk", "Rogers"]
    assert all(each.before is each.after is None for each in found.held)
    assert [mark.year for mark in found.marks] == ["1950", "1955", "1960", "1965", "1970"]
    places = [float(mark.x) for mark in found.marks]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("identifier", "name"),
    [
        ("frus1961-63v05", "1961–63 V"),
        ("frus1969-76v38p2", "1969–76 XXXVIII, part 2"),
        ("frus1969-76ve14p1", "1969–76 E–14, part 1"),
        ("frus1945Berlinv02", "1945 Berlin II"),
        ("frus1943CairoTehran", "1943 CairoTehran"),
        ("a-volume-of-others", "a-volume-of-others"),
    ],
)
def test_volumes_are_named_as_they_are_cited(identifier: str, name: str) -> None:
    assert volume_name(identifier) == name


def test_facts_come_in_order_and_the_rest_of_many_values_on_demand() -> None:
    def row(property_: str, value: ox.NamedNode | ox.Literal) -> Row:
        return Row({"property": ox.NamedNode(property_), "value": value})

    rows = [
        *(row(HERE.term("roleName"), ox.Literal(f"Secretary {n}")) for n in range(SHOWN + 3)),
        row(f"{SCHEMA}latitude", ox.Literal("-10.5")),
        row(f"{SCHEMA}longitude", ox.Literal("106.7")),
        row(f"{SCHEMA}birthDate", ox.Literal("1909", datatype=ox.NamedNode(EDTF))),
    ]
    found = [fact for _, fact in facts(Description.of(rows), LINKS)]
    assert [(fact.caption, len(fact.values), len(fact.more)) for fact in found] == [
        ("Born", 1, 0),
        ("Referred to as", SHOWN, 3),
        ("Position", 1, 0),
    ]
    assert found[-1].values[0].text == "10.50° south, 106.70° east"


@pytest.fixture
def index(release: Release) -> Iterator[Index]:
    opened = open_index(release, 10)
    yield opened
    opened.close()


def number_of(index: Index, kind: str, slug: str) -> int:
    found = index.find(SITE.thing(kind, slug))
    assert found
    return found.thing.number


def test_the_bars_of_years_stand_in_their_places(index: Index) -> None:
    bars = year_bars(index, number_of(index, "person", "gromyko-andrei"), lambda year: f"?year={year}")
    assert [(bar.year, bar.href) for bar in bars] == [(y, f"?year={y}") for y in ("1982", "1983", "1984")]
    assert sum(bar.mentions for bar in bars) == 6
    assert max(bar.height for bar in bars) == HEIGHT
    assert all(bar.top + bar.height == HEIGHT for bar in bars)
    assert [float(bar.x) for bar in bars] == sorted({float(bar.x) for bar in bars})
    assert year_bars(index, number_of(index, "agreement", "salt-ii"), str) == ()


def test_neighbours_are_drawn_inside_and_are_the_same_as_the_table(index: Index) -> None:
    gromyko = index.find(SITE.thing("person", "gromyko-andrei"))
    assert gromyko
    found = network(index, Links(SITE), gromyko.thing)
    assert found
    assert [node.part for node in found.nodes] == [row.part for row in found.rows]
    assert all(0 < node.x < WIDTH and 0 <= node.y <= found.height for node in found.nodes)
    assert len({(node.x, node.y) for node in found.nodes}) == len(found.nodes)
    assert sum(tie.weight > 0 for tie in found.ties) == len(found.nodes), "each is joined to the middle"
    met = next(row for row in found.rows if row.part.text.startswith("Alexander M. Haig"))
    assert (met.how, met.statements) == ("met", 1)
    assert network(index, Links(SITE), gromyko.thing) == found


def test_sections_and_their_own_pages_say_the_same(index: Index) -> None:
    clark = index.find(SITE.thing("person", "clark-william"))
    assert clark
    found = sections(index, Links(SITE), clark.thing, str)
    assert [(each.id, each.title, each.total) for each in found] == [
        ("sentBy-of", "Documents sent", 3),
        ("said", "Said, as documents report it", 1),
    ]
    for each in found:
        assert section(index, Links(SITE), clark.thing, each.id, 1) == each
        assert len(each.lines) == each.total <= FIRST
    assert section(index, Links(SITE), clark.thing, "metWith", 1) is None
    assert section(index, Links(SITE), clark.thing, "nonsense", 1) is None


def test_names_of_sections_are_those_of_addresses() -> None:
    names = [section_id(*each) for each in ORDER]
    assert len(set(names)) == len(ORDER)
    assert {"metWith", "wroteTo", "wroteTo-of"} <= set(names)
