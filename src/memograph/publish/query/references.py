"""A citation of a query's result in the notations of others: a sentence, BibTeX, CSL-JSON. For citation.py."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from memograph.publish.pages import bibtex

#: MIME-like names of the hash in prose.
HASH = "SHA-256"


@dataclass(frozen=True, slots=True)
class Reference:
    """What is cited.

    Args:
        title: of the dataset.
        publisher: name of the site.
        version: of the release.
        issued: day on which it was made, in UTC.
        address: that asks the query of this release, or only the endpoint where that would be too long.
        size: how much the result is, in words: ``12 rows``.
        sha256: of the result (hex); None if each time is another.
        accessed: day of the citation, in UTC.
    """

    title: str
    publisher: str
    version: str
    issued: date
    address: str
    size: str
    sha256: str | None
    accessed: date

    @property
    def _proof(self) -> str:
        return f"{self.size}, {HASH} {self.sha256}" if self.sha256 else self.size

    def plain(self) -> str:
        """As a sentence."""
        publisher = "" if self.publisher == self.title else f", {self.publisher}"
        return (
            f"“{self.title}”, release {self.version} of {self.issued.isoformat()}{publisher}: result of a SPARQL "
            f"query, {self._proof}. {self.address} (accessed {self.accessed.isoformat()})."
        )

    def bibtex(self) -> str:
        """As an entry of BibTeX with the fields of biblatex's ``@dataset``; styles without it read ``@misc``."""
        fields = {
            "title": f"{{{bibtex.escaped(self.title)}: result of a SPARQL query}}",
            "publisher": bibtex.escaped(self.publisher),
            "version": self.version,
            "year": str(self.issued.year),
            "date": self.issued.isoformat(),
            "url": self.address,
            "urldate": self.accessed.isoformat(),
            "note": bibtex.escaped(self._proof),
        }
        return bibtex.entry("dataset", self.key, fields)

    def csl(self) -> dict[str, Any]:
        """As an item of CSL-JSON (Citation Style Language, schema 1.0.2)."""
        return {
            "id": self.key,
            "type": "dataset",
            "title": f"{self.title}: result of a SPARQL query",
            "publisher": self.publisher,
            "version": self.version,
            "issued": _parts(self.issued),
            "accessed": _parts(self.accessed),
            "URL": self.address,
            "note": self._proof,
        }

    @property
    def key(self) -> str:
        """Name of the entry in a bibliography: release, and the beginning of the hash."""
        return f"memograph-{self.version}" + (f"-{self.sha256[:8]}" if self.sha256 else "")


def _parts(day: date) -> dict[str, list[list[int]]]:
    return {"date-parts": [[day.year, day.month, day.day]]}
