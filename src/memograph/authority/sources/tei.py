"""TEI → entries: the lists of persons and terms of a volume of Foreign Relations, and TEI's own lists of things.

An importer of `authority.sources`. A volume's list says who is meant in its documents; each person is kept with what
the list says of them and the volume that says it. An abbreviation becomes an entry where its meaning names a body, a
treaty, talks or a state; what a term means otherwise (“as soon as possible”, somebody's initials) is told and left out.
``listPerson``, ``listPlace``, ``listOrg`` and ``listEvent`` (TEI P5, chapter 13) are read by `tei_things`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from memograph.authority.archive import Problem
from memograph.authority.entries import Entry, EventEntry, Known, PersonEntry, PlaceEntry, Remark
from memograph.authority.sources.fields import forms
from memograph.authority.sources.tei_things import natural_order, things
from memograph.errors import AuthorityError, ReadError
from memograph.model import EntityType, ListedPerson, ListedTerm
from memograph.namespaces import person_slug, slug_of
from memograph.tei import TEI, XML_ID, line_of, listed_persons, listed_terms, parse_tei, volume_of
from memograph.vocabulary import BODY_HEADS

_MORE_BODIES = frozenset("Academy Administration Army Assembly Company Federation Nations Navy".split())
#: Last words that tell what the meaning of a term is.
_LAST = {
    **dict.fromkeys(("Republic", "Republics", "Kingdom"), EntityType.PLACE),
    **dict.fromkeys(("Treaty", "Agreement", "Convention", "Accord", "Accords", "Protocol"), EntityType.AGREEMENT),
    "Talks": EntityType.EVENT,
}
#: Head nouns that do; “Union” would make a body of the Soviet Union.
_HEADS = {**dict.fromkeys(BODY_HEADS - {"Union"} | _MORE_BODIES, EntityType.ORGANIZATION), **_LAST}
#: The head noun stands before these.
_END_OF_HEAD = re.compile(r"[,:(]| (?:of|for|on|to|in|and)\b")
_FRUS = re.compile(r"frus\d")


def read(path: Path, problem: Problem) -> Iterator[Known]:
    """Entries of a TEI file: its list of persons, its list of terms, then TEI's lists of things.

    Args:
        problem: told of each item that is no entry, with line and reason.

    Raises:
        AuthorityError: the file cannot be read, is not TEI, or has no such list.
    """
    try:
        root = parse_tei(path, path.read_bytes())
    except ReadError as error:
        raise AuthorityError(str(error)) from error
    except OSError as error:
        raise AuthorityError(f"{path}: {error.strerror}; name a TEI file that exists") from error
    if next(_lists(root), None) is None:
        raise AuthorityError(
            f"{path}: no list in it; read are list items with a persName or term that has an xml:id, and listPerson, "
            "listPlace, listOrg, listEvent"
        )
    lines = {e.get(XML_ID): line_of(e) for e in root.iter(f"{TEI}persName", f"{TEI}term")}

    def tell(key: str, reason: str) -> None:
        problem(AuthorityError(f"{path}:{lines.get(key)}: {reason}; it is left out"))

    for word in _unnamed(root):
        reason = "a name in the list without an xml:id; give it one, so that it is the same one next time"
        problem(AuthorityError(f"{path}:{line_of(word)}: {reason}; it is left out"))
    volume, slugs = volume_of(root, path), set[str]()
    persons = tuple(listed_persons(root))
    for person in persons:
        yield _person(person, volume, slugs)
    if not _FRUS.match(volume) and (said := sum(bool(person.remark) for person in persons)):
        reason = f"what the list says of {said} persons: not read, because {volume} is no volume of Foreign Relations"
        problem(AuthorityError(f"{path}: {reason} (frus…), where it could be looked up"))
    surnames = {name.partition(",")[0] for name in (person.name for person in persons)}
    for term in listed_terms(root):
        yield from _meant(term, volume, surnames, lambda reason, key=term.key: tell(key, reason))  # type: ignore[misc]
    yield from things(root, path, problem)


def _lists(root: etree._Element) -> Iterator[etree._Element]:
    yield from root.iter(f"{TEI}listPerson", f"{TEI}listPlace", f"{TEI}listOrg", f"{TEI}listEvent")
    for word in root.iter(f"{TEI}persName", f"{TEI}term"):
        if next(word.iterancestors(f"{TEI}item"), None) is not None:
            yield word


def _unnamed(root: etree._Element) -> Iterator[etree._Element]:
    """Names of a list of persons that refer to nobody and that nobody can refer to."""
    for word in root.iter(f"{TEI}persName"):
        if not any(word.get(name) for name in (XML_ID, "corresp", "ref")):
            lists = [each for each in word.iterancestors(f"{TEI}list") if each.get("type") in ("names", "persons")]
            if lists:
                yield word


def _person(listed: ListedPerson, volume: str, slugs: set[str]) -> PersonEntry:
    family, _, rest = listed.name.partition(", ")
    label = natural_order(listed.name)
    slug = f"{person_slug(label)}-{slug_of(volume)}"
    if slug in slugs:  # two of one name in one volume
        slug = f"{slug}-{slug_of(listed.key)}"
    slugs.add(slug)
    volumes = (volume,) if _FRUS.match(volume) else ()
    return PersonEntry(
        EntityType.PERSON,
        slug,
        label,
        sources=(f"{volume}, list of persons, {listed.key}: “{listed.name}”",),
        family_name=family if rest else None,
        given_name=rest.partition(", ")[0] or None,
        remarks=(Remark(listed.remark, volumes),) if listed.remark and volumes else (),
        volumes=volumes,
    )


def _meant(listed: ListedTerm, volume: str, surnames: set[str], tell: Problem) -> Iterator[Entry]:
    """What a term stands for: of several meanings each that is a thing."""
    for meaning in listed.meaning.split("; "):
        bare = re.sub(r"\s*\([^)]*\)|:.*", "", meaning).rstrip(".").strip()
        words = re.split(_END_OF_HEAD, bare, maxsplit=1)[0].split()
        type_ = _HEADS.get(words[-1] if words else "") or _LAST.get(bare.rpartition(" ")[2])
        if type_ is None:
            what = "initials of somebody" if bare.rpartition(" ")[2] in surnames else "not the name of a body or treaty"
            tell(f"{listed.term}: “{meaning}” is {what}")  # type: ignore[arg-type]
            continue
        [aliases] = forms(bare, (listed.term,) if len(listed.term) > 1 else ())
        source = f"{volume}, list of terms, {listed.key}: “{listed.term}, {meaning}”"
        make = {EntityType.PLACE: PlaceEntry, EntityType.EVENT: EventEntry}.get(type_, Entry)
        yield make(type_, slug_of(bare), bare, aliases, sources=(source,))
