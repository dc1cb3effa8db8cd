"""Three hundred good documents among as many bad ones: the good are read, the bad told, and nothing else happens.

What is read is read in a process of its own, so that its memory can be measured; the server that hostile documents name
counts who asks.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.malformed_corpus import Corpus, make

SECRET = "the-file-that-an-entity-names"
CHILD = """
import json, resource, sys
from memograph.read import read_all
from memograph.errors import ReadError
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
good, bad = {}, []
for found in read_all(sys.argv[1:]):
    if isinstance(found, ReadError):
        bad.append((found.path, found.kind, found.line, found.offset, found.reason))
    else:
        good[found.id] = [found.text, [zone.span.of(found.text) for zone in found.zones]]
usage = resource.getrusage(resource.RUSAGE_SELF)
said = {"good": good, "bad": bad, "mebibytes": (usage.ru_maxrss - before) // 1024, "seconds": usage.ru_utime}
print(json.dumps(said))
"""

BUILD = """
import json, resource, sys
from dataclasses import replace
from pathlib import Path
from memograph.build import build_release
from memograph.config import load_config, with_paths
from tests.unit.test_build import Recorder
settings, corpus, build = map(Path, sys.argv[1:])
config = with_paths(load_config(settings), corpus, build)
outcome = build_release(replace(config, extract=replace(config.extract, processes=1)), Recorder())
assert outcome.release
said = {"good": outcome.good, "documents": outcome.release.manifest.counts.documents, "errors": dict(outcome.errors)}
usage = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({**said, "mebibytes": usage.ru_maxrss // 1024}))
"""


@pytest.fixture(scope="module")
def asked() -> Iterator[tuple[str, list[str]]]:
    """A server's address, and the paths that were asked of it."""
    paths: list[str] = []

    class Counting(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_error(404)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Counting)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", paths
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory, asked: tuple[str, list[str]]) -> Iterator[Corpus]:
    folder = tmp_path_factory.mktemp("malformed")
    secret = folder / "secret.txt"
    secret.write_text(SECRET, encoding="utf-8")
    made = make(folder / "corpus", secret, asked[0])
    yield made
    made.close()


@pytest.fixture(scope="module")
def result(corpus: Corpus) -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(corpus.folder)], capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert not done.stderr
    assert SECRET not in done.stdout
    said: dict[str, object] = json.loads(done.stdout)
    return said


def _told(path: str) -> str:
    """The file's name, with the archive it is in."""
    return "!/".join(Path(part).name for part in path.split("!/"))


def test_there_are_enough_of_both(corpus: Corpus) -> None:
    assert len(corpus.good) >= 300
    assert len(corpus.bad) >= 300
    kinds = Counter(kind for kind, _ in corpus.bad.values())
    assert set(kinds) == {
        *("unreadable", "symlink-loop", "name", "archive", "encoding", "empty", "heading"),
        *("xml", "entities", "tei", "too-large", "depth", "sidecar", "duplicate"),
    }


def test_every_good_one_is_read(corpus: Corpus, result: dict[str, dict[str, list[object]]]) -> None:
    assert set(result["good"]) == corpus.good


def test_every_bad_one_is_told_with_its_class_and_place(
    corpus: Corpus, result: dict[str, list[tuple[str, str, int | None, int | None, str]]]
) -> None:
    told = {_told(path): (kind, line) for path, kind, line, _, _ in result["bad"]}
    assert len(told) == len(result["bad"])
    assert set(told) == set(corpus.bad)
    wrong = {
        name: (found, corpus.bad[name])
        for name, found in told.items()
        if found[0] != corpus.bad[name][0] or corpus.bad[name][1] not in (None, found[1])
    }
    assert not wrong
    for _, kind, line, offset, reason in result["bad"]:
        assert len(reason.split()) > 4, reason
        assert kind not in ("encoding", "xml", "heading", "depth", "entities") or line is not None or offset is not None


def test_what_is_odd_is_read_right(result: dict[str, dict[str, tuple[str, list[str]]]]) -> None:
    good = result["good"]
    plain = ["900. Letter From John Smith to Dean Rusk", "Geneva, May 3, 1961.", "Mr. Smith traveled to Geneva."]
    for name in ("bom", "crlf", "cr", "no-end-of-line", "many-empty-lines", "form-feed", "packed", "with-sidecar"):
        assert good[name][1] == plain, name
    assert good["bom"][0][0] == "\ufeff"
    assert good["crlf"][0].count("\r\n") == 5
    assert "שלום לכולם, \u202bהשגריר\u202c אמר. السلام عليكم" in good["rtl"][1]
    assert "😀 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 e\u0301\u0323 \u2028 \ufffd \ufffe" in good["astral"][1]
    assert len(good["notes"][1]) == 4 + 999
    for name in ("xid1", "dtdd1", "styled1", "u16d1"):
        assert good[name][1][0] == "1. Note"


def test_nothing_was_fetched_and_little_memory_used(asked: tuple[str, list[str]], result: dict[str, float]) -> None:
    """Over what the imports take: 50 MB in one line, 100 MB in an archive, 20 MB in one TEI document. Measured: 150."""
    assert asked[1] == []
    assert result["mebibytes"] < 400
    assert result["seconds"] < 60


def test_the_whole_build_takes_the_good_and_tells_the_bad(
    corpus: Corpus, asked: tuple[str, list[str]], repository: Path, tmp_path: Path
) -> None:
    """Measured: 593 to 917 MiB with the language model, 50 seconds of processor time."""
    command = [sys.executable, "-c", BUILD, str(repository / "memograph.toml"), str(corpus.folder), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False, cwd=repository)
    assert done.returncode == 0, done.stderr[-2000:]
    said = json.loads(done.stdout.splitlines()[-1])
    assert said["good"]
    assert said["documents"] == len(corpus.good)
    assert said["errors"] == Counter(kind for kind, _ in corpus.bad.values())
    assert said["mebibytes"] < 1200
    rows = [json.loads(line) for line in (tmp_path / "errors.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {_told(row["file"]) for row in rows} == set(corpus.bad)
    for file in tmp_path.rglob("*"):
        if file.is_file():
            data = file.read_bytes()
            assert SECRET.encode() not in (gzip.decompress(data) if file.suffix == ".gz" else data), file
    assert asked[1] == []
