"""Which releases are listed, what is said to come before each, and which are removed and when."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from memograph.errors import ReleaseError
from memograph.history import Publishing, read_history, write_history
from memograph.release import Release, assemble, current_release, current_version, open_release, publish_current
from memograph.retention import forgotten, kept_releases, pin, prune, writing
from tests.conftest import REPOSITORY
from tests.publish_sample import FACTS, SITE, known, shards


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three releases, published one after the other; tests work on copies."""
    build = tmp_path_factory.mktemp("three")
    for number in (1, 2, 3):
        made(build, number)
    return build


@pytest.fixture
def build(three: Path, tmp_path: Path) -> Path:
    shutil.copytree(three, tmp_path / "build", symlinks=True)
    return tmp_path / "build"


def made(build: Path, number: int, *, published: bool = True) -> Release:
    """A release of the first documents."""
    facts = replace(FACTS, issued=f"2025-0{number}-01T12:00:00Z")
    release = assemble(shards()[:number], known(), SITE, build, facts)
    if published:
        publish_current(build, release)
    return release


def versions(build: Path) -> list[str]:
    return [kept.version for kept in kept_releases(build)]


def folders(build: Path) -> set[str]:
    return {path.name for path in (build / "releases").iterdir()}


def test_releases_are_listed_newest_first_with_what_came_before(build: Path) -> None:
    listed = kept_releases(build)
    assert [kept.release.manifest.counts.documents for kept in listed] == [3, 2, 1]
    assert [kept.current for kept in listed] == [True, False, False]
    assert [kept.before for kept in listed] == [*versions(build)[1:], ""]
    assert [kept.release.manifest.previous for kept in listed] == [*versions(build)[1:], ""]
    assert [kept.changes.before if kept.changes else "" for kept in listed] == [*versions(build)[1:], ""]
    assert forgotten(build) == ()


def test_publishing_the_current_release_again_is_no_event(build: Path) -> None:
    publish_current(build, current_release(build))
    assert len(read_history(build)) == 3


def test_a_release_that_comes_back_stays_as_it_is_and_tells_what_it_changed_now(build: Path) -> None:
    newest, _, first = versions(build)
    path = build / "releases" / first
    before = {file: file.read_bytes() for part in ("dumps", "store") for file in (path / part).iterdir()}
    made(build, 1)
    assert versions(build) == [first, newest, read_history(build)[1].version]
    assert {file: file.read_bytes() for file in before} == before
    back = kept_releases(build)[0]
    assert (back.before, back.release.manifest.previous) == (newest, ""), (
        "published after the newest, first made before"
    )
    assert back.changes is not None
    assert back.changes.counts["document"] == {"removed": 2}
    assert [event.version for event in read_history(build)] == [first, versions(build)[2], newest, first]


def test_pruning_keeps_the_newest_and_says_what_went(build: Path) -> None:
    newest, middle, first = versions(build)
    assert prune(build, keep=2) == (first,)
    assert folders(build) == {newest, middle}
    assert [event.version for event in forgotten(build)] == [first]
    assert prune(build, keep=2) == ()
    assert prune(build, keep=1) == (middle,)
    assert current_version(build) == newest
    assert current_release(build).manifest.counts.documents == 3


def test_pruning_can_keep_all(build: Path) -> None:
    assert prune(build, keep=0) == ()
    assert len(versions(build)) == 3


def test_a_release_that_was_never_published_is_not_listed_and_goes(build: Path) -> None:
    refused = made(build, 4, published=False).manifest.version
    assert refused not in versions(build)
    assert prune(build, keep=0, spare=refused) == ()
    assert prune(build, keep=0) == (refused,)
    assert len(versions(build)) == 3


def test_what_was_cut_short_is_swept_up(build: Path) -> None:
    for name in (".assembling-x", ".removed-000000000000"):
        (build / "releases" / name / "store").mkdir(parents=True)
    assert prune(build, keep=0) == ()
    assert folders(build) == set(versions(build))


def test_what_is_read_is_not_removed(build: Path) -> None:
    newest, middle, first = versions(build)
    held = pin(open_release(build / "releases" / first))
    store = ox.Store.read_only(str(build / "releases" / first / "store"))
    assert prune(build, keep=1) == (middle,)
    assert folders(build) == {newest, first}
    assert len(list(store)) > 500
    held.release()
    held.release()
    assert prune(build, keep=1) == (first,)


HOLD = """
import sys
from pathlib import Path
from memograph.release import open_release
from memograph.retention import pin
held = pin(open_release(Path(sys.argv[1])))
print("held", flush=True)
sys.stdin.read()
"""


def test_a_reader_that_is_killed_holds_nothing(build: Path) -> None:
    first = versions(build)[-1]
    command = [sys.executable, "-c", HOLD, str(build / "releases" / first)]
    with subprocess.Popen(command, cwd=REPOSITORY, stdin=-1, stdout=-1, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        assert prune(build, keep=2) == ()
        process.kill()
    assert prune(build, keep=2) == (first,)


def test_a_child_of_the_reader_does_not_hold_it_longer(build: Path) -> None:
    held = pin(kept_releases(build)[-1].release)
    with subprocess.Popen(["sleep", "20"], pass_fds=[held.fileno()]) as child:
        held.release()
        assert len(prune(build, keep=2)) == 1
        child.kill()


def test_what_is_gone_cannot_be_pinned(build: Path) -> None:
    release = kept_releases(build)[-1].release
    prune(build, keep=1)
    with pytest.raises(ReleaseError, match=release.manifest.version):
        pin(release)


def test_releases_of_a_memograph_without_a_history(build: Path) -> None:
    listed = versions(build)
    (build / "history.jsonl").unlink()
    assert versions(build) == listed[:1], "nothing says that the others conformed"
    for version in listed[1:]:
        report = build / "releases" / version / "reports" / "release.json"
        report.write_text('{"conforms": true, "results": []}' if version == listed[2] else '{"conforms": false}')
    assert versions(build) == [listed[0], listed[2]]
    made(build, 4)
    assert [event.version for event in read_history(build)][:2] == [listed[2], listed[0]]
    assert read_history(build)[-1].before == listed[0]


@pytest.mark.parametrize("line", ["{", '{"version": "x"}', '{"version": "x", "published": "y", "more": 1}', "[]"])
def test_a_history_that_cannot_be_read_says_what_to_do(tmp_path: Path, line: str) -> None:
    (tmp_path / "history.jsonl").write_text(line + "\n")
    with pytest.raises(ReleaseError, match="remove the file to begin a new history"):
        read_history(tmp_path)


def test_history_is_written_and_read(tmp_path: Path) -> None:
    events = (Publishing("a" * 12, "2025-01-01T00:00:00Z"), Publishing("b" * 12, "2025-01-02T00:00:00Z", "a" * 12))
    assert read_history(tmp_path) == ()
    write_history(tmp_path, events)
    assert read_history(tmp_path) == events
    assert [path.name for path in tmp_path.iterdir()] == ["history.jsonl"]


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """While a folder may not be written; root may write anywhere, and is nobody meanwhile."""
    before = os.geteuid()
    folder.chmod(0o500)
    try:
        if before == 0:
            os.seteuid(65534)
        yield
    finally:
        os.seteuid(before)
        folder.chmod(0o700)


def test_a_folder_that_is_not_ours_to_write_is_said(tmp_path: Path) -> None:
    with read_only(tmp_path), pytest.raises(ReleaseError, match=r"may not write there .*--out"), writing(tmp_path):
        (tmp_path / "file").touch()
    file = tmp_path / "documents.sqlite"
    with closing(sqlite3.connect(file)) as database:
        database.execute("CREATE TABLE t (a)")
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as database:
        with pytest.raises(ReleaseError, match=r"may not write there .*readonly"), writing(tmp_path):
            database.execute("INSERT INTO t VALUES (1)")
        with pytest.raises(sqlite3.OperationalError, match="no such table"), writing(tmp_path):
            database.execute("SELECT * FROM absent")
    with pytest.raises(FileNotFoundError), writing(tmp_path):
        (tmp_path / "absent").open()
    with read_only(tmp_path), pytest.raises(PermissionError), writing(tmp_path / "build"):
        (tmp_path / "elsewhere").touch()
