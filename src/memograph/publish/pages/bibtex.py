"""Entries of BibTeX, for whatever can be cited: documents, releases, results of queries."""

from __future__ import annotations

import re
from collections.abc import Mapping

#: What stands for itself only with a backslash or in words.
_SPECIAL = re.compile(r"[\\{}$&%#_~^]")
_WORDS = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


def entry(kind: str, key: str, fields: Mapping[str, str]) -> str:
    """An entry such as ``@dataset{key, ...}``; fields without a value are left out.

    Args:
        fields: as they shall stand there: prose `escaped`, addresses and dates as they are.
    """
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@{kind}{{{key},\n{lines}}}\n"


def escaped(words: str) -> str:
    """Prose that TeX prints as it is."""
    return _SPECIAL.sub(lambda match: _WORDS.get(match[0], f"\\{match[0]}"), words)
