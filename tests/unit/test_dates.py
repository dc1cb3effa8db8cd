"""EDTF bounds against the examples of the specification (levels 0 and 1) and against what must be refused."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memograph.dates import bounds


@pytest.mark.parametrize(
    ("edtf", "first", "last"),
    [
        ("1985-04-12", (1985, 4, 12), (1985, 4, 12)),
        ("1985-04", (1985, 4, 1), (1985, 4, 30)),
        ("1960-02", (1960, 2, 1), (1960, 2, 29)),
        ("1985", (1985, 1, 1), (1985, 12, 31)),
        ("1964/2008", (1964, 1, 1), (2008, 12, 31)),
        ("2004-02-01/2005-02", (2004, 2, 1), (2005, 2, 28)),
        ("1983-01-28/1983-02-02", (1983, 1, 28), (1983, 2, 2)),
        ("1984?", (1984, 1, 1), (1984, 12, 31)),
        ("2004-06~", (2004, 6, 1), (2004, 6, 30)),
        ("2004-06-11%", (2004, 6, 11), (2004, 6, 11)),
        ("201X", (2010, 1, 1), (2019, 12, 31)),
        ("20XX", (2000, 1, 1), (2099, 12, 31)),
        ("2004-XX", (2004, 1, 1), (2004, 12, 31)),
        ("1985-04-XX", (1985, 4, 1), (1985, 4, 30)),
        ("1985-XX-XX", (1985, 1, 1), (1985, 12, 31)),
        ("2001-21", (2001, 3, 1), (2001, 6, 30)),
        ("2001-23", (2001, 9, 1), (2001, 12, 31)),
        ("2001-24", (2001, 1, 1), (2002, 3, 31)),
    ],
)
def test_bounds(edtf: str, first: tuple[int, int, int], last: tuple[int, int, int]) -> None:
    assert bounds(edtf) == (date(*first), date(*last))


@pytest.mark.parametrize("edtf", ["1957-02-15/..", "1957-02-15/"])
def test_open_or_unknown_end(edtf: str) -> None:
    assert bounds(edtf) == (date(1957, 2, 15), date.max)


@pytest.mark.parametrize("edtf", ["../1961", "/1961"])
def test_open_or_unknown_start(edtf: str) -> None:
    assert bounds(edtf) == (date.min, date(1961, 12, 31))


@pytest.mark.parametrize(
    "edtf",
    [
        *("", "/", "../..", "June 1961", "1961 ", "１９６１", "0000", "1961-06-03T10:00:00"),
        *(
            "1961-13",
            "1961-00",
            "1961-02-30",
            "1961-6-3",
            "1961-00-00",
            "19X1",
            "198X-05",
            "1961-XX-03",
            "1961-25",
            "1961-21-03",
        ),
        *("1985/1984", "1961/1962/1963"),
    ],
)
def test_refuses(edtf: str) -> None:
    with pytest.raises(ValueError, match=r"EDTF|unspecified"):
        bounds(edtf)


@given(st.dates())
def test_a_day_is_itself(day: date) -> None:
    assert bounds(day.isoformat()) == (day, day)


@given(st.dates(), st.dates())
def test_an_interval_has_the_bounds_of_its_ends(one: date, other: date) -> None:
    first, last = sorted((one, other))
    assert bounds(f"{first}/{last}") == (first, last)
