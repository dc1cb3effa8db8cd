"""Citing the result of a query: the table of requests and answers beside this file, on a real server process."""

from __future__ import annotations

import httpx
import pytest

from tests.conformance.cases import check, read_cases

CASES = read_cases(__file__)


def test_all_cases_are_read() -> None:
    assert len(CASES) == 39


@pytest.mark.parametrize("name", CASES)
def test_case(client: httpx.Client, hurried: httpx.Client, name: str) -> None:
    check(hurried if CASES[name].get("hurried") else client, CASES[name])
