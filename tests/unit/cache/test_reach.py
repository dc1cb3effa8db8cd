"""A shard that the cache takes for right is, to the byte, the one that would be made now; and not all are made again.

For each change of `perturbed` one of the three memoranda is made anew, and compared with what the cache decides; many
more documents in bench/reach.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest

from memograph.asked import Question, Reach, Told
from memograph.cache.replaying import Replaying
from memograph.config import bundled, load_config
from memograph.curating import read_plan
from memograph.extract import annotate
from memograph.extract.language import load_language
from memograph.model import Document, Shard
from memograph.questions import reach_of, written_reach
from memograph.read import read_all
from memograph.shards import DocumentWorker
from tests.unit.cache.perturbed import AUTHORITY, DECISIONS, Change, written


@pytest.fixture(scope="module", autouse=True)
def loaded_once() -> Iterator[None]:
    """The pipeline depends on no authority file: one for all workers."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(annotate, "load_language", lru_cache(load_language))
        yield


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    found = list(read_all([Path("corpus/memoranda")]))
    return [each for each in found if isinstance(each, Document)]


def worker_of(config_file: Path) -> DocumentWorker:
    config = load_config(config_file)
    return DocumentWorker(config, read_plan(config))


@pytest.fixture(scope="module")
def before(documents: list[Document], tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Shard, Reach]]:
    worker = worker_of(written(tmp_path_factory.mktemp("before"), bundled("authority")))
    found = {document.id: worker.reaching(document) for document in documents}
    for name, (_, reach) in found.items():
        assert reach_of(written_reach(reach)).answers == tuple(sorted_by_method(reach)), name
    return found


def sorted_by_method(reach: Reach) -> list[tuple[Question, Told]]:
    methods = list(dict.fromkeys(question.method for question, _ in reach.answers))
    return sorted(reach.answers, key=lambda row: methods.index(row[0].method))


@pytest.mark.parametrize("change", [*AUTHORITY, *DECISIONS], ids=lambda change: change.name.replace(" ", "-"))
def test_what_is_taken_from_the_cache_is_what_would_be_made(
    change: Change, documents: list[Document], before: dict[str, tuple[Shard, Reach]], tmp_path: Path
) -> None:
    worker = worker_of(written(tmp_path, bundled("authority"), change))
    replaying = Replaying(worker.witnesses)
    why = {document.id: replaying.differences(before[document.id][1]) for document in documents}
    document = next(each for each in documents if each.id == "frus1981-88v04d4")
    same = worker(document) == before[document.id][0]
    assert same or why[document.id], "what would be another shard is not taken from the cache"
    assert change.touches is None or same is not change.touches, "the change does what it is here for"
    assert change.touches is not False or not any(why.values()), why
