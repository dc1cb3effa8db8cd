"""Web Annotations that come back: unchanged they decide nothing, and each change is the decision that it means."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from memograph.curation.checking import row_of
from memograph.exchange.corrections import Who
from memograph.exchange.importing import Imported, imported
from tests.unit.exchange.conftest import Exported
from tests.unit.exchange.strange import TEXT

BASE = "http://memograph.test/id/"
JANE = Who("Jane Doe", "2026-01-31")
Json = dict[str, Any]


def collection(exported: Exported, folder: Path, name: str = "strange-1") -> Json:
    exported.to("web-annotation", folder, name)
    data: Json = json.loads((folder / f"{name}.jsonld").read_text(encoding="utf-8"))
    return data


def back(exported: Exported, folder: Path, data: object, who: Who = JANE) -> tuple[Imported, list[str]]:
    """Import JSON; the problems as text."""
    path = folder / "back.jsonld"
    path.write_text(data if isinstance(data, str) else json.dumps(data, ensure_ascii=False), encoding="utf-8")
    problems: list[str] = []
    found = imported([path], exported.source, who, lambda error: problems.append(str(error)))
    return found, [problem.replace(str(folder), "") for problem in problems]


def rows(found: Imported) -> list[dict[str, str]]:
    return [{name: value for name, value in row_of(each).items() if value} for each in found.decisions]


def item(data: Json, words: str) -> Json:
    """The annotation whose (first) target has these words."""
    for each in data["first"]["items"]:
        target = each["target"][0] if isinstance(each["target"], list) else each["target"]
        if isinstance(target, dict) and target["selector"][0]["exact"] == words:
            found: Json = each
            return found
    raise AssertionError(words)


def selectors(words: str, start: int | None = None) -> Json:
    start = TEXT.index(words) if start is None else start
    return {
        "source": f"{BASE}document/strange-1",
        "selector": [
            {"type": "TextQuoteSelector", "exact": words},
            {"type": "TextPositionSelector", "start": start, "end": start + len(words)},
        ],
    }


def test_what_comes_back_unchanged_decides_nothing(exported: Exported, tmp_path: Path) -> None:
    exported.to("web-annotation", tmp_path)
    problems: list[str] = []
    paths = sorted(tmp_path.glob("*.jsonld"))
    found = imported(paths, exported.source, JANE, lambda error: problems.append(str(error)))
    assert (found.decisions, found.documents, problems) == ((), 3, [])


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(seed=st.integers(0, 10**6))
def test_what_a_tool_does_to_a_file_decides_nothing(strange: Exported, tmp_path: Path, seed: int) -> None:
    """Another order, one selector of the two, no types, one body that is no list, members of its own."""
    data, chance = collection(strange, tmp_path), random.Random(seed)
    chance.shuffle(data["first"]["items"])
    for each in data["first"]["items"]:
        targets = each["target"] if isinstance(each["target"], list) else [each["target"]]
        for target in targets:
            if isinstance(target, dict):
                chance.shuffle(target["selector"])
                kept = chance.choice([target["selector"], target["selector"][:1]])
                target["selector"] = kept if chance.random() < 0.5 or len(kept) > 1 else kept[0]
                target.pop("type")
        chance.shuffle(each["body"])
        each["seenBy"] = "a tool"
    found, problems = back(strange, tmp_path, data)
    assert (rows(found), problems) == ([], [])


def test_a_removed_annotation_is_a_rejected_mention(strange: Exported, tmp_path: Path) -> None:
    data = collection(strange, tmp_path)
    data["first"]["items"].remove(item(data, "SALT II"))
    found, problems = back(strange, tmp_path, data)
    assert problems == []
    start = TEXT.index("SALT II")
    assert rows(found) == [
        {
            **{"action": "reject", "about": "mention", "document": "strange-1", "exact": "SALT II"},
            **{"prefix": TEXT[start - 40 : start], "suffix": ".", "start": str(start), "end": str(start + 7)},
            **{"author": "Jane Doe", "date": "2026-01-31"},
        }
    ]


def test_author_date_and_remark_come_from_the_file(strange: Exported, tmp_path: Path) -> None:
    data = collection(strange, tmp_path)
    changed = item(data, "SALT II")
    changed["creator"] = {"id": "https://orcid.org/0000-0001-2345-6789", "name": "Anna B."}
    changed |= {"created": "2026-01-01T10:00:00Z", "modified": "2026-02-03T10:00:00Z"}
    changed["body"][0]["source"] = f"{BASE}agreement/abm-treaty"
    changed["body"].append({"type": "TextualBody", "purpose": "commenting", "value": "see the\nmargin"})
    changed["body"][1]["value"] = "ABM Treaty"
    (row,) = rows(back(strange, tmp_path, data)[0])
    assert (row["author"], row["date"], row["note"]) == ("Anna B.", "2026-02-03", "see the margin")
    assert (row["action"], row["about"], row["subject"]) == ("add", "link", "agreement/abm-treaty")
    assert (row["label"], row["type"]) == ("ABM Treaty", "Agreement"), "a new thing is called so"


def test_nobody_decided_what_has_no_author(strange: Exported, tmp_path: Path) -> None:
    data = collection(strange, tmp_path)
    data["first"]["items"].remove(item(data, "SALT II"))
    found, problems = back(strange, tmp_path, data, Who("", "2026-01-31"))
    assert found.decisions == ()
    assert problems == ["/back.jsonld: 1 changes of strange-1 have no author; say who decided: --author NAME"]


Change = Callable[[Json], None]


def another_thing(data: Json) -> None:
    item(data, "𝔄lexander Haig")["body"][0]["source"] = f"{BASE}person/gromyko-andrei"


def by_wikidata(data: Json) -> None:
    item(data, "𝔄lexander Haig")["body"][0]["source"] = "http://www.wikidata.org/entity/Q184267"


def unlinked(data: Json) -> None:
    del item(data, "𝔄lexander Haig")["body"][0]


def new_mention(data: Json) -> None:
    data["first"]["items"].append(
        {
            "type": "Annotation",
            "body": {"source": f"{BASE}place/geneva", "purpose": "identifying"},
            "target": selectors("talks were held"),
        }
    )


def new_person(data: Json) -> None:
    body = [
        {"type": "TextualBody", "purpose": p, "value": v}
        for p, v in (("tagging", "John Doe"), ("classifying", "Person"))
    ]
    data["first"]["items"].append({"type": "Annotation", "body": body, "target": selectors("Both")})


def same_words(data: Json) -> None:
    """Tagged only, as Recogito does: the words already name somebody here."""
    tag = {"type": "TextualBody", "purpose": "tagging", "value": "Person"}
    data["first"]["items"].append({"body": [tag], "target": selectors("Haig", TEXT.index("met Haig") + 4)})


def moved(data: Json) -> None:
    item(data, "Geneva talks")["target"] = selectors("the Geneva talks")


def renamed(data: Json) -> None:
    for each in data["first"]["items"]:
        for body in each["body"]:
            if body.get("value") == "SALT II":
                body["value"] = "SALT II Treaty"


def statement(data: Json, relation: str) -> Json:
    for each in data["first"]["items"]:
        if each["motivation"] == "describing" and each["body"][0]["predicate"].endswith(f"#{relation}"):
            found: Json = each
            return found
    raise AssertionError(relation)


def no_meeting(data: Json) -> None:
    data["first"]["items"].remove(statement(data, "metWith"))


def no_date(data: Json) -> None:
    data["first"]["items"].remove(statement(data, "dated"))


def other_relation(data: Json) -> None:
    body = statement(data, "metWith")["body"][0]
    body["predicate"] = body["predicate"].replace("metWith", "sentBy")


def other_way_round(data: Json) -> None:
    body = statement(data, "metWith")["body"][0]
    body["subject"], body["object"] = body["object"]["id"], {"id": body["subject"]}


def new_statement(data: Json) -> None:
    body = {"subject": f"{BASE}person/haig-alexander", "predicate": "metWith", "object": f"{BASE}person/x-y"}
    data["first"]["items"].append({"body": body, "target": selectors("Both signed")})


def other_words(data: Json) -> None:
    statement(data, "metWith")["target"] = [selectors("Gromyko met Haig")]


def other_literal(data: Json) -> None:
    statement(data, "classified")["body"][0]["object"] = "Top Secret"


CHANGES: list[tuple[Change, list[tuple[str, ...]]]] = [
    (another_thing, [("add", "link", "𝔄lexander Haig", "person/gromyko-andrei")]),
    (by_wikidata, [("add", "link", "𝔄lexander Haig", "person/gromyko-andrei")]),
    (unlinked, [("reject", "link", "𝔄lexander Haig", "person/haig-alexander")]),
    (new_mention, [("add", "mention", "talks were held", "place/geneva")]),
    (new_person, [("add", "mention", "Both", "person/doe-john")]),
    (same_words, []),
    (moved, [("add", "mention", "the Geneva talks", "event/geneva-talks"), ("reject", "mention", "Geneva talks", "")]),
    (renamed, [("rename", "entity", "", "agreement/salt-ii")]),
    (no_meeting, [("reject", "statement", "Gromyko met Haig on 🇺🇸 soil", "person/gromyko-andrei")]),
    (no_date, [("reject", "statement", "", "document/strange-1")]),
    (
        other_relation,
        [
            ("add", "statement", "Gromyko met Haig on 🇺🇸 soil", "person/gromyko-andrei"),
            ("reject", "statement", "Gromyko met Haig on 🇺🇸 soil", "person/gromyko-andrei"),
        ],
    ),
    (other_way_round, []),
    (new_statement, [("add", "statement", "Both signed", "person/haig-alexander")]),
    (other_words, [("add", "statement", "Gromyko met Haig", "person/gromyko-andrei")]),
    (
        other_literal,
        [
            ("add", "statement", "said <b>&amp; “no”</b> \x01\x02\ufffe", "document/strange-1"),
            ("reject", "statement", "said <b>&amp; “no”</b> \x01\x02\ufffe", "document/strange-1"),
        ],
    ),
]


@pytest.mark.parametrize(("change", "expected"), CHANGES, ids=[change.__name__ for change, _ in CHANGES])
def test_each_change_is_the_decision_that_it_means(
    strange: Exported, tmp_path: Path, change: Change, expected: list[tuple[str, ...]]
) -> None:
    data = collection(strange, tmp_path)
    change(data)
    found, problems = back(strange, tmp_path, data)
    assert problems == []
    columns = ("action", "about", "exact", "subject")
    assert sorted(tuple(row.get(name, "") for name in columns) for row in rows(found)) == expected


def test_a_bare_list_removes_nothing(strange: Exported, tmp_path: Path) -> None:
    """Recogito saves the annotations it has; who knows what it was given."""
    data = collection(strange, tmp_path)
    one = copy.deepcopy(item(data, "SALT II"))
    one["body"][0]["source"] = f"{BASE}event/geneva-talks"
    one["body"][2]["value"] = "Event"
    found, problems = back(strange, tmp_path, [one])
    assert problems == []
    assert [(row["action"], row["about"], row["subject"]) for row in rows(found)] == [
        ("add", "link", "event/geneva-talks")
    ]


def test_positions_of_browsers_count_utf_16_code_units(strange: Exported, tmp_path: Path) -> None:
    """“Haig” stands twice; its quotation has no surroundings, so that only the position tells which."""
    start = TEXT.index("met Haig") + 4
    units = len(TEXT[:start].encode("utf-16-le")) // 2
    body = {"source": f"{BASE}person/gromyko-andrei", "purpose": "identifying"}
    target = selectors("Haig", units)
    found, problems = back(strange, tmp_path, [{"body": body, "target": target}])
    assert problems == []
    assert [(row["about"], row["start"]) for row in rows(found)] == [("link", str(start))]


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ("{", "/back.jsonld:1: not JSON"),
        ('[\n{"type": "Annotation",,}]', "/back.jsonld:2: not JSON"),
        ("[" * 100_000, "/back.jsonld: nested too deeply"),
        ("{}", "no Web Annotations"),
        ('{"type": "AnnotationCollection", "first": "http://x/1"}', "a collection whose pages are elsewhere"),
        ("[1]", "/back.jsonld: [0]: not an annotation; it was left out"),
        ('[{"type": "Annotation"}]', "[0]: it has no target"),
        ('[{"target": "http://x/"}]', "[0]: its target is no document of this site"),
        (f'[{{"target": "{BASE}document/nowhere"}}]', "the release has no document “nowhere”"),
        (f'[{{"target": "{BASE}document/strange-1"}}]', "it marks no words"),
    ],
)
def test_a_malformed_file_is_told_with_its_place(strange: Exported, tmp_path: Path, broken: str, said: str) -> None:
    found, problems = back(strange, tmp_path, broken)
    assert found.decisions == ()
    assert len(problems) == 1
    assert said in problems[0]


def test_bytes_that_are_no_utf_8(strange: Exported, tmp_path: Path) -> None:
    path, problems = tmp_path / "back.json", []
    path.write_bytes(b'[\n"\xff"]')
    imported([path], strange.source, JANE, problems.append)
    assert f"{path}:2: not UTF-8 at byte 3" in str(problems[0])


BROKEN: list[tuple[dict[str, Any], str]] = [
    ({"target": selectors("no such words", 3)}, "has no such words, or not clearly: “no such words”"),
    ({"target": {**selectors("Haig"), "selector": [{"type": "XPathSelector", "value": "/p"}]}}, "that is complete"),
    ({"body": []}, "neither who or what the words name"),
    ({"body": [{"purpose": "identifying", "source": f"{BASE}nothing"}]}, "is no thing of this site"),
    (
        {"body": [{"purpose": "classifying", "value": "Persom"}], "target": selectors("talks were held")},
        "“Persom” is no class; did you mean Person?",
    ),
    (
        {
            "body": [
                {"purpose": "identifying", "source": f"{BASE}place/geneva"},
                {"purpose": "classifying", "value": "Person"},
            ]
        },
        "is a place, and the file calls it Person",
    ),
    ({"body": [{"purpose": "identifying", "source": f"{BASE}topic/arms-control"}]}, "not a topic"),
    ({"body": [{"subject": f"{BASE}place/geneva"}]}, "a statement needs “subject”, “predicate” and “object”"),
]


@pytest.mark.parametrize(("given_", "said"), BROKEN, ids=[said[-24:] for _, said in BROKEN])
def test_an_annotation_that_cannot_be_used_is_told_and_not_taken_for_removed(
    strange: Exported, tmp_path: Path, given_: dict[str, Any], said: str
) -> None:
    data = collection(strange, tmp_path)
    item(data, "𝔄lexander Haig").update(given_)
    found, problems = back(strange, tmp_path, data)
    assert found.decisions == ()
    assert len(problems) == 1, problems
    assert said in problems[0]
    assert "/back.jsonld: " in problems[0]
    assert "items[" in problems[0]


def test_a_relation_that_nobody_knows(strange: Exported, tmp_path: Path) -> None:
    data = collection(strange, tmp_path)
    statement(data, "metWith")["body"][0]["predicate"] = "likes"
    found, problems = back(strange, tmp_path, data)
    assert found.decisions == (), "the statement that it was is not taken for removed"
    assert len(problems) == 1
    assert "no relation of the ontology is called “likes”" in problems[0]


def test_a_name_changed_in_two_ways_is_told(strange: Exported, tmp_path: Path) -> None:
    data = collection(strange, tmp_path)
    item(data, "Gromyko")["body"][1]["value"] = "A. Gromyko"
    item(data, "Andrei Gromyko")["body"][1]["value"] = "Gromyko, Andrei"
    found, problems = back(strange, tmp_path, data)
    assert found.decisions == ()
    assert "is called in several ways: A. Gromyko, Gromyko, Andrei; use one" in problems[0]


def test_another_time_is_no_decision(strange: Exported, tmp_path: Path) -> None:
    data = collection(strange, tmp_path)
    statement(data, "metWith")["body"][0]["when"] = "1983"
    found, problems = back(strange, tmp_path, data)
    assert found.decisions == ()
    assert "when it took place was changed" in problems[0]


def test_a_new_thing_with_a_record_elsewhere_is_matched(strange: Exported, tmp_path: Path) -> None:
    data = collection(strange, tmp_path)
    changed = item(data, "SALT II")
    changed["body"][0]["source"] = "http://www.wikidata.org/entity/Q999"
    changed["body"][1]["value"] = "Vienna Agreement"
    found, problems = back(strange, tmp_path, data)
    assert problems == []
    link, match = rows(found)
    assert (link["about"], link["subject"], link["label"]) == ("link", "agreement/vienna-agreement", "Vienna Agreement")
    assert (match["about"], match["subject"], match["object"]) == (
        "match",
        "agreement/vienna-agreement",
        "http://www.wikidata.org/entity/Q999",
    )
