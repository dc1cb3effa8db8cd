"""Measure the precision of every extraction method on gold, and write it to extract/trained/confidence.toml.

    python bench/confidence.py ../shared/gold/train

A method's number is the confidence of all that it finds. Two imagined cases, one right and one wrong (the rule of
succession), keep a method that was seen once from being called certain.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from memograph.config import load_config
from memograph.extract.annotate import Annotator
from memograph.extract.authority.index import load_authority
from memograph.gold import GoldDocument, read_gold, to_json
from memograph.model import AnnotatedDocument
from memograph.namespaces import Site
from memograph.read import read_all
from memograph.score import judged_relations

OUT = Path(__file__).resolve().parents[1] / "src/memograph/extract/trained/confidence.toml"
HEADER = """\
# Measured precision of each extraction method, (correct + 1) / (found + 2), on {documents} gold documents.
# Written by bench/confidence.py; do not edit.
"""


def judged(gold: GoldDocument, annotated: AnnotatedDocument) -> Iterator[tuple[str, bool]]:
    """Method and verdict for each mention and each relation of a document."""
    wanted = {(m["start"], m["end"], gold.entities[m["entity"]]["type"], m["kind"]) for m in gold.data["mentions"]}
    for m in annotated.mentions:
        found = (m.span.start, m.span.end, m.type.value, m.kind)
        yield f"mention.{m.kind}.{m.method}", found in wanted
    predicted = GoldDocument(gold.id, json.loads(to_json(annotated)), gold.text)
    for _, row, correct in judged_relations(gold, predicted):
        yield annotated.relations[row].method, correct


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    folder = parser.parse_args().gold
    config = load_config(None)
    site = Site(config.site.base)
    annotator = Annotator(config.extract.model, load_authority([config.paths.authority], site))
    found: Counter[str] = Counter()
    right: Counter[str] = Counter()
    documents = 0
    for document in read_all(sorted(folder.glob("*.txt"))):
        assert not isinstance(document, Exception), document
        documents += 1
        for method, correct in judged(read_gold(folder / f"{document.id}.json"), annotator.annotate(document)):
            found[method] += 1
            right[method] += correct
    rows = [
        f'["{method}"]\nprecision = {(right[method] + 1) / (found[method] + 2):.3f}\nfound = {found[method]}\n'
        for method in sorted(found)
    ]
    OUT.write_text(HEADER.format(documents=documents) + "\n" + "\n".join(rows), encoding="utf-8")
    print("\n".join(rows))


if __name__ == "__main__":
    main()
