"""Words a second: the whole build, text to validated release, against bare spaCy on the same texts in the same run.

    python bench/words.py ../shared/data/frus/frus1961-63v05 [--limit 40] [--processes 1]

Both sides get the same number of processes. The ratio is what counts: these machines are noisy.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import spacy

from memograph.build import build_release
from memograph.config import load_config, with_paths


class Silent:
    def stage(self, name: str, total: int) -> None: ...

    def step(self, words: int = 0) -> None: ...

    def problem(self, message: str) -> None:
        print(message)


def bare_spacy(model: str, texts: list[str], processes: int) -> float:
    nlp = spacy.load(model)
    started = time.perf_counter()
    for _ in nlp.pipe(texts, n_process=processes):
        pass
    return time.perf_counter() - started


def whole_build(corpus: Path, processes: int) -> float:
    config = load_config(None)
    with tempfile.TemporaryDirectory() as out:
        config = with_paths(config, corpus, Path(out))
        config = replace(config, extract=replace(config.extract, processes=processes))
        started = time.perf_counter()
        outcome = build_release(config, Silent())
        seconds = time.perf_counter() - started
        assert outcome.release is not None
        print(f"built {outcome.release.manifest.counts.documents} documents, {outcome.verdict}")
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--limit", type=int, default=0, help="only the first N documents")
    parser.add_argument("--processes", type=int, default=1)
    options = parser.parse_args()
    files = sorted(options.corpus.glob("*.txt"))[: options.limit or None]
    texts = [file.read_text(encoding="utf-8") for file in files]
    words = sum(len(text.split()) for text in texts)
    model = load_config(None).extract.model
    with tempfile.TemporaryDirectory() as folder:
        for file in files:
            shutil.copy(file, folder)
        spacy_seconds = bare_spacy(model, texts, options.processes)
        build_seconds = whole_build(Path(folder), options.processes)
    print(f"documents           {len(files)}")
    print(f"words               {words}")
    print(f"bare {model}  {words / spacy_seconds:8.0f} words/s")
    print(f"whole build         {words / build_seconds:8.0f} words/s")
    print(f"ratio               {spacy_seconds / build_seconds:8.2f}")


if __name__ == "__main__":
    main()
