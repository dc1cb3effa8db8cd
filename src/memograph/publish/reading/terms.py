"""Terms of the ontology and of other vocabularies: how often they are used, and an example of each."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from memograph.publish.reading.index import Index


@dataclass(frozen=True, slots=True)
class Use:
    """A term in the release.

    Args:
        uses: members of a class, triples with a property, what points to a concept; 0 where it is not in use.
        statement: number of a statement that is an example of a relation; 0 for none.
        subject, property, object: IRIs of an example; `object` is empty for a literal. All are empty without uses.
        subject_name, object_name: labels, or what a literal says; empty where a thing has no label.
    """

    iri: str
    uses: int
    statement: int
    subject: str
    subject_name: str
    property: str
    object: str
    object_name: str


def uses(index: Index) -> dict[str, Use]:
    """All terms by IRI; one look-up."""
    return {row[0]: Use(*row) for row in index.rows("SELECT * FROM term ORDER BY iri")}


def there(index: Index, iris: Iterable[str]) -> frozenset[str]:
    """Those of the things and statements that have a page, which what was merged or withdrawn has not."""
    paths = json.dumps(sorted({index.path(iri.partition("#")[0]) for iri in iris}))
    sql = (
        "WITH asked(path) AS (SELECT value FROM json_each(?)) SELECT path FROM asked JOIN thing USING (path) "
        "UNION SELECT path FROM asked JOIN statement ON path = 'statement/' || slug"
    )
    return frozenset(index.iri(path) for (path,) in index.rows(sql, paths))
