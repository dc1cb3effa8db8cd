"""Which release a request reads, and when one is closed; on real releases with real query workers."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from memograph.errors import QueryBusy, ReleaseNotKept
from memograph.namespaces import Site
from memograph.publish.app import create_app, releases_of
from memograph.publish.releases import OPEN_BESIDES, Publication, Releases
from memograph.publish.settings import PublishSettings
from memograph.release import Release, assemble, current_release, open_release, publish_current
from tests.editions import MARK, edition
from tests.publish_sample import FACTS, known, shards
from tests.rebased_sample import rebased_build


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("releases")


@pytest.fixture(scope="module")
def editions(directory: Path) -> list[str]:
    """Versions, the oldest first."""
    made = []
    for number in range(OPEN_BESIDES + 2):
        release = edition(directory, number)
        publish_current(directory, release)
        made.append(release.manifest.version)
    return made


@pytest.fixture
def releases(directory: Path, editions: list[str]) -> Releases:
    return Releases(PublishSettings(directory, query_seconds=5.0, query_memory_mib=256, workers=1))


def test_the_kept_ones_newest_first(releases: Releases, editions: list[str], directory: Path) -> None:
    (directory / "releases" / ("e" * 12)).mkdir()
    assert [each.manifest.version for each in releases.kept()] == editions[::-1]
    (directory / "releases" / ("e" * 12)).rmdir()


def test_the_current_one_by_its_version(releases: Releases, editions: list[str]) -> None:
    assert releases.hold(editions[-1]) is releases.hold() is releases.current


@pytest.mark.parametrize("version", ["", "0" * 12, "../current", "0" * 11])
def test_what_is_not_kept(releases: Releases, version: str) -> None:
    with pytest.raises(ReleaseNotKept, match="No release"):
        releases.hold(version)


def test_only_some_are_open_and_one_that_is_read_is_not_closed(releases: Releases, editions: list[str]) -> None:
    held = [releases.hold(version) for version in editions[:OPEN_BESIDES]]
    with pytest.raises(QueryBusy):
        releases.hold(editions[OPEN_BESIDES])
    assert edition_of(held[0]) == "edition-0"
    releases.let_go(held[1])
    assert edition_of(releases.hold(editions[OPEN_BESIDES])) == f"edition-{OPEN_BESIDES}"
    assert is_closed(held[1])
    assert edition_of(held[0]) == "edition-0"
    releases.close()
    assert is_closed(held[0])


def test_a_replaced_release_closes_with_its_last_reader(
    releases: Releases, editions: list[str], directory: Path
) -> None:
    first, second = releases.hold(), releases.hold()
    publish_current(directory, Release(directory / "releases" / editions[0], releases.kept()[-1].manifest))
    until = time.monotonic() + 20
    while (now := releases.hold()) is first:
        releases.let_go(now)
        assert time.monotonic() < until
        time.sleep(0.01)
    assert edition_of(now) == "edition-0"
    releases.let_go(first)
    assert edition_of(second) == f"edition-{len(editions) - 1}"
    releases.let_go(second)
    assert is_closed(second)
    releases.close()


def test_a_new_release_is_followed_without_a_request(tmp_path: Path) -> None:
    publish_current(tmp_path, edition(tmp_path, 0))
    opened = Releases(PublishSettings(tmp_path, query_seconds=20.0, workers=1))
    opened.start()
    publish_current(tmp_path, edition(tmp_path, 1))
    wait_for(opened, current_release(tmp_path).manifest.version)
    assert edition_of(opened.current) == "edition-1"
    opened.close()


def test_the_path_of_the_site_is_that_of_the_current_release(tmp_path: Path) -> None:
    rebased_build(tmp_path, "http://memograph.test/")
    app = create_app(PublishSettings(tmp_path, query_seconds=20.0, workers=1))
    client, opened = app.test_client(), releases_of(app)
    opened.start()
    assert client.get("/memo/healthz").status_code == 404
    moved = rebased_build(tmp_path, "http://memograph.test/memo/")
    wait_for(opened, moved.manifest.version)
    assert client.get("/memo/healthz").status_code == client.get("/healthz").status_code == 200
    assert client.get("/memo/id/person/gromyko-andrei").location == "/memo/page/person/gromyko-andrei"
    opened.close()


def wait_for(releases: Releases, version: str) -> None:
    until = time.monotonic() + 60
    while releases.current.version != version:
        assert time.monotonic() < until
        time.sleep(0.05)


def test_a_release_of_another_site_is_left_out(editions: list[str], directory: Path) -> None:
    moved = assemble(shards(), known(), Site("https://moved.example/"), directory, FACTS)
    publish_current(directory, moved)
    publish_current(directory, open_release(directory / "releases" / editions[-1]))
    releases = Releases(PublishSettings(directory, workers=1))
    assert moved.manifest.version not in {each.manifest.version for each in releases.kept()}
    with pytest.raises(ReleaseNotKept):
        releases.hold(moved.manifest.version)
    releases.close()


def edition_of(publication: Publication) -> str:
    graph = publication.store.triples("graph", graph=publication.site.document_graph("edition"))
    return next(triple.object.value for triple in graph if triple.predicate.value == MARK)  # type: ignore[union-attr]


def is_closed(publication: Publication) -> bool:
    with pytest.raises(Exception, match="shutting down"):
        publication.store.canary()
    return True
