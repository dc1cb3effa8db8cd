"""A memograph.toml with every key, its default and what it means, from the classes of `config` and docs/settings.md.

The page of settings ships with the package, and a test holds it against the dataclasses: what is written here cannot be
out of date.
"""

from __future__ import annotations

import importlib.resources
import json
import re
import textwrap
from dataclasses import fields, is_dataclass
from pathlib import Path

from memograph.config import Config

_ROW = re.compile(r"^\| `(?P<key>[\w.]+)` \| `[^`]*` \| (?P<meaning>.+) \|$", re.MULTILINE)
_LINK = re.compile(r"\[([^\]]+)\]\([^)]+\)")
_WIDTH = 110
#: What a project of one's own sets otherwise: its folders stand beside each other, and the authority file that comes
#: with memograph, of American diplomacy in the Cold War, is not its own.
_OWN = {"paths.authority": "authority", "paths.curation": "curation"}
_TOP = """\
# Settings of this site. A key behind # has its default; take the # away to change it. Paths are relative to this file.
"""


def meanings() -> dict[str, str]:
    """What each key means (``site.base``), one paragraph of plain text."""
    page = _page().read_text(encoding="utf-8")
    return {row["key"]: _LINK.sub(r"\1", row["meaning"]).replace("`", "") for row in _ROW.finditer(page)}


def commented_settings(base: str, title: str) -> str:
    """The file; `base` and `title` are those of the new site."""
    own: dict[str, object] = {"site.base": base, "site.title": title, **_OWN}
    lines, explained = [_TOP], meanings()
    for section in fields(Config):
        default = getattr(Config(), section.name)
        if is_dataclass(default):
            lines.append(f"[{section.name}]")
            for key in fields(default):
                name = f"{section.name}.{key.name}"
                lines += textwrap.wrap(explained[name], _WIDTH, initial_indent="# ", subsequent_indent="#   ")
                value = own.get(name, getattr(default, key.name))
                lines.append(f"{'' if name in own else '# '}{key.name} = {_toml(value)}\n")
    return "\n".join(lines)


def _toml(value: object) -> str:
    """A value as TOML writes it; of a tuple of one its only member, of paths their names."""
    if isinstance(value, tuple):
        return _toml(value[0]) if len(value) == 1 else f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, (int, float)) else json.dumps(str(value), ensure_ascii=False)


def _page() -> Path:
    packaged = Path(str(importlib.resources.files("memograph"))) / "bundled" / "settings.md"
    return packaged if packaged.is_file() else Path(__file__).resolve().parents[3] / "docs" / "settings.md"
