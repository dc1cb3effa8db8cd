"""The words of all pages in one language: messages of ``languages/<tag>.ftl`` → HTML or plain text.

Bottom of publish/, beside links.py: templates say ``{{ t("message", name=value) }}``, Python says `say` or `text`. The
files are Fluent (https://projectfluent.org), a format that translators know, in which each language has its own plurals
and order of words. A process speaks one language, which `use` sets when the application is made; what a translation
lacks is said in English. docs/translating.md is for translators.
"""

from __future__ import annotations

import importlib.resources
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax import FluentParser
from fluent.syntax.ast import Junk, Message, Resource
from markupsafe import Markup, escape

from memograph.errors import ConfigurationError

#: The language that every message is written in first.
ENGLISH = "en"

Value = str | int | float

#: Characters of values up to which a formatted message is kept in memory.
_KEPT = 80


@dataclass(frozen=True, slots=True)
class Language:
    """Messages of one language, and behind it those of English; `tag` is a language tag (RFC 5646)."""

    tag: str
    bundles: tuple[FluentBundle, ...]

    @classmethod
    def load(cls, name: str) -> Language:
        """A language of ours by its tag, or one in a file of one's own, named by its tag: ``fr.ftl``.

        Raises:
            ConfigurationError: there is no such language, or the file has mistakes.
        """
        if name == ENGLISH:
            return cls(ENGLISH, (_bundle(ENGLISH, _shipped(ENGLISH), ENGLISH),))
        path = Path(name)
        tag, text = (path.stem, _read(path)) if path.suffix == ".ftl" else (name, _shipped(name))
        return cls(tag, (_bundle(tag, text, name), *cls.load(ENGLISH).bundles))

    def say(self, message: str, **values: Value) -> Markup:
        """A message as HTML; values are escaped unless they are `Markup`."""
        safe = {name: value if isinstance(value, int | float) else str(escape(value)) for name, value in values.items()}
        return Markup(self._formatted(message, safe))

    def text(self, message: str, **values: Value) -> str:
        """A message as plain text, for what escapes it later; such messages hold no HTML."""
        return self._formatted(message, values)

    def has(self, message: str) -> bool:
        """Whether there is such a message."""
        return any(bundle.has_message(message) for bundle in self.bundles)

    def _formatted(self, message: str, values: Mapping[str, Value]) -> str:
        if sum(len(value) for value in values.values() if isinstance(value, str)) > _KEPT:
            return _format(self, message, tuple(values.items()))
        return _remembered(self, message, tuple(values.items()))


def _format(language: Language, message: str, values: tuple[tuple[str, Value], ...]) -> str:
    for bundle in language.bundles:
        if bundle.has_message(message) and (pattern := bundle.get_message(message).value) is not None:
            text, mistakes = bundle.format_pattern(pattern, dict(values))
            if mistakes:
                raise LookupError(f"{message}: {mistakes[0]}")
            return str(text)
    raise LookupError(f"there is no message {message}")


#: Most messages of a page are the same ones again, with the same short values; one with a number takes 50 µs to format.
_remembered = lru_cache(maxsize=1 << 13)(_format)


def messages(text: str) -> Iterator[str]:
    """Identifiers of the messages in a Fluent file."""
    for entry in _parsed(text).body:
        if isinstance(entry, Message):
            yield entry.id.name


def _bundle(tag: str, text: str, origin: str) -> FluentBundle:
    for entry in _parsed(text).body:
        if isinstance(entry, Junk):
            line = text.count("\n", 0, entry.span.start if entry.span else 0) + 1
            reason = entry.annotations[0].message if entry.annotations else "not a message"
            raise ConfigurationError(f"{origin}:{line}: {reason}; see docs/translating.md")
    bundle = FluentBundle([tag], use_isolating=False)  # the style sheet isolates what is bidirectional
    bundle.add_resource(FluentResource(text))
    return bundle


def _parsed(text: str) -> Resource:
    return FluentParser().parse(text)


def _shipped(tag: str) -> str:
    folder = importlib.resources.files("memograph.publish") / "languages"
    known = sorted(Path(each.name).stem for each in folder.iterdir())
    if tag not in known:
        raise ConfigurationError(
            f"serve.language: there is no {tag!r} here, only {', '.join(known)}; or name a file that ends in .ftl"
        )
    return folder.joinpath(f"{tag}.ftl").read_text(encoding="utf-8")


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"serve.language: {path} cannot be read: {error}") from error


_spoken = [Language.load(ENGLISH)]


def use(name: str) -> Language:
    """Speak this language (`Language.load`) from now on."""
    _spoken[0] = Language.load(name)
    return _spoken[0]


def spoken() -> Language:
    """The language that this process speaks."""
    return _spoken[0]


def say(message: str, **values: Value) -> Markup:
    """A message as HTML in the language that is spoken; see `Language.say`."""
    return _spoken[0].say(message, **values)


def text(message: str, **values: Value) -> str:
    """A message as plain text in the language that is spoken; see `Language.text`."""
    return _spoken[0].text(message, **values)
