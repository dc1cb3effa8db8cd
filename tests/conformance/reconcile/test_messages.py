"""Every message of a real server holds to the specification (schemas.py), and says what the graph says."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from tests.conformance.reconcile import schemas
from tests.publish_sample import SITE

GROMYKO = "person/gromyko-andrei"


def ask(client: httpx.Client, **queries: object) -> dict[str, Any]:
    """Send a batch, and hold the answer against the specification."""
    answer = client.post("/reconcile", data={"queries": json.dumps(queries)})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    schemas.validate(found, schemas.RECONCILIATION_RESULT_BATCH)
    assert set(found) == set(queries)
    for each in found.values():
        scores = [candidate["score"] for candidate in each["result"]]
        assert scores == sorted(scores, reverse=True)
        assert sum(candidate["match"] for candidate in each["result"]) <= 1
        for candidate in each["result"]:
            features = [feature["id"] for feature in candidate["features"]]
            assert len(features) == len(set(features))
    return found


def first(client: httpx.Client, query: str, **more: object) -> dict[str, Any]:
    """The best candidate for a name."""
    result = ask(client, q0={"query": query, **more})["q0"]
    assert "error" not in result, result
    candidates: list[dict[str, Any]] = result["result"]
    assert candidates, query
    return candidates[0]


def features(candidate: dict[str, Any]) -> dict[str, Any]:
    return {each["id"]: each["value"] for each in candidate["features"]}


def test_manifest(client: httpx.Client) -> None:
    """Every address in it answers, and the spaces make IRIs of the graph."""
    found = client.get("/reconcile").json()
    schemas.validate(found, schemas.MANIFEST)
    assert found["versions"] == ["0.2"]
    assert found["identifierSpace"] + GROMYKO == SITE.thing("person", "gromyko-andrei")
    assert found["schemaSpace"] + "Person" == SITE.term("Person")
    assert {each["id"] for each in found["defaultTypes"]} >= {"Person", "Organization", "Place", "Event", "Agreement"}
    id_ = quote(GROMYKO, safe="")
    views = [found[name]["url"].replace("{{id}}", id_) for name in ("view", "preview", "feature_view")]
    for view in (*views, found["documentation"]):
        answer = client.get(view.replace(SITE.base, "/"), follow_redirects=True, headers={"Accept": "text/html"})
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8"), view
    for what, schema in SUGGESTED.items():
        service = found["suggest"][what]
        assert service["service_url"] == SITE.base.rstrip("/")
        answer = client.get(service["service_path"], params={"prefix": "a"})
        schemas.validate(answer.json(), schema)
        assert answer.json()["result"], what
        shown = answer.json()["result"][0]["id"]
        flyout = client.get(service["flyout_service_path"].replace("${id}", quote(shown, safe="")))
        schemas.validate(flyout.json(), schemas.FLYOUT_RESPONSE)
        assert flyout.json()["id"] == shown
    proposing = client.get(found["extend"]["propose_properties"]["service_path"], params={"type": "Person", "limit": 3})
    schemas.validate(proposing.json(), schemas.DATA_EXTENSION_PROPERTY_PROPOSAL)
    assert len(proposing.json()["properties"]) == 3


SUGGESTED = {
    "entity": schemas.SUGGEST_ENTITIES_RESPONSE,
    "type": schemas.SUGGEST_TYPES_RESPONSE,
    "property": schemas.SUGGEST_PROPERTIES_RESPONSE,
}

WAYS = [
    "Andrei A. Gromyko",
    "Gromyko, Andrei A.",
    "Gromyko, Andrei",
    "Gromyko Andrei",
    "ANDREI GROMYKO",
    "A. A. Gromyko",
    "A.A. Gromyko",
    "Gromyko",
    "Gromiko",
    "Andrey Gromyko",
    "Grommyko, Andrej",
    "Громыко, Андрей",
    "Андрей Громыко",
    "Mr. Gromyko",
    "Gromykó, Ándrei",
    "Gromyko, Andrei, 1909-1989",
    "Gromyko, Andreĭ Andreevich (1909–1989)",
]


@pytest.mark.parametrize("way", WAYS)
def test_ways_of_writing_a_name_find_its_bearer(client: httpx.Client, way: str) -> None:
    candidate = first(client, way, type="Person")
    assert candidate["id"] == GROMYKO
    assert candidate["type"] == [{"id": "Person", "name": "Person"}]
    assert candidate["name"] == "Andrei A. Gromyko"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("USSR", "place/soviet-union"),
        ("U.S.S.R.", "place/soviet-union"),
        ("State Department", "organization/state-department"),
        ("department of state", "organization/state-department"),
        ("State, Department of", "organization/state-department"),
        ("the Secretary of State", "post/secretary-of-state"),
        ("Koln", "place/köln"),
        ("Köln", "place/köln"),
        ("Moskva", "place/Москва"),
        ("Lac l'Eman", "place/lac l'éman"),
        ("frus1981-88v04d4", "document/frus1981-88v04d4"),
        ("Arms controll", "topic/arms-control"),
        ("SALT 2", "agreement/salt-ii"),
    ],
)
def test_other_things_are_found(client: httpx.Client, query: str, found: str) -> None:
    assert first(client, query)["id"] == found


@pytest.mark.parametrize(
    ("query", "match"),
    [
        ("Andrei A. Gromyko", True),
        ("Gromyko, Andrei A.", True),
        ("Andrei Gromyko", True),
        ("Gromyko", False),
        ("Gromiko", False),  # a form of his name, and no more than a surname
        ("A. A. Gromyko", False),
        ("Anatoly A. Gromyko", False),
        ("Andrei B. Gromyko", False),
        ("William P. Clark, Sr.", False),
        ("William P. Clark, Jr.", True),
        ("Department of State", True),
        ("State Dept", False),
    ],
)
def test_a_match_is_only_what_is_safe(client: httpx.Client, query: str, match: bool) -> None:
    found = ask(client, q={"query": query})["q"]["result"]
    assert any(each["match"] for each in found) is match


def test_scores_say_what_they_were_made_from(client: httpx.Client) -> None:
    one = first(client, "Gromyko, Andrei", properties=[{"pid": "birthDate", "v": "1909-07-18"}])
    other = first(client, "Gromyko, Andrei", properties=[{"pid": "birthDate", "v": 1932}])
    assert features(one) == {
        "name_similarity": 97.0,
        "name_exact": False,
        "given_names": 6,
        "documents": 3,
        "property:birthDate": 1.0,
    }
    assert features(other)["property:birthDate"] == 0.0
    assert one["score"] > 95 > 50 > other["score"]
    assert (one["match"], other["match"]) == (True, False)


@pytest.mark.parametrize(
    ("property_", "fits", "other"),
    [
        ("birthDate", 1909, 1950),
        ("birthYear", "1909", "1931"),
        ("schema:birthDate", "1909", "1931"),
        ("https://schema.org/birthDate", 1909.0, 1931.0),
        ("holdsPost", "Soviet Foreign Minister", "Secretary of State"),
        ("holdsPost", {"id": "post/soviet-foreign-minister"}, {"id": "post/secretary-of-state"}),
        ("affiliatedWith", {"id": "place/soviet-union", "name": "Soviet Union"}, {"id": "place/geneva"}),
        ("country", "USSR", "Geneva"),
        ("metWith", ["nobody", {"id": "person/haig-alexander"}], ["nobody"]),
        ("wikidata", "Q184267", "Q1"),
        ("wikidata", "https://www.wikidata.org/wiki/Q184267", "Q1842670"),
        ("wikidata", {"id": "Q184267"}, {"id": "Q1"}),
    ],
)
def test_properties_lift_and_lower(client: httpx.Client, property_: str, fits: object, other: object) -> None:
    plain = first(client, "A. Gromyko")["score"]
    with_fit = first(client, "A. Gromyko", properties=[{"pid": property_, "v": fits}])["score"]
    with_other = first(client, "A. Gromyko", properties=[{"pid": property_, "v": other}])["score"]
    assert with_fit > plain > with_other


def test_an_identifier_decides_at_once(client: httpx.Client) -> None:
    by_property = first(client, "Gromyko", properties=[{"pid": "wikidata", "v": "Q184267"}])
    assert (by_property["id"], by_property["score"], by_property["match"]) == (GROMYKO, 100, True)
    assert features(by_property)["identifier"] is True
    without_name = ask(client, q={"properties": [{"pid": "wikidata", "v": "Q184267"}]})["q"]["result"]
    assert [each["id"] for each in without_name] == [GROMYKO] and without_name[0]["match"]
    another_name = first(client, "Henry Kissinger", properties=[{"pid": "wikidata", "v": "Q184267"}])
    assert (another_name["id"], another_name["match"]) == (GROMYKO, False), "it may be a slip"
    for query in (GROMYKO, SITE.base + "id/" + GROMYKO, "Q184267", "http://www.wikidata.org/entity/Q184267"):
        assert (first(client, query)["id"], first(client, query)["match"]) == (GROMYKO, True), query


def test_properties_alone_find_things(client: httpx.Client) -> None:
    for value in ("Secretary of State", {"id": "post/secretary-of-state"}):
        found = ask(client, q={"properties": [{"pid": "holdsPost", "v": value}]})["q"]["result"]
        assert [each["id"] for each in found] == ["person/shultz-george"]
    born = ask(client, q={"properties": [{"pid": "birthYear", "v": 1909}]})["q"]["result"]
    assert [each["id"] for each in born] == [GROMYKO]
    assert not born[0]["match"], "nobody is a match for having been born in a year"


def test_types(client: httpx.Client) -> None:
    everything = {each["type"][0]["id"] for each in ask(client, q={"query": "Secretary of State"})["q"]["result"]}
    assert "Post" in everything and len(everything) > 1
    for type_ in ("Post", ["Post"], SITE.term("Post"), "mg:Post", {"id": "Post"}):
        found = ask(client, q={"query": "Secretary of State", "type": type_})["q"]["result"]
        assert {each["type"][0]["id"] for each in found} == {"Post"}
    both = {"query": "Secretary of State", "type": ["Post", "Organization"], "type_strict": "any"}
    assert {each["type"][0]["id"] for each in ask(client, q=both)["q"]["result"]} == {"Post", "Organization"}
    soft = ask(client, q={"query": "Secretary of State", "type": "Person", "type_strict": "should"})["q"]["result"]
    assert soft[0]["id"] == "post/secretary-of-state" and soft[0]["score"] == 70 and not soft[0]["match"]


def test_limits(client: httpx.Client) -> None:
    for limit in (1, 2, 2.0):
        assert len(ask(client, q={"query": "Secretary of State", "limit": limit})["q"]["result"]) == limit
    assert len(ask(client, q={"query": "Secretary of State", "limit": 10**400})["q"]["result"]) > 2
    many = ask(client, **{f"q{n}": {"query": "Gromyko"} for n in range(100)})
    assert len({json.dumps(each) for each in many.values()}) == 1, "queries of a batch do not see each other"
    assert ask(client) == {}


@pytest.mark.parametrize(
    "wrong",
    [
        {"query": ""},
        {"query": " \t"},
        {},
        {"query": 5},
        {"query": None},
        {"query": ["Gromyko"]},
        {"query": "x" * 501},
        {"query": "x", "limit": 0},
        {"query": "x", "limit": -3},
        {"query": "x", "limit": 1.5},
        {"query": "x", "limit": "3"},
        {"query": "x", "limit": True},
        {"query": "x", "type": 3},
        {"query": "x", "type": [3]},
        {"query": "x", "type": "Q5"},
        {"query": "x", "type_strict": "maybe"},
        {"query": "x", "properties": "birthDate"},
        {"query": "x", "properties": ["birthDate"]},
        {"query": "x", "properties": [{"pid": "birthDate"}]},
        {"query": "x", "properties": [{"v": "1909"}]},
        {"query": "x", "properties": [{"pid": "nothing", "v": "1909"}]},
        {"query": "x", "properties": [{"pid": "birthDate", "v": {"name": "1909"}}]},
        {"query": "x", "properties": [{"pid": "birthDate", "v": [["1909"]]}]},
        {"query": "x", "properties": [{"pid": "birthDate", "v": "9" * 501}]},
        {"query": "x", "properties": [{"pid": "birthDate", "v": "1"}] * 21},
        {"properties": []},
        "Gromyko",
        None,
        [],
        7,
    ],
)
def test_a_wrong_query_costs_itself_only(client: httpx.Client, wrong: object) -> None:
    found = ask(client, wrong=wrong, right={"query": "Andrei Gromyko"})
    assert found["wrong"]["result"] == []
    assert found["wrong"]["error"].endswith(".")
    assert found["right"]["result"][0]["match"]


def test_an_empty_cell_is_no_condition(client: httpx.Client) -> None:
    plain = first(client, "Andrei Gromyko")
    for empty in ("", "  ", None, [], [""]):
        assert first(client, "Andrei Gromyko", properties=[{"pid": "birthDate", "v": empty}]) == plain


def test_get_is_as_post(client: httpx.Client) -> None:
    queries = json.dumps({"q0": {"query": "Громыко"}}, ensure_ascii=False)
    posted = client.post("/reconcile", data={"queries": queries})
    got = client.get("/reconcile", params={"queries": queries})
    assert got.json() == posted.json()
    again = client.get("/reconcile", params={"queries": queries}, headers={"If-None-Match": got.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("prefix", "found"),
    [
        ("gro", GROMYKO),
        ("andrei gro", GROMYKO),
        ("gromyko a", GROMYKO),
        ("GROMYKO", GROMYKO),
        ("Громы", GROMYKO),
        (GROMYKO, GROMYKO),
        ("person/gromyko-a-a", GROMYKO),
        ("secretary of st", "post/secretary-of-state"),
        ("nsc", "organization/nsc"),
        ("coun", "organization/nsc"),
        ("A", GROMYKO),
    ],
)
def test_suggestions(client: httpx.Client, prefix: str, found: str) -> None:
    result = client.get("/reconcile/suggest/entity", params={"prefix": prefix}).json()
    schemas.validate(result, schemas.SUGGEST_ENTITIES_RESPONSE)
    assert found in [each["id"] for each in result["result"]]


def test_suggestions_go_on_and_keep_to_a_type(client: httpx.Client) -> None:
    def ids(**parameters: object) -> list[str]:
        answer = client.get("/reconcile/suggest/entity", params={"prefix": "a", **parameters})
        return [each["id"] for each in answer.json()["result"]]

    everything = ids()
    assert len(everything) > 2
    assert ids(limit=2) + ids(limit=2, cursor=2) == everything[:4]
    assert ids(limit=0) == []
    assert ids(cursor=len(everything)) == []
    people = ids(type="Person")
    assert people and all(each.startswith("person/") for each in people)


@pytest.mark.parametrize(
    ("prefix", "ids"), [("met", {"metWith"}), ("birth", {"birthDate", "birthYear"}), ("wiki", {"wikidata"})]
)
def test_properties_are_suggested(client: httpx.Client, prefix: str, ids: set[str]) -> None:
    result = client.get("/reconcile/suggest/property", params={"prefix": prefix}).json()["result"]
    assert {each["id"] for each in result} == ids


def extend(client: httpx.Client, ids: list[str], *columns: object) -> dict[str, Any]:
    asked = {"ids": ids, "properties": [each if isinstance(each, dict) else {"id": each} for each in columns]}
    answer = client.post("/reconcile", data={"extend": json.dumps(asked)})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    schemas.validate(found, schemas.DATA_EXTENSION_RESPONSE)
    assert list(found["rows"]) == list(dict.fromkeys(ids))
    return found


def test_values(client: httpx.Client) -> None:
    columns = ["birthDate", "birthYear", "wikidata", "holdsPost", "country", "metWith", "documents"]
    found = extend(client, [GROMYKO, "nobody"], *columns)
    assert found["rows"]["nobody"] == {each["id"]: [] for each in found["meta"]}
    row = found["rows"][GROMYKO]
    assert row["birthDate"] == [{"str": "1909"}], "a year is no moment"
    assert row["birthYear"] == [{"int": 1909}]
    assert row["wikidata"] == [{"str": "Q184267"}]
    assert row["holdsPost"] == [{"id": "post/soviet-foreign-minister", "name": "Soviet Foreign Minister"}]
    assert row["country"] == [{"id": "place/soviet-union", "name": "Soviet Union"}]
    assert {each["id"] for each in row["metWith"]} == {
        "person/haig-alexander",
        "person/shultz-george",
        "person/hostile-robert",
    }
    assert row["documents"] == [{"int": 3}]
    types = {each["id"]: each.get("type", {}).get("id") for each in found["meta"]}
    assert (types["holdsPost"], types["country"], types["birthDate"]) == ("Post", "Place", None)
    dated = extend(client, ["document/frus1981-88v03d247", "document/frus1981-88v04d4"], "dated", "sentTo", "subject")
    rows = dated["rows"]
    assert rows["document/frus1981-88v03d247"]["dated"] == [{"date": "1982-12-04T00:00:00Z"}]
    assert rows["document/frus1981-88v04d4"]["dated"] == [{"str": "1983-01-19/1983-02-02"}]
    assert rows["document/frus1981-88v04d4"]["subject"] == [{"id": "topic/arms-control", "name": "Arms control"}]


def test_settings_of_values(client: httpx.Client) -> None:
    for limit in (2, "2", 2.0):
        found = extend(client, [GROMYKO], {"id": "metWith", "settings": {"limit": limit}})
        assert len(found["rows"][GROMYKO]["metWith"]) == 2
    for settings in ({}, {"limit": 0}, None):
        assert len(extend(client, [GROMYKO], {"id": "metWith", "settings": settings})["rows"][GROMYKO]["metWith"]) == 3


def test_what_was_merged_is_its_survivor(client: httpx.Client) -> None:
    """Two entries were merged into Gromyko one after the other; one was withdrawn; two were merged in a circle."""
    for old in ("person/gromyko-a-a", "person/gromyko-andrei-a"):
        assert first(client, old)["id"] == GROMYKO
        row = extend(client, [old], "birthYear")["rows"][old]
        assert row == {"birthYear": [{"int": 1909}]}
        preview = client.get(f"/reconcile/preview/{quote(old, safe='')}")
        assert preview.status_code == 200 and "Andrei A. Gromyko" in preview.text
    candidates = ask(client, q={"query": "Andrei A. Gromyko"}, atlantis={"query": "Atlantis"})
    assert [each["id"] for each in candidates["q"]["result"]][:1] == [GROMYKO]
    assert all(not each["id"].startswith("person/gromyko-a-a") for each in candidates["q"]["result"])
    assert "place/atlantis" not in [each["id"] for each in candidates["atlantis"]["result"]], "withdrawn"


def test_the_preview_shows_what_the_documents_say(client: httpx.Client) -> None:
    page = client.get("/reconcile/preview/person%2Fgromyko-andrei").text
    for shown in (
        "Al Haig and you have had with Gromyko",
        "Soviet Foreign Minister",
        "Q184267",
        'href="/page/document/frus1981-88v04d4"',
        'href="/page/person/gromyko-andrei"',
        "6 mentions",
    ):
        assert shown in page
    document = client.get("/reconcile/preview/document%2Ffrus1981-88v04d4")
    assert document.status_code == 200 and "Shultz" in document.text
    assert client.get("/reconcile/preview/place%2Fk%C3%B6nigsberg%2Fkaliningrad").status_code == 200


def test_cards_are_text(client: httpx.Client) -> None:
    """A label of markup is no markup in the piece of HTML that a client puts into its own page."""
    html = client.get("/reconcile/flyout/entity/person%2Fhostile-robert").json()["html"]
    assert "&lt;script&gt;" in html and "<script" not in html
