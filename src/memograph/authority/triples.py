"""Turtle files → the triples of all of them, by subject and property; and the line that an error is about.

Between the files of a historian and `turtle`, which makes entries of the triples. Oxigraph parses: 16,000 people are
a million triples, which rdflib needs a minute for.
"""

from __future__ import annotations

import gzip
import re
import sys
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeAlias

import pyoxigraph as ox

from memograph.errors import AuthorityError
from memograph.namespaces import RDF, Site

_Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

#: How the names of Turtle files end.
SUFFIXES = (".ttl", ".ttl.gz")


def in_folders(paths: Iterable[Path]) -> Iterator[Path]:
    """Turtle files as named, and those of folders; AuthorityError where a folder has none."""
    for path in paths:
        if not path.is_dir():
            yield path
        elif found := sorted(file for file in path.iterdir() if file.name.endswith(SUFFIXES)):
            yield from found
        else:
            raise AuthorityError(
                f"{path}: no *.ttl file in this folder; name a folder of authority files, or each archive by itself"
            )


class Triples:
    """What Turtle files say, as one graph.

    Args:
        paths: files, also packed (``.ttl.gz``); relative IRIs in them are of `site`.

    Raises:
        AuthorityError: a file that is missing, not UTF-8 or not Turtle, with its line.
    """

    def __init__(self, paths: Iterable[Path], site: Site) -> None:
        self.site = site
        self._files = tuple(paths)
        self._by_subject: dict[str, dict[str, list[_Term]]] = {}
        self._by_class: dict[str, dict[str, None]] = {}
        for path in self._files:
            self._read(path)

    def instances(self, class_name: str) -> list[str]:
        """Subjects of a class of the ontology, sorted; a blank node is an error, since nothing could refer to it."""
        nodes = self._by_class.get(self.site.term(class_name), {})
        if blank := sum(node.startswith("_:") for node in nodes):
            raise AuthorityError(f"{blank} mg:{class_name} without an IRI; give each <id/…> (blank nodes are not used)")
        return sorted(nodes)

    def is_a(self, node: str, class_name: str) -> bool:
        """Whether it is said to be of a class of the ontology."""
        return node in self._by_class.get(self.site.term(class_name), {})

    def nodes(self, node: str, property_: str) -> list[str]:
        """IRIs that a property leads to, sorted."""
        return sorted({value.value for value in self._values(node, property_) if isinstance(value, ox.NamedNode)})

    def texts(self, node: str, property_: str) -> tuple[str, ...]:
        """Literals, sorted, so that the same file gives the same entries."""
        return tuple(sorted({value.value for value in self._values(node, property_) if isinstance(value, ox.Literal)}))

    def text(self, node: str, property_: str) -> str | None:
        """The only literal of a property; AuthorityError where there are two."""
        values = self.texts(node, property_)
        if len(values) > 1:
            name = re.split(r"[/#]", property_)[-1]
            raise self.error(node, f"{name} is given {len(values)} times ({'; '.join(values)}); leave one")
        return values[0] if values else None

    def error(self, node: str, reason: str) -> AuthorityError:
        """An error that names the first line that defines `node`."""
        relative = node.removeprefix(self.site.base)
        pattern = re.compile(rf"^\s*(?:<{re.escape(relative)}>|<{re.escape(node)}>)", re.MULTILINE)
        for path in self._files:
            text = file_text(path)
            if found := pattern.search(text):
                line = text.count("\n", 0, found.end()) + 1
                return AuthorityError(f"{path}:{line}: <{relative}>: {reason}")
        return AuthorityError(f"{', '.join(map(str, self._files))}: <{relative}>: {reason}")

    def _values(self, node: str, property_: str) -> Iterable[_Term]:
        return self._by_subject.get(node, {}).get(property_, ())

    def _read(self, path: Path) -> None:
        type_ = f"{RDF}type"
        try:
            for quad in ox.parse(file_text(path), format=ox.RdfFormat.TURTLE, base_iri=self.site.base):
                subject, property_ = _name(quad.subject), sys.intern(quad.predicate.value)
                self._by_subject.setdefault(subject, {}).setdefault(property_, []).append(quad.object)
                if property_ == type_:
                    self._by_class.setdefault(_name(quad.object), {})[subject] = None
        except SyntaxError as error:
            raise AuthorityError(
                f"{path}:{error.lineno}: not Turtle ({error.msg}); correct the line or the one above it"
            ) from error
        except ValueError as error:
            raise AuthorityError(f"{path}: not Turtle ({error}); correct the file") from error


def _name(term: _Term) -> str:
    """IRI, or ``_:name`` of a blank node."""
    return term.value if isinstance(term, ox.NamedNode) else str(term)


def file_text(path: Path) -> str:
    """The text of a file, unpacked where its name ends in ``.gz``; AuthorityError where it has none in UTF-8."""
    try:
        data = path.read_bytes()
        return (gzip.decompress(data) if path.suffix == ".gz" else data).decode()
    except UnicodeDecodeError as error:
        raise AuthorityError(f"{path}: not UTF-8 at byte {error.start}; save the file as UTF-8") from error
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise AuthorityError(f"{path}: not a whole gzip file ({error}); pack it again or name it .ttl") from error
    except OSError as error:
        raise AuthorityError(f"{path}: {error.strerror}; name an authority file or folder that exists") from error
