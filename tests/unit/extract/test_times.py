"""Dates in running text: the forms they take, what they are counted from, and the laws that they keep."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memograph.dates import bounds
from memograph.extract.times import Clock, Time, sharper, times
from memograph.model import Span

WRITTEN = date(1961, 3, 10)  # a Friday
MONTHS = [name for name in calendar.month_name if name]


def found(text: str, clock: Clock | None = None) -> list[Time]:
    return list(times(text, Span(0, len(text)), clock or Clock(WRITTEN)))


def read(text: str, clock: Clock | None = None) -> str | None:
    """The one date phrase of a text, as EDTF."""
    phrases = found(text, clock)
    assert len(phrases) <= 1, phrases
    return phrases[0].edtf if phrases else None


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("on March 19, 1962", "1962-03-19"),
        ("on Friday, June 2,", "1961-06-02"),
        ("on 24 April", "1961-04-24"),
        ("on the 9th of March", "1961-03-09"),
        ("May 25th at noon", "1961-05-25"),
        ("before May twentieth", "1961-05-20"),
        ("on Jan. 25", "1961-01-25"),
        ("on December 6", "1960-12-06"),
        ("January 24 of this year", "1961-01-24"),
        ("last July 18", "1960-07-18"),
        ("on June 3-4", "1961-06-03/1961-06-04"),
        ("on July 26 and 27, 1961", "1961-07-26/1961-07-27"),
        ("between July 17 and July 29", "1961-07-17/1961-07-29"),
        ("from April 25 to November 3, 1962", "1962-04-25/1962-11-03"),
        ("December 30-January 2, 1962", "1961-12-30/1962-01-02"),
        ("28-30 April", "1961-04-28/1961-04-30"),
        ("in November 1960", "1960-11"),
        ("in September of last year", "1960-09"),
        ("last June", "1960-06"),
        ("next June", "1961-06"),
        ("early January of this year", "1961-01"),
        ("in 1959", "1959"),
        ("in early 1960", "1960"),
        ("the latter half of 1962", "1962"),
        ("in the 1930s", "193X"),
        ("last fall", "1960-23"),
        ("this summer", "1961-22"),
        ("the spring of 1962", "1962-21"),
        ("today", "1961-03-10"),
        ("this afternoon", "1961-03-10"),
        ("yesterday evening", "1961-03-09"),
        ("last night", "1961-03-09"),
        ("tomorrow", "1961-03-11"),
        ("the day after tomorrow", "1961-03-12"),
        ("last week", "1961-02-27/1961-03-05"),
        ("next week", "1961-03-13/1961-03-19"),
        ("this month", "1961-03"),
        ("last month", "1961-02"),
        ("last year", "1960"),
        ("two days ago", "1961-03-08"),
        ("three months ago", "1960-12"),
        ("last Monday", "1961-03-06"),
        ("about March 23", "1961-03-23~"),
    ],
)
def test_forms(text: str, edtf: str) -> None:
    assert read(text) == edtf


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("On March 1 he came. The following day he left.", "1961-03-02"),
        ("On March 1 he came. He left the same day.", "1961-03-01"),
        ("On March 1 he came. He left that evening.", "1961-03-01"),
        ("On March 1 he wrote that the previous evening he had come.", "1961-02-28"),
        ("On March 1, as agreed the previous day, he came. He left that evening.", "1961-03-01"),
        ("On March 1 he came. Two days later he left.", "1961-03-03"),
        ("On March 1 he came. Three weeks later he left.", "1961-03-20/1961-03-26"),
    ],
)
def test_leaning_on_the_day_mentioned_last(text: str, edtf: str) -> None:
    assert found(text)[-1].edtf == edtf


@pytest.mark.parametrize(
    "text",
    [
        "we may meet and march on",
        "a second talk, the first of many",
        "see volume X, pages 1961-1963 and telegram 1930",
        "on April 4 and 6",  # no stretch of days
        "on February 30",
        "September 11 may be half a year off",  # which year's?
        "the following day",  # after what?
        "On September 11 he came; the following day he left.",
        "on Friday he came",  # written on a Friday
        "next Monday",  # in three days or in ten
        "2 days before the summit",
        "the day before",
        "at 3:15 p.m.",
        "the May Day statement",
    ],
)
def test_left_out(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    "text", ["until March 5", "since 1958", "by May 20", "before March 5", "prior to January 1960"]
)
def test_a_limit_is_marked(text: str) -> None:
    assert [time.limit for time in found(text)] == [True]


def test_tense_decides_between_last_and_next() -> None:
    (time,) = found("in October")
    assert (time.edtf, time.ahead) == ("1960-10", "1961-10")
    (time,) = found("on Monday")
    assert (time.edtf, time.ahead) == ("1961-03-06", "1961-03-13")


def test_an_editor_does_not_say_today() -> None:
    clock = Clock(WRITTEN, spoken=False)
    assert read("today", clock) is None
    assert read("last week", clock) is None
    assert read("on March 1", clock) == "1961-03-01"


def test_without_a_date_the_day_mentioned_last_gives_the_year() -> None:
    assert [t.edtf for t in found("On July 30, 1962, he came; on August 2 he left.", Clock(None))] == [
        "1962-07-30",
        "1962-08-02",
    ]
    assert read("on August 2", Clock(None)) is None


@given(
    st.dates(date(1700, 1, 1), date(2050, 1, 1)),
    st.sampled_from(["{m} {d}, {y}", "{d} {m} {y}", "the {d}th of {m}, {y}"]),
)
def test_a_full_date_is_itself(day: date, form: str) -> None:
    text = form.format(d=day.day, m=MONTHS[day.month - 1], y=day.year)
    assert read(text) == day.isoformat()


@given(st.dates(date(1900, 1, 1), date(2050, 1, 1)), st.integers(-169, 169))
def test_a_day_without_a_year_is_the_nearest(written: date, distance: int) -> None:
    day = written + timedelta(distance)
    assert read(f"on {MONTHS[day.month - 1]} {day.day}", Clock(written)) == day.isoformat()


@given(
    st.dates(date(1900, 2, 1), date(2050, 1, 1)),
    st.sampled_from(
        "yesterday;tomorrow;last week;next month;last year;3 days ago;five weeks ago;last Tuesday;this week;next year;"
        "two months ago;last spring;next fall;last May;this morning".split(";")
    ),
)
def test_a_relative_date_lies_on_its_side_and_not_far(written: date, phrase: str) -> None:
    edtf = read(phrase, Clock(written))
    assert edtf is not None
    first, last = bounds(edtf)
    assert first <= last
    if phrase.startswith(("last", "yesterday")) or phrase.endswith("ago"):
        assert first < written
    if phrase.startswith(("next", "tomorrow")):
        assert last > written
    if phrase.startswith("this"):
        assert first <= written <= last
    assert abs(first - written) < timedelta(731)


@given(
    st.text(alphabet="MayJune0123456789 ,-thofandlstwekdirgu.", max_size=60),
    st.dates(date(1900, 1, 1), date(2050, 1, 1)),
)
def test_whatever_is_read_is_edtf_and_stands_in_order(text: str, written: date) -> None:
    end = 0
    for time in found(text, Clock(written)):
        assert end <= time.span.start < time.span.end <= len(text)
        end = time.span.end
        assert bounds(time.edtf)[0] <= bounds(time.edtf)[1]


def test_sharper() -> None:
    assert sharper("1961-06", "1961-06-26") == "1961-06-26"
    assert sharper("1961-06-26", "1961-06-26/1961-07-02") == "1961-06-26"
    assert sharper("1961-06", "1961-07") is None
