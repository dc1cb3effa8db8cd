"""Files of views hold any name that a release can have: also one with characters that XML has not."""

from __future__ import annotations

import io

import networkx as nx
import pytest
from flask import Flask
from lxml import etree

from memograph.publish.app import create_app, releases_of
from memograph.publish.http.context import page_links
from memograph.publish.reading.index import Thing
from memograph.publish.reading.ties import Tie, Wanted
from memograph.publish.settings import PublishSettings
from memograph.publish.views import files
from memograph.publish.views.asked import Months, Time
from memograph.publish.views.network import Answer, Asked, graphml
from memograph.publish.views.network_drawing import drawing
from tests.publish_sample import SITE

NAME = 'Bell\x07, "<b>&amp;" \ufffe]]>'
BELL = Thing(1, SITE.thing("person", "bell"), "person", NAME)
OTHER = Thing(2, SITE.thing("organization", "other"), "organization", "Other")


@pytest.fixture
def answer() -> Answer:
    asked = Asked(Wanted(), Months(Time("", ""), "", ""), "100", None, None)
    return Answer(asked, (Tie("metWith", BELL, OTHER, 2, "1961-06", "1961-06"),), 1, "")


def test_graphml_is_xml(answer: Answer) -> None:
    graph = nx.read_graphml(io.BytesIO(graphml(answer)))
    assert graph.nodes[BELL.iri]["label"] == 'Bell , "<b>&amp;" \ufffd]]>'


def test_a_drawing_is_xml_and_can_be_painted(settings: PublishSettings, answer: Answer) -> None:
    app: Flask = create_app(settings)
    with app.test_request_context("/network.svg"):
        drawn = files.svg("network", drawing(page_links(), answer), page_links())
    releases_of(app).close()
    titles = [each.text or "" for each in etree.fromstring(drawn).iter("{*}title")]
    assert any('Bell , "<b>&amp;" \ufffd]]>' in title for title in titles)
    assert files.png(drawn).startswith(b"\x89PNG")
