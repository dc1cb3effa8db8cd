"""The trained recogniser of names: a spaCy component that `memograph.training.recogniser` taught, kept as a folder.

Between training and parsing. It needs no particular pipeline, since it brings its own embeddings: `[extract] model`
may name any installed one for tagging and parsing. Its labels are the five types of GUIDELINES.md.

The folder holds ``config.cfg`` (architecture), ``weights.bin`` (half precision), ``card.toml`` (what it learnt from).
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language

#: What the recogniser is called in a pipeline; it takes the place of the pipeline's own.
COMPONENT = "ner"

#: Its folder among the trained weights.
RECOGNISER = "recogniser"


def add_recogniser(nlp: Language, folder: Traversable) -> None:
    """Add the recogniser kept in `folder` to the end of a pipeline that has none of that name."""
    import srsly
    from spacy.util import load_config_from_str

    config = load_config_from_str(folder.joinpath("config.cfg").read_text(encoding="utf-8"))
    parts = srsly.msgpack_loads(folder.joinpath("weights.bin").read_bytes())
    parts["model"] = _in_precision(parts["model"], "float32")
    add_component(nlp, config["components"][COMPONENT], parts)


def add_component(nlp: Language, config: Mapping[str, Any], parts: Mapping[str, Any]) -> None:
    """Add a recogniser made of its configuration and the parts of its serialised form."""
    import srsly

    ner: Any = nlp.add_pipe("ner", name=COMPONENT, config=dict(config))
    ner.from_bytes(srsly.msgpack_dumps(parts), exclude=["vocab"])


def save_recogniser(nlp: Language, folder: Path) -> None:
    """Write the recogniser of a pipeline into `folder`, made where it is missing; the same bytes every time."""
    import srsly
    from thinc.api import Config

    ner: Any = nlp.get_pipe(COMPONENT)
    folder.mkdir(parents=True, exist_ok=True)
    own = {name: value for name, value in nlp.config["components"][COMPONENT].items() if name != "factory"}
    config = Config({"components": {COMPONENT: own}})
    (folder / "config.cfg").write_text(config.to_str(interpolate=False) + "\n", encoding="utf-8")
    parts = srsly.msgpack_loads(ner.to_bytes(exclude=["vocab"]))
    parts["model"] = _in_precision(parts["model"], "float16")
    (folder / "weights.bin").write_bytes(srsly.msgpack_dumps(parts))


def _in_precision(model: bytes, dtype: str) -> bytes:
    """A thinc model's bytes with its floating-point weights in another precision."""
    import srsly

    parts = srsly.msgpack_loads(model)
    for layer in parts["params"]:
        for name, weights in (layer or {}).items():
            if getattr(weights, "dtype", None) is not None and weights.dtype.kind == "f":
                layer[name] = weights.astype(dtype)
    packed: bytes = srsly.msgpack_dumps(parts)
    return packed
