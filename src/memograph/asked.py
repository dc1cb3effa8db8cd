"""What one document asked of what is known beforehand, and was told: the trace that keeps a cached shard honest.

A build system that notes what a rule read, and compares what it would read now, need not know why it was read
(A. Mokhov, N. Mitchell, S. Peyton Jones: Build Systems à la Carte, 2018, section 4.2.2, “verifying traces”). Methods
by which extraction, curation and corroboration look something up are marked as questions with `question`; while an
`Inquiry` is open each question is noted with its answer. A shard is still right as long as all its questions have the
same answers, whatever else changed. Below everything that asks; `cache` compares.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import Enum
from functools import partial, singledispatch, wraps
from typing import Any, TypeVar, cast

_Method = TypeVar("_Method", bound=Callable[..., object])
_Answer = TypeVar("_Answer")
_Key = TypeVar("_Key", bound=Hashable)
_Value = TypeVar("_Value")

#: Bytes of the digest of an answer: so few that a thousand a document are kept, so many that none is met by chance.
DIGEST = 8

_RUN = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked: a method marked as a question (``Directory.bearers``), and its arguments."""

    method: str
    arguments: tuple[Hashable, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """An answer: its digest, and those of the entries and decisions in it by name (``person/clark-william``)."""

    digest: bytes
    things: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Reach:
    """What a shard rests on besides its document and what all share: everything asked, and what was told."""

    answers: tuple[tuple[Question, Told], ...] = ()


class Inquiry:
    """The questions of one document, each once, with the answers; and the words in which it looked for names."""

    def __init__(self) -> None:
        self._answers: dict[Question, object] = {}
        self.inside = False
        self.words: set[str] = set()

    def ask(self, question: Question, answer: Callable[[], _Answer]) -> _Answer:
        """The answer, which is noted unless the question is part of another one.

        Raises:
            Exception: what `answer` raises, which is noted as well.
        """
        if self.inside:
            return answer()
        self.inside = True
        try:
            found = answer()
        except Exception as error:
            self._answers.setdefault(question, refusal(error))
            raise
        finally:
            self.inside = False
        self._answers.setdefault(question, found)
        return found

    def reach(self) -> Reach:
        """Every question and what it was told, in the order in which they were asked."""
        return Reach(tuple((question, told(answer)) for question, answer in self._answers.items()))


_open: ContextVar[Inquiry | None] = ContextVar("inquiry", default=None)


@contextmanager
def inquiry() -> Iterator[Inquiry]:
    """Note what is asked from here on, until the block ends."""
    token = _open.set(found := Inquiry())
    try:
        yield found
    finally:
        _open.reset(token)


def question(method: _Method) -> _Method:
    """Mark a method as a question: its answer depends on its arguments and on what is known beforehand alone.

    Arguments must be what `memograph.cache` can write down (texts, numbers, days, `Ref`s, tuples of them), and are
    given by position; an answer is whole when it is returned, not an iterator.
    """
    name = method.__qualname__

    @wraps(method)
    def asked(self: object, *args: Hashable) -> object:
        found = _open.get()
        return method(self, *args) if found is None else found.ask(Question(name, args), partial(method, self, *args))

    return cast(_Method, asked)


def looked_through(text: str) -> None:
    """Note the words of a text in which forms are looked for: any form in it is made of them, and of nothing else."""
    if (found := _open.get()) is not None:
        found.words.update(runs(text))


def for_all_documents() -> None:
    """Called by what goes through everything that is known: for tables that are made once, not for one document.

    Raises:
        RuntimeError: while one document is looked at, outside of a question: its shard would depend on everything.
    """
    if (found := _open.get()) is not None and not found.inside:
        raise RuntimeError("one document may not go through all that is known: ask about the things that it names")


def runs(text: str) -> Iterable[str]:
    """The runs of letters and digits of a text: a form that stands in it as whole words consists of some of them."""
    return _RUN.findall(text)


def refusal(error: Exception) -> tuple[str, str]:
    """What a question that raised is told: the class of the error, since its words may name a place of this machine."""
    return ("raised", type(error).__name__)


class Noticing(Mapping[_Key, _Value]):
    """A mapping that asks about each key before it is looked up; nobody goes through all of it for one document.

    Args:
        noticed: a question about a key, whose answer tells all that the mapping says of it.
    """

    def __init__(self, kept: Mapping[_Key, _Value], noticed: Callable[[_Key], object]) -> None:
        self._kept, self._noticed = kept, noticed

    def __getitem__(self, key: _Key) -> _Value:
        """The value of a key; KeyError where it has none."""
        self._noticed(key)
        return self._kept[key]

    def __contains__(self, key: Any) -> bool:
        """Whether a key has a value."""
        self._noticed(key)
        return key in self._kept

    def __iter__(self) -> Iterator[_Key]:
        """All keys; as `for_all_documents` does, not for one document."""
        for_all_documents()
        return iter(self._kept)

    def __len__(self) -> int:
        """How many keys there are."""
        return len(self._kept)


# ── Answers, digested ─────────────────────────────────────────────────────────────────────────────────────────────────


def told(answer: object) -> Told:
    """An answer as it is kept; the same for equal answers, in any process, whatever the order of sets and mappings."""
    things: dict[str, bytes] = {}
    return Told(_digest(answer, things), things)


@singledispatch
def said(thing: object) -> object:
    """What an object says to whom it was given as an answer: its fields; other classes register what they say."""
    if is_dataclass(thing):
        return tuple((each.name, getattr(thing, each.name)) for each in fields(thing))
    raise TypeError(f"{type(thing).__name__} cannot be the answer to a question: register what it says")


@singledispatch
def called(_thing: object) -> str | None:
    """The name by which a person is told of an object in an answer; None for what has none."""
    return None


def _digest(value: object, things: dict[str, bytes]) -> bytes:
    return _sum(b"".join(_parts(value, things)))


def _sum(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=DIGEST).digest()


def _parts(value: object, things: dict[str, bytes]) -> Iterator[bytes]:
    """A value as bytes that no other value has: the kind of each part, its length, and what it is."""
    match value:
        case None | bool() | int() | float():
            yield f"={value!r};".encode()
        case Enum():
            yield f"={type(value).__name__}.{value.name};".encode()
        case str():
            data = value.encode("utf-8", "surrogatepass")
            yield b"s%d:" % len(data) + data
        case date():
            yield f"={value.isoformat()};".encode()
        case bytes():
            yield b"b%d:" % len(value) + value
        case tuple() | list():
            yield b"(%d" % len(value)
            for each in value:
                yield from _parts(each, things)
        case Mapping():
            yield from _unordered(value.items(), things)
        case Collection():
            yield from _unordered(value, things)
        case _:
            yield from _object(value, things)


def _unordered(values: Collection[Any], things: dict[str, bytes]) -> Iterator[bytes]:
    yield b"{%d" % len(values)
    yield from sorted(b"".join(_parts(each, things)) for each in values)


def _object(value: object, things: dict[str, bytes]) -> Iterator[bytes]:
    inner = b"".join((type(value).__name__.encode(), b":", *_parts(said(value), things)))
    if (name := called(value)) is not None:
        things[name] = _sum(things.get(name, b"") + inner)
    yield b"o%d:" % len(inner) + inner
