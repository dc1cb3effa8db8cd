"""Names taken apart and compared: order, titles, suffixes, nicknames, ways of writing Russian."""

from __future__ import annotations

import pytest

from memograph.personal_names import Agreement, PersonalName, agreement, folded, parse_name, sound


@pytest.mark.parametrize(
    ("form", "parts"),
    [
        ("Rusk, David Dean", PersonalName(("david", "dean"), ("rusk",))),
        ("Dean Rusk", PersonalName(("dean",), ("rusk",))),
        ("Abrams, General Creighton W., Jr.", PersonalName(("creighton", "w"), ("abrams",), "jr")),
        ("William P. Clark, Jr.", PersonalName(("william", "p"), ("clark",), "jr")),
        ("Sorensen, Theodore C. (“Ted”)", PersonalName(("theodore", "c"), ("sorensen",), "", ("ted",))),
        ("Adalbert de Segonzac", PersonalName(("adalbert",), ("de", "segonzac"))),
        ("V.M. Vinogradov", PersonalName(("v", "m"), ("vinogradov",))),
        ("President Abboud", PersonalName((), ("abboud",))),
        ("Menʼshikov", PersonalName((), ("menshikov",))),
        ("", PersonalName((), ())),
    ],
)
def test_a_name_in_either_order_comes_apart(form: str, parts: PersonalName) -> None:
    assert parse_name(form) == parts


@pytest.mark.parametrize(
    ("name", "known", "expected"),
    [
        ("Dean Rusk", "Rusk, David Dean", Agreement.MIDDLE),
        ("Angier B. Duke", "Duke, Angier Biddle", Agreement.EXACT),
        ("Abbot M. Washburn", "Washburn, Abbott M.", Agreement.EXACT),
        ("Andrey Gromyko", "Gromyko, Andreĭ Andreevich", Agreement.VARIANT),
        ("Al Haig", "Haig, Alexander Meigs, Jr.", Agreement.NICKNAME),
        ("Ted Sorensen", "Sorensen, Theodore C.", Agreement.NICKNAME),
        ("Ted Sorensen", "Sorensen, Thomas C.", Agreement.CONFLICT),
        ("G.A. Zhukov", "Zhukov, Georgi Aleksandrovich", Agreement.INITIAL),
        ("John Kennedy", "Kennedy, Robert F.", Agreement.CONFLICT),
        ("John J. Kennedy", "Kennedy, John F.", Agreement.CONFLICT),
        ("Kennedy", "Kennedy, Robert F.", Agreement.UNSTATED),
        ("Franklin Roosevelt, Jr.", "Roosevelt, Franklin, Sr.", Agreement.CONFLICT),
    ],
)
def test_given_names_agree_or_conflict(name: str, known: str, expected: Agreement) -> None:
    assert agreement(parse_name(name), [parse_name(known)]) is expected


def test_the_best_form_counts_and_a_bare_form_excuses_nothing() -> None:
    forms = [parse_name("Thompson, Llewellyn E."), parse_name("Tommy Thompson"), parse_name("Thompson")]
    assert agreement(parse_name("Tommy Thompson"), forms) is Agreement.FULL
    assert agreement(parse_name("Robert Thompson"), forms) is Agreement.CONFLICT


def test_a_surname_of_two_words_leaves_no_given_name() -> None:
    forms = [parse_name("Ormsby Gore, David")]
    assert agreement(parse_name("Ormsby Gore"), forms) is Agreement.UNSTATED
    assert agreement(parse_name("David Ormsby Gore"), forms) is Agreement.FULL
    assert agreement(parse_name("Albert Ormsby Gore"), forms) is Agreement.CONFLICT


@pytest.mark.parametrize(
    "spellings",
    [
        ("Adzhubei", "Adzhubey", "Adjubei"),
        ("Khrushchev", "Khruschev"),
        ("Menshikov", "Menʼshikov", "Men'shikov"),
        ("Yepishev", "Epishev"),
        ("Malinovsky", "Malinovskiy"),
        ("Aleksei", "Alexei", "Alexsei", "Aleksey"),
        ("Yuri", "Yuriy", "Iurii"),
        ("Andreĭ", "Andrei", "Andrey"),
    ],
)
def test_spellings_of_one_russian_name_sound_the_same(spellings: tuple[str, ...]) -> None:
    assert len({sound(folded(word)) for word in spellings}) == 1


def test_different_names_do_not_sound_the_same() -> None:
    names = "Kozlov Kosygin Kuznetsov Kornienko Kohler Kennedy Keating Kennan Kissinger Kaysen".split()
    assert len({sound(folded(word)) for word in names}) == len(names)
