"""Gold documents → the trained recogniser of names (`extract.recogniser`): the first step of `memograph train`.

What it learns from is what the pipeline will show it: the zones of a document as `memograph.read` and
`extract.language` give them, tokenised by the pipeline's own tokenizer. The training itself is spaCy's, driven by
``recogniser.cfg``; seeded, so that the same documents give the same bytes on one machine.
"""

from __future__ import annotations

import hashlib
import io
import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from memograph.config import ExtractConfig
from memograph.extract.language import legible, one_line, split_more, use_numpy_blas
from memograph.extract.recogniser import COMPONENT, add_component, save_recogniser
from memograph.gold import GoldDocument
from memograph.model import EntityType, Span
from memograph.training.lessons import Lesson

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from thinc.api import Config

#: spaCy's labels → ours: what fine-tuning starts from.
_STOCK_LABELS = {
    "PERSON": EntityType.PERSON.value,
    "ORG": EntityType.ORGANIZATION.value,
    "GPE": EntityType.PLACE.value,
    "EVENT": EntityType.EVENT.value,
    "LAW": EntityType.AGREEMENT.value,
}

#: The pipeline whose recogniser is fine-tuned: the default one, which is always installed.
SOURCE = ExtractConfig().model

CARD = "card.toml"


@dataclass(frozen=True, slots=True)
class Passage:
    """One zone to learn from: its text as the parser sees it, and the names in it, counted from its start."""

    document: str
    text: str
    names: tuple[tuple[Span, EntityType], ...]


@dataclass(frozen=True, slots=True)
class Card:
    """What a recogniser was trained on and with; written beside its weights as ``card.toml``.

    Args:
        data: what the caller calls the documents, with their date.
        sha256: hex digest of all passages, texts and names.
        misaligned: names that do not begin and end with a token, and so could not be learnt.
    """

    data: str
    sha256: str
    documents: int
    zones: int
    names: int
    misaligned: int
    seed: int
    epochs: int
    versions: tuple[tuple[str, str], ...]

    def to_toml(self) -> str:
        """TOML, one table ``[data]`` and one ``[training]``."""
        rows = [
            "# What this recogniser learnt from; written by memograph train.",
            "[data]",
            f"name = {json.dumps(self.data, ensure_ascii=False)}",
            f'sha256 = "{self.sha256}"',
            *(f"{name} = {getattr(self, name)}" for name in ("documents", "zones", "names", "misaligned")),
            "",
            "[training]",
            *(f"{name} = {getattr(self, name)}" for name in ("seed", "epochs")),
            *(f'"{name}" = "{number}"' for name, number in self.versions),
        ]
        return "\n".join(rows) + "\n"


def train_recogniser(
    lessons: Iterable[Lesson], out: Path, *, data: str = "", epochs: int | None = None, source: str = SOURCE
) -> Card:
    """Fine-tune the recogniser on gold documents and write it into `out`.

    Nothing is done where the card in `out` says that this has been learnt there already, since it would be the same.

    Args:
        data: what to call these documents in the card, with their date.
        epochs: passes over the documents; by default as in ``recogniser.cfg``.
        source: installed spaCy pipeline whose recogniser is fine-tuned.
    """
    passages = [passage for lesson in sorted(lessons, key=lambda x: x.gold.id) for passage in passages_of(lesson)]
    config = _settings(epochs, source)
    nlp = _pipeline(config)
    docs = [_doc(nlp, passage) for passage in passages]
    training = config["training"]
    card = Card(
        data=data,
        sha256=_digest(passages),
        documents=len({passage.document for passage in passages}),
        zones=len(passages),
        names=sum(len(passage.names) for passage in passages),
        misaligned=sum(len(passage.names) - len(doc.ents) for passage, doc in zip(passages, docs, strict=True)),
        seed=config["system"]["seed"],
        epochs=training["max_epochs"],
        versions=tuple((name, version(name)) for name in ("memograph", "spacy", source)),
    )
    written = out / CARD
    if not written.is_file() or written.read_text(encoding="utf-8") != card.to_toml():
        written.unlink(missing_ok=True)
        save_recogniser(_train(nlp, docs), out)
        written.write_text(card.to_toml(), encoding="utf-8")
    return card


def passages_of(lesson: Lesson) -> Iterator[Passage]:
    """The zones of a gold document with their names; zones without a word are left out."""
    names = sorted(_names(lesson.gold))
    text = one_line(legible(lesson.document))
    for zone in lesson.document.zones:
        inside = [(span, type_) for span, type_ in names if zone.span.contains(span)]
        moved = tuple((Span(s.start - zone.span.start, s.end - zone.span.start), type_) for s, type_ in inside)
        if zone.span.of(text).strip():
            yield Passage(lesson.document.id, zone.span.of(text), moved)


def _names(gold: GoldDocument) -> Iterator[tuple[Span, EntityType]]:
    for mention in gold.data["mentions"]:
        if mention["kind"] == "name":
            type_ = EntityType(gold.entities[mention["entity"]]["type"])
            yield Span(mention["start"], mention["end"]), type_


def _digest(passages: Sequence[Passage]) -> str:
    digest = hashlib.sha256()
    for passage in passages:
        names = [f"{span.start}-{span.end}-{type_.value}" for span, type_ in passage.names]
        digest.update("\0".join((passage.document, passage.text, *names, "")).encode())
    return digest.hexdigest()


def _settings(epochs: int | None, source: str) -> Config:
    """``recogniser.cfg`` with what the caller chose."""
    from spacy.util import load_config_from_str

    text = files("memograph.training").joinpath("recogniser.cfg").read_text(encoding="utf-8")
    chosen: dict[str, str | int] = {"paths.source": source}
    chosen |= {} if epochs is None else {"training.max_epochs": epochs}
    config: Config = load_config_from_str(text, overrides=chosen)
    return config


def _pipeline(config: Config) -> Language:
    from spacy.util import load_model_from_config

    nlp = load_model_from_config(config, auto_fill=True)
    give_own_labels(nlp)
    split_more(nlp)
    use_numpy_blas(nlp)
    return nlp


def _train(nlp: Language, docs: Sequence[Doc]) -> Language:
    """The pipeline fine-tuned on annotated passages."""
    import spacy
    from spacy.tokens import DocBin
    from spacy.training.loop import train

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part, some in (("train", docs), ("dev", docs[:1])):
            DocBin(docs=some).to_disk(folder / f"{part}.spacy")
            nlp.config["paths"][part] = str(folder / f"{part}.spacy")
        (folder / "out").mkdir()
        train(nlp, folder / "out", stdout=io.StringIO(), stderr=io.StringIO())
        return spacy.load(folder / "out" / "model-last")  # only what is on disk has the averaged weights


def give_own_labels(nlp: Language) -> None:
    """Replace a pipeline's recogniser by the same one with our five labels: what it knew of theirs, it knows of ours.

    The labels that no gold document has (dates, sums, nationalities) go, which makes it quicker as well.
    """
    import srsly

    stock: Any = nlp.get_pipe(COMPONENT)
    parts = srsly.msgpack_loads(stock.to_bytes(exclude=["vocab"]))
    moves = srsly.msgpack_loads(parts["moves"])
    actions = srsly.json_loads(moves["moves"])
    kept = {
        action: {_STOCK_LABELS.get(label, label): n for label, n in labels.items() if label in (*_STOCK_LABELS, "")}
        for action, labels in actions.items()
    }
    moves["moves"] = srsly.json_dumps(kept)
    parts["moves"] = srsly.msgpack_dumps(moves)
    parts["model"] = _narrowed(stock, parts["model"])
    config = nlp.config["components"][COMPONENT]
    nlp.remove_pipe(COMPONENT)
    add_component(nlp, {name: value for name, value in config.items() if name != "factory"}, parts)


def _narrowed(stock: Any, model: bytes) -> bytes:
    """The model's bytes with those outputs alone that stand for an action on a kept label, or for no name."""
    import srsly

    *named, outside = stock.move_names
    classes = [*named, "U-", outside]  # spaCy does not list the action that blocks a token, which comes before the last
    rows = [i for i, name in enumerate(classes) if name in ("U-", "O") or name[2:] in _STOCK_LABELS]
    at = list(stock.model.walk()).index(stock.model.get_ref("upper"))
    parts = srsly.msgpack_loads(model)
    parts["nodes"][at]["dims"]["nO"] = len(rows)
    parts["params"][at] = {name: weights[rows] for name, weights in parts["params"][at].items()}
    narrowed: bytes = srsly.msgpack_dumps(parts)
    return narrowed


def _doc(nlp: Language, passage: Passage) -> Doc:
    doc = nlp.make_doc(passage.text)
    spans: list[Any] = [doc.char_span(s.start, s.end, label=type_.value) for s, type_ in passage.names]
    doc.ents = [span for span in spans if span is not None]
    return doc
