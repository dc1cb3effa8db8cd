"""A linear model over named features: how finding, linking and relating weigh evidence, and can say why.

Trained by `memograph.training.fit`, kept as JSON in `extract/trained/`, so that a release is explained by weights that
a person can read, and nothing that executes code is ever loaded.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

from memograph.model import Parts

#: Parts of a score that are kept: the strongest, whatever their sign.
_PARTS_KEPT = 6


@dataclass(frozen=True, slots=True)
class Scored:
    """A calibrated probability, 0 to 1, and the parts of its score in log-odds, the strongest first."""

    probability: float
    parts: Parts


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Logistic regression over sparse named features.

    Args:
        weights: log-odds per unit of each feature; an unknown feature counts nothing.
        bias: log-odds when no feature is present.
        scale: with `offset`, Platt's calibration learnt on held-out folds: log-odds → scale · log-odds + offset.
        threshold: least probability at which a decider says yes, learnt on held-out folds for the best F1.
    """

    weights: Mapping[str, float]
    bias: float
    scale: float = 1.0
    offset: float = 0.0
    threshold: float = 0.5

    def score(self, features: Mapping[str, float]) -> Scored:
        """Probability that the case described by `features` is right, with its parts."""
        parts = [(name, self.weights[name] * value) for name, value in features.items() if name in self.weights]
        strongest = sorted(parts, key=lambda part: (-abs(part[1]), part[0]))[:_PARTS_KEPT]
        return Scored(self.probability(features), tuple(strongest))

    def probability(self, features: Mapping[str, float]) -> float:
        """The calibrated probability alone."""
        return self.calibrated(self.log_odds(features))

    def calibrated(self, log_odds: float) -> float:
        """The probability that uncalibrated log-odds stand for."""
        return _logistic(self.scale * log_odds + self.offset)

    def log_odds(self, features: Mapping[str, float]) -> float:
        """The uncalibrated score."""
        return self.bias + sum(self.weights.get(name, 0.0) * value for name, value in features.items())

    def to_json(self) -> str:
        """Readable JSON, weights sorted by name; four digits, so that machines agree on them."""
        weights = {name: round(self.weights[name], 4) for name in sorted(self.weights) if round(self.weights[name], 4)}
        numbers = {name: round(getattr(self, name), 4) for name in ("bias", "scale", "offset", "threshold")}
        data = {**numbers, "weights": weights}
        return json.dumps(data, ensure_ascii=False, indent=0) + "\n"


def read_model(text: str) -> LinearModel:
    """The model that `LinearModel.to_json` wrote."""
    data = json.loads(text)
    return LinearModel(data["weights"], data["bias"], data["scale"], data["offset"], data.get("threshold", 0.5))


def trained(name: str, weights: Traversable | None = None) -> LinearModel:
    """The model ``<name>.json`` of a folder of weights: ``trained("relations.metWith")`` reads the one that ships.

    Args:
        weights: a folder that `memograph train` wrote, as cross-validation has one for each fold; by default
            `trained_folder`. Whoever loads a model hands on the folder that the `Annotator` was given.
    """
    folder = trained_folder() if weights is None else weights
    return read_model(folder.joinpath(f"{name}.json").read_text(encoding="utf-8"))


def trained_folder() -> Traversable:
    """Where trained weights are kept, in a checkout and in a wheel."""
    return files("memograph.extract").joinpath("trained")


def _logistic(log_odds: float) -> float:
    if log_odds < 0:  # exp of a large positive number overflows
        return math.exp(log_odds) / (1.0 + math.exp(log_odds))
    return 1.0 / (1.0 + math.exp(-log_odds))
