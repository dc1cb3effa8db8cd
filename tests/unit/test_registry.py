"""No IRI is dropped without a decision: the registry, what is withdrawn by itself, and what stops a release."""

from __future__ import annotations

import csv
import gzip
import tracemalloc
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp

import pyoxigraph as ox
import pytest

from memograph.build import registry_path
from memograph.config import Config, load_config
from memograph.curating import VANISHED, VanishedError
from memograph.curation.files import read_decisions
from memograph.curation.plan import Plan, plan_of
from memograph.errors import CurationError, ReleaseError
from memograph.gathering import Gathered
from memograph.making import Making, Progress, Retiring
from memograph.model import Report, Shard
from memograph.namespaces import OA, RDF, RDFS, SKOS, Site
from memograph.registry import Lost, covers, keep, publish_registry, read_registry
from memograph.release import Release, publish_current
from memograph.succession import successors

SITE = Site("http://localhost:8000/")
GONE = "d2"
STATEMENT = "statement/d1-clark-metwith-shultz"


class Quiet:
    """Progress that nobody looks at."""

    def stage(self, name: str, total: int) -> None: ...
    def step(self, words: int = 0) -> None: ...
    def problem(self, message: str) -> None: ...


class Told(Quiet):
    """Progress that keeps what was told."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    def problem(self, message: str) -> None:
        self.problems.append(message)


@pytest.fixture
def config(tmp_path: Path, repository: Path) -> Config:
    config = load_config(repository / "memograph.toml")
    authority = tmp_path / "authority.ttl"
    authority.write_text(
        f'<id/person/clark> a <ontology#Person> ; <{RDFS}label> "William P. Clark"@en .', encoding="utf-8"
    )
    ours = {"build": tmp_path / "build", "curation": tmp_path / "curation", "authority": (authority,)}
    return replace(config, paths=replace(config.paths, **ours))


def shard(document: str, *things: str) -> bytes:
    """Sorted N-Quads of a document that describes itself and some things."""
    graph, lines = f"<{SITE.document_graph(document)}>", []
    for path in (f"document/{document}", *things):
        iri, kind = f"<{SITE.base}id/{path}>", path.partition("/")[0].capitalize()
        lines.append(f"{iri} <{RDF}type> <{SITE.term(kind)}> {graph} .\n")
        lines.append(f'{iri} <{RDFS}label> "{path}"@en {graph} .\n')
    return "".join(sorted(lines)).encode()


def made(
    config: Config,
    documents: dict[str, bytes],
    plan: Plan | None = None,
    retiring: Retiring | None = None,
    progress: Progress | None = None,
) -> Release:
    """A release of hand-made shards, published whatever SHACL thinks of it."""
    config.paths.build.mkdir(parents=True, exist_ok=True)
    scratch = Path(mkdtemp(dir=config.paths.build))
    with closing(Gathered(scratch)) as gathered:
        for id_, quads in documents.items():
            gathered.add(Shard(id_, b"", Report(True, ())), quads)
        making = Making(config, gathered, scratch, "0" * 64)
        release, _ = making.release(plan or Plan(), progress or Quiet(), retiring)
    publish_current(config.paths.build, release)
    publish_registry(making.registered, registry_path(config), release.manifest.version)
    return release


@pytest.fixture
def documents() -> dict[str, bytes]:
    return {"d1": shard("d1", STATEMENT, "person/shultz"), GONE: shard(GONE, "person/haig")}


def dump(release: Release) -> str:
    return gzip.decompress((release.dumps / "memograph.nq.gz").read_bytes()).decode()


def registered(config: Config) -> dict[str, str]:
    """Path → why it was withdrawn."""
    return {each.path: each.note for each in read_registry(registry_path(config))}


def test_a_document_that_goes_stops_the_release_and_says_what_to_do(
    config: Config, documents: dict[str, bytes]
) -> None:
    first = made(config, documents)
    assert f"document/{GONE}" in registered(config)
    fewer = {id_: quads for id_, quads in documents.items() if id_ != GONE}
    with pytest.raises(VanishedError) as error:
        made(config, fewer)
    said = str(error.value)
    assert f"  document/{GONE}" in said
    assert "memograph build --retire" in said
    assert (config.paths.build / "current").resolve().name == first.manifest.version
    with (config.paths.build / VANISHED).open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert {row["subject"] for row in rows} == {f"document/{GONE}", "person/haig"}
    assert {(row["action"], row["about"], row["author"]) for row in rows} == {("withdraw", "entity", "")}


def test_the_file_that_is_left_becomes_decisions_once_it_says_who_and_when(
    config: Config, documents: dict[str, bytes]
) -> None:
    made(config, documents)
    fewer = {id_: quads for id_, quads in documents.items() if id_ != GONE}
    with pytest.raises(VanishedError):
        made(config, fewer)
    text = (config.paths.build / VANISHED).read_text(encoding="utf-8-sig")
    filled = config.paths.curation / "gone.csv"
    filled.parent.mkdir()
    filled.write_text(
        text.replace(",,,It", ",J. Doe,2026-11-22,It").replace(",,,Mem", ",J. Doe,2026-11-22,Mem"), "utf-8"
    )
    plan = plan_of(read_decisions([config.paths.curation], SITE))
    release = made(config, fewer, plan)
    assert f'<{SITE.base}id/person/haig> <{SKOS}changeNote> "Withdrawn by J. Doe, 2026-11-22: Memograph finds' in dump(
        release
    )


def test_with_retire_everything_that_goes_is_withdrawn_for_one_reason(
    config: Config, documents: dict[str, bytes]
) -> None:
    made(config, documents)
    fewer = {id_: quads for id_, quads in documents.items() if id_ != GONE}
    release = made(config, fewer, retiring=Retiring("It was filed twice.", "J. Doe"))
    [file] = config.paths.curation.iterdir()
    assert file.name.startswith("retired-")
    assert {decision.note for decision in read_decisions([file], SITE)} == {"It was filed twice."}
    assert f"<{SITE.base}id/document/{GONE}> <http://www.w3.org/2002/07/owl#deprecated>" in dump(release)
    again = made(config, fewer, plan_of(read_decisions([file], SITE)))
    assert again.manifest.version == release.manifest.version


def mention(document: str, start: int, thing: str) -> bytes:
    iri, graph = f"{SITE.base}id/document/{document}#mention-{start}-{start + 4}", SITE.document_graph(document)
    return f"<{iri}> <{OA}hasBody> <{SITE.base}id/{thing}> <{graph}> .\n".encode()


def known(path: str) -> bytes:
    return f'<{SITE.base}id/{path}> <{RDFS}label> "{path}"@en <{SITE.authority_graph}> .\n'.encode()


@pytest.mark.parametrize(
    ("now", "successor"),
    [
        ([("d1", 5, "person/haig"), ("d2", 9, "person/haig")], {"person/haig-d1": "person/haig"}),
        ([("d1", 5, "person/haig")], {"person/haig-d1": "person/haig"}),  # his other mention is found no more
        ([("d1", 5, "person/haig"), ("d2", 9, "person/shultz")], {}),  # one is this one now, one that
        ([("d1", 5, "person/haig-patricia-d1")], {}),  # whom no authority file knows: tomorrow it may be another
        ([("d1", 5, "organization/nsc")], {}),  # of another kind
        ([("d1", 6, "person/haig")], {}),  # other words
    ],
)
def test_who_all_words_mean_now_is_the_successor(
    tmp_path: Path, now: list[tuple[str, int, str]], successor: dict[str, str]
) -> None:
    store = ox.Store(str(tmp_path / "store"))
    before = mention("d1", 5, "person/haig-d1") + mention("d2", 9, "person/haig-d1")
    store.load(before, format=ox.RdfFormat.N_QUADS)
    store.flush()
    del store
    things = (known(path) for path in ("person/haig", "person/shultz", "organization/nsc"))
    (tmp_path / "data.nq").write_bytes(b"".join(sorted((*(mention(*each) for each in now), *things))))
    assert successors(["person/haig-d1"], tmp_path / "store", tmp_path / "data.nq", SITE) == successor


def test_retiring_what_somebody_was_merged_into_is_refused_and_writes_nothing(
    config: Config, documents: dict[str, bytes]
) -> None:
    made(config, documents)
    plan = decided(config, "merge,entity,person/shultz,person/haig,J. Doe,2026-11-22,")
    fewer = {id_: quads for id_, quads in documents.items() if id_ != GONE}
    with pytest.raises(CurationError, match=r"person/shultz is merged into what is withdrawn; leave one of them"):
        made(config, fewer, plan, Retiring("It was filed twice.", "J. Doe"))
    assert [file.name for file in config.paths.curation.iterdir()] == ["d.csv"]


def test_a_release_of_a_memograph_without_a_registry_is_taken_over(config: Config, documents: dict[str, bytes]) -> None:
    made(config, documents)
    registry_path(config).unlink()
    with pytest.raises(VanishedError, match=f"document/{GONE}"):
        made(config, {id_: quads for id_, quads in documents.items() if id_ != GONE})


def test_a_statement_that_is_no_longer_found_is_withdrawn_for_good(config: Config, documents: dict[str, bytes]) -> None:
    made(config, documents)
    start = f"<{SITE.base}id/{STATEMENT}>".encode()
    without = {
        id_: b"".join(li for li in q.splitlines(True) if not li.startswith(start)) for id_, q in documents.items()
    }
    release = made(config, without)
    reason = registered(config)[STATEMENT]
    assert reason.startswith("No longer found by memograph ")
    assert f'<{SITE.base}id/{STATEMENT}> <{SKOS}changeNote> "{reason}"@en' in dump(release)
    assert made(config, without).manifest.version == release.manifest.version
    made(config, documents)  # and it may come back
    assert registered(config)[STATEMENT] == ""


def decided(config: Config, *rows: str) -> Plan:
    """What a file of decisions says, of which these are the rows."""
    config.paths.curation.mkdir(exist_ok=True)
    header = "action,about,subject,into,author,date,note"
    (config.paths.curation / "d.csv").write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    return plan_of(read_decisions([config.paths.curation], SITE))


def test_who_was_merged_or_withdrawn_keeps_the_label_in_the_registry(
    config: Config, documents: dict[str, bytes]
) -> None:
    made(config, documents)
    fewer = {id_: quads for id_, quads in documents.items() if id_ != GONE}
    plan = decided(
        config,
        f"withdraw,entity,document/{GONE},,J. Doe,2026-11-22,Filed twice.",
        "merge,entity,person/haig,person/clark,J. Doe,2026-11-22,",
    )
    for _ in range(2):
        made(config, fewer, plan)
        labels = {each.path: each.label for each in read_registry(registry_path(config))}
        assert (labels["person/haig"], labels[f"document/{GONE}"]) == ("person/haig", f"document/{GONE}")


def test_a_slip_in_the_name_of_who_is_merged_is_told_and_can_be_taken_back(
    config: Config, documents: dict[str, bytes]
) -> None:
    made(config, documents)
    slip = decided(config, "merge,entity,person/haigh,person/clark,J. Doe,2026-11-22,")
    told = Told()
    made(config, documents, slip, progress=told)
    assert [said.partition("fit: ")[2] for said in told.problems] == [
        "no release and no document names person/haigh; correct “subject”, or take the row out"
    ]
    made(config, documents)  # corrected: nobody has to decide what became of somebody who never was
    assert registered(config)["person/haigh"].startswith("No release described it")


def test_without_a_registry_nobody_doubts_decisions_on_who_is_no_longer_found(
    config: Config, documents: dict[str, bytes]
) -> None:
    told = Told()
    made(config, documents, decided(config, "withdraw,entity,person/haigh,,J. Doe,2026-11-22,Gone."), progress=told)
    assert told.problems == []


def test_the_registry_may_be_kept_elsewhere(config: Config, documents: dict[str, bytes], tmp_path: Path) -> None:
    elsewhere = replace(config, build=replace(config.build, registry=str(tmp_path / "kept/registry.txt")))
    release = made(elsewhere, documents)
    assert covers(tmp_path / "kept/registry.txt", release.manifest.version)
    assert not (config.paths.build / "registry.txt").exists()


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        ("<id/person/a>\tperson\tA\nnonsense\n", ":2: not a line of the registry"),
        ("<id/person/b>\tperson\tB\n<id/person/a>\tperson\tA\n", ":2: not in order; sort the lines again"),
        ("<id/person/a>\tperson\tA\n<id/person/a>\tperson\tA\n", ":2: not in order"),
    ],
)
def test_a_registry_that_somebody_spoilt(tmp_path: Path, lines: str, complaint: str) -> None:
    path = tmp_path / "registry.txt"
    path.write_text(lines, encoding="utf-8")
    with pytest.raises(ReleaseError) as error:
        list(read_registry(path))
    assert f"{path}{complaint}" in str(error.value)


def test_many_iris_need_no_memory(tmp_path: Path) -> None:
    number = 40_000
    before, data = tmp_path / "registry.txt", tmp_path / "data.nq"
    label, kind = f"<{RDFS}label>", f"<{RDF}type> <{SITE.term('Person')}>"
    with before.open("w") as registry, data.open("w") as quads:
        for n in range(number):
            registry.write(f"<id/person/p{n:07}>\tperson\tPerson {n}\n")
            if n % 1000:
                subject = f"<{SITE.base}id/person/p{n:07}>"
                quads.write(f'{subject} {kind} <g> .\n{subject} {label} "Person {n}"@en <g> .\n')
    lost: list[Lost] = []
    tracemalloc.start()
    keep(data, before, tmp_path / "after", tmp_path / "kept.nq", SITE, "memograph", lost.append)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (len(lost), lost[1]) == (40, Lost("person/p0001000", "Person 1000"))
    assert sum(1 for _ in read_registry(tmp_path / "after")) == number
    assert peak < 2**20
