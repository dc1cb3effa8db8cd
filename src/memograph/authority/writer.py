"""Entries → Turtle in the form of corpus/authority, one entry at a time; `turtle` reads the same entries back.

What every import becomes: prefixes, IRIs relative to the site's base, a thing and after it its parts (identifiers,
remarks). The same entries in the same order give the same bytes. docs/data-model.md, "Authority", describes the form.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import count
from typing import TextIO
from urllib.parse import quote

import pyoxigraph as ox

from memograph.authority.entries import Entry, EventEntry, Known, PersonEntry, PlaceEntry, PostEntry, Tenure
from memograph.authority.turtle import VOLUME
from memograph.errors import AuthorityError
from memograph.model import Identifier, Kind, Ref
from memograph.namespaces import DCTERMS, FOAF, OWL, PROV, RDFS, SCHEMA, SKOS, XSD, Site

PREFIXES = {
    "dcterms": DCTERMS,
    "foaf": FOAF,
    "lc": "http://id.loc.gov/datatypes/",
    "mg": "ontology#",
    "owl": OWL,
    "prov": PROV,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "skos": SKOS,
    "xsd": XSD,
}

_WIDTH = 120
_HERE = Site("")  # mints IRIs without a base: they are relative to the site's
_PROPERTY = {"exactMatch": "skos:exactMatch", "closeMatch": "skos:closeMatch", "sameAs": "owl:sameAs"}

#: A property and its objects, written out.
_Line = tuple[str, Sequence[str]]


def write_turtle(known: Iterable[Known], output: TextIO, title: str = "", note: str = "") -> Counter[str]:
    """Write entries as they come; how many of each class there were ("Person", "Post", "Tenure" ...).

    Args:
        title, note: first lines of the file, as comments.

    Raises:
        AuthorityError: an address in an entry is no IRI.
    """
    if title:
        output.write("".join(f"# {line}\n" if line else "#\n" for line in (title, "", *note.splitlines())) + "\n")
    output.writelines(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    written: Counter[str] = Counter()
    tenures: set[str] = set()
    for item in known:
        try:
            output.write("\n" + "".join(_written(item, tenures)))
        except ValueError as error:
            name = item.holder if isinstance(item, Tenure) else item.slug
            raise AuthorityError(f"{name}: an address of it is not an IRI ({error}); correct the source") from error
        written[class_of(item)] += 1
    return written


def class_of(item: Known) -> str:
    """Local name of its class: "Person", "Post", "Tenure"."""
    return item.type.value if isinstance(item, Entry) else "Post" if isinstance(item, PostEntry) else "Tenure"


def _written(item: Known, tenures: set[str]) -> Iterator[str]:
    """The thing, then its parts; `tenures` are the names of those written, which must differ."""
    if isinstance(item, Tenure):
        yield _tenure(item, tenures)
        return
    if isinstance(item, PostEntry):
        lines = [_labels(item.label), ("skos:altLabel", _english(item.titles)), ("mg:postIn", _refs([item.body]))]
        lines += [("mg:roleName", _english(item.role_names)), ("dcterms:source", _plain(item.sources))]
        yield _described(_HERE.thing(Kind.POST, item.slug), "Post", lines)
        return
    names = _identifier_names(item)
    yield _described(_iri(item), item.type.value, _entry_lines(item, names))
    yield from (_identifier(f"{_iri(item)}#{name}", identifier) for name, identifier in names.items())
    if isinstance(item, PersonEntry):
        for number, remark in enumerate(item.remarks, 1):
            said_by = _volumes(remark.volumes) or [
                _address(i.iri) for i in item.identifiers[:1]
            ]  # else the record's own
            lines = [("rdfs:comment", _english([remark.words])), ("dcterms:source", said_by)]
            yield _described(f"{_iri(item)}#remark-{number}", "Remark", lines)


def _entry_lines(item: Entry, names: dict[str, Identifier]) -> Iterator[_Line]:
    yield _labels(item.label)
    yield "dcterms:type", [_address(each) if ":" in each else f"<ontology#{quote(each)}>" for each in item.types]
    yield "skos:altLabel", _english(item.aliases)
    yield "skos:hiddenLabel", _english(item.hidden)
    if isinstance(item, PersonEntry):
        yield from _person_lines(item)
    elif isinstance(item, PlaceEntry):
        yield from _place_lines(item)
    elif isinstance(item, EventEntry):
        yield from _event_lines(item)
    for match, property_ in _PROPERTY.items():
        yield property_, [_address(i.iri) for i in names.values() if i.match == match]
    yield "mg:identifiedBy", [f"<{_iri(item)}#{name}>" for name in names]
    yield "dcterms:source", _plain(item.sources)


def _person_lines(item: PersonEntry) -> Iterator[_Line]:
    yield "foaf:familyName", _plain([item.family_name])
    yield "foaf:givenName", _plain([item.given_name])
    yield "schema:birthDate", _dates(item.birth)
    yield "schema:deathDate", _dates(item.death)
    yield "mg:affiliatedWith", _refs(item.affiliations)
    yield "mg:remark", [f"<{_iri(item)}#remark-{number}>" for number in range(1, len(item.remarks) + 1)]
    yield "dcterms:isReferencedBy", _volumes(item.volumes)


def _place_lines(item: PlaceEntry) -> Iterator[_Line]:
    yield "mg:demonym", _english(item.demonyms)
    yield "schema:latitude", _decimals(item.latitude)
    yield "schema:longitude", _decimals(item.longitude)
    yield "mg:existedFrom", _dates(item.existed[0])
    yield "mg:existedUntil", _dates(item.existed[1])
    yield "schema:containedInPlace", _refs([item.within])
    yield "mg:precededBy", _refs(item.preceded)
    yield "mg:succeededBy", _refs(item.succeeded)


def _event_lines(item: EventEntry) -> Iterator[_Line]:
    yield "schema:startDate", _dates(item.start)
    yield "schema:endDate", _dates(item.end)
    yield "mg:heldIn", _refs(item.places)
    yield "mg:traveler", _refs(item.travelers)
    yield "mg:host", _refs(item.hosts)
    yield "schema:description", _english([item.purpose] if item.purpose else [])
    yield "prov:hadPrimarySource", [_address(item.primary_source)] if item.primary_source else []


def _tenure(item: Tenure, names: set[str]) -> str:
    holder = _HERE.thing(Kind.PERSON, item.holder)
    name = _HERE.part(Kind.PERSON, item.holder, "-".join(filter(None, (item.post, item.start))))
    if name in names:  # somebody who is said to have taken one post twice on one day
        name = next(other for n in count(2) if (other := f"{name}-{n}") not in names)
    names.add(name)
    lines = [
        ("mg:holder", [f"<{holder}>"]),
        ("mg:post", [f"<{_HERE.thing(Kind.POST, item.post)}>"]),
        ("schema:startDate", _dates(item.start)),
        ("schema:endDate", _dates(item.end)),
        ("dcterms:source", _plain([item.source])),
    ]
    return _described(name, "Tenure", lines)


def _identifier_names(item: Entry) -> dict[str, Identifier]:
    """Names of its identifiers as hash IRIs: the scheme, and the value where there are several of a scheme."""
    schemes = Counter(identifier.scheme for identifier in item.identifiers)
    return {
        _HERE.part("", "", i.scheme if schemes[i.scheme] == 1 else f"{i.scheme}-{i.value}").partition("#")[2]: i
        for i in item.identifiers
    }


def _identifier(iri: str, item: Identifier) -> str:
    lines = [
        ("mg:scheme", _plain([item.scheme])),
        ("skos:notation", _plain([item.value])),
        ("mg:matchType", _plain([item.match] if item.match != "exactMatch" else [])),
        ("mg:justification", _plain([item.justification] if item.justification != "UnspecifiedMatching" else [])),
        ("mg:confidence", _decimals(None if item.confidence is None else f"{Decimal(repr(item.confidence)):f}")),
        ("dcterms:creator", _plain([item.author])),
        ("dcterms:created", [f'"{item.date}"^^xsd:date'] if item.date else []),
        ("dcterms:source", _plain([item.source])),
    ]
    return _described(iri, "Identifier", lines)


# ── terms ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _described(iri: str, class_name: str, lines: Iterable[_Line]) -> str:
    """A subject with its properties, a line each; what has no object is left out."""
    first = f"<{iri}> a mg:{class_name}"
    return " ;\n    ".join([first, *(_packed(p, objects) for p, objects in lines if objects)]) + " .\n"


def _packed(property_: str, objects: Sequence[str]) -> str:
    """A property and its objects, in lines that stay within the width where they can."""
    lines, line = [], f"{property_} {objects[0]}"
    for value in objects[1:]:
        if len(line) + len(value) + len("    , ,") > _WIDTH:
            lines.append(f"{line},")
            line = f"    {value}"
        else:
            line += f", {value}"
    return "\n    ".join([*lines, line])


def _iri(item: Entry) -> str:
    return _HERE.thing(item.type.kind, item.slug)


def _labels(label: str) -> _Line:
    [text] = _english([label])
    between = " ; " if 2 * len(text) < _WIDTH - len("    rdfs:label  ; skos:prefLabel  ;") else " ;\n    "
    return "rdfs:label", [f"{text}{between}skos:prefLabel {text}"]


def _refs(refs: Iterable[Ref | None]) -> list[str]:
    return [f"<{_HERE.thing(ref.kind, ref.slug)}>" for ref in refs if ref is not None]


def _address(iri: str) -> str:
    return str(ox.NamedNode(iri))


def _volumes(ids: Iterable[str]) -> list[str]:
    return [_address(VOLUME.format(id_)) for id_ in ids]


def _plain(texts: Iterable[str | None]) -> list[str]:
    return [str(ox.Literal(text)) for text in texts if text]


def _english(texts: Iterable[str]) -> list[str]:
    return [f"{ox.Literal(text)!s}@en" for text in texts]


def _dates(edtf: str | None) -> list[str]:
    return [f'"{edtf}"^^lc:edtf'] if edtf else []


def _decimals(number: str | None) -> list[str]:
    return [f'"{number}"^^xsd:decimal'] if number is not None else []
