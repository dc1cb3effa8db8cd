"""How far a changed record reaches: documents that must be made again, of those of a corpus; and is that enough?

    python bench/reach.py --config memograph.toml --documents 40
    python bench/reach.py --prove --documents 15

Annotates documents once, and prints of how many documents each entry of the authority files is part of an answer that
they asked for, by class. With ``--prove`` the authority file is changed in a dozen places, one after the other
(tests/unit/cache/perturbed.py); each document is made anew after each change and compared with what the cache decides.
Times are seconds of CPU of this process.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from functools import lru_cache
from itertools import islice
from pathlib import Path
from statistics import mean, median
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.unit.cache.perturbed import AUTHORITY, DECISIONS, written

from memograph.asked import Reach
from memograph.cache.replaying import Replaying
from memograph.config import Config, bundled, load_config, with_paths
from memograph.curating import read_plan
from memograph.extract import annotate
from memograph.extract.language import load_language
from memograph.model import Document, Shard
from memograph.packing import pack
from memograph.read import read_all
from memograph.shards import DocumentWorker
from memograph.witnesses import Witnesses

annotate.load_language = lru_cache(load_language)  # depends on no authority file: one for all workers


def reaches(config: Config, documents: list[Document]) -> dict[str, tuple[Shard, Reach]]:
    """Shard and reach of each document."""
    worker = DocumentWorker(config, read_plan(config))
    return {document.id: worker.reaching(document) for document in documents}


def spread(config: Config, found: dict[str, tuple[Shard, Reach]]) -> None:
    """Print how many documents each entry of the Turtle files reaches, and what it takes to find that out."""
    reached = Counter(
        name for _, reach in found.values() for name in {name for _, told in reach.answers for name in told.things}
    )
    witnesses = Witnesses(config, read_plan(config))
    by_class: dict[str, list[int]] = {}
    for entry in witnesses.authority.entries:
        by_class.setdefault(entry.type.value, []).append(reached[f"{entry.type.kind}/{entry.slug}"])
    for post in witnesses.authority.posts:
        by_class.setdefault("Post", []).append(reached[f"post/{post.slug}"])
    print(f"of {len(found)} documents a changed entry reaches")
    for name, counts in sorted(by_class.items()):
        ordered = sorted(counts)
        print(
            f"  {name:<13} {len(counts):>5} entries: none {counts.count(0):>5}, median {median(counts):g}, "
            f"mean {mean(counts):.1f}, 95 % at most {ordered[int(len(ordered) * 0.95)]}, most {ordered[-1]}"
        )
    replaying, started = Replaying(witnesses), time.process_time()
    again = sum(bool(replaying.differences(reach)) for _, reach in found.values())
    each = (time.process_time() - started) / len(found)
    sizes = [
        (len(pack(shard, reach, 0)), len(pack(shard, Reach(), 0)), len(shard.nquads)) for shard, reach in found.values()
    ]
    packed, bare, quads = (mean(column) for column in zip(*sizes, strict=True))
    asked, share = mean(len(reach.answers) for _, reach in found.values()), (packed - bare) / 1024
    print(f"asked again, {again} differ; {each * 1000:.1f} ms a document, {asked:.0f} questions")
    print(f"packed {packed / 1024:.1f} KiB a document, {share:.1f} of them questions; quads {quads / 1024:.0f} KiB")


def prove(documents: list[Document]) -> bool:
    """Make each document anew after each change; False where the cache would have given another shard."""
    good = True
    with TemporaryDirectory() as folder:
        before = reaches(load_config(written(Path(folder) / "before", bundled("authority"))), documents)
        for number, change in enumerate((*AUTHORITY, *DECISIONS)):
            config = load_config(written(Path(folder) / str(number), bundled("authority"), change))
            worker = DocumentWorker(config, read_plan(config))
            replaying = Replaying(worker.witnesses)
            stale = {name for name, (_, reach) in before.items() if replaying.differences(reach)}
            other = {document.id for document in documents if worker(document) != before[document.id][0]}
            good = good and other <= stale
            wrong = f"; WRONG: {sorted(other - stale)}" if other - stale else ""
            print(f"{change.name}: {len(stale)} made again, {len(other)} of them differ{wrong}", flush=True)
    return good


def main() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--config", type=Path, default=Path("memograph.toml"))
    parser.add_argument("--corpus", type=Path, help="folder of documents; the configuration's by default")
    parser.add_argument("--documents", type=int, default=40, help="how many, the shortest first")
    parser.add_argument("--prove", action="store_true")
    options = parser.parse_args()
    with TemporaryDirectory() as build:
        config = with_paths(load_config(options.config), options.corpus, Path(build))
        read = sorted(
            (each for each in read_all([config.paths.corpus]) if isinstance(each, Document)),
            key=lambda document: (len(document.text), document.id),
        )
        documents = list(islice(read, options.documents))
        if options.prove:
            sys.exit(0 if prove(documents) else "the cache would have given another shard")
        started = time.process_time()
        found = reaches(config, documents)
        print(f"annotated in {time.process_time() - started:.0f} s")
        spread(config, found)


if __name__ == "__main__":
    main()
