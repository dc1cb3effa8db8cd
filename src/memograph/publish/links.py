"""IRIs of the release → addresses a page may link to. Used by pages, data and the SPARQL form; knows only the site.

Links inside the site are paths from its root, so that they hold whatever host and port a request came to; the base IRI
gives the path in front of them where the site does not live at the root of its host. What leaves the site (headers,
canonical addresses) is absolute, and made from the base IRI alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from werkzeug.urls import iri_to_uri

from memograph.model import Kind
from memograph.namespaces import Site

#: Parts of a document that are a stretch of its text (docs/data-model.md); its page shows them highlighted.
_PASSAGE = re.compile(r"(?P<thing>.*/id/document/[^#]+)#(?:target|quote|position)-(?P<start>\d+)-(?P<end>\d+)")
_KINDS = frozenset(kind.value for kind in Kind)


@dataclass(frozen=True, slots=True)
class Links:
    """Links of one site.

    Args:
        release: version of the release that links stay in; empty where they lead to the current one.
    """

    site: Site
    release: str = ""

    @property
    def root(self) -> str:
        """Path of the site's root, ends in ``/``."""
        return urlsplit(self.site.base).path

    def to(self, path: str) -> str:
        """Link to a page or file of the site: ``sparql`` → ``/sparql``."""
        return self._staying(self.root + path)

    def file(self, path: str) -> str:
        """Link to what no release has: ``static/style.css`` → ``/static/style.css``."""
        return self.root + path

    def kind(self, iri: str) -> Kind | None:
        """Kind of a thing (or of the thing that a hash IRI is part of) with an address of its own here."""
        head, _, slug = self._local(iri).partition("/")
        return Kind(head) if slug and head in _KINDS else None

    def page(self, iri: str) -> str | None:
        """Link for people: the page of a thing, a term of the ontology, another site; None for what nobody can open."""
        if self.kind(iri) and (part := _PASSAGE.fullmatch(iri)):
            return self.passage(part["thing"], int(part["start"]), int(part["end"]))
        if self.kind(iri):
            return self.to(f"page/{self._local(iri)}")
        if iri.startswith(self.site.base):
            return self.to(iri[len(self.site.base) :])
        return iri if iri.startswith(("http://", "https://")) else None

    def thing(self, iri: str) -> str | None:
        """Link that dereferences a thing: its own IRI, as a path where it is one of this site; None as for `page`."""
        return self.to(f"id/{self._local(iri)}") if self.kind(iri) else self.page(iri)

    def absolute(self, link: str) -> str:
        """Address on the web of a link of this site, for those who do not read it on a page; pure ASCII (RFC 3986)."""
        return iri_to_uri(urljoin(self.site.base, link))

    def data(self, iri: str, suffix: str) -> str:
        """Link to the description of a thing in one format, given by its suffix; without one, in whichever suits."""
        return self.to(f"data/{self._local(iri).partition('#')[0]}{'.' if suffix else ''}{suffix}")

    def citation(self, document: str, suffix: str) -> str:
        """Link to the citation of a document in one notation, given by its suffix."""
        return self.to(f"cite/{self._local(document)}.{suffix}")

    def passage(self, document: str, start: int, end: int) -> str:
        """Link to a document's page with a passage (offsets in code points) highlighted and in view."""
        return self._staying(f"{self.root}page/{self._local(document)}?at={start}-{end}#at")

    def _staying(self, link: str) -> str:
        """A link of the site, to the same release."""
        if not self.release:
            return link
        address, hash_, fragment = link.partition("#")
        return f"{address}{'&' if '?' in address else '?'}release={self.release}{hash_}{fragment}"

    def _local(self, iri: str) -> str:
        """``<kind>/<slug>`` of a thing's IRI, empty for others."""
        space = self.site.address("id/")
        return iri[len(space) :] if iri.startswith(space) else ""
