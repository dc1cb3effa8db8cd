"""One annotator for all tests of extraction: the real model and the real authority file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from memograph.authority.index import Authority, load_authority
from memograph.config import load_config
from memograph.extract.annotate import Annotator
from memograph.model import AnnotatedDocument, Document
from memograph.namespaces import Site
from memograph.read import read

Annotate = Callable[..., AnnotatedDocument]


@pytest.fixture(scope="session")
def authority(repository: Path) -> Authority:
    return load_authority([repository / "corpus/authority"], Site("http://localhost:8000/"))


@pytest.fixture(scope="session")
def annotator(authority: Authority) -> Annotator:
    return Annotator(load_config(None).extract.model, authority)


@pytest.fixture
def annotate(annotator: Annotator, tmp_path: Path) -> Annotate:
    """Annotate a text as if it were a file; the layout is that of the 1961 volume."""

    def annotated(text: str, name: str = "frus1961-63v05d999") -> AnnotatedDocument:
        file = tmp_path / f"{name}.txt"
        file.write_bytes(text.encode("utf-8"))
        (document,) = read(file)
        assert isinstance(document, Document), document
        return annotator.annotate(document)

    return annotated


def memorandum(body: str, heading: str = "Memorandum From Secretary of State Rusk to President Kennedy") -> str:
    """A memorandum of February 26, 1961, with this body."""
    return (
        f"37. {heading}*\n\nWashington, February 26, 1961.\n\nSUBJECT\n\nTrade\n\n{body}\n\n* * *\n\n"
        "* Source: Department of State, Central Files, 411.616/2-2661. Confidential. Drafted by Kohler.\n"
    )
