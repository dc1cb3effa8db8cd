"""Turtle → entries: reads authority files (docs/data-model.md, "Authority") and refuses what cannot be used.

Between the files of a historian and the index `authority`. Several files are one graph: an entity may be defined in one
and its tenures in another. A mistake is reported with file, line, reason and what to do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urldefrag

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import FOAF, RDF, RDFS, SKOS
from rdflib.plugins.parsers.notation3 import BadSyntax

from memograph.authority.entries import Entry, Known, PersonEntry, PlaceEntry, PostEntry, Tenure
from memograph.dates import bounds
from memograph.errors import AuthorityError
from memograph.model import EntityType, Identifier, Kind, Ref
from memograph.namespaces import DCTERMS, IDENTIFIER_SCHEMES, SCHEMA, Site, identifier_iri

_SOURCE = URIRef(DCTERMS + "source")
_START, _END = URIRef(SCHEMA + "startDate"), URIRef(SCHEMA + "endDate")
_BIRTH, _DEATH = URIRef(SCHEMA + "birthDate"), URIRef(SCHEMA + "deathDate")


def read_authority(paths: Iterable[Path], site: Site) -> Iterator[Known]:
    """Entities, posts and tenures of Turtle files and of the ``*.ttl`` files in folders, sorted by IRI.

    Raises:
        AuthorityError: a path that is missing or holds no Turtle, a syntax error, an entry without what it needs.
    """
    files = {path: _text(path) for path in in_folders(paths)}
    graph = Graph(bind_namespaces="none")
    for path, text in files.items():
        _parse(graph, path, text, site)
    yield from _Reader(graph, site, files).entries()


def in_folders(paths: Iterable[Path]) -> Iterator[Path]:
    """Turtle files as named, and those of folders; AuthorityError where a folder has none."""
    for path in paths:
        if not path.is_dir():
            yield path
        elif found := sorted(path.glob("*.ttl")):
            yield from found
        else:
            raise AuthorityError(f"{path}: no *.ttl file in this folder; name a folder that holds authority files")


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise AuthorityError(f"{path}: not UTF-8 at byte {error.start}; save the file as UTF-8") from error
    except OSError as error:
        raise AuthorityError(f"{path}: {error.strerror}; name an authority file or folder that exists") from error


def _parse(graph: Graph, path: Path, text: str, site: Site) -> None:
    try:
        graph.parse(data=text, format="turtle", publicID=site.base)
    except BadSyntax as error:
        reason = str(error._why).strip()
        raise AuthorityError(
            f"{path}:{error.lines + 1}: not Turtle ({reason}); correct the line or the one above it"
        ) from error
    except ValueError as error:
        raise AuthorityError(f"{path}: not Turtle ({error}); correct the file") from error


@dataclass(frozen=True, slots=True)
class _Reader:
    """Turns the graph of all files into entries."""

    graph: Graph
    site: Site
    files: dict[Path, str]

    def entries(self) -> Iterator[Known]:
        for type_ in EntityType:
            for node in self._instances(type_.value):
                yield self._entity(type_, node)
        for node in self._instances("Post"):
            yield self._post(node)
        for node in self._instances("Tenure"):
            yield self._tenure(node)

    def _entity(self, type_: EntityType, node: URIRef) -> Entry:
        slug, label = self._slug(node, type_.kind), self._label(node)
        aliases, hidden = self._texts(node, SKOS.altLabel), self._texts(node, SKOS.hiddenLabel)
        identifiers = tuple(self._identifier(node, part) for part in self._nodes(node, self._term("identifiedBy")))
        common = type_, slug, label, aliases, hidden, identifiers, self._texts(node, _SOURCE)
        if type_ is EntityType.PERSON:
            family, given = self._text(node, FOAF.familyName), self._text(node, FOAF.givenName)
            life = self._date(node, _BIRTH), self._date(node, _DEATH)
            bodies = tuple(self._ref(node, body) for body in self._nodes(node, self._term("affiliatedWith")))
            return PersonEntry(*common, family, given, *life, bodies)
        if type_ is EntityType.PLACE:
            demonyms = self._texts(node, self._term("demonym"))
            return PlaceEntry(*common, demonyms)
        return Entry(*common)

    def _post(self, node: URIRef) -> PostEntry:
        bodies = self._nodes(node, self._term("postIn"))
        return PostEntry(
            slug=self._slug(node, Kind.POST),
            label=self._label(node),
            body=self._ref(node, bodies[0]) if bodies else None,
            role_names=self._texts(node, self._term("roleName")),
            titles=self._texts(node, SKOS.altLabel),
        )

    def _tenure(self, node: URIRef) -> Tenure:
        holder, post = self._one(node, "holder", Kind.PERSON), self._one(node, "post", Kind.POST)
        if urldefrag(str(node)).url != self.site.thing(Kind.PERSON, holder):
            raise self._error(node, f"its mg:holder is {holder}; make the tenure a hash IRI on its holder")
        start, end = self._date(node, _START), self._date(node, _END)
        if start and end and bounds(start)[0] > bounds(end)[1]:
            raise self._error(node, f"it ends ({end}) before it starts ({start}); correct one of the dates")
        return Tenure(holder, post, start, end)

    def _identifier(self, owner: URIRef, node: URIRef) -> Identifier:
        scheme, value = self._text(node, self._term("scheme")), self._text(node, SKOS.notation)
        source = self._text(node, _SOURCE)
        if scheme not in IDENTIFIER_SCHEMES:
            raise self._error(node, f"mg:scheme is {scheme or 'absent'}; use one of {', '.join(IDENTIFIER_SCHEMES)}")
        if not value or not source:
            raise self._error(node, "an identifier needs skos:notation and dcterms:source; add what is missing")
        iri = identifier_iri(scheme, value)
        if URIRef(iri) not in set(self.graph.objects(owner, SKOS.exactMatch)):
            raise self._error(node, f"its owner lacks skos:exactMatch <{iri}>; add it beside mg:identifiedBy")
        return Identifier(scheme, value, iri, source)

    # ── terms and values ──────────────────────────────────────────────────────────────────────────────────────────────

    def _term(self, name: str) -> URIRef:
        return URIRef(self.site.term(name))

    def _instances(self, class_name: str) -> list[URIRef]:
        """Subjects of a class; a blank node is an error, since nothing could refer to it."""
        nodes = set(self.graph.subjects(RDF.type, self._term(class_name)))
        if blank := [node for node in nodes if not isinstance(node, URIRef)]:
            raise AuthorityError(
                f"{len(blank)} mg:{class_name} without an IRI; give each <id/…> (blank nodes are not used)"
            )
        return sorted(node for node in nodes if isinstance(node, URIRef))

    def _nodes(self, node: URIRef, property_: URIRef) -> list[URIRef]:
        return sorted(value for value in self.graph.objects(node, property_) if isinstance(value, URIRef))

    def _texts(self, node: URIRef, property_: URIRef) -> tuple[str, ...]:
        """Literals, sorted, so that the same file gives the same entries."""
        return tuple(
            sorted({str(value) for value in self.graph.objects(node, property_) if isinstance(value, Literal)})
        )

    def _text(self, node: URIRef, property_: URIRef) -> str | None:
        values = self._texts(node, property_)
        if len(values) > 1:
            name = re.split(r"[/#]", property_)[-1]
            raise self._error(node, f"{name} is given {len(values)} times ({'; '.join(values)}); leave one")
        return values[0] if values else None

    def _label(self, node: URIRef) -> str:
        if label := self._text(node, RDFS.label):
            return label
        raise self._error(node, "it has no rdfs:label; add one")

    def _date(self, node: URIRef, property_: URIRef) -> str | None:
        text = self._text(node, property_)
        try:
            if text is not None:
                bounds(text)
        except ValueError as error:
            raise self._error(node, f"{error}; write an EDTF date") from error
        return text

    def _slug(self, node: URIRef, kind: Kind) -> str:
        ref = self._ref(node, node)
        if ref.kind is not kind:
            raise self._error(node, f"its class asks for an IRI <id/{kind}/…>; correct the class or the IRI")
        return ref.slug

    def _one(self, node: URIRef, name: str, kind: Kind) -> str:
        """Slug of the one thing of `kind` that a tenure's property points to; the thing must be defined."""
        refs = [self._ref(node, value) for value in self._nodes(node, self._term(name))]
        if len(refs) != 1 or refs[0].kind is not kind:
            raise self._error(node, f"a tenure needs one mg:{name} <id/{kind}/…>; correct it")
        if (URIRef(self.site.thing(kind, refs[0].slug)), RDF.type, self._term(kind.capitalize())) not in self.graph:
            raise self._error(node, f"its mg:{name} {refs[0].slug} is not defined; define it as mg:{kind.capitalize()}")
        return refs[0].slug

    def _ref(self, node: URIRef, value: URIRef) -> Ref:
        kind, _, slug = str(value).removeprefix(f"{self.site.base}id/").partition("/")
        if kind not in list(Kind) or not re.fullmatch(r"[^/#]+", slug):
            raise self._error(node, f"<{value}> is not <id/kind/slug>; correct the IRI")
        return Ref(Kind(kind), unquote(slug))

    def _error(self, node: URIRef, reason: str) -> AuthorityError:
        """An error that names the first line that defines `node`."""
        relative = str(node).removeprefix(self.site.base)
        pattern = re.compile(rf"^\s*(?:<{re.escape(relative)}>|<{re.escape(str(node))}>)", re.MULTILINE)
        for path, text in self.files.items():
            if found := pattern.search(text):
                line = text.count("\n", 0, found.end()) + 1
                return AuthorityError(f"{path}:{line}: <{relative}>: {reason}")
        return AuthorityError(f"{', '.join(map(str, self.files))}: <{relative}>: {reason}")
