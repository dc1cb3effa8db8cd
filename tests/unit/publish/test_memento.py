"""Which memento a date means."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from werkzeug.exceptions import BadRequest

from memograph.namespaces import Site
from memograph.publish.links import Links
from memograph.publish.memento import Memento, at, moment, path_of

FIRST, SECOND, THIRD = (Memento(name, datetime(2025, month, 1, 12, tzinfo=UTC)) for month, name in enumerate("abc", 1))


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (datetime(2024, 1, 1, tzinfo=UTC), FIRST),
        (datetime(2025, 1, 1, 12, tzinfo=UTC), FIRST),
        (datetime(2025, 2, 1, 11, 59, 59, tzinfo=UTC), FIRST),
        (datetime(2025, 2, 1, 12, tzinfo=UTC), SECOND),
        (datetime(2030, 1, 1, tzinfo=UTC), THIRD),
    ],
)
def test_the_newest_of_that_time(when: datetime, expected: Memento) -> None:
    assert at([FIRST, SECOND, THIRD], when) == expected
    assert at([], when) is None


def test_a_moment_is_a_date_of_http_and_nothing_else() -> None:
    assert moment(" Tue, 20 Mar 2001 20:35:00 GMT ") == datetime(2001, 3, 20, 20, 35, tzinfo=UTC)
    for wrong in ("", "now", "Tue, 20 Mar 2001 20:35:00 CET", "20 Mar 2001", "Tue, 31 Feb 2001 20:35:00 GMT"):
        with pytest.raises(BadRequest):
            moment(wrong)


def test_a_link_to_a_memento() -> None:
    links, resource = Links(Site("https://archive.test/memo/")), path_of("data", "place", "a/b ü.ttl")
    assert FIRST.link(links, resource, ("first", "prev")) == (
        '<https://archive.test/memo/data/place/a%2Fb%20%C3%BC.ttl?release=a>; rel="first prev memento"; '
        'datetime="Wed, 01 Jan 2025 12:00:00 GMT"'
    )
