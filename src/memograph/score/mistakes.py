"""Which kinds of error an extraction makes: every difference from gold gets one kind, so that kinds can be counted.

Beside figures.py, which only counts what is right. A kind is a sentence that tells a developer where to look.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from memograph.gold import GoldDocument
from memograph.score.figures import linked_persons, located_places
from memograph.score.matching import Named, named, named_for_scoring, place
from memograph.score.statements import relation_mistakes

_CONTEXT = 45
_ACRONYM = re.compile(r"(?:[A-Z]\.?){2,}(?:[/&\-][A-Z]+)*")
_DEMONYM = re.compile(r"\w+(?:ans?|ese|ish|is|ets?|ench|eks?|utch|iss)(?:-\w+)?")
_TITLE = re.compile(
    r"(?:Mr|Mrs|Miss|Dr|Sir|Lord|Prime|Foreign|Deputy|Vice|President|Secretary|Ambassador|Minister|Chairman|General|"
    r"Admiral|Senator|Premier|Chancellor|Director|Under|Assistant|Counselor|Attorney|Marshal|Colonel|King|Prince)\b"
)


@dataclass(frozen=True, slots=True)
class Mistake:
    """One difference from gold.

    Args:
        kind: what went wrong, one of a few dozen phrases.
        about: the entity type or the relation.
        example: the words, with what was wanted and what was found.
    """

    document: str
    kind: str
    about: str
    example: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of error: how often, about what (type or relation → count, the most frequent first), and an example."""

    name: str
    count: int
    about: tuple[tuple[str, int], ...]
    example: Mistake


def mistakes(gold: GoldDocument, predicted: GoldDocument) -> list[Mistake]:
    """Every difference between a prediction and gold that costs precision or recall, in the order of figures.py."""
    found = (*_names(gold, predicted), *_people(gold, predicted), *_places(gold, predicted))
    stated = ((kind, relation, example) for kind, relation, example in relation_mistakes(gold, predicted))
    return [Mistake(gold.id, *row) for row in (*found, *stated)]


def most_frequent(found: Sequence[Mistake], limit: int) -> list[Kind]:
    """The kinds that count most, the most frequent first; the example is the shortest one that shows its words."""
    by_kind: dict[str, list[Mistake]] = defaultdict(list)
    for mistake in found:
        by_kind[mistake.kind].append(mistake)
    kinds = [
        Kind(
            name,
            len(rows),
            tuple(sorted(Counter(m.about for m in rows).items(), key=lambda row: (-row[1], row[0]))),
            min(rows, key=lambda m: (len(m.example), m.example, m.document)),
        )
        for name, rows in by_kind.items()
    ]
    return sorted(kinds, key=lambda kind: (-kind.count, kind.name))[:limit]


Row = tuple[str, str, str]


def _names(gold: GoldDocument, predicted: GoldDocument) -> Iterator[Row]:
    wanted, found = named(gold), named_for_scoring(gold, predicted)
    missed, extra = sorted(wanted - found), sorted(found - wanted)
    blamed: set[Named] = set()
    for name in missed:
        rival = _rival(name, (e for e in extra if e not in blamed))
        if rival is not None:
            blamed.add(rival)
            yield _confusion(gold.text, name, rival), name[2], _wanted_found(gold.text, name, rival)
        else:
            yield _missed(gold.text[name[0] : name[1]], name[2]), name[2], _quoted(gold.text, name[0], name[1])
    for name in extra:
        if name not in blamed:
            yield _extra(gold.text, name, wanted), name[2], _quoted(gold.text, name[0], name[1])


def _rival(name: Named, extra: Iterable[Named]) -> Named | None:
    """The extra name that stands where a missed one should: the one that shares most with it."""
    overlaps = [(min(name[1], e[1]) - max(name[0], e[0]), e[2] == name[2], e) for e in extra]
    best = max(overlaps, default=None)
    return best[2] if best is not None and best[0] > 0 else None


def _confusion(text: str, gold: Named, found: Named) -> str:
    if gold[:2] == found[:2]:
        return f"name: type {found[2]} instead of {gold[2]}"
    if gold[2] != found[2]:
        return "name: other type and other boundary"
    if found[0] < gold[0] and found[1] == gold[1] and _TITLE.match(text, found[0]):
        return "name: title in the span"
    if found[0] <= gold[0] and found[1] >= gold[1]:
        return f"name: boundary too long ({gold[2]})"
    if found[0] >= gold[0] and found[1] <= gold[1]:
        return f"name: boundary too short ({gold[2]})"
    return "name: boundary shifted"


def _missed(surface: str, type_: str) -> str:
    if _ACRONYM.fullmatch(surface):
        return "name: missed acronym"
    return f"name: missed {type_}"


def _extra(text: str, name: Named, wanted: set[Named]) -> str:
    start, end, type_ = name
    if any(start < g[1] and g[0] < end for g in wanted):
        return "name: marked inside or around another name"
    if type_ == "Place" and _DEMONYM.fullmatch(text[start:end]):
        return "name: demonym marked"
    return f"name: extra {type_}"


def _people(gold: GoldDocument, predicted: GoldDocument) -> Iterator[Row]:
    wanted, found = linked_persons(gold), linked_persons(predicted)
    kinds = {place(m): m["kind"] for m in gold.data["mentions"]}
    ours = {place(m): predicted.entities[m["entity"]] for m in predicted.data["mentions"]}
    surnames = _surnames(gold)
    for where, hsg in sorted(wanted.items()):
        if found.get(where) == hsg:
            continue
        is_role, entity = kinds[where] == "role", ours.get(where)
        if entity is None:
            kind = "link: role not resolved" if is_role else "link: name not found"
        elif where not in found:
            kind = "link: role left unknown" if is_role else "link: known person left unknown"
        elif is_role:
            kind = "link: role given to another holder"
        elif _surname(entity["label"]) == surnames.get(hsg):
            kind = "link: wrong person of the same surname"
        else:
            kind = "link: wrong person"
        label = "nobody" if entity is None else entity["label"]
        yield kind, "Person", f"{_quoted(gold.text, *where)} → {label}"
    for where in sorted(found.keys() & kinds.keys() - wanted.keys()):
        yield "link: linked, gold knows no id", "Person", f"{_quoted(gold.text, *where)} → {ours[where]['label']}"


def _surnames(gold: GoldDocument) -> dict[str, str]:
    return {str(e["hsg"]): _surname(e["label"]) for e in gold.data["entities"] if e.get("hsg")}


def _surname(label: str) -> str:
    words = [w for w in label.replace(",", " ").split() if w.rstrip(".") not in {"Jr", "Sr", "II", "III"}]
    return words[-1].casefold() if words else ""


def _places(gold: GoldDocument, predicted: GoldDocument) -> Iterator[Row]:
    wanted, found = located_places(gold, names_only=True), located_places(predicted, names_only=False)
    for where, names in sorted(wanted.items()):
        if where in found and not found[where] & names:
            yield "link: place of another label", "Place", _quoted(gold.text, *where)


def _quoted(text: str, start: int, end: int) -> str:
    """The words in brackets with what stands around them, on one line."""
    before, after = text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
    return " ".join(f"…{before}[{text[start:end]}]{after}…".split())


def _wanted_found(text: str, gold: Named, found: Named) -> str:
    wanted = f"“{text[gold[0] : gold[1]]}” {gold[2]}"
    return " ".join(f"wanted {wanted}, found “{text[found[0] : found[1]]}” {found[2]}".split())
