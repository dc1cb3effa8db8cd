"""The matching features of a candidate, as the page of features explains them (API 0.2, “matching feature”)."""

from __future__ import annotations

from dataclasses import dataclass

from memograph.publish.language import text


@dataclass(frozen=True, slots=True)
class Feature:
    """A feature: its id (one that ends in a colon begins the ids of several), its range, what it says."""

    id: str
    values: str
    meaning: str


@dataclass(frozen=True, slots=True)
class FeaturesPage:
    """The address of the service, where identifiers begin, and what scores are made from."""

    address: str
    space: str
    features: tuple[Feature, ...]


#: Feature → its range, as the end of a message.
FEATURES = {
    "name_similarity": "percent",
    "name_exact": "either",
    "given_names": "seven",
    "documents": "number",
    "identifier": "true",
    "type": "either",
    "property:": "unit",
}


def features() -> tuple[Feature, ...]:
    """All features in words."""
    return tuple(
        Feature(name, text(f"feature-values-{values}"), text(f"feature-{name.removesuffix(':')}"))
        for name, values in FEATURES.items()
    )
