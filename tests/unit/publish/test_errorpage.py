"""What the page of an error says, and what it proposes to search for."""

from __future__ import annotations

import pytest
from werkzeug.exceptions import NotFound

from memograph.publish.http.errorpage import LONGEST, error_page, words_of
from memograph.publish.http.problem import Withdrawn, problem_of


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/page/person/gromyko-andrei", "gromyko andrei"),
        ("/id/place/K%C3%B6nigsberg%2FKaliningrad", "Königsberg Kaliningrad"),
        ("/page/person/", ""),
        ("/", ""),
        ("/page/document/<script>alert(1)</script>", "script alert 1 script"),
        ("/a-b-c-d-e-f-g-h-i-j", "a b c d e f g h"),
        ("/page/person/\u202egnitrats\u200bover", "gnitrats over"),
    ],
)
def test_words_of_an_address(path: str, words: str) -> None:
    assert words_of(path) == words


def test_words_are_not_longer_than_a_search_is() -> None:
    assert len(words_of("/page/person/" + "x" * 500)) == LONGEST


def test_what_a_framework_says_of_every_error_is_said_better() -> None:
    own, usual = NotFound("There is no kind of thing called “wizard”."), NotFound()
    assert error_page(problem_of(own), "/page/wizard", usual=False).detail == own.description
    page = error_page(problem_of(usual), "/nothing/here", usual=True)
    assert (page.status, page.words) == (404, "nothing here")
    assert page.detail != usual.description
    assert page.title != "Not Found"


def test_what_was_withdrawn_leads_to_the_decision() -> None:
    error = Withdrawn(
        "http://memograph.test/id/place/atlantis", "A code name.", ["http://memograph.test/id/decision/x"]
    )
    page = error_page(problem_of(error), "/page/place/atlantis", usual=False)
    assert page.decisions == ("http://memograph.test/id/decision/x",)
    assert "A code name." in page.detail


def test_a_status_without_words_of_ours_has_its_name_in_http() -> None:
    assert (
        error_page({"status": 418, "title": "I'm a teapot", "detail": "Short."}, "/", usual=True).title
        == "I'm a teapot"
    )
