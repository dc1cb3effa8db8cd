"""Uploads that are cut short: SIGKILL of whoever uploads and of the store, and lost connections, in each part."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from memograph.errors import UploadError
from tests.conformance.uploading.conftest import GRAPHS, Shelf, Watch, held, released, whole
from tests.oxigraph_server import OxigraphServer
from tests.publish_sample import SITE
from tests.store_proxy import Answered, Asked, proxy

#: Graphs that were written when the upload is cut short: some are marked by then, and some are not.
CUT = 45


def command(folder: Path, shelf: Shelf, address: str, number: int) -> list[str]:
    """The command as anybody runs it."""
    config = folder / "memograph.toml"
    config.write_text(f'[site]\nbase = "{SITE.base}"\n[paths]\nbuild = "{shelf.folder}"\n')
    memograph = [sys.executable, "-m", "memograph.cli", "--config", str(config)]
    return [*memograph, "publish", "--to", address, "--release", shelf.versions()[number]]


class Killer:
    """Kills the upload with the request that writes graph number `CUT`, which the store gets nevertheless, or not."""

    def __init__(self, lost: bool) -> None:
        self.pid, self.writes, self.lost = 0, 0, lost

    def __call__(self, asked: Asked) -> Answered | None:
        writes = asked.method == "PUT" and not asked.target.endswith("staging")
        self.writes += writes
        if writes and self.writes == CUT:
            os.kill(self.pid, signal.SIGKILL)
            return Answered(lost=True) if self.lost else None
        return None


@pytest.mark.parametrize("number", [0, 1])
def test_an_upload_that_is_killed_goes_on(store: OxigraphServer, shelf: Shelf, tmp_path: Path, number: int) -> None:
    """Filling an empty store (0), and staging beside a release (1), which stays whole."""
    if number:
        shelf.upload(store.address, 0)
    whole_of_it = shelf.upload(store.address, number, rehearsal=True).sent.graphs
    killer = Killer(lost=bool(number))
    with proxy(store.address, killer) as before:
        process = subprocess.Popen(command(tmp_path, shelf, before.address, number), stderr=subprocess.DEVNULL)
        killer.pid = process.pid
        assert process.wait(120) == -signal.SIGKILL
    if number:
        assert whole(store, shelf.releases[0])
    else:
        assert not store.ask(f"ASK {{ GRAPH <{SITE.current_graph}> {{ ?s ?p ?o }} }}")
    with proxy(store.address) as before:
        done = subprocess.run(
            command(tmp_path, shelf, before.address, number), capture_output=True, text=True, check=True
        )
        sent = len(before.writes())
    assert f"release    {shelf.versions()[number]}" in done.stdout
    assert "holds it now" in done.stdout
    assert held(store) == released(shelf.releases[number])
    assert whole(store, shelf.releases[number])
    assert 10 < sent <= whole_of_it - 20


def no_switch(asked: Asked) -> Answered | None:
    return Answered(500, b"out of space") if asked.switches else None


def test_another_release_sweeps_away_what_was_staged(filled: OxigraphServer, shelf: Shelf) -> None:
    with proxy(filled.address, no_switch) as before, pytest.raises(UploadError, match="500"):
        shelf.upload(before.address, 1)
    assert whole(filled, shelf.releases[0])
    assert any("/graph/staging/" in str(quad.graph_name) for quad in held(filled))
    shelf.upload(filled.address, 2)
    assert held(filled) == released(shelf.releases[2])


def test_a_beginning_of_another_release_is_taken_away(store: OxigraphServer, shelf: Shelf) -> None:
    with proxy(store.address, no_switch) as before, pytest.raises(UploadError, match="500"):
        shelf.upload(before.address, 0)
    done = shelf.upload(store.address, 1)
    assert held(store) == released(shelf.releases[1])
    assert done.unchanged >= GRAPHS // 2


class Restarter:
    """Kills the store before a request, or while it does one, and starts it again."""

    def __init__(self, store: OxigraphServer) -> None:
        self.store, self.writes, self.switches, self.between = store, 0, 0, [b""]

    def at_write(self, asked: Asked) -> Answered | None:
        self.writes += asked.method == "PUT"
        if asked.method == "PUT" and self.writes == CUT:
            self.store.kill()
            threading.Timer(1.0, self.store.start).start()
        return None

    def at_switch(self, asked: Asked) -> Answered | None:
        if not asked.switches:
            return None
        self.switches += 1
        if self.switches > 1:
            return None
        thread = threading.Thread(target=self._send, args=(asked,))
        thread.start()
        self.store.kill()
        thread.join()
        self.store.start()
        self.between.append(self.store.quads())
        return Answered(lost=True)

    def _send(self, asked: Asked) -> None:
        headers = {"Content-Type": asked.headers["content-type"]}
        with pytest.raises(httpx.TransportError):
            httpx.post(self.store.address + asked.target, content=asked.body, headers=headers)


def test_a_store_that_is_restarted_in_the_middle(store: OxigraphServer, shelf: Shelf) -> None:
    watch = Watch()
    with proxy(store.address, Restarter(store).at_write) as before:
        shelf.upload(before.address, 0, watch)
    assert any("502" in each or "reached" in each for each in watch.problems)
    assert whole(store, shelf.releases[0])
    assert held(store) == released(shelf.releases[0])


def test_a_store_that_dies_in_the_switch_has_the_old_release_or_the_new_one(
    filled: OxigraphServer, shelf: Shelf
) -> None:
    restarter = Restarter(filled)
    with proxy(filled.address, restarter.at_switch) as before:
        shelf.upload(before.address, 1)
    assert restarter.switches == 2
    versions = [version for version in shelf.versions()[:2] if f"dumps/{version}> .".encode() in _current(restarter)]
    assert len(versions) == 1
    assert whole(filled, shelf.releases[1])
    assert held(filled) == released(shelf.releases[1])


def _current(restarter: Restarter) -> bytes:
    lines = [line for line in restarter.between[-1].splitlines() if SITE.current_graph.encode() in line]
    return b"\n".join(line.removesuffix(f" <{SITE.current_graph}> .".encode()) + b" ." for line in lines)


def test_connections_that_are_lost(store: OxigraphServer, shelf: Shelf) -> None:
    """Each seventh request is lost, after the store has done it each second time, so that it is done twice."""

    def lose(asked: Asked) -> Answered | None:
        if asked.number % 7:
            return None
        if asked.number % 2:
            before.handle(replace(asked, number=1))
        return Answered(lost=True)

    watch = Watch()
    for number in (0, 1):
        with proxy(store.address, lose) as before:
            shelf.upload(before.address, number, watch)
        assert held(store) == released(shelf.releases[number])
    assert len(watch.problems) > 10
    assert all("breaks off" in each for each in watch.problems)
