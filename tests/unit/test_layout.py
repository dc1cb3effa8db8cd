"""The layout of a document survives as JSON: what a reader of files saw is what the page of a document gets."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memograph.layout import Layout
from memograph.model import NoteReference, PageBreak, PortionMarking, Span, Zone, ZoneKind
from memograph.read import read

MEMORANDA = sorted((Path(__file__).resolve().parents[2] / "corpus" / "memoranda").glob("*.txt"))

spans = st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)).map(lambda ends: Span(*sorted(ends)))
layouts = st.builds(
    Layout,
    st.lists(st.builds(Zone, st.sampled_from(ZoneKind), spans, st.none() | st.text(min_size=1))).map(tuple),
    st.lists(st.builds(NoteReference, st.text(), spans)).map(tuple),
    st.lists(st.builds(PageBreak, st.text(), spans)).map(tuple),
    st.lists(st.builds(PortionMarking, st.text(), spans)).map(tuple),
)


@given(layouts)
def test_nothing_is_lost(layout: Layout) -> None:
    assert Layout.from_json(layout.to_json()) == layout


@pytest.mark.parametrize("path", MEMORANDA, ids=lambda path: path.stem)
def test_of_a_document_as_read(path: Path) -> None:
    [document] = read(path)
    layout = Layout.from_json(Layout.of(document).to_json())
    assert {zone.kind for zone in layout.zones} >= {ZoneKind.HEADING, ZoneKind.BODY, ZoneKind.SOURCE_NOTE}
    assert [zone.label for zone in layout.zones if zone.kind is ZoneKind.SOURCE_NOTE] == ["1"]
    assert [each.span.of(document.text) for each in layout.references] == [each.label for each in layout.references]
    assert {each.span.of(document.text) for each in layout.portions} == {f"({each.value})" for each in layout.portions}
    starts = [zone.span.start for zone in layout.zones]
    assert starts == sorted(starts)
    assert len(layout.references) == len(document.note_references) >= 1


def test_of_a_release_that_has_none() -> None:
    assert Layout.from_json("") == Layout()


@pytest.mark.parametrize("text", ["{}", "[1]", '{"zones":[["chapter",0,1]]}', "not JSON"])
def test_what_is_no_layout(text: str) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        Layout.from_json(text)
    assert json.loads(Layout().to_json()) == {"zones": [], "references": [], "pages": [], "portions": []}
