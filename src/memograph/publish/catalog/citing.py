"""How to cite a release: in Chicago style, and for BibTeX. Used by the page of releases."""

from __future__ import annotations

from dataclasses import dataclass

from memograph.manifest import Manifest
from memograph.namespaces import Site
from memograph.publish.language import text
from memograph.publish.pages import bibtex, wording


@dataclass(frozen=True, slots=True)
class Cited:
    """One release as a reference, as text."""

    chicago: str
    bibtex: str


def cited(manifest: Manifest, site: Site) -> Cited:
    """The reference to a release: title, version, the day it was made, its own address."""
    address, day = site.release(manifest.version), manifest.issued[:10]
    given = {"title": manifest.title, "version": manifest.version, "date": wording.date(day), "address": address}
    fields = {
        "title": bibtex.escaped(manifest.title),
        "version": manifest.version,
        "year": day[:4],
        "date": day,
        "url": address,
    }
    entry = bibtex.entry("dataset", f"memograph-{manifest.version}", fields)
    return Cited(text("data-cite-in-chicago", **given), entry)
