"""Services that do not keep their word: an error with address and reason, nothing half-written, the rest goes on."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from memograph.errors import ReconciliationError
from memograph.model import EntityType, Kind, Ref
from memograph.reconciliation.asking import Service
from memograph.reconciliation.questions import Subject
from memograph.reconciliation.reconciling import Reconciled, Wanted, open_service, reconcile
from memograph.reconciliation.transport import Limits, Transport

#: Fast, so that the tests are; what `sleep` is told is another test's.
LIMITS = Limits(rate=10_000, seconds=0.5, answer_bytes=2**20, tries=3)


OPEN: list[Transport] = []


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    while OPEN:
        OPEN.pop().__exit__()


def transport(notes: list[str] | None = None, limits: Limits = LIMITS, slept: list[float] | None = None) -> Transport:
    """A transport that does not sleep."""
    made = Transport(limits, (notes if notes is not None else []).append, (slept if slept is not None else []).append)
    OPEN.append(made)
    return made


def opened(address: str, folder: Path, notes: list[str] | None = None) -> Service:
    return open_service(address, transport(notes), folder)


def people(number: int) -> list[Subject]:
    return [Subject(Ref(Kind.PERSON, f"p-{n}"), EntityType.PERSON, f"Person {n}") for n in range(number)]


def asked(service: Service, number: int, batch: int = 5) -> tuple[Reconciled, list[str]]:
    problems: list[str] = []
    done = reconcile(service, people(number), Wanted(batch=batch), (), problems.append, lambda: None)
    return done, problems


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("html", "it answers with HTML, not JSON: “<!DOCTYPE html><title>Welcome</title>”; name the address of the"),
        ("html-as-json", "it answers with HTML, not JSON"),
        ("list", "its manifest is a list, not a JSON object"),
        ("latin", "it answers with application/json, not JSON"),
        ("deep", "not JSON|brackets in brackets"),
        ("broken", "it answers 500 Internal Server Error (asked 3 times); try again later"),
        ("forbidden", "it answers 403 Forbidden: “Members only”"),
        ("tomorrow", "it answers 429 Too Many Requests, and it asks to wait for 86400 seconds; try again then"),
        ("huge", "its answer is longer than 1 MiB"),
        ("slow", "its answer took longer than 0.5 seconds (asked 3 times)"),
        ("silent", "it does not answer in time (asked 3 times)"),
        ("cut", "it breaks off ("),
        (
            "elsewhere",
            "it sends on to http://127.0.0.2:1/good, another server; name that with --service if you trust it",
        ),
        ("loop", "it sends on more than 3 times"),
        ("view", "“view” of its manifest has no address with {{id}} in it"),
        ("view-script", "“view” of its manifest has no address with {{id}} in it"),
        ("view-text", "“view” of its manifest has no address with {{id}} in it"),
        ("version", "it speaks 1.0-draft of the API, not 0.1 or 0.2"),
        ("no-name", "“name” of its manifest is absent, not text"),
        ("space", "“identifierSpace” of its manifest is a number, not text"),
        ("batch-zero", "“batchSize” of its manifest is 0, not a number of queries"),
        ("batch-text", "“batchSize” of its manifest is 'many', not a number of queries"),
        ("suggest-number", "“suggest.type” of its manifest has no service_url and service_path that are text"),
    ],
)
def test_a_manifest_that_is_none_says_address_and_reason(service: str, tmp_path: Path, path: str, reason: str) -> None:
    began = time.monotonic()
    with pytest.raises(ReconciliationError) as caught:
        opened(service + path, tmp_path)
    message = str(caught.value)
    assert message.startswith(f"{service}{path}: ")
    assert any(part in message for part in reason.split("|")), message
    assert len(message) < 400
    assert time.monotonic() - began < 15
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:1/", "http://no-such-host.invalid/", "ftp://a.test/", "wikidata", "http://[::1/"]
)
def test_nobody_at_the_address(tmp_path: Path, address: str) -> None:
    with pytest.raises(ReconciliationError, match=r"cannot be reached|no address of a service"):
        opened(address, tmp_path)


def test_what_passes_is_asked_again_after_a_while(service: str, tmp_path: Path) -> None:
    notes: list[str] = []
    assert opened(service + "flaky", tmp_path, notes).manifest.name == "Test service"
    assert [note.partition(": ")[2] for note in notes] == [
        "it answers 503 Service Unavailable; asking again in 0 s"
    ] * 2


def test_each_time_it_waits_longer(service: str, tmp_path: Path) -> None:
    slept: list[float] = []
    with pytest.raises(ReconciliationError):
        open_service(service + "broken", transport(limits=Limits(rate=1e9, tries=4), slept=slept), tmp_path)
    assert [seconds for seconds in slept if seconds >= 1] == [1.0, 2.0, 4.0]


def test_no_sooner_than_the_rate_allows(service: str) -> None:
    with Transport(Limits(rate=20), lambda _: None) as polite:
        for _ in range(5):
            polite.get(service + "good-rate")
    times = httpx.get(service + "count/good-rate").json()["times"]
    assert len(times) == 5
    assert times[-1] - times[0] >= 0.19, "five requests at twenty a second"


@pytest.mark.parametrize("path", ["moved", "old", "kept"])
def test_what_is_only_unusual_works(service: str, tmp_path: Path, path: str) -> None:
    """A redirect on the same server, a manifest without versions (0.1), a POST that is sent on with its form."""
    done, problems = asked(opened(service + path, tmp_path), 3) if path == "kept" else (None, [])
    assert opened(service + path, tmp_path).manifest.scheme == "wikidata"
    assert problems == []
    assert done is None or [each.address for each in done.proposals] == ["http://www.wikidata.org/entity/Q42"] * 3


# ── answers ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_malformed_candidate_is_told_and_left_out_the_right_one_stays(service: str, tmp_path: Path) -> None:
    done, problems = asked(opened(service + "malformed", tmp_path), 1)
    [proposal] = done.proposals
    assert (proposal.address, proposal.candidate.name) == ("http://www.wikidata.org/entity/Q43", "the [31m right one")
    assert proposal.candidate.features == (("name", "98.5"),)
    assert len(problems) == 10
    assert all(problem.startswith(f"{service}malformed: answer to “Person 0”: ") for problem in problems)
    assert all(problem.endswith("it is left out") for problem in problems)
    assert any("“42” is no identifier of the scheme wikidata" in problem for problem in problems)


def test_what_a_service_says_of_a_query_is_passed_on(service: str, tmp_path: Path) -> None:
    done, problems = asked(opened(service + "says-why", tmp_path), 1)
    assert done.unanswered == 1
    assert problems == [f"{service}says-why: answer to “Person 0”: the service says: There is no type “Q5”."]


@pytest.mark.parametrize("path", ["no-list", "answer-list"])
def test_an_answer_without_candidates_is_an_error_of_that_query(service: str, tmp_path: Path, path: str) -> None:
    done, problems = asked(opened(service + path, tmp_path), 3)
    assert (done.answered, done.unanswered) == (0, 3)
    assert problems
    assert all(problem.startswith(f"{service}{path}: ") for problem in problems)


def test_a_query_without_answer_costs_no_other(service: str, tmp_path: Path) -> None:
    done, problems = asked(opened(service + "gaps", tmp_path), 5)
    assert (done.answered, done.unanswered) == (3, 2)
    assert [p.partition(": ")[2] for p in problems] == ["no answer to “Person 1”", "no answer to “Person 3”"]


@pytest.mark.parametrize("path", ["two-at-once", "fat"])
def test_what_is_too_much_at_once_is_asked_in_halves(service: str, tmp_path: Path, path: str) -> None:
    done, problems = asked(opened(service + path, tmp_path), 20, batch=10)
    assert (done.answered, done.unanswered, problems) == (20, 0, [])


def test_a_batch_that_fails_costs_no_other_and_is_asked_again_alone(service: str, tmp_path: Path) -> None:
    done, problems = asked(opened(service + "sometimes-html", tmp_path), 12, batch=4)
    assert (done.answered, done.unanswered) == (8, 4), "Person 3 is in the first batch"
    assert "it answers with HTML" in problems[0]
    before = len(httpx.get(service + "count/sometimes-html").json()["queries"])
    again, _ = asked(opened(service + "sometimes-html", tmp_path), 12, batch=1)
    assert (again.answered, again.unanswered) == (11, 1)
    sent = httpx.get(service + "count/sometimes-html").json()["queries"][before:]
    assert [query["query"] for batch in sent for query in batch.values()] == [f"Person {n}" for n in range(4)]


def test_a_service_that_is_gone_is_not_asked_for_ever(service: str, tmp_path: Path) -> None:
    done, problems = asked(opened(service + "down", tmp_path), 100, batch=2)
    assert (done.answered, done.unanswered) == (0, 100)
    assert "502 Bad Gateway" in done.stopped
    assert len(httpx.get(service + "count/down").json()["queries"]) == 3 * 3, "three batches, three times each"
    assert len(problems) == 1


@pytest.mark.parametrize(("path", "reason"), [("sent-away", "another server"), ("turned", "answers a query with 302")])
def test_queries_go_to_nobody_else(service: str, tmp_path: Path, path: str, reason: str) -> None:
    done, problems = asked(opened(service + path, tmp_path), 2)
    assert done.answered == 0
    assert reason in problems[0]


def test_a_suggesting_service_elsewhere_is_not_used(service: str, tmp_path: Path) -> None:
    assert opened(service + "elsewhere-suggest", tmp_path).manifest.suggest == ()


def test_suggestions_that_are_html_say_their_address(service: str, tmp_path: Path) -> None:
    found = opened(service + "suggesting-html", tmp_path)
    with pytest.raises(ReconciliationError, match=r"suggesting-html/suggest.*HTML, not JSON"):
        reconcile(found, people(1), Wanted(type="human"), (), lambda _: None, lambda: None)
