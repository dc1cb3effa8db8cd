"""Likeness of names, fit of values, and what a client may send: the pure parts of publish/reconcile/."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.exceptions import BadRequest

from memograph.nameindex.properties import Range, spelled_out
from memograph.nameindex.words import plain
from memograph.publish.pages.claims import Part
from memograph.publish.pages.things import Fact
from memograph.publish.reconcile.comparing import alike, fits, identifier
from memograph.publish.reconcile.names import Form
from memograph.publish.reconcile.previewing import few
from memograph.publish.reconcile.questions import Query, WrongQuery, read_batch, read_extension
from memograph.publish.reconcile.similarity import Asked, likeness


def like(asked: str, *forms: str, person: bool = True) -> float:
    return likeness(Asked.of(asked), [Form(1, form, plain(form)) for form in forms], person).value


@pytest.mark.parametrize(
    "better_and_worse",
    [
        ("Andrei A. Gromyko", "Andrei Gromyko", "Andrey Gromyko", "A. Gromyko", "Gromyko", "Anatoly Gromyko", "Rusk"),
        ("Gromyko, Andrei A.", "Gromyko, Anatoly"),
        ("Andrei A. Gromyko", "Andrei B. Gromyko"),
        ("Andrei A. Gromyko", "Andrei A. Gromyka"),
    ],
)
def test_people_are_compared_by_their_parts(better_and_worse: tuple[str, ...]) -> None:
    values = [like(asked, "Andrei A. Gromyko") for asked in better_and_worse]
    assert values == sorted(values, reverse=True) and len(set(values)) == len(values)
    assert values[0] == 1.0


def test_suffixes_tell_father_from_son() -> None:
    assert like("William P. Clark, Jr.", "William P. Clark, Jr.") == 1.0
    assert like("William P. Clark, Sr.", "William P. Clark, Jr.") < 0.5


def test_a_letter_makes_another_given_name() -> None:
    assert like("Marion Smith", "Marian Smith") < like("Marian Smith", "Marian Smith")
    assert like("Marion B. Smith", "Marian B. Smith") < 0.95


def test_other_names_are_compared_by_their_words() -> None:
    for asked in ("Department of State", "State, Department of", "DEPARTMENT OF STATE"):
        assert like(asked, "Department of State", "State Department", person=False) >= 0.95
    assert 0.5 < like("Geneva", "Geneva Conference", person=False) < 0.8
    assert like("Geneva", "Vienna", person=False) < 0.6


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.text(max_size=60), st.text(max_size=60), st.booleans())
def test_likeness_is_between_nothing_and_everything(one: str, other: str, person: bool) -> None:
    assert 0.0 <= like(one, other, person=person) <= 1.0
    assert like(one, one, person=person) == 1.0


@pytest.mark.parametrize(
    ("range_", "given", "value", "fit"),
    [
        (Range.DATE, "1909", "1909", 1.0),
        (Range.DATE, "1909-07-18", "1909", 1.0),
        (Range.DATE, "1909-07-18T00:00:00Z", "1909-07", 1.0),
        (Range.DATE, "18 July 1909", "1909", 1.0),
        (Range.DATE, "1910", "1909", 0.8),
        (Range.DATE, "1907", "1909", 0.5),
        (Range.DATE, "1931", "1909", 0.0),
        (Range.DATE, "1983-01-20", "1983-01-19/1983-02-02", 1.0),
        (Range.DATE, "about 1909 or 1911", "1909", 0.0),
        (Range.DATE, "unknown", "unknown", 1.0),
        (Range.NUMBER, "1909.0", "1909", 1.0),
        (Range.NUMBER, "1910", "1909", 0.8),
        (Range.NUMBER, "48.4", "48.39", 1.0),
        (Range.NUMBER, "many", "3", 0.0),
        (Range.NUMBER, "nan", "3", 0.0),
        (Range.NUMBER, "1e999", "3", 0.0),
        (Range.PLACE, "48.39, -4.49", "48.39,-4.49", 1.0),
        (Range.PLACE, "48.39 -4.4", "48.39,-4.49", 1.0),
        (Range.PLACE, "48.0,-4.49", "48.39,-4.49", 0.8),
        (Range.PLACE, "46.2,6.1", "48.39,-4.49", 0.0),
        (Range.PLACE, "Brest", "48.39,-4.49", 0.0),
        (Range.IDENTIFIER, "http://www.wikidata.org/entity/Q5", "Q5", 1.0),
        (Range.IDENTIFIER, "q5", "Q5", 1.0),
        (Range.IDENTIFIER, "Q55", "Q5", 0.0),
        (Range.TEXT, "Secret", "secret", 1.0),
        (Range.TEXT, "Gromyco", "Gromyko", 6 / 7),
        (Range.TEXT, "Secret", "Open", 0.0),
    ],
)
def test_values_fit(range_: Range, given: str, value: str, fit: float) -> None:
    assert fits(range_, given, value) == pytest.approx(fit)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.sampled_from(Range), st.text(max_size=40), st.text(max_size=40))
def test_any_value_fits_somehow(range_: Range, one: str, other: str) -> None:
    assert 0.0 <= fits(range_, one, other) <= 1.0
    assert 0.0 <= alike(one, other) <= 1.0


def test_identifiers_are_taken_from_addresses() -> None:
    assert identifier(" https://viaf.org/viaf/77/ ") == "77"
    assert identifier("https://github.com/HistoryAtState/people/blob/master/data/100000/1/0/5/2/105222.xml") == "105222"
    assert identifier("http://[") == "["
    assert identifier("Q5") == "Q5"


_KEYS = st.sampled_from(["query", "type", "type_strict", "limit", "properties", "pid", "v", "id", "ids", "settings"])
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_KEYS | st.text(max_size=8), inner, max_size=5),
    max_leaves=25,
)


@settings(max_examples=500, deadline=None, derandomize=True)
@given(_JSON)
def test_any_json_is_read_or_refused(found: object) -> None:
    for read in (read_batch, read_extension):
        try:
            read(json.dumps(found))
        except BadRequest as refused:
            assert refused.description


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.dictionaries(st.text(max_size=5), _JSON, max_size=4))
def test_each_query_is_read_or_says_what_is_wrong(batch: dict[str, object]) -> None:
    found = read_batch(json.dumps(batch))
    assert set(found) == set(batch)
    for query in found.values():
        assert isinstance(query, Query) or (isinstance(query, WrongQuery) and str(query).endswith("."))
        if isinstance(query, Query):
            assert 1 <= query.limit <= 100


def test_names_of_terms_are_words() -> None:
    assert spelled_out("metWith") == "met with"


def test_a_preview_has_room_for_some_values_of_a_fact() -> None:
    volumes = tuple(Part(f"frus{number}", f"https://history.state.gov/{number}") for number in range(1952, 2075))
    assert few(Fact("In the lists of persons of", volumes)).values == (*volumes[:3], Part("and 120 more"))
    assert few(Fact("Born", volumes[:3])).values == volumes[:3]
