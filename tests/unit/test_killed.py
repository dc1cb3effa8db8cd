"""Builds that are killed at any moment, or have no room: what was published stays, and the next build goes on."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pyoxigraph as ox
import pytest

from memograph.history import read_history
from memograph.nameindex.tables import FILE as NAMES
from memograph.pageindex.tables import FILE as PAGES
from memograph.provenance import read_provenance
from memograph.release import Release, current_release, current_version
from memograph.verdict import read_verdict
from tests.conftest import REPOSITORY
from tests.forked_builds import ForkedBuilds
from tests.publish_sample import Server, start_server, stop_server

#: Builds that are killed, and that have no room; more by hand.
KILLS = int(os.environ.get("MEMOGRAPH_KILLS", "8"))

CONFIGURATION = """
[paths]
authority = "authority"
[build]
engine = "serial"
"""


@dataclass(frozen=True)
class Site:
    """A site with a release of one document, and a cache in which another is, which is to be built.

    Args:
        forked: builds of this site, in `folder`.
        before, after: versions of what is published, and of what comes next; `dump`: N-Quads of the latter.
        written: bytes that a build of that writes; `seconds` that it takes.
    """

    folder: Path
    forked: ForkedBuilds
    before: str
    after: str
    dump: bytes
    written: int
    seconds: float

    @property
    def build(self) -> Path:
        """The build folder."""
        return self.folder / "build"

    def restore(self) -> None:
        """Put back what is published before; the cache stays as it is."""
        for name in ("registry.txt", "history.jsonl"):
            shutil.copy(self.folder / "saved" / name, self.build / f".saved-{name}")
            (self.build / f".saved-{name}").replace(self.build / name)
        (self.build / ".saved-current").symlink_to(Path("releases") / self.before)
        (self.build / ".saved-current").replace(self.build / "current")
        if (self.build / "releases" / self.after).exists():
            shutil.rmtree(self.build / "releases" / self.after)


@pytest.fixture
def site(prepared: Site) -> Site:
    prepared.restore()
    return prepared


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    for part in ("corpus", "authority", "saved"):
        (folder / part).mkdir()
    (folder / "memograph.toml").write_text(CONFIGURATION, encoding="utf-8")
    (folder / "authority/nobody.ttl").write_text("# Nothing is known beforehand.\n", encoding="utf-8")
    for file in sorted((REPOSITORY / "corpus/memoranda").glob("frus1981-88v03*")):
        shutil.copy(file, folder / "corpus")
    library = folder / "full_disk.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-o", library, REPOSITORY / "tests/full_disk.c", "-ldl"], check=True)
    second, build = folder / "corpus/frus1981-88v03d247.txt", folder / "build"
    with ForkedBuilds(folder / "memograph.toml", library, folder) as forked:
        good(forked)
        cache = build / ".cache"
        cache.rename(folder / "cache")
        shutil.rmtree(build)
        build.mkdir()
        (folder / "cache").rename(cache)
        text = second.read_bytes()
        second.unlink()
        good(forked)
        before = current_version(build)
        for name in ("registry.txt", "history.jsonl"):
            shutil.copy(build / name, folder / "saved" / name)
        second.write_bytes(text)
        started = time.monotonic()
        told = good(forked)
        seconds = time.monotonic() - started
        after = current_release(build)
        dump = gzip.decompress((after.dumps / "memograph.nq.gz").read_bytes())
        yield Site(folder, forked, before, after.manifest.version, dump, told["written"], seconds)


@pytest.fixture(scope="module")
def server(prepared: Site) -> Iterator[Server]:
    running = start_server(prepared.build)
    yield running
    stop_server(running)


def good(forked: ForkedBuilds) -> dict[str, Any]:
    """A build that ends well."""
    forked.begin()
    told = forked.end()
    assert told.get("good"), told
    return told


def signalled(process: int, sent: signal.Signals) -> None:
    """Send a signal to a build, which may have ended."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(process, sent)


def complete(release: Release) -> None:
    """Check that a release is whole: quads are those of its version, in dump and store; indexes and reports open."""
    dump = gzip.decompress((release.dumps / "memograph.nq.gz").read_bytes())
    assert hashlib.sha256(dump).hexdigest() == release.manifest.nquads_sha256
    assert release.manifest.version == release.manifest.nquads_sha256[:12]
    assert len(ox.Store.read_only(str(release.store))) >= release.manifest.quads
    for name in (NAMES, PAGES):
        assert (release.path / name).stat().st_size
    for report in ("release", "curation"):
        assert json.loads((release.reports / f"{report}.json").read_text(encoding="utf-8"))
    assert read_verdict(release.reports)
    assert read_provenance(release.reports)


def goes_on(site: Site) -> None:
    """Check that the next build is as if nothing had happened, and leaves nothing lying about."""
    good(site.forked)
    release = current_release(site.build)
    assert release.manifest.version == site.after
    assert gzip.decompress((release.dumps / "memograph.nq.gz").read_bytes()) == site.dump
    complete(release)
    assert [event.version for event in read_history(site.build)] == [site.before, site.after]
    left = [path.name for path in (*site.build.rglob(".*"), *site.build.glob("*.tmp"))]
    assert set(left) <= {".cache", ".lock"}
    site.restore()


def test_a_build_that_is_killed_leaves_what_is_served_and_the_next_goes_on(site: Site, server: Server) -> None:
    chance, versions = random.Random(44), set[str]()
    with httpx.Client(base_url=server.address, timeout=60) as client:
        for number in range(KILLS):
            moment = site.seconds * (number + chance.random()) / KILLS * 1.1
            process = site.forked.begin()
            time.sleep(moment)
            signalled(process, signal.SIGKILL)
            site.forked.end()
            version = current_version(site.build)
            assert version in (site.before, site.after), f"killed after {moment:.2f} s"
            complete(current_release(site.build))
            answer = client.get("/sparql", params={"query": "ASK { ?s ?p ?o }"})
            assert (answer.status_code, answer.json()["boolean"]) == (200, True)
            versions.add(version)
            if number % 4 == 3 or version == site.after:
                goes_on(site)
    assert site.before in versions


def test_a_full_disk_is_said_and_leaves_what_is_served(site: Site) -> None:
    chance = random.Random(6)
    said = set[str]()
    for number in range(KILLS):
        room = int(site.written * (number + chance.random()) / KILLS)
        site.forked.begin(room)
        told = site.forked.end()
        assert told.get("raised") == "ReleaseError", f"{told} with room for {room} of {site.written} bytes"
        assert "the disk is full" in str(told["message"])
        said.add(str(told["message"]))
        assert current_version(site.build) == site.before
        complete(current_release(site.build))
    goes_on(site)


def test_a_second_build_waits_for_the_first_and_says_so(site: Site) -> None:
    command = [sys.executable, "-m", "memograph.cli", "--config", str(site.folder / "memograph.toml"), "build"]
    first = site.forked.begin()
    time.sleep(site.seconds / 3)
    signalled(first, signal.SIGSTOP)
    try:
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as second:
            assert second.stderr is not None
            said = second.stderr.readline()
            assert f"waiting for another build of {site.build} (process {first}) to end" in said
            signalled(first, signal.SIGCONT)
            assert site.forked.end()["good"]
            assert second.wait(120) == 0
    finally:
        signalled(first, signal.SIGCONT)
    assert current_version(site.build) == site.after
