"""Catalogue, OpenAPI, sitemap, robots.txt: the table of requests beside this file, on a real server process."""

from __future__ import annotations

import httpx
import pytest

from tests.conformance.cases import check, read_cases

CASES = read_cases(__file__)


def test_all_cases_are_read() -> None:
    assert len(CASES) == 41


@pytest.mark.parametrize("name", CASES)
def test_case(client: httpx.Client, name: str) -> None:
    check(client, CASES[name])


OURS = ["/.well-known/api-catalog", "/openapi.json", "/openapi", "/sitemap.xml", "/sitemap-person-1.xml", "/robots.txt"]


@pytest.mark.parametrize("path", OURS)
def test_who_has_it_already_is_told_so(client: httpx.Client, path: str) -> None:
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
