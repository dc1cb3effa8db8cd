"""PyPI `reconciler` (a client for pandas that nobody here wrote) reconciles a column against a real server."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import pytest

from tests.publish_sample import Server

#: Of what pandas deprecates in it.
pytestmark = pytest.mark.filterwarnings("ignore")

NAMES = ["Gromyko, Andrei A.", "A. Haig", "Shultz, George", "Ronald Reagan", "Gromiko"]
FOUND = ["gromyko-andrei", "haig-alexander", "shultz-george", "reagan-ronald", "gromyko-andrei"]


@pytest.fixture(scope="module")
def reconcile() -> Callable[..., Any]:
    """The client's only function; pandas and it warn of what they themselves will have to change."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import reconciler

        function: Callable[..., Any] = reconciler.reconcile
    return function


def test_a_column_of_names(server: Server, reconcile: Callable[..., Any]) -> None:
    import pandas

    found = reconcile(pandas.Series(NAMES), type_id="Person", reconciliation_endpoint=f"{server.address}reconcile")
    by_name = found.set_index("input_value")
    assert list(by_name.loc[NAMES, "id"]) == [f"person/{slug}" for slug in FOUND]
    assert list(by_name.loc[NAMES, "match"]) == [True, False, False, True, False]
    assert set(found["type_id"]) == {"Person"}
    assert found["score"].between(40, 100).all()


def test_a_second_column_decides(server: Server, reconcile: Callable[..., Any]) -> None:
    """The year of birth beside the name."""
    import pandas

    frame = pandas.DataFrame({"name": ["Gromyko, Andrei", "Andrey Gromyko"], "born": ["1909", "1931"]})
    found = reconcile(
        frame["name"],
        property_mapping={"birthYear": frame["born"]},
        reconciliation_endpoint=f"{server.address}reconcile",
    ).set_index("input_value")
    assert bool(found.loc["Gromyko, Andrei", "match"]) and not bool(found.loc["Andrey Gromyko", "match"])
    assert found.loc["Gromyko, Andrei", "score"] > found.loc["Andrey Gromyko", "score"] + 40


def test_more_rows_than_a_batch(server: Server, reconcile: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Three batches of the client, all candidates; nobody is found for one of the names."""
    import numpy
    import pandas

    monkeypatch.setattr(numpy, "NaN", numpy.nan, raising=False)  # its name until NumPy 2, which the client knows
    many = pandas.Series([f"{name} {number}" for number in range(8) for name in ("Andrei Gromyko", "Geneva", "Qwx")])
    found = reconcile(many, top_res="all", reconciliation_endpoint=f"{server.address}reconcile")
    assert set(found["input_value"]) == set(many)
    by_name = found.set_index("input_value")["id"]
    assert by_name["Andrei Gromyko 7"] == "person/gromyko-andrei"
    assert pandas.isna(by_name["Qwx 3"])
