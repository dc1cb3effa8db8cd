"""The lines of a rule's pattern → spaCy's DependencyMatcher, or a regular expression. Used by rulefile.py alone.

A line of a dependency pattern is ``node attribute=value|value``, or ``node > other attribute=value`` with an operator
of the DependencyMatcher (https://spacy.io/api/dependencymatcher#operators) between two nodes. Errors here say what is
wrong with a pattern; rulefile.py adds the file and the key.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from memograph.errors import ConfigurationError
from memograph.extract.relations.rules import WALKS, Chain, Child, DependencyPattern, End, Link, WordPattern
from memograph.model import EntityType

OPERATORS = frozenset("< > << >> . .* ; ;* $+ $- $++ $-- >+ >- >++ >-- <+ <- <++ <--".split())
#: Attribute of a line → attribute of spaCy's Matcher.
_ATTRIBUTES = {"lemma": "LEMMA", "word": "LOWER", "dep": "DEP", "pos": "POS", "tag": "TAG", "type": "ENT_KB_ID"}
_NAME = re.compile(r"[a-z][a-z_]*")
_ATTRIBUTE = re.compile(r"(?P<name>[a-z]+)(?P<not>!?)=(?P<values>\S+)")
_ANY = "\u2026"  # "…" in a pattern of words
_WORDS_SKIPPED = 5
_CLAUSE = r"(?:when|while|who|which|because|since|although|to)\b"  # begins what another verb says


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a dependency pattern, read: the node it is about, and the node and operator before it."""

    node: str
    attributes: Mapping[str, tuple[bool, tuple[str, ...]]]
    left: str | None = None
    operator: str | None = None


def read_line(text: str) -> Line:
    """Read one line.

    Raises:
        ConfigurationError: not a node with attributes.
    """
    words = text.split()
    left = operator = None
    if len(words) > 2 and words[1] in OPERATORS:
        left, operator, *words = words
    if not words or not _NAME.fullmatch(words[0]) or (left is not None and not _NAME.fullmatch(left)):
        raise ConfigurationError(
            f"“{text}” does not begin with a node, or with two nodes and one of {' '.join(sorted(OPERATORS))}"
        )
    attributes: dict[str, tuple[bool, tuple[str, ...]]] = {}
    for word in words[1:]:
        match = _ATTRIBUTE.fullmatch(word)
        if match is None or match["name"] not in _ATTRIBUTES:
            raise ConfigurationError(
                f"“{word}” in “{text}” is none of {', '.join(f'{name}=…' for name in _ATTRIBUTES)}"
            )
        attributes[match["name"]] = (match["not"] == "!", tuple(match["values"].split("|")))
    for name in attributes.get("type", (False, ()))[1]:
        if name not in list(EntityType):
            raise ConfigurationError(f"type={name} in “{text}” is none of {', '.join(EntityType)}")
    return Line(words[0], attributes, left, operator)


def dependency_pattern(lines: Sequence[str], ends: Mapping[str, str], unless: Sequence[str]) -> DependencyPattern:
    """Compile a dependency pattern.

    Args:
        ends: the rule's ``subject``, ``object`` or ``both``, as written; a node of that name where it is not given.

    Raises:
        ConfigurationError: a line cannot be read, or speaks of a node that no line before it introduces.
    """
    from spacy.matcher import DependencyMatcher
    from spacy.vocab import Vocab

    read = [read_line(line) for line in lines]
    nodes = [line.node for line in read]
    for number, line in enumerate(read):
        if (line.left is None) != (number == 0) or line.node in nodes[:number]:
            raise ConfigurationError(
                f"“{lines[number]}”: the first line has one node, each later one leads to one new node"
            )
        if line.left is not None and line.left not in nodes[:number]:
            raise ConfigurationError(f"“{lines[number]}”: no line before it has the node {line.left}")
    together = ends.get("both")
    subject = _end(together or ends.get("subject", "subject"), nodes)
    object_ = _end(together or ends.get("object", "object"), nodes)
    matcher = DependencyMatcher(Vocab())  # strings have the same keys in every vocabulary
    matcher.add("rule", [[_spacy(line) for line in read]])
    if not any(name in ("lemma", "type") and not negated for name, (negated, _) in read[0].attributes.items()):
        raise ConfigurationError(
            f"“{lines[0]}”: the first line needs lemma=…, the words that set the rule off, or type=…"
        )
    children = tuple(_child(line, nodes) for line in unless)
    return DependencyPattern(matcher, (*_needs(read), *_arcs(read)), subject, object_, children)


def _given(line: Line) -> dict[str, tuple[str, ...]]:
    """What a line asks for, by attribute; not what it rules out."""
    given = {name: values for name, (negated, values) in line.attributes.items() if not negated}
    if "lemma" in given:
        given["lemma"] = _cased(given["lemma"])
    return given


def _arcs(read: Sequence[Line]) -> Iterator[tuple[str, frozenset[str]]]:
    """Words of a lemma on which a word hangs directly, in a function: "meet > with dep=prep"."""
    given = {line.node: _given(line) for line in read}
    for line in read:
        lemmas = given[line.left].get("lemma", ()) if line.left is not None and line.operator == ">" else ()
        if lemmas and (deps := given[line.node].get("dep", ())):
            yield "lemma > dep", frozenset(f"{lemma} > {dep}" for lemma in lemmas for dep in deps)


def _needs(read: Sequence[Line]) -> Iterator[tuple[str, frozenset[str]]]:
    for line in read:
        given = _given(line)
        deps = given.get("dep")
        for name in ("lemma", "word", "type"):
            if name in given:
                together = [f"{dep} {value}" for dep in deps for value in given[name]] if deps else given[name]
                yield f"dep {name}" if deps else name, frozenset(together)
        if deps and given.keys().isdisjoint(("lemma", "word", "type")):
            yield "dep", frozenset(deps)


def _end(text: str, nodes: Sequence[str]) -> End:
    for walk in WALKS:
        filler = f"{walk} " if " " in walk else f"{walk} of "
        if text.startswith(filler) and text.removeprefix(filler) in nodes:
            return End(nodes.index(text.removeprefix(filler)), walk)
    if text not in nodes:
        known = f"a node of the pattern ({', '.join(nodes)})"
        raise ConfigurationError(f"“{text}” is neither {known} nor a walk from one, such as doer of {nodes[0]}")
    return End(nodes.index(text))


def _child(text: str, nodes: Sequence[str]) -> Child:
    node, _, rest = text.partition(" > ")
    line = read_line(f"child {rest}")
    if node not in nodes or not line.attributes.keys() <= {"dep", "word"} or "dep" not in line.attributes:
        raise ConfigurationError(
            f"unless: “{text}” is not of the form “node > dep=… word=…” with a node of the pattern"
        )
    word = line.attributes.get("word", (False, ()))[1]
    return Child(nodes.index(node), frozenset(line.attributes["dep"][1]), frozenset(word))


def _spacy(line: Line) -> dict[str, Any]:
    attributes: dict[str, Any] = {}
    for name, (negated, values) in line.attributes.items():
        forms = _cased(values) if name == "lemma" else values
        one = len(forms) == 1 and not negated
        attributes[_ATTRIBUTES[name]] = forms[0] if one else {"NOT_IN" if negated else "IN": list(forms)}
    node: dict[str, Any] = {"RIGHT_ID": line.node, "RIGHT_ATTRS": attributes}
    return node if line.left is None else {"LEFT_ID": line.left, "REL_OP": line.operator, **node}


def _cased(lemmas: Sequence[str]) -> tuple[str, ...]:
    """A lemma as it is, and as headlines have it: the tagger takes "Visit" for a name and keeps its capital."""
    return tuple(dict.fromkeys(form for lemma in lemmas for form in (lemma, lemma.capitalize(), lemma.upper())))


def word_pattern(text: str) -> WordPattern:
    """Compile a pattern of words: ``{subject}-{object} talks|meeting``.

    A word may be one of several (``in|at``) or may be missing (``the?``); ``…`` stands for up to five words.

    Raises:
        ConfigurationError: not exactly one ``{subject}`` and one ``{object}``, or nothing between them.
    """
    parts = re.split(r"\{(subject|object)\}", text)
    if sorted(parts[1::2]) != ["object", "subject"]:
        raise ConfigurationError(f"“{text}” needs {{subject}} and {{object}}, each once")
    before, between, after = (_words(part) for part in parts[0::2])
    if not between:
        raise ConfigurationError(f"“{text}” needs words or a sign between {{subject}} and {{object}}")
    return WordPattern(
        re.compile(rf"{before}\s*\Z", re.IGNORECASE) if before else None,
        re.compile(rf"\s*{between}\s*", re.IGNORECASE),
        re.compile(rf"\s*{after}", re.IGNORECASE) if after else None,
        parts[1] == "object",
    )


def _words(text: str) -> str:
    pattern = ""
    for word in text.split():
        if word == _ANY:
            piece, optional = rf"(?:(?!{_CLAUSE})[^\s.;:!?]+\s+){{0,{_WORDS_SKIPPED}}}?", False
        else:
            optional = word.endswith("?") and len(word) > 1
            alternatives = "|".join(_literal(each) for each in word.removesuffix("?" if optional else "").split("|"))
            piece = rf"(?:{alternatives})\s*"
        pattern += rf"(?:{piece})?" if optional else piece
    return pattern.removesuffix(r"\s*") if pattern.endswith(r"\s*") else pattern


def _literal(word: str) -> str:
    first, last = (r"\b" if word[at : at + 1 or None].isalnum() else "" for at in (0, -1))
    return f"{first}{re.escape(word)}{last}"


def chain(lines: Sequence[str]) -> Chain:
    """Read the two premises of a rule that follows from others: ``subject attended event``, ``event heldIn object``.

    Raises:
        ConfigurationError: not two lines of three words that name subject, object and one thing between them.
    """
    links = [line.split() for line in lines]
    names = [name for link in links for name in link[::2]]
    shared = {name for name in names if names.count(name) == 2}
    if len(lines) != 2 or any(len(link) != 3 for link in links) or {*names} - shared != {"subject", "object"}:
        raise ConfigurationError(
            "needs two lines of three words, such as “subject attended event” and “event heldIn object”"
        )
    first, second = (Link(*link) for link in links)
    return Chain(first, second)
