"""Where the time of a document goes: each stage from bytes to validated quads, against the stock pipeline on its zones.

    python bench/stages.py CORPUS [--limit 40]

One process. Stages are timed where shards.py calls them, in CPU time; the stock pipeline has all its components and
parses the same zones, cut out for it beforehand, in turns of ten documents.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import Any

import spacy

from memograph import shards
from memograph.config import load_config
from memograph.extract.language import legible, one_line
from memograph.model import Raw
from memograph.read import raw_documents, read_raw
from memograph.shards import DocumentWorker

CHUNK = 10
#: Stage → what makes it up: (object, attribute).
STAGES = {
    "read": ("read_raw",),
    "corroborate": ("corroborate",),
    "triples": ("document_lines",),
    "SHACL": ("validate",),
    "quads and lists": ("in_graph", "review_lines", "_applied"),
}


class Clock:
    """CPU seconds by stage; a stage inside another counts for itself only."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self._inner = [0.0]

    def timing(self, stage: str, work: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(work)
        def timed(*args: Any, **kwargs: Any) -> Any:
            started = time.process_time()
            self._inner.append(0.0)
            try:
                return work(*args, **kwargs)
            finally:
                took = time.process_time() - started
                self.seconds[stage] += took - self._inner.pop()
                self._inner[-1] += took

        return timed


def zones(raw: Raw) -> list[str]:
    document = read_raw(raw)
    text = one_line(legible(document))
    return [zone.span.of(text) for zone in document.zones]


def spread(raws: Sequence[Raw], limit: int) -> Sequence[Raw]:
    return raws[:: max(1, len(raws) // limit)][:limit] if limit else raws


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--limit", type=int, default=40, help="so many documents, spread over the corpus; 0 for all")
    options = parser.parse_args()
    config, clock = load_config(None), Clock()
    started = time.process_time()
    worker = DocumentWorker(config)
    begun = time.process_time() - started
    raws = spread([raw for raw in raw_documents([options.corpus]) if isinstance(raw, Raw)], options.limit)
    stock = spacy.load(config.extract.model)
    worker.reaching(read_raw(raws[0]))  # what is made with the first document
    for stage, names in STAGES.items():
        for name in names:
            setattr(shards, name, clock.timing(stage, getattr(shards, name)))
    worker.annotated = clock.timing("annotate", worker.annotated)  # type: ignore[method-assign]
    worker.decided = clock.timing("decide and state", worker.decided)  # type: ignore[method-assign]
    whole = clock.timing("the rest: what was asked, for the cache", worker.reaching)
    words, bare = 0, 0.0
    for start in range(0, len(raws), CHUNK):
        texts = [text for raw in raws[start : start + CHUNK] for text in zones(raw)]
        words += sum(len(text.split()) for text in texts)
        before = time.process_time()
        for _ in stock.pipe(texts):
            pass
        bare += time.process_time() - before
        for raw in raws[start : start + CHUNK]:
            whole(shards.read_raw(raw))
    total = sum(clock.seconds.values())
    print(f"{len(raws)} documents, {words} words; made ready in {begun:.1f} s")
    for stage, seconds in clock.seconds.most_common():
        print(
            f"{stage:40} {seconds / len(raws) * 1000:8.1f} ms  {seconds / total:6.1%}  {seconds / bare:6.2f} of stock"
        )
    print(f"{'all':40} {total / len(raws) * 1000:8.1f} ms  {1:6.1%}  {total / bare:6.2f} of stock")
    print(
        f"words a second: {words / total:,.0f} to {words / bare:,.0f} of the stock pipeline, ratio {bare / total:.2f}"
    )


if __name__ == "__main__":
    main()
