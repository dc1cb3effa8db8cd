"""The matching features of a candidate, as the page of features explains them (API 0.2, “matching feature”)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Feature:
    """A feature: its id (one that ends in a colon begins the ids of several), its range, what it says."""

    id: str
    values: str
    meaning: str


FEATURES = (
    Feature(
        "name_similarity",
        "0 to 100",
        "How alike the name that was asked for and the best form of the thing's name are: of a person surname and "
        "given names, also by sound; of anything else the words in any order. The score begins with this.",
    ),
    Feature("name_exact", "true or false", "The name is a form of the thing's name, case, marks and accents aside."),
    Feature(
        "given_names",
        "0 to 7",
        "How a person's given names agree: 0 they do not, 1 one name has none, 2 by initials, 3 a middle name, 4 a "
        "nickname, 5 another spelling, 6 the first is the same, 7 the second or its initial as well.",
    ),
    Feature("documents", "a number", "How many documents mention the thing. It orders candidates of the same score."),
    Feature("identifier", "true", "The query named the thing by its identifier here or that of an authority."),
    Feature("type", "true or false", "The thing is of a type that was asked for."),
    Feature(
        "property:",
        "0 to 1",
        "How well the best of the given values fits what is known: dates by years apart, coordinates by kilometres, "
        "names by their words, identifiers exactly. Absent where nothing is known. What fits lifts the score, what "
        "does not lowers it.",
    ),
)
