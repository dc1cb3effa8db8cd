"""What tests read of a view: its table, its drawing, and the answer to its question in SPARQL."""

from __future__ import annotations

import csv
import io
from urllib.parse import parse_qs, urlsplit

import httpx
from lxml import etree, html

SVG = "{http://www.w3.org/2000/svg}"


def page(client: httpx.Client, address: str) -> html.HtmlElement:
    answer = client.get(address, headers={"Accept": "text/html"})
    assert answer.status_code == 200, (address, answer.text[:300])
    return html.document_fromstring(answer.text)


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def table(of: html.HtmlElement) -> list[list[str]]:
    return [[words(cell) for cell in row.iter("td", "th")] for row in of.xpath("//main//table[1]/tbody/tr")]


def link(of: html.HtmlElement, text: str) -> str:
    """Where the first link with these words leads."""
    return str(of.xpath(f"//main//a[normalize-space()='{text}']/@href")[0])


def drawn(of: html.HtmlElement, name: str) -> list[html.HtmlElement]:
    """Parts of the drawing that have this class."""
    return list(of.xpath(f"//figure/svg//*[contains(concat(' ', @class, ' '), ' {name} ')]"))


def picture(client: httpx.Client, address: str) -> etree._Element:
    answer = client.get(address)
    assert answer.headers["Content-Type"] == "image/svg+xml"
    return etree.fromstring(answer.content)


def rows(client: httpx.Client, address: str) -> list[dict[str, str]]:
    """A file of comma-separated values."""
    answer = client.get(address)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.content.decode(), newline="")))


def asked(client: httpx.Client, of: html.HtmlElement) -> list[dict[str, str]]:
    """The answer of the endpoint to the question that the page opens in the editor."""
    editor = link(of, "Open this question in the SPARQL editor")
    query = parse_qs(urlsplit(editor).query)["query"][0]
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": "text/csv"})
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.content.decode(), newline="")))
