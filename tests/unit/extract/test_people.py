"""Who a name means, among people of the Historian's database: by class of phenomenon, on made-up people."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from memograph.authority.index import Authority, load_authority
from memograph.extract.header.document import parse_header
from memograph.extract.language import legible
from memograph.extract.linking.people import People, PeopleOfDocument, why_not
from memograph.extract.names.finder import Name
from memograph.extract.scoring import trained
from memograph.model import Candidate, Document, EntityType, Span
from memograph.namespaces import Site
from memograph.read import read
from tests.unit.authority.test_historian import original, person, remark
from tests.unit.extract.conftest import memorandum

OWN, NEAR, OLD = "frus1961-63v05", "frus1961-63v14", "frus1914v01"


def known(number: str, name: str, words: str = "", *volumes: str, years: tuple[str, str] = ("", "")) -> tuple[str, str]:
    record = person(
        number,
        name,
        variants=original(name, *volumes),
        years=years,
        remarks=remark(words, *volumes) if words else "",
    )
    return f"1/{number}.xml", record


PEOPLE = dict(
    [
        known("300001", "Quillfeather, Ambrose T.", "Deputy Under Secretary of Lighthouses", OWN, NEAR),
        known("300002", "Quillfeather, Bartholomew", "Consul at Zanzibar", OLD),
        known("300003", "Quillfeather, Cornelius", "Minister of Tides", OLD, years=("1975", "")),
        known("300010", "Wexcombe, Percival Q.", "Director of Lamps", OWN),
        known("300011", "Wexcombe, Percival Quentin, Jr.", "", NEAR),
        known("300020", "Brackenthwaite, Edward J. (“Bracky”)", "Ambassador to Ruritania", OWN),
        known("300030", "Tvardogorskiy, Alexey Nikolaevich", "Chairman of the Committee on Bells", OWN),
        known("300040", "Twinley, John", "Director of Ropes", OWN),
        known("300041", "Twinley, James", "Director of Knots", OWN),
        known("300050", "Fennimore Pryde, Lionel", "Ambassador of Freedonia", OWN),
    ]
)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    path = tmp_path_factory.mktemp("people") / "people.tar.gz"
    with tarfile.open(path, "w:gz") as tar:
        for name, content in PEOPLE.items():
            info = tarfile.TarInfo(name)
            info.size = len(content.encode())
            tar.addfile(info, io.BytesIO(content.encode()))
    return load_authority([path], Site("http://localhost:8000/"))


Who = Callable[..., dict[str, str]]


@pytest.fixture
def named(database: Authority, tmp_path: Path) -> Callable[..., tuple[PeopleOfDocument, list[tuple[str, Span]]]]:
    """People of a memorandum of February 26, 1961, whose names are given as words, in the order of the text."""

    def found(body: str, *words: str) -> tuple[PeopleOfDocument, list[tuple[str, Span]]]:
        file = tmp_path / f"{OWN}d999.txt"
        file.write_text(memorandum(body), encoding="utf-8")
        (document,) = read(file)
        assert isinstance(document, Document)
        text, reached, spans = legible(document), document.text.index(body), []
        for word in words:
            start = document.text.index(word, reached)
            reached = start + len(word)
            spans.append((word, Span(start, reached)))
        names = [Name(span, EntityType.PERSON, "model") for _, span in spans]
        people = People(database, trained("linking"))
        return people.of(document, text, parse_header(document), names), spans

    return found


@pytest.fixture
def who(named: Callable[..., tuple[PeopleOfDocument, list[tuple[str, Span]]]]) -> Who:
    """Words → number of the record, or slug where nobody was chosen; of equal words the last counts."""

    def numbers(body: str, *words: str) -> dict[str, str]:
        people, spans = named(body, *words)
        return {word: people.who(span).slug.rpartition("-hsg")[2] for word, span in spans}

    return numbers


def test_of_namesakes_the_one_in_the_volumes_list_is_meant(who: Who) -> None:
    assert who("Mr. Quillfeather spoke.", "Quillfeather") == {"Quillfeather": "300001"}


def test_a_given_name_excludes_who_has_another(who: Who) -> None:
    assert who("Bartholomew Quillfeather spoke.", "Bartholomew Quillfeather")["Bartholomew Quillfeather"] == "300002"


def test_nobody_is_meant_who_was_not_born(who: Who) -> None:
    found = who("Cornelius Quillfeather spoke.", "Cornelius Quillfeather")
    assert found["Cornelius Quillfeather"] == f"quillfeather-cornelius-{OWN}d999"


def test_two_records_of_one_person_count_once_and_that_of_the_volume_is_used(who: Who) -> None:
    assert who("Percival Wexcombe spoke.", "Percival Wexcombe") == {"Percival Wexcombe": "300010"}


@pytest.mark.parametrize("form", ["E.J. Brackenthwaite", "Ed Brackenthwaite", "Bracky Brackenthwaite"])
def test_initials_and_nicknames_agree_with_a_full_name(who: Who, form: str) -> None:
    assert who(f"We met {form} there.", form) == {form: "300020"}


@pytest.mark.parametrize("form", ["Tvardogorsky", "Aleksei Tvardogorski", "A.N. Tvardogorskii"])
def test_spellings_of_a_russian_name_are_one(who: Who, form: str) -> None:
    assert who(f"We met {form} there.", form) == {form: "300030"}


def test_a_post_beside_the_name_tells_namesakes_apart(who: Who) -> None:
    assert who("So we asked Director of Knots Twinley again.", "Twinley") == {"Twinley": "300041"}
    assert who("So we asked Director of Ropes Twinley again.", "Twinley") == {"Twinley": "300040"}


def test_namesakes_whom_nothing_tells_apart_are_an_honest_unknown(
    named: Callable[..., tuple[PeopleOfDocument, list[tuple[str, Span]]]],
) -> None:
    people, [(_, span)] = named("Mr. Twinley spoke.", "Twinley")
    identity = people.who(span)
    assert identity.person is None
    (linking,) = [linking for linking in people.linkings if linking.entity == identity.slug]
    assert {candidate.label for candidate in linking.candidates} == {"John Twinley", "James Twinley"}
    assert linking.reason
    assert all(candidate.parts for candidate in linking.candidates), "each says what spoke for it"


def test_two_of_one_surname_in_a_document_are_kept_apart(who: Who) -> None:
    body = "James Twinley wrote. Twinley came. John Twinley left early."
    assert who(body, "James Twinley", "Twinley", "John Twinley") == {
        "James Twinley": "300041",
        "Twinley": "300041",
        "John Twinley": "300040",
    }


def test_a_wife_is_not_her_husband(who: Who) -> None:
    found = who("Mr. Brackenthwaite came with Mrs. Brackenthwaite there.", "Brackenthwaite", "Brackenthwaite")
    assert found["Brackenthwaite"] == f"brackenthwaite-mrs-{OWN}d999", "the last of the two"
    assert who("Mr. Brackenthwaite came.", "Brackenthwaite") == {"Brackenthwaite": "300020"}


def test_a_wife_is_none_where_the_title_is_found_with_the_name(who: Who) -> None:
    assert who("We met Mrs. Brackenthwaite.", "Mrs. Brackenthwaite")["Mrs. Brackenthwaite"] == (
        f"brackenthwaite-mrs-{OWN}d999"
    )


def test_a_letter_is_someone_of_the_document(who: Who) -> None:
    body = "Percival Wexcombe is here. W said no."
    assert who(body, "Percival Wexcombe", "W") == {"Percival Wexcombe": "300010", "W": "300010"}


def test_a_surname_of_two_words_is_one(who: Who) -> None:
    assert who("We met Fennimore Pryde there.", "Fennimore Pryde") == {"Fennimore Pryde": "300050"}


def test_initials_and_first_names_mean_somebody_of_the_document(who: Who) -> None:
    body = "Ambrose Quillfeather came. Then ATQ left, and Ambrose laughed."
    found = who(body, "Ambrose Quillfeather", "ATQ", "Ambrose")
    assert set(found.values()) == {"300001"}


def test_initials_of_nobody_stay_unknown(who: Who) -> None:
    assert who("Then XYZ left.", "XYZ")["XYZ"] == f"xyz-{OWN}d999"


def candidate(score: float) -> Candidate:
    return Candidate("x", "X", score)


@pytest.mark.parametrize(
    ("scores", "reason"),
    [
        ((), "nobody of this name is known"),
        ((0.9, 0.2), None),
        ((0.6,), None),
        ((0.62, 0.58), "two candidates too close: X (0.62) and X (0.58)"),
        ((0.3, 0.1), "no candidate is likely enough: the best is X (0.30)"),
    ],
)
def test_an_unknown_has_a_reason(scores: tuple[float, ...], reason: str | None) -> None:
    assert why_not([candidate(score) for score in scores]) == reason
