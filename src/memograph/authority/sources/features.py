"""The features of a GeoJSON file one after the other, each with its line. Used by `linked_places`.

A gazetteer may be larger than memory, so the file is read in pieces and the standard library's decoder takes one value
at a time. (ijson streams as well, but tells neither lines nor where to go on after a feature that is broken.)
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from memograph.authority.archive import Problem
from memograph.errors import AuthorityError

_PIECE = 1 << 20
#: Characters of the largest feature: a country's border in full detail has a few million.
_LARGEST = 64 << 20
_START = re.compile(r'"features"\s*:\s*\[')
#: Where to go on after a feature that is broken: a line that begins another.
_FOLLOWING = re.compile(r'\n\s*(?=\{[^{}]{0,300}"Feature")')
_BETWEEN = re.compile(r"[\s,\ufeff]*")


@dataclass(frozen=True, slots=True)
class Feature:
    """A value of the list of features, and the 1-based line on which it begins."""

    line: int
    value: dict[str, Any]


def features(path: Path, problem: Problem) -> Iterator[Feature]:
    """Features of a FeatureCollection, or those that stand a line each without one.

    Args:
        problem: told of what in the list is no object, and of the place from which on the file is no JSON.

    Raises:
        AuthorityError: the file cannot be read or is not UTF-8.
    """
    try:
        with path.open(encoding="utf-8") as file:
            yield from _Reader(path, file, problem).features()
    except UnicodeDecodeError as error:
        raise AuthorityError(f"{path}: not UTF-8 ({error.reason}); save the file as UTF-8") from error
    except OSError as error:
        raise AuthorityError(f"{path}: {error.strerror}; name a file that exists") from error


class _Reader:
    """What is read of a file, how far it is decoded, and the line on which that is."""

    def __init__(self, path: Path, file: io.TextIOBase, problem: Problem) -> None:
        self._path, self._file, self._problem = path, file, problem
        self._text, self._at, self._line, self._ended = "", 0, 1, False
        self._decode = json.JSONDecoder().raw_decode

    def features(self) -> Iterator[Feature]:
        """Each feature."""
        self._more()
        in_list = _START.search(self._text)
        self._go_to(in_list.end() if in_list else 0)
        while self._next_value(in_list is not None):
            line, value = self._line, self._value()
            if isinstance(value, dict):
                yield Feature(line, value)
            elif value is None:
                return
            else:
                self._tell(line, f"{str(value)[:40]!r} in place of a feature; it is left out")

    def _next_value(self, in_list: bool) -> bool:
        """Skip what stands between values; False at the end of the list or of the file."""
        while True:
            self._go_to(_BETWEEN.match(self._text, self._at).end())  # type: ignore[union-attr]
            if self._at < len(self._text):
                return not (in_list and self._text[self._at] == "]")
            if not self._more():
                if in_list:
                    self._tell(self._line, "the file ends within the list of features; fetch it again")
                return False

    def _value(self) -> object:
        """The next value; None, and told, where there is none. A value that is not whole makes the next piece read."""
        while True:
            try:
                value, end = self._decode(self._text, self._at)
            except json.JSONDecodeError as error:
                line = self._line + self._text.count("\n", self._at, error.pos)
                if len(self._text) - self._at <= _LARGEST and self._more():
                    continue
                self._tell(line, f"not JSON ({error.msg}); this feature, from line {self._line}, is left out")
                if self._skip_line():
                    continue
                return None
            self._go_to(end)
            return value

    def _skip_line(self) -> bool:
        """Go on at the next line that begins with a feature; False where there is none in what is read."""
        following = _FOLLOWING.search(self._text, self._at + 1)
        self._go_to(following.end() if following else len(self._text))
        return following is not None

    def _more(self) -> bool:
        """Read as much again as is left, so that a large feature is not tried at every piece."""
        if self._ended:
            return False
        left = self._text[self._at :]
        piece = self._file.read(max(_PIECE, len(left)))
        self._text, self._at, self._ended = left + piece, 0, not piece
        return bool(piece)

    def _go_to(self, position: int) -> None:
        self._line += self._text.count("\n", self._at, position)
        self._at = position

    def _tell(self, line: int, reason: str) -> None:
        self._problem(AuthorityError(f"{self._path}:{line}: {reason}"))
