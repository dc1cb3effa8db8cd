"""Cases with verdicts → a `LinearModel`: logistic regression, calibrated on held-out folds. The only scikit-learn here.

scikit-learn because it is the field's best-kept implementation; its result is written as plain weights
(`extract.scoring`), so that running memograph needs neither it nor pickles.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from memograph.extract.scoring import LinearModel
from memograph.training.folds import FOLDS, fold_of

#: Of everything that is learnt.
SEED = 1981


@dataclass(frozen=True, slots=True)
class Case:
    """One decision to learn from: the document it stands in, its features, and whether it is right.

    Args:
        group: what the decision is about, where one thing may be decided at several places of a document: it is right
            if it is right at one of them (`fit_grouped`).
        measured: whether calibration counts it; not what is made from gold itself, which no running program sees.
    """

    document: str
    features: Mapping[str, float]
    right: bool
    group: str = ""
    measured: bool = True


def fit(cases: Sequence[Case], strength: float = 1.0, least: int = 3) -> LinearModel:
    """Learn weights from all cases, and calibration from models that did not see a case's fold.

    Args:
        strength: inverse of the L2 penalty (scikit-learn's ``C``).
        least: features seen in fewer documents are left out: a rule for one document is no rule.
    """
    model = _regress(cases, strength, least)
    scale, offset = _platt([(p, c.right) for c, p in held_out_log_odds(cases, strength, least)])
    return replace(model, scale=scale, offset=offset)


def held_out_log_odds(cases: Sequence[Case], strength: float = 1.0, least: int = 3) -> list[tuple[Case, float]]:
    """Each case with the uncalibrated log-odds given by a model that did not see its fold."""
    judged: list[tuple[Case, float]] = []
    for fold in range(FOLDS):
        mine = [case for case in cases if fold_of(case.document) == fold]
        others = [case for case in cases if fold_of(case.document) != fold]
        if not mine:
            continue
        model = _regress(others, strength, least)
        judged += [(case, model.log_odds(case.features)) for case in mine]
    return judged


def _regress(cases: Sequence[Case], strength: float, least: int) -> LinearModel:
    verdicts = [case.right for case in cases]
    documents = Counter(name for name, _ in {(n, c.document) for c in cases for n in c.features})
    rows = [{n: v for n, v in case.features.items() if documents[n] >= least} for case in cases]
    if len(set(verdicts)) < 2 or not any(rows):  # nothing to tell apart: always what was seen, never certain
        right = sum(verdicts)
        return LinearModel({}, math.log((right + 1) / (len(verdicts) - right + 1)))
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform(rows)
    regression = LogisticRegression(C=strength, max_iter=2000, random_state=SEED).fit(matrix, np.array(verdicts))
    weights = dict(zip(vectorizer.get_feature_names_out().tolist(), regression.coef_[0].tolist(), strict=True))
    return LinearModel(weights, float(regression.intercept_[0]))


def _platt(judged: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    """Platt's scaling of held-out log-odds: (scale, offset)."""
    verdicts = [right for _, right in judged]
    if len(set(verdicts)) < 2:
        return 1.0, 0.0
    scores = np.array([[log_odds] for log_odds, _ in judged])
    regression = LogisticRegression(C=1e6, random_state=SEED).fit(scores, np.array(verdicts))
    return float(regression.coef_[0][0]), float(regression.intercept_[0])


# ── decisions seen at several places ──────────────────────────────────────────────────────────────────────────────────

#: Rounds of choosing, of the places of a right decision, the one that speaks for it, and learning from that.
_ROUNDS = 3
#: F1 by which all features together must beat one alone: less is chance.
_WORTH = 0.01


@dataclass(frozen=True, slots=True)
class _Judged:
    """A group, scored by a model that did not see its fold."""

    fold: int
    log_odds: float
    right: bool


def fit_grouped(cases: Sequence[Case], alone: str, strength: float = 1.0, least: int = 3) -> LinearModel:
    """Learn from decisions that are right if they are right at one place (multiple-instance learning).

    A group scores as its best place does. Calibration and threshold come from groups scored by models that did not see
    their fold, and only from those that are `Case.measured`.

    Args:
        cases: one without any feature is a right decision that was never up for decision: it counts as missed.
        alone: a feature that decides alone where all together are no better on held-out folds.
        strength, least: as of `fit`.
    """
    missed = [_Judged(fold_of(case.document), -math.inf, right=True) for case in cases if not case.features]
    cases = [case for case in cases if case.features]
    simple = [replace(case, features={n: v for n, v in case.features.items() if n == alone}) for case in cases]
    judged, judged_alone = (_judged_groups(some, strength, least) for some in (cases, simple))
    if _f1([*judged, *missed]) < _f1([*judged_alone, *missed]) + _WORTH:
        cases, judged = simple, judged_alone
    scale, offset = _platt([(group.log_odds, group.right) for group in judged])
    model = replace(_regress_grouped(cases, strength, least), scale=scale, offset=offset)
    return replace(model, threshold=model.calibrated(_best_threshold([*judged, *missed])))


def _judged_groups(cases: Sequence[Case], strength: float, least: int) -> list[_Judged]:
    judged = []
    for fold in range(FOLDS):
        mine = [case for case in cases if case.measured and fold_of(case.document) == fold]
        others = [case for case in cases if fold_of(case.document) != fold]
        if mine and others:
            model = _regress_grouped(others, strength, least)
            for group in _groups(mine):
                judged.append(_Judged(fold, max(model.log_odds(case.features) for case in group), group[0].right))
    return judged


def _f1(judged: Sequence[_Judged]) -> float:
    """F1 of saying yes above a threshold chosen on the other folds."""
    said = correct = 0
    for fold in range(FOLDS):
        threshold = _best_threshold([group for group in judged if group.fold != fold])
        above = [group.right for group in judged if group.fold == fold and group.log_odds >= threshold]
        said, correct = said + len(above), correct + sum(above)
    return 2 * correct / max(1, said + sum(group.right for group in judged))


def _groups(cases: Sequence[Case]) -> list[list[Case]]:
    groups: dict[str, list[Case]] = {}
    for case in cases:
        groups.setdefault(case.group, []).append(case)
    return list(groups.values())


def _regress_grouped(cases: Sequence[Case], strength: float, least: int) -> LinearModel:
    groups = _groups(cases)
    model: LinearModel | None = None
    for _ in range(_ROUNDS):
        chosen = [case for group in groups for case in (group if not group[0].right else _strongest(group, model))]
        model = _regress(chosen, strength, least)
    assert model is not None
    return model


def _strongest(group: list[Case], model: LinearModel | None) -> list[Case]:
    return group if model is None else [max(group, key=lambda case: model.log_odds(case.features))]


def _best_threshold(judged: Sequence[_Judged]) -> float:
    """The log-odds from which on saying yes gives the best F1, halfway to the next lower score."""
    ordered = sorted(judged, key=lambda group: -group.log_odds)
    right = sum(group.right for group in ordered)
    best, chosen, correct = 0.0, math.inf, 0
    for number, group in enumerate(ordered, 1):
        correct += group.right
        below = max(ordered[number].log_odds if number < len(ordered) else -math.inf, group.log_odds - 1.0)
        if -math.inf < below < group.log_odds and (f1 := 2 * correct / (number + right)) > best:
            best, chosen = f1, (group.log_odds + below) / 2
    return chosen
