"""A new release without a restart: answers under load while releases are switched; kept releases by their version."""

from __future__ import annotations

import shutil
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx
import pytest
from lxml import html

from memograph.release import Release, publish_current
from tests.editions import EDITION, edition
from tests.publish_sample import Server, start_server

SWITCHES = 20


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("switching")


@pytest.fixture(scope="module")
def editions(directory: Path) -> list[Release]:
    made = [edition(directory, number) for number in range(5)]
    publish_current(directory, made[0])
    return made


@pytest.fixture(scope="module")
def switching(directory: Path, editions: list[Release]) -> Iterator[Server]:
    running = start_server(directory)
    yield running
    running.process.send_signal(signal.SIGTERM)
    running.process.communicate(timeout=20)


@dataclass
class Load:
    """What the clients saw: addresses that failed, and the edition of each answer."""

    failed: list[str] = field(default_factory=list)
    seen: list[set[str]] = field(default_factory=list)
    done: threading.Event = field(default_factory=threading.Event)

    def ask(self, address: str, targets: list[tuple[str, dict[str, str]]]) -> None:
        with httpx.Client(base_url=address, timeout=30) as client:
            while not self.done.is_set():
                for target, parameters in targets:
                    response = client.get(target, params=parameters, headers={"Cache-Control": "no-cache"})
                    if response.status_code != 200:
                        self.failed.append(f"{response.status_code} {target}: {response.text[:200]}")
                    self.seen.append({f"edition-{n}" for n in range(5) if f"edition-{n}" in response.text})


def test_every_answer_belongs_to_one_release_and_none_fails(
    switching: Server, directory: Path, editions: list[Release]
) -> None:
    load = Load()
    targets = [
        ("sparql", {"query": EDITION}),
        ("page/person/gromyko-andrei", {}),
        ("data/person/gromyko-andrei.nt", {}),
    ]
    clients = [threading.Thread(target=load.ask, args=(switching.address, targets)) for _ in range(3)]
    for client in clients:
        client.start()
    for number in range(1, SWITCHES + 1):
        publish_current(directory, editions[number % len(editions)])
        wait_for(switching.address, f"edition-{number % len(editions)}")
    load.done.set()
    for client in clients:
        client.join(timeout=60)
    assert load.failed == []
    assert len(load.seen) > SWITCHES * 3
    assert {len(each) for each in load.seen} == {1}
    assert set().union(*load.seen) == {f"edition-{number}" for number in range(5)}


def wait_for(address: str, wanted: str) -> None:
    """Wait until all web processes answer from the edition that is wanted."""
    until, together = time.monotonic() + 120, 0
    while together < 6:
        assert time.monotonic() < until, f"{wanted} is not served"
        found = httpx.get(f"{address}sparql", params={"query": EDITION}, timeout=30).text
        together = together + 1 if wanted in found else 0


def test_old_workers_have_drained(switching: Server) -> None:
    until = time.monotonic() + 60
    while len(workers := query_workers(switching.process.pid)) > 4:
        assert time.monotonic() < until, workers
        time.sleep(0.1)


def query_workers(parent: int) -> list[int]:
    """Process numbers of all query workers below a process."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    found = []
    for child in map(int, children):
        command = Path(f"/proc/{child}/cmdline").read_bytes()
        found += [child] if b"memograph.publish.engine.worker" in command else []
        found += query_workers(child)
    return found


def test_a_kept_release_answers_by_its_version(switching: Server, editions: list[Release], directory: Path) -> None:
    publish_current(directory, editions[0])
    wait_for(switching.address, "edition-0")
    for number, release in enumerate(editions):
        version = release.manifest.version
        for target in (f"sparql?release={version}", f"data/person/gromyko-andrei.nt?release={version}"):
            response = httpx.get(f"{switching.address}{target}", params={"query": EDITION, "release": version})
            assert f"edition-{number}" in response.text
        page = httpx.get(f"{switching.address}page/person/gromyko-andrei", params={"release": version}).text
        assert f"edition-{number}" in page
        assert ("as it was kept" in page) == (number != 0)


def test_a_release_that_is_not_kept(switching: Server) -> None:
    for version in ("0" * 12, "../../etc", "", "current"):
        response = httpx.get(f"{switching.address}sparql", params={"query": "ASK {}", "release": version})
        assert response.status_code == 404, version
        assert response.json()["type"] == "urn:memograph:problem:release-not-kept"
    form = {"query": EDITION, "release": "0" * 12}
    assert httpx.post(f"{switching.address}sparql", data=form).status_code == 404
    both = {"query": "ASK {}", "release": ["0" * 12, "1" * 12]}
    assert httpx.get(f"{switching.address}sparql", params=both).status_code == 400
    page = httpx.get(f"{switching.address}page/person/x", params={"release": "0" * 12}, headers={"Accept": "text/html"})
    assert page.status_code == 404
    assert page.headers["Content-Type"].startswith("text/html")


def test_a_release_that_cannot_be_opened_leaves_the_old_one(
    switching: Server, directory: Path, editions: list[Release]
) -> None:
    broken = directory / "releases" / ("f" * 12)
    shutil.copytree(editions[1].path, broken)
    (broken / "store" / "CURRENT").write_text("nothing")
    publish_current(directory, replace(editions[1], path=broken))
    for _ in range(10):
        assert "edition-0" in httpx.get(f"{switching.address}sparql", params={"query": EDITION}).text
        time.sleep(0.1)
    publish_current(directory, editions[2])
    wait_for(switching.address, "edition-2")
    assert switching.process.poll() is None


def test_the_pages_of_a_kept_release_lead_to_its_pages(switching: Server, editions: list[Release]) -> None:
    """All links but those to files, dumps of other releases, and the one that leads to the current release."""
    version = editions[3].manifest.version
    for path in ("", "page/person", "page/person/gromyko-andrei", "ontology?format=html", "sparql?format=html"):
        named = f"{path}{'&' if '?' in path else '?'}release={version}"
        answer = httpx.get(f"{switching.address}{named}", headers={"Accept": "text/html"}, timeout=30)
        page = html.fromstring(answer.content)
        found = [each for each in page.xpath("//body//a/@href") if each.startswith("/")]
        leaving = [each for each in found if f"release={version}" not in each]
        assert len(found) > 10
        assert leaving == ["/"], path
        for each in set(found):
            assert each.count("release=") <= 1 and each.count("?") <= 1
            response = httpx.get(
                f"{switching.address}{each[1:]}", headers={"Accept": "text/html, */*;q=0.1"}, timeout=30
            )
            assert response.status_code == 200, each
