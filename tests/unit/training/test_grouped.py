"""Learning from decisions that may be seen at several places: the right place is found, the threshold serves F1."""

from __future__ import annotations

import random

import pytest

from memograph.training.fit import Case, fit_grouped


def cases(measured: bool = True) -> list[Case]:
    """Fifty documents with two decisions each; of the right one only the place with "met" speaks for it."""
    made = []
    for number in range(50):
        document = f"d{number}"
        for place in ({"met": 1.0}, {"rain": 1.0}, {"noise": 1.0}):
            made.append(Case(document, place, True, f"{document} right", measured))
        for place in ({"rain": 1.0}, {"noise": 1.0}):
            made.append(Case(document, place, False, f"{document} wrong", measured))
    return made


def test_the_place_that_speaks_is_learnt() -> None:
    model = fit_grouped(cases(), "rule")
    assert model.weights["met"] > 1.0 > model.weights["rain"]
    assert model.probability({"met": 1.0}) >= model.threshold > model.probability({"rain": 1.0})


def test_the_order_of_cases_changes_nothing_that_matters() -> None:
    shuffled = cases()
    random.Random(7).shuffle(shuffled)
    assert fit_grouped(shuffled, "rule").weights["met"] == pytest.approx(
        fit_grouped(cases(), "rule").weights["met"], abs=0.01
    )


def test_what_is_not_measured_does_not_calibrate() -> None:
    unmeasured = [Case(c.document, {"met": 1.0}, False, f"gold {c.group}", measured=False) for c in cases()[:30]]
    model = fit_grouped([*cases(), *unmeasured], "rule")
    assert model.probability({"met": 1.0}) > 0.9


def test_one_feature_decides_alone_where_the_others_add_nothing() -> None:
    noise = random.Random(7)
    made = []
    for number in range(200):
        right = number % 4 == 0
        features = {f"noise {noise.randrange(20)}": 1.0, **({"rule": 1.0} if right else {})}
        made.append(Case(f"d{number}", features, right, f"d{number}"))
    assert fit_grouped(made, "rule").weights.keys() == {"rule"}
