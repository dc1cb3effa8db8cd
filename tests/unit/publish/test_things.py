"""What the page of a thing is made of, from rows of stored queries."""

from __future__ import annotations

import pyoxigraph as ox

from memograph.namespaces import EDTF, XSD, Site
from memograph.publish.links import Links
from memograph.publish.pages.things import mentioned
from memograph.publish.store import Row

SITE = Site("http://memograph.test/")
TEXT = "Clark met Gromyko. Gromyko said nothing."


def rows(*dates: str) -> list[Row]:
    """Two mentions in a document with these dates, as the query gives them: a row for each date of each."""
    document = ox.NamedNode(SITE.thing("document", "d1"))
    number = ox.NamedNode(f"{XSD}integer")
    return [
        Row(
            {
                "document": document,
                "dated": ox.Literal(day, datatype=ox.NamedNode(EDTF)),
                "start": ox.Literal(str(start), datatype=number),
                "end": ox.Literal(str(start + 7), datatype=number),
                "from": ox.Literal("0", datatype=number),
                "window": ox.Literal(TEXT),
            }
        )
        for start in (10, 19)
        for day in dates
    ]


def test_a_mention_in_a_document_that_has_two_dates_is_shown_once() -> None:
    one, two = mentioned(rows("1983-01-20"), Links(SITE)), mentioned(rows("1983-01-20", "1983-01-28"), Links(SITE))
    assert one == two
    assert [(each.evidence.dated, each.evidence.excerpt.exact) for each in one] == [("January 20, 1983", "Gromyko")] * 2
