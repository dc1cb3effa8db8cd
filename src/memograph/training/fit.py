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
    """One decision to learn from: the document it stands in, its features, and whether it is right."""

    document: str
    features: Mapping[str, float]
    right: bool


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
    if len(set(verdicts)) < 2:  # nothing to tell apart: always what was seen, never certain
        right = sum(verdicts)
        return LinearModel({}, math.log((right + 1) / (len(verdicts) - right + 1)))
    documents = Counter(name for name, _ in {(n, c.document) for c in cases for n in c.features})
    rows = [{n: v for n, v in case.features.items() if documents[n] >= least} for case in cases]
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
