"""Words a second: reading, finding, linking and relating, against the stock spaCy pipeline on the same texts.

    python bench/extract.py ../shared/data/frus/frus1961-63v05 [--limit 60] [--authority people.tar.gz] [--stages]

One process. The two take turns, ten documents each, so that whatever else the machine does hits both alike; CPU time
counts, not the clock. The stock pipeline has all its components and parses the same zones, cut out for it beforehand.
Memory is the process's peak, both pipelines loaded. `--stages` tells the share of each stage of extraction.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import spacy

from memograph.authority.index import known_beforehand
from memograph.config import load_config
from memograph.extract import annotate
from memograph.extract.annotate import Annotator
from memograph.extract.language import legible, one_line
from memograph.model import Document
from memograph.read import read_all

CHUNK = 10


def documents(files: list[Path]) -> list[Document]:
    return [result for result in read_all(files) if isinstance(result, Document)]


def zones(files: list[Path]) -> list[str]:
    texts = [(document, one_line(legible(document))) for document in documents(files)]
    return [zone.span.of(text) for document, text in texts for zone in document.zones]


def seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def timed(name: str, stage: Callable[..., Any], spent: Counter[str]) -> Callable[..., Any]:
    """A stage that adds the processor time it takes to `spent`."""

    def run(*given: Any) -> Any:
        started = time.process_time()
        made = stage(*given)
        made = list(made) if isinstance(made, Iterator) else made
        spent[name] += time.process_time() - started  # type: ignore[assignment]  # seconds, which a Counter adds up too
        return made

    return run


def watched(ours: Annotator) -> Counter[str]:
    """Let the stages of an annotator tell how long they take."""
    spent: Counter[str] = Counter()
    for name in ("parse_header", "parse", "relate"):
        setattr(annotate, name, timed(name, getattr(annotate, name), spent))
    for name, part, verb in (("names", ours._names, "find"), ("linking", ours._linker, "link")):
        setattr(part, verb, timed(name, getattr(part, verb), spent))
    return spent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--limit", type=int, default=0, help="only the first N documents")
    parser.add_argument("--authority", type=Path, action="append", default=[], help="besides memograph's own")
    parser.add_argument("--stages", action="store_true", help="how long each stage takes, as a share of stock")
    options = parser.parse_args()
    config = load_config(None)
    authority = known_beforehand(config, options.authority)
    stock, ours = spacy.load(config.extract.model), Annotator(config.extract.model, authority)
    spent = watched(ours) if options.stages else Counter()
    files = sorted(options.corpus.glob("*.txt"))[: options.limit or None]
    words, stock_seconds, our_seconds = 0, 0.0, 0.0
    for start in range(0, len(files), CHUNK):
        chunk = files[start : start + CHUNK]
        texts = zones(chunk)
        words += sum(len(text.split()) for text in texts)
        stock_seconds += seconds(lambda texts=texts: [None for _ in stock.pipe(texts)])  # type: ignore[misc]
        our_seconds += seconds(lambda chunk=chunk: [ours.annotate(d) for d in documents(chunk)])  # type: ignore[misc]
    print(f"documents           {len(files)}")
    print(f"words               {words}")
    print(f"stock {config.extract.model}  {words / stock_seconds:8.0f} words/s")
    print(f"extraction          {words / our_seconds:8.0f} words/s")
    print(f"ratio               {stock_seconds / our_seconds:8.2f}")
    print(f"peak memory         {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f} MB")
    for name, took in spent.items():
        print(f"{name:19} {took / stock_seconds:8.2f} of stock")


if __name__ == "__main__":
    main()
