"""The cache finds what it kept, says why it does not, and takes nothing damaged for whole."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from memograph.asked import Reach
from memograph.cache import Cached, ShardCache, Stale
from memograph.config import Config, load_config
from memograph.curation.plan import Plan
from memograph.model import Applied, Kind, Raw, Ref, Report, Result, Shard
from memograph.packing import DamagedError, pack, unpack

RESULT = Result("Warning", "urn:x", None, "5", "“rather” long", "urn:shape", "urn:component")
REFS = (Ref(Kind.PERSON, "clark"), Ref(Kind.PLACE, "moscow"))
SHARD = Shard(
    "d1",
    b'<urn:a> <urn:b> "\xc3\xa9" <urn:g> .\n' * 3,
    Report(True, (RESULT,)),
    ('{"predicate": "metWith"}',),
    REFS,
    Applied((("slug", "why"),), frozenset(REFS), ((REFS[0], "Clark"),), frozenset(REFS[1:])),
)
RAW = Raw("d1", "/corpus/d1.txt", "d1.txt", "text/plain", b"1. Memorandum", source_sha256="ab")


@pytest.fixture
def config(tmp_path: Path) -> Config:
    (tmp_path / "memograph.toml").write_text('[paths]\nauthority = "authority"\n')
    (tmp_path / "authority").mkdir()
    return load_config(tmp_path / "memograph.toml")


def opened(config: Config, *, force: bool = False) -> ShardCache:
    return ShardCache(config.paths.build / ".cache", config, Plan(), force=force)


def found(config: Config, raw: Raw = RAW) -> Cached | Stale:
    cache = opened(config)
    answer = cache.find(raw)
    cache.close()
    return answer


def kept(config: Config, raw: Raw = RAW, shard: Shard = SHARD) -> None:
    cache = opened(config, force=True)
    assert isinstance(cache.find(raw), Stale)
    cache.keep(raw.id, pack(replace(shard, document_id=raw.id), Reach(), 2))
    cache.close()


def test_a_shard_comes_back_as_it_was() -> None:
    packed = unpack(pack(SHARD, Reach(), 12))
    assert (replace(packed.facts, nquads=packed.nquads()), packed.words, packed.reached()) == (SHARD, 12, Reach())
    assert pack(SHARD, Reach(), 12) == pack(SHARD, Reach(), 12)


def test_no_byte_of_a_packed_shard_may_be_wrong_or_missing() -> None:
    whole = pack(SHARD, Reach(), 12)
    for at in range(len(whole)):
        for damaged in (whole[:at], whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]):
            try:
                read = unpack(damaged)
            except DamagedError:
                continue
            pytest.fail(f"byte {at}: {read}")


def test_what_was_kept_is_found_by_the_next_build(config: Config) -> None:
    assert found(config) == Stale(("there is no cache yet",))
    assert found(config) == Stale(("it is new",))
    kept(config)
    answer = found(config)
    assert isinstance(answer, Cached)
    assert (replace(answer.facts, nquads=b"".join(answer.quads.lines())), answer.words) == (SHARD, 2)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"data": b"1. Letter"}, ("its text has changed",)),
        ({"beside": b"date = 1983"}, ("what stands beside it has changed",)),
        ({"name": "a/d1.txt"}, ("its file was d1.txt",)),
        ({"media_type": "application/tei+xml"}, ("its text has changed",)),
        ({"data": b"2.", "beside": b"x"}, ("its text has changed", "what stands beside it has changed")),
    ],
)
def test_it_is_said_what_changed(config: Config, changed: dict[str, object], why: tuple[str, ...]) -> None:
    kept(config)
    assert found(config, replace(RAW, **changed)) == Stale(why)  # type: ignore[arg-type]
    assert isinstance(found(config), Cached)
    assert isinstance(found(config, replace(RAW, path="/elsewhere/d1.txt", line=7)), Cached), (
        "where it lies is not told"
    )


def test_another_part_of_its_volume_changes_only_the_digest_that_a_shard_says(config: Config) -> None:
    line = b'<urn:a> <http://localhost:8000/ontology#sha256> "%s" <urn:g> .\n'
    old, new = (replace(RAW, source_sha256=each * 64) for each in "ab")
    kept(config, old, replace(SHARD, nquads=line % (b"a" * 64)))
    for _ in "12":  # then it is kept so
        answer = found(config, new)
        assert isinstance(answer, Cached)
        assert b"".join(answer.quads.lines()) == line % (b"b" * 64)
    kept(config, old, replace(SHARD, nquads=line % (b"a" * 64) + b'<urn:b> <urn:text> "%s" <urn:g> .\n' % (b"a" * 64)))
    newest = replace(RAW, source_sha256="c" * 64)
    assert isinstance(found(config, newest), Cached), "the one of before will do"
    shutil.rmtree(config.paths.build)
    kept(config, old, replace(SHARD, nquads=line % (b"a" * 64) * 2))
    assert found(config, newest) == Stale(("another part of its file has changed",))


def test_whoever_undoes_a_change_finds_the_shard_of_before(config: Config) -> None:
    kept(config)
    kept(config, replace(RAW, data=b"2."), replace(SHARD, nquads=b""))
    answer = found(config)
    assert isinstance(answer, Cached)
    assert b"".join(answer.quads.lines()) == SHARD.nquads


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ('[site]\ntitle = "Another"', None),
        ("[serve]\nport = 9", None),
        ('[site]\nbase = "http://x/"', "the settings changed"),
        ("[extract]\npublish_from = 0.7", "the settings changed"),
        ('[extract]\nmodel = "en_core_web_lg"', "the model changed"),
        ('[paths]\nontology = "mine"', "the ontology changed"),
        ('[paths]\nshapes = "mine"', "the shapes changed"),
        ('[paths]\nvocabulary = "mine"', "the vocabulary changed"),
    ],
)
def test_settings_count_as_far_as_a_shard_depends_on_them(config: Config, settings: str, why: str | None) -> None:
    kept(config)
    (config.paths.corpus.parent / "mine").mkdir()
    (config.paths.corpus.parent / "mine" / "a.ttl").write_text("")
    assert config.file
    paths = '[paths]\nauthority = "authority"\n'
    config.file.write_text(settings.replace("[paths]\n", paths) if "[paths]" in settings else paths + settings)
    answer = found(load_config(config.file))
    assert answer == Stale((why,)) if why else isinstance(answer, Cached)


def test_a_damaged_shard_is_built_again(config: Config) -> None:
    for damage in (lambda f: f.write_bytes(f.read_bytes()[:-1]), lambda f: f.write_bytes(b""), Path.unlink):
        kept(config)
        [file] = (config.paths.build / ".cache" / "shards").glob("*/*")
        damage(file)
        assert found(config) == Stale(("its shard in the cache is damaged or gone",))


def test_a_damaged_ledger_is_made_anew(config: Config) -> None:
    kept(config)
    ledger = config.paths.build / ".cache" / "documents.sqlite"
    ledger.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    assert found(config) == Stale(("the cache was damaged, or of another version",))
    kept(config)
    with sqlite3.connect(ledger) as database:
        database.execute("PRAGMA user_version = 99")
    assert found(config) == Stale(("the cache was damaged, or of another version",))


def test_a_document_that_failed_is_tried_again(config: Config) -> None:
    cache = opened(config)
    cache.find(RAW)
    cache.keep(RAW.id, b"")
    cache.close()
    assert found(config) == Stale(("it could not be read or processed before",))


def test_what_a_killed_build_kept_is_found(config: Config) -> None:
    program = f"""if True:
        import os, signal
        from pathlib import Path
        from memograph.config import load_config
        from tests.unit.cache.test_shardcache import RAW, opened, pack, Reach, replace, SHARD
        cache = opened(load_config(Path({str(config.file)!r})))
        for number in range(5):
            cache.find(replace(RAW, id=f"d{{number}}"))
            cache.keep(f"d{{number}}", pack(replace(SHARD, document_id=f"d{{number}}"), Reach(), 2))
        cache.find(replace(RAW, id="d5"))
        os.kill(os.getpid(), signal.SIGKILL)"""
    ended = subprocess.run([sys.executable, "-c", program], check=False)
    assert ended.returncode == -signal.SIGKILL
    cache = opened(config)
    left = [isinstance(cache.find(replace(RAW, id=f"d{number}")), Cached) for number in range(6)]
    cache.close()
    assert left == [True] * 5 + [False]


def test_what_shacl_refused_is_not_checked_again(config: Config) -> None:
    refused = Report(False, (replace(RESULT, severity="Violation"),))
    kept(config, shard=replace(SHARD, report=refused))
    answer = found(config)
    assert isinstance(answer, Cached)
    assert answer.facts.report == refused


def test_of_two_documents_of_one_name_neither_is_taken_for_the_other(config: Config) -> None:
    cache = opened(config)
    both = RAW, replace(RAW, data=b"2. Letter")
    assert all(isinstance(cache.find(raw), Stale) for raw in both)
    for _ in both:
        cache.keep(RAW.id, pack(SHARD, Reach(), 2))
    cache.close()
    assert all(isinstance(found(config, raw), Stale) for raw in both)


def test_with_force_nothing_is_found_and_all_is_kept(config: Config) -> None:
    kept(config)
    cache = opened(config, force=True)
    assert isinstance(cache.find(RAW), Stale)
    cache.keep(RAW.id, pack(SHARD, Reach(), 2))
    cache.close()
    assert isinstance(found(config), Cached)


def test_what_no_build_uses_is_forgotten_and_no_more_is_kept_than_asked_for(config: Config) -> None:
    shards = config.paths.build / ".cache" / "shards"
    for number in range(4):  # the oldest first
        kept(config, replace(RAW, id=f"d{number}"))
    (shards / "ab").mkdir(exist_ok=True)
    (shards / "ab" / ".begun-1").write_bytes(b"left by a killed process")
    cache = opened(config)
    assert isinstance(cache.find(replace(RAW, id="d0")), Cached)
    size = len(pack(SHARD, Reach(), 2))
    cache.forget_others(3 * size)
    left = [isinstance(cache.find(replace(RAW, id=f"d{number}")), Cached) for number in range(4)]
    assert left == [True, False, True, True]
    assert len([file for file in shards.glob("*/*") if file.is_file()]) == 3
    cache.forget_others(0)
    assert isinstance(cache.find(replace(RAW, id="d0")), Cached), "what this build used stays"
    cache.close()
