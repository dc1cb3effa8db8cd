"""What is made of the Historian's data passes the shapes: a sample of each kind, with all that it refers to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path

from memograph.authority.entries import Entry, Known, PostEntry, Tenure
from memograph.authority.turtle import read_authority
from memograph.authority.writer import write_turtle
from memograph.model import Kind, Ref
from memograph.rdf import read_rdf
from memograph.validation import load_shapes, validate
from tests.unit.authority.sources.conftest import SITE, Imported

#: Kind → one entry of how many is taken.
SAMPLES = {"people": 400, "gsh": 40, "pocom": 200, "travels": 100, "visits": 60}


def referred(item: Known) -> Iterator[Ref]:
    """The things that an entry refers to."""
    if isinstance(item, Tenure):
        yield from (Ref(Kind.PERSON, item.holder), Ref(Kind.POST, item.post))
        return
    for name in (field.name for field in fields(item)):
        value = getattr(item, name)
        yield from (ref for ref in (value if isinstance(value, tuple) else (value,)) if isinstance(ref, Ref))


def test_a_sample_of_every_kind(imported: Callable[[str], Imported], repository: Path, tmp_path: Path) -> None:
    read = {kind: imported(kind)[0] for kind in SAMPLES}
    things: dict[Ref, Entry | PostEntry] = {}
    for item in (
        *(i for items in read.values() for i in items),
        *read_authority([repository / "corpus/authority"], SITE),
    ):
        if not isinstance(item, Tenure):
            things.setdefault(Ref(Kind.POST if isinstance(item, PostEntry) else item.type.kind, item.slug), item)
    sample: dict[Known, None] = {item: None for kind, every in SAMPLES.items() for item in read[kind][::every]}
    waiting = list(sample)
    while waiting:
        for ref in referred(waiting.pop()):
            if (thing := things[ref]) not in sample:
                sample[thing] = None
                waiting.append(thing)
    assert len(sample) > 500
    with (tmp_path / "sample.ttl").open("w", encoding="utf-8") as file:
        write_turtle(sample, file)
    report = validate(read_rdf(tmp_path / "sample.ttl", SITE.base), load_shapes(repository / "shapes", SITE))
    found = [f"{result.focus} {result.message}" for result in report.results if result.severity != "Warning"]
    assert found == []
