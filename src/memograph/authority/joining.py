"""When two entries describe one thing, and what they say together: for `indexing` and `directory`.

They are one where they have one record of another authority file (scheme and value of an identifier) or one IRI; not
where they have two records of one scheme: the Historian's database has two of William P. Clark, and keeps both.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any, TypeVar

from memograph.authority.entries import Entry, PostEntry
from memograph.model import Identifier

Thing = Entry | PostEntry
"""What can be joined; tenures follow their holders and posts."""

_Thing = TypeVar("_Thing", bound=Thing)
#: Name an entry, and so are never taken from another.
_OWN = ("type", "slug", "label")


def same_as(thing: Thing) -> Iterator[Identifier]:
    """Identifiers that say that it is what a record describes; one that is only close joins nothing."""
    for identifier in thing.identifiers if isinstance(thing, Entry) else ():
        if identifier.identical:
            yield identifier


def contradict(a: Thing, b: Thing) -> bool:
    """Whether two things cannot be one: of other classes, or with different records of one scheme."""
    if type(a) is not type(b) or (isinstance(a, Entry) and isinstance(b, Entry) and a.type is not b.type):
        return True
    known: dict[str, set[str]] = {}
    for identifier in same_as(a):
        known.setdefault(identifier.scheme, set()).add(identifier.value)
    others: dict[str, set[str]] = {}
    for identifier in same_as(b):
        others.setdefault(identifier.scheme, set()).add(identifier.value)
    return any(known[scheme].isdisjoint(others[scheme]) for scheme in known.keys() & others.keys())


def joined(kept: _Thing, other: Thing) -> _Thing:
    """Both as one thing: `kept` wins where only one can be right; the other's label is another form of its name."""
    changes: dict[str, Any] = {name: _both(getattr(kept, name), more) for name, more in _additions(kept, other)}
    return replace(kept, **changes)


def addition(curated: _Thing, imported: Thing) -> _Thing:
    """What an imported thing says beyond a curated one: an entry of its slug and label, nothing repeated."""
    new: dict[str, Any] = dict(_additions(curated, imported))
    bare = type(curated)(**{name: getattr(curated, name) for name in _OWN if hasattr(curated, name)})
    return replace(bare, **new)


def _additions(kept: Thing, other: Thing) -> Iterator[tuple[str, object]]:
    """Fields in which the other says something more, with that."""
    for name in (field.name for field in fields(kept) if field.name not in _OWN):
        mine, theirs = getattr(kept, name), getattr(other, name)
        if name == "identifiers":
            schemes = {i.scheme for i in mine}  # a second record of a scheme would be another thing's
            more: object = tuple(i for i in theirs if i.scheme not in schemes)
        elif name == "existed":
            more = tuple(b if a is None else None for a, b in zip(mine, theirs, strict=True))
        elif isinstance(mine, tuple):
            forms = (other.label, *theirs) if name == "aliases" else theirs
            known = {*mine, kept.label} if name == "aliases" else set(mine)
            more = tuple(value for value in dict.fromkeys(forms) if value not in known)
        else:
            more = theirs if mine is None else None
        if more and more != (None, None):
            yield name, more


def _both(mine: object, more: object) -> object:
    if isinstance(mine, tuple) and isinstance(more, tuple):
        if mine and all(part is None or isinstance(part, str) for part in mine) and None in mine:
            return tuple(a if a is not None else b for a, b in zip(mine, more, strict=True))  # times of existence
        return (*mine, *more)
    return more
