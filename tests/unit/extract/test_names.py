"""Where names stand: what the grammars propose, how readings are weighed against each other, and laws of both."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from memograph.extract.annotate import Annotator
from memograph.extract.names import sources
from memograph.extract.names.candidates import Candidate, gathered
from memograph.extract.names.choice import Weighed, choose, consistent, named
from memograph.extract.names.name import Name, surname_of
from memograph.extract.names.patterns import organizations, short_forms
from memograph.extract.names.phrases import phrases
from memograph.model import Document, EntityType, Span
from memograph.read import read
from tests.unit.extract.conftest import Annotate, memorandum

EVENT, AGREEMENT, PERSON = EntityType.EVENT, EntityType.AGREEMENT, EntityType.PERSON


def readings(text: str, type_: EntityType) -> set[str]:
    return {phrase.span.of(text) for phrase in phrases(text) if phrase.type is type_}


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("at its meeting on August 15 the group", "meeting on August 15"),
        (
            "At an October 10 meeting of the Committee of Principals on",
            "October 10 meeting of the Committee of Principals",
        ),
        ("since the 1954 Geneva Conference. For text", "1954 Geneva Conference"),
        ("the NSC meeting of March 25 and", "NSC meeting of March 25"),
        ("the 2-day meeting in Vienna ended", "2-day meeting in Vienna"),
        ("the 22nd Congress of the CPSU was", "22nd Congress of the CPSU"),
        ("at the party congress in October. This", "party congress in October"),
        ("the Bay of Pigs crisis, U.S. policy", "Bay of Pigs crisis"),
        ("planned a visit to Paris May 31 through June 2.", "visit to Paris May 31 through June 2"),
        ("since the summit meeting last spring", "summit meeting last spring"),
        ("the group's meeting 2 days later", "meeting 2 days later"),
        ("a meeting of senior foreign policy advisers on January 17, 1961,", None),
        ("in Cuba (Operation Mongoose), May", "Operation Mongoose"),
        ("bilateral disarmament talks with", "bilateral disarmament talks"),
        ("negotiations for an air transport agreement with", "negotiations for an air transport agreement"),
    ],
)
def test_event_phrases_are_proposed_in_their_full_reach(text: str, phrase: str | None) -> None:
    wanted = phrase or "meeting of senior foreign policy advisers on January 17, 1961"
    assert wanted in readings(text, EVENT)


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("the Exchange Agreement of November 21, 1959.", "Exchange Agreement of November 21, 1959"),
        ("For text of the 1958 agreement, see", "1958 agreement"),
        ("under Resolution 1653 (XVI) of the", "Resolution 1653 (XVI)"),
        ("a breach of cease-fire agreement and", "cease-fire agreement"),
        ("by the House for PL-480, one", "PL-480"),
    ],
)
def test_agreement_phrases_are_proposed_in_their_full_reach(text: str, phrase: str) -> None:
    assert phrase in readings(text, AGREEMENT)


@pytest.mark.parametrize(
    "text", ["the meeting was long", "a summit", "He said negotiations were slow.", "this agreement"]
)
def test_a_kind_of_event_with_nothing_attached_is_no_reading(text: str) -> None:
    assert not readings(text, EVENT) | readings(text, AGREEMENT) - {"summit"}


def test_a_phrase_knows_what_a_longer_one_would_add() -> None:
    text = "the meeting in Vienna on June 3 was"
    short = next(p for p in phrases(text) if p.span.of(text) == "meeting in Vienna")
    assert (short.tails, short.more_right, short.more_left) == (("in",), "date", None)


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("by the Ministry of Foreign Affairs, which", "Ministry of Foreign Affairs"),
        ("by CIA's Office of Current Intelligence.", "Office of Current Intelligence"),
        ("the Embassy in Moscow reported", "Embassy in Moscow"),
        ("said the Soviet Government would", "Soviet Government"),
        ("The U.S. delegation was", "U.S. delegation"),
        ("cleared with EUR/SOV and", "EUR/SOV"),
        ("the Senate Foreign Relations Committee on", "Senate Foreign Relations Committee"),
    ],
)
def test_bodies_are_proposed_in_their_full_reach(text: str, body: str) -> None:
    assert body in {span.of(text) for span in organizations(text)}


def test_a_possessive_is_a_seam_between_two_bodies() -> None:
    text = "by CIA's Office of Current Intelligence."
    assert all("'s" not in span.of(text) for span in organizations(text))


def test_capitalised_kinds_alone_are_proposed_as_short_forms() -> None:
    text = "The Embassy told the Department; the embassy knew that the Congress ended with an Agreement."
    found = {(span.of(text), type_) for span, type_ in short_forms(text)}
    assert {("Embassy", EntityType.ORGANIZATION), ("Congress", EVENT), ("Agreement", AGREEMENT)} <= found
    assert "embassy" not in {words for words, _ in found}


def test_a_wife_keeps_the_form_of_address_that_tells_her_from_her_husband() -> None:
    found = {name.span.of(text) for text in ["Mrs. Kennedy came"] for name in sources.titled(text)}
    assert found == {"Kennedy", "Mrs. Kennedy"}
    assert {name.span.of("Mr. Rusk came") for name in sources.titled("Mr. Rusk came")} == {"Rusk"}


@pytest.mark.parametrize(
    "text", ["spoke to V.M. Vinogradov of the Ministry", "1 Kliment Y. Voroshilov, Marshal", "Dear Chip: I"]
)
def test_initials_and_letters_announce_people(text: str) -> None:
    (name,) = {n.span.of(text) for n in sources.spelled(text)}
    assert name in {"V.M. Vinogradov", "Kliment Y. Voroshilov", "Chip"}


def test_an_initial_stands_for_a_person_of_the_document() -> None:
    text = "I told Khrushchev that. K replied, and B laughed."
    person = Name(Span(7, 17), PERSON, "title")
    assert [n.span.of(text) for n in sources.initials(text, [person])] == ["K"]
    transcript = "I told Khrushchev that.\n\nK: We should, as K knows."
    assert not list(sources.initials(transcript, [person]))


@pytest.mark.parametrize(
    ("text", "type_", "name"),
    [
        ("the Washington Post's", EntityType.ORGANIZATION, "Washington Post"),
        ('"Pravda"', EntityType.ORGANIZATION, "Pravda"),
        ("Secretary Rusk", PERSON, "Rusk"),
        ("Owen Chron", PERSON, "Owen"),
        ("Mrs. Kennedy", PERSON, "Mrs. Kennedy"),
    ],
)
def test_names_are_cut_to_the_edges_of_the_guidelines(text: str, type_: EntityType, name: str) -> None:
    assert sources.edged(text, Span(0, len(text)), type_).of(text) == name


@pytest.mark.parametrize(("name", "surname"), [("William P. Clark, Jr.", "Clark"), ("Rusk", "Rusk"), ("", "")])
def test_the_surname_is_the_last_word_that_is_no_suffix(name: str, surname: str) -> None:
    assert surname_of(name) == surname


# ── choice ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def weighed(start: int, end: int, probability: float, *by: str, type_: EntityType = EVENT) -> Weighed:
    return Weighed(Candidate(Span(start, end), type_, frozenset(by or {"phrase"})), probability)


def test_one_long_phrase_is_weighed_against_all_the_names_in_it() -> None:
    phrase, place, date = weighed(0, 30, 0.9), weighed(0, 6, 0.7), weighed(20, 30, 0.7)
    assert choose([phrase, place, date], 0.4) == [place, date]
    surer = weighed(0, 30, 0.99)
    assert choose([surer, place], 0.4) == [surer]


def test_the_header_goes_before_what_overlaps_it_but_not_before_the_weights() -> None:
    header, model = weighed(0, 10, 0.5, "header"), weighed(0, 20, 0.95, "recogniser")
    assert choose([header, model], 0.4) == [header]
    assert choose([weighed(0, 10, 0.1, "header"), model], 0.4) == [model]


def test_several_sources_make_one_candidate_named_by_the_most_trusted() -> None:
    span = Span(3, 9)
    names = [Name(span, PERSON, "repeated"), Name(span, PERSON, "authority", slug="x"), Name(span, EVENT, "phrase")]
    person, event = gathered(names)
    assert (person.sources, person.slug, event.type) == ({"repeated", "authority"}, "x", EVENT)
    assert named(Weighed(person, 0.8)) == Name(span, PERSON, "authority", "x", None, 0.8)


SPANS = st.tuples(st.integers(0, 12), st.integers(1, 6), st.integers(0, 20))


@given(st.lists(SPANS, max_size=8))
def test_no_choice_of_disjoint_readings_gains_more(drawn: list[tuple[int, int, int]]) -> None:
    all_ = [weighed(start, start + length, chance / 20) for start, length, chance in drawn]
    chosen = choose(all_, 0.4)
    assert all(a.candidate.span.end <= b.candidate.span.start for a, b in pairwise(chosen))
    best = max(
        sum(w.probability - 0.4 for w in some)
        for size in range(len(all_) + 1)
        for some in combinations(all_, size)
        if not any(a.candidate.span.overlaps(b.candidate.span) for a, b in combinations(some, 2))
    )
    assert sum(w.probability - 0.4 for w in chosen) == pytest.approx(best)


# ── in a document ─────────────────────────────────────────────────────────────────────────────────────────────────────


def mentions(annotate: Annotate, body: str) -> set[tuple[str, EntityType]]:
    annotated = annotate(memorandum(body))
    return {(m.span.of(annotated.document.text), m.type) for m in annotated.mentions if m.kind == "name"}


def test_an_event_swallows_the_names_in_it(annotate: Annotate) -> None:
    found = mentions(annotate, "They spoke of this at the National Security Council meeting on July 13.")
    assert ("National Security Council meeting on July 13", EVENT) in found
    assert "National Security Council" not in {words for words, _ in found}


def test_a_name_seen_with_a_title_is_the_same_name_later(annotate: Annotate) -> None:
    found = mentions(annotate, "Ambassador Quarrington came at noon. After lunch Quarrington left for Moscow.")
    assert ("Quarrington", PERSON) in found
    annotated = annotate(memorandum("Ambassador Quarrington came at noon. After lunch Quarrington left."))
    assert sum(m.span.of(annotated.document.text) == "Quarrington" for m in annotated.mentions) == 2


def test_confidence_tells_the_sure_from_the_doubtful(annotate: Annotate) -> None:
    annotated = annotate(memorandum("Khrushchev told the Department of State that he would see Rusk in Moscow."))
    confidence = {m.span.of(annotated.document.text): m.confidence for m in annotated.mentions}
    assert confidence["Department of State"] > 0.9 and confidence["Moscow"] > 0.9
    assert all(0.0 < value <= 1.0 for value in confidence.values())


PIECES = st.lists(
    st.sampled_from(
        [
            "The “Vienna meeting” on June 3–4 ended. ",
            "K said U.S.-U.S.S.R. talks in Geneva, Jan. 5, failed; Mrs. Khrushchev agreed. ",
            "\n\n",
            "EUR/SOV—Mr. Kohlerʼs Exchange Agreement of 1958 ",
            "[Page 12] 🙂 ÉCOLE ",
            "Resolution 1653 (XVI), Dear Bob: ",
        ]
    ),
    min_size=1,
    max_size=6,
)


@given(pieces=PIECES)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_reading_is_a_stretch_of_one_line_of_the_text(
    annotator: Annotator, tmp_path_factory: pytest.TempPathFactory, pieces: list[str]
) -> None:
    file = tmp_path_factory.mktemp("names") / "frus1961-63v05d999.txt"
    file.write_bytes(memorandum("".join(pieces)).encode())
    (document,) = read(file)
    assert isinstance(document, Document)
    candidates, evidence = annotator.proposed(document)
    assert [c.span for c in candidates] == sorted(c.span for c in candidates)
    assert len({(c.span, c.type) for c in candidates}) == len(candidates)
    for number, candidate in enumerate(candidates):
        words = candidate.span.of(document.text)
        assert words and "\n" not in words
        features = evidence.features(number)
        assert all(name.startswith(f"{candidate.type.value}:") for name in features)
        assert all(value >= 0.0 for value in features.values())


@pytest.mark.parametrize(
    ("introduced_by", "kept"),
    [({"header"}, True), ({"title"}, True), ({"recogniser"}, False)],
)
def test_the_surname_of_whom_the_document_introduces_is_a_name_later(introduced_by: set[str], kept: bool) -> None:
    text = "Prepared by Pipes. Pipes sent it; pipes were laid in Warsaw."
    first, later, other = text.index("Pipes"), text.rindex("Pipes"), text.index("Warsaw")
    weighed = [
        Weighed(Candidate(Span(first, first + 5), PERSON, frozenset(introduced_by)), 0.9),
        Weighed(Candidate(Span(later, later + 5), PERSON, frozenset({"repeated"})), 0.1),
        Weighed(Candidate(Span(other, other + 6), PERSON, frozenset({"repeated"})), 0.1),
    ]
    chosen = choose(consistent(weighed, choose(weighed), text))
    assert [w.candidate.span.start for w in chosen] == ([first, later] if kept else [first])


@pytest.mark.parametrize(
    ("words", "type_", "plausible"),
    [
        ("Soviet-Finnish Treaty", EntityType.PLACE, False),
        ("Soviet-Finnish Treaty", AGREEMENT, True),
        ("Warsaw Pact", EntityType.ORGANIZATION, True),
        ("Geneva", EntityType.PLACE, True),
    ],
)
def test_what_ends_as_an_agreement_is_no_place(words: str, type_: EntityType, plausible: bool) -> None:
    assert sources.plausible(Name(Span(0, len(words)), type_, "recogniser"), words) is plausible
