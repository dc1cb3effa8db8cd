"""Which memento a date means."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from werkzeug.exceptions import BadRequest

from memograph.namespaces import RDFS, Site
from memograph.publish.app import create_app, releases_of
from memograph.publish.linked_data.memento import Memento, at, moment, path_of
from memograph.publish.links import Links
from memograph.publish.settings import PublishSettings
from memograph.release import assemble, publish_current
from tests.publish_sample import FACTS, SITE

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


def test_going_back_to_an_older_release_is_a_change(tmp_path: Path) -> None:
    """Who saw the newer one must not be told that nothing changed since; and it is what was there from then on."""
    thing, graph = SITE.thing("place", "x"), SITE.authority_graph
    line = f'<{thing}> <{RDFS}label> "{{}}" <{graph}> .\n'
    old, new = (assemble([line.format(text).encode()], [], SITE, tmp_path, FACTS) for text in ("old", "new"))
    seen = {}
    for release, month in ((old, "Jan"), (new, "Feb"), (old, "Mar")):
        number = {"Jan": 1, "Feb": 2, "Mar": 3}[month]
        publish_current(tmp_path, release, f"2025-0{number}-01T12:00:00Z")
        app = create_app(PublishSettings(tmp_path, workers=1))
        client = app.test_client()
        answer = client.get("/data/place/x.nt")
        seen[month] = answer.headers["Last-Modified"]
        since = {"If-Modified-Since": seen.get("Feb", "Thu, 01 Jan 1970 00:00:00 GMT")}
        assert client.get("/data/place/x.nt", headers=since).status_code == (304 if month == "Feb" else 200)
        then = client.get("/data/place/x.nt", headers={"Accept-Datetime": "Tue, 01 Apr 2025 00:00:00 GMT"})
        assert then.headers["Location"].endswith(release.manifest.version)
        releases_of(app).close()
    assert [date[8:11] for date in seen.values()] == ["Jan", "Feb", "Mar"]
