"""The table of requests in ``cases.toml``, sent to a real server."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.conformance.cases import check, read_cases

CASES = read_cases(__file__)


@pytest.mark.parametrize("name", CASES)
def test_case(client: httpx.Client, hurried: httpx.Client, name: str) -> None:
    case: dict[str, Any] = CASES[name]
    check(hurried if case.get("hurried") else client, case)


def test_all_cases_are_there() -> None:
    assert len(CASES) == 48
