"""Reads ``<id>.toml`` beside a text: the facts about a document that its text does not print, each with its source."""

from __future__ import annotations

import re
import reprlib
import tomllib
from typing import Any

from memograph.dates import bounds
from memograph.errors import ReadError
from memograph.model import Sidecar

_SHORT = reprlib.Repr()
_SHORT.maxstring = _SHORT.maxother = 80
_KEYS = ("date", "date_source", "place", "place_source")


def read_sidecar(path: str, data: bytes) -> Sidecar:
    """The sidecar that a file holds.

    Args:
        path: of the file, for errors.

    Raises:
        ReadError: not TOML in UTF-8, an unknown key, a value that is no text, a date that is no EDTF date or interval
            (levels 0 and 1), or a fact without its source; with the line, where known.
    """
    try:
        text = data.decode("utf-8-sig")
        values = tomllib.loads(text)
    except UnicodeDecodeError as error:
        reason = f"byte {error.start} is not UTF-8; save the file as UTF-8"
        raise ReadError(path, reason, offset=error.start, kind="sidecar") from error
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"at line (\d+)", str(error))
        raise ReadError(path, f"not TOML: {error}", line=int(at[1]) if at else None, kind="sidecar") from error
    except ValueError as error:  # a number of thousands of digits, which Python does not take
        raise ReadError(path, f"not a sidecar: {error}", kind="sidecar") from error
    except RecursionError as error:
        raise ReadError(
            path, "not a sidecar: lists nested without end; it has lines of text", kind="sidecar"
        ) from error
    for key, value in values.items():
        if problem := _problem(key, value, values):
            raise ReadError(path, problem, line=_line_of(key, text), kind="sidecar")
    return Sidecar(**values)


def sidecar_path(path: str) -> str:
    """The sidecar of a text: the same name with ``.toml`` for its suffix, and for the ``.gz`` behind that."""
    bare = path[:-3] if path.lower().endswith(".gz") else path
    return f"{bare.rpartition('.')[0]}.toml"


def _problem(key: str, value: Any, values: dict[str, Any]) -> str | None:
    """What is wrong with one entry, and what to do; None when it is right."""
    if key not in _KEYS:
        return f"unknown key {_shown(key)}; a sidecar has {', '.join(_KEYS)}"
    if not isinstance(value, str) or not value.strip():
        return f"{key} must be text in quotes, not {_shown(value)}"
    if not key.endswith("_source") and f"{key}_source" not in values:
        return f"{key} needs {key}_source beside it: say where it comes from"
    if key == "date" and not _is_edtf(value):
        return f"date {_shown(value)} is no EDTF date or interval; write it as 1983-02-02 or 1983-01-28/1983-02-02"
    return None


def _shown(value: Any) -> str:
    """A value as the message shows it, however long or deep it is."""
    return _SHORT.repr(value)


def _line_of(key: str, text: str) -> int | None:
    at = re.search(rf"^[ \t]*[\"']?{re.escape(key)}\b", text, re.MULTILINE)
    return text.count("\n", 0, at.start()) + 1 if at else None


def _is_edtf(value: str) -> bool:
    try:
        bounds(value)
    except ValueError:
        return False
    return True
