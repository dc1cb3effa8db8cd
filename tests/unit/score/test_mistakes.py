"""Every difference from gold gets the kind that tells where to look."""

from __future__ import annotations

from typing import Any

import pytest

from memograph.gold import GoldDocument
from memograph.score.mistakes import Mistake, mistakes, most_frequent

TEXT = "Secretary Rusk met Soviet Ambassador Dobrynin at the DOD. He wrote to the President. Dobrynin left for Moscow."

ENTITIES = {
    "rusk": ("Person", "Dean Rusk", "111738"),
    "dobrynin": ("Person", "Anatoly F. Dobrynin", "103525"),
    "kennedy": ("Person", "John F. Kennedy", "106488"),
    "dod": ("Organization", "Department of Defense", None),
    "moscow": ("Place", "Moscow", None),
}
NAMES = [("rusk", "Rusk"), ("dobrynin", "Dobrynin"), ("dod", "DOD"), ("moscow", "Moscow")]
RELATIONS = [
    ["rusk", "metWith", "dobrynin", "Rusk met Soviet Ambassador Dobrynin"],
    ["rusk", "wroteTo", "kennedy", "He wrote to the President"],
    ["dobrynin", "traveledTo", "moscow", "Dobrynin left for Moscow"],
    ["dobrynin", "holdsPost", "Soviet Ambassador", "Soviet Ambassador Dobrynin"],
]


def annotation(
    names: list[tuple[str, str]] = NAMES,
    relations: list[list[str]] = RELATIONS,
    changed: dict[str, tuple[str, str, str | None]] | None = None,
    roles: bool = True,
) -> GoldDocument:
    """The document with some names, relations, and entities (type, label, id) other than in gold."""
    entities = ENTITIES | (changed or {})
    mentions = [{"entity": e, "start": TEXT.index(n), "end": TEXT.index(n) + len(n), "kind": "name"} for e, n in names]
    if roles:
        start = TEXT.index("the President")
        mentions.append({"entity": "kennedy", "start": start, "end": start + 13, "kind": "role"})
    rows: list[dict[str, Any]] = [
        {"id": key, "type": type_, "label": label, "names": [n for e, n in names if e == key], "roles": []}
        | ({"hsg": hsg} if hsg else {})
        for key, (type_, label, hsg) in entities.items()
    ]
    data = {"id": "d1", "entities": rows, "mentions": mentions, "relations": relations}
    return GoldDocument("d1", data, TEXT)


def kinds(predicted: GoldDocument) -> list[str]:
    return [mistake.kind for mistake in mistakes(annotation(), predicted)]


def without(surface: str) -> list[tuple[str, str]]:
    return [name for name in NAMES if name[1] != surface]


def test_gold_makes_no_mistake() -> None:
    assert kinds(annotation()) == []


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        ([*without("Rusk"), ("rusk", "Secretary Rusk")], "name: title in the span"),
        ([*without("Moscow"), ("moscow", "for Moscow")], "name: boundary too long (Place)"),
        ([*without("DOD"), ("dod", "DO")], "name: boundary too short (Organization)"),
        (without("DOD"), "name: missed acronym"),
        (without("Moscow"), "name: missed Place"),
        ([*NAMES, ("moscow", "Soviet Ambassador")], "name: extra Place"),
    ],
)
def test_names(names: list[tuple[str, str]], kind: str) -> None:
    assert kind in kinds(annotation(names))


def test_types() -> None:
    found = kinds(annotation(changed={"dod": ("Place", "Pentagon", None)}))
    assert found == ["name: type Place instead of Organization"]


@pytest.mark.parametrize(
    ("entity", "kind"),
    [
        (("Person", "Howard Rusk", "9"), "link: wrong person of the same surname"),
        (("Person", "Dean Acheson", "9"), "link: wrong person"),
        (("Person", "Rusk", None), "link: known person left unknown"),
    ],
)
def test_people(entity: tuple[str, str, str | None], kind: str) -> None:
    assert kinds(annotation(changed={"rusk": entity})) == [kind]


def test_roles() -> None:
    assert kinds(annotation(roles=False)) == ["link: role not resolved"]
    other = annotation(changed={"kennedy": ("Person", "Lyndon B. Johnson", "9")})
    assert kinds(other) == ["link: role given to another holder"]


@pytest.mark.parametrize(
    ("row", "instead", "kind"),
    [
        (0, None, "relation missed: both named in one sentence, no rule spoke"),
        (1, None, "relation missed: one end is a pronoun"),
        (1, ["kennedy", "wroteTo", "rusk", "He wrote to the President"], "relation: wrong direction"),
        (1, ["rusk", "wroteTo", "dobrynin", "He wrote to the President"], "relation: one end is another entity"),
        (3, ["dobrynin", "holdsPost", "Envoy", "Soviet Ambassador"], "relation: literal read otherwise"),
    ],
)
def test_relations(row: int, instead: list[str] | None, kind: str) -> None:
    rows = [r for n, r in enumerate(RELATIONS) if n != row] + ([instead] if instead else [])
    assert kinds(annotation(relations=rows)) == [kind]


def test_a_relation_too_many() -> None:
    extra = [["rusk", "traveledTo", "moscow", "Dobrynin left for Moscow"]]
    assert kinds(annotation(relations=RELATIONS + extra)) == ["relation extra: gold states nothing of the two"]


def test_the_most_frequent_come_first_with_their_shortest_example() -> None:
    found = [
        Mistake("d1", "name: missed Place", "Place", "a long example"),
        Mistake("d2", "name: missed Place", "Place", "short"),
        Mistake("d2", "relation: wrong direction", "wroteTo", "x"),
    ]
    (kind,) = most_frequent(found, 1)
    assert (kind.name, kind.count, kind.about, kind.example.document) == (
        "name: missed Place",
        2,
        (("Place", 2),),
        "d2",
    )
