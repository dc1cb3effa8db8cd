"""Authority files and decisions, changed in one place: what each change does, for the test of what documents can reach.

Each change is a small one that a historian may make.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

#: What is imported before any change: someone whom nothing in the three memoranda can mean.
IMPORTED = """
<id/person/quatermain-allan-1> a mg:Person ; rdfs:label "Allan Quatermain" ; skos:prefLabel "Allan Quatermain" ;
    foaf:familyName "Quatermain" ; foaf:givenName "Allan" ; dcterms:source "a list" .
"""

PREFIXES = """
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix lc: <http://id.loc.gov/datatypes/> .
@prefix mg: <ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


@dataclass(frozen=True, slots=True)
class Change:
    """One change.

    Args:
        file: of the authority folder, or ``imported.ttl``, or a spreadsheet of decisions.
        change: its text → its text after the change.
        touches: whether the shard of the document that it is about must be another one; None: it may be the same.
    """

    name: str
    file: str
    change: Callable[[str], str]
    touches: bool | None


def _instead(pattern: str, by: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        changed, count = re.subn(pattern, by, text, count=1, flags=re.DOTALL)
        assert count == 1, pattern
        return changed

    return change


def _more(turtle: str) -> Callable[[str], str]:
    return lambda text: f"{text}\n{turtle}"


def _person(slug: str, given: str, family: str, more: str = "") -> str:
    label = f"{given} {family}"
    return (
        f'<id/person/{slug}> a mg:Person ; rdfs:label "{label}"@en ; skos:prefLabel "{label}"@en ;\n'
        f'    foaf:familyName "{family}" ; foaf:givenName "{given}" ; {more} dcterms:source "a list" .\n'
    )


def _decisions(*rows: str) -> Callable[[str], str]:
    columns = "action,about,document,exact,subject,predicate,object,into,label,author,date,note"
    return lambda _: "\n".join((columns, *rows)) + "\n"


_WITHOUT_HAIG = r"<id/person/haig-alexander> a mg:Person.*?(?=\n<id/person/(?!haig-alexander[#>]))"

AUTHORITY = (
    Change(
        "somebody of whom no document speaks",
        "people.ttl",
        _more("# nothing\n" + _person("zzyzx-zo", "Zo", "Zzyzx")),
        False,
    ),
    Change("a label", "people.ttl", _instead("Alexander M. Haig, Jr.", "Alexander Meigs Haig, Jr."), True),
    Change("an alias less", "people.ttl", _instead(r' ;\n    skos:altLabel "Al Haig"@en', ""), True),
    Change("an entry less", "people.ttl", _instead(_WITHOUT_HAIG, ""), True),
    Change("a namesake", "people.ttl", _more(_person("haig-albert", "Albert", "Haig")), True),
    Change(
        "a word that was no name",
        "organizations.ttl",
        _more(
            '<id/organization/meetings> a mg:Organization ; rdfs:label "Record of Meetings"@en ;\n'
            '    skos:prefLabel "Record of Meetings"@en ; skos:altLabel "record of meetings"@en ; dcterms:source "me" .'
        ),
        True,
    ),
    Change(
        "a tenure that ends before",
        "people.ttl",
        _instead(
            r'(#secretary-of-state> a mg:Tenure ;\s+mg:holder <id/person/shultz-george> [^.]*?startDate )"1982-07-16"',
            r'\1"1984-07-16"',
        ),
        None,
    ),
    Change("a demonym of another", "places.ttl", _instead('mg:demonym "Soviet"@en', 'mg:demonym "Sovietic"@en'), True),
    Change(
        "a state of another",
        "people.ttl",
        _instead(
            r"(<id/person/gromyko-andrei> a mg:Person .*?mg:affiliatedWith )<id/place/soviet-union>",
            r"\1<id/place/france>",
        ),
        None,
    ),
    Change("an imported namesake", "imported.ttl", _more(_person("gromyko-anatoly-2", "Anatoly", "Gromyko")), True),
    Change("an import of nobody here", "imported.ttl", _more(_person("umslopogaas-3", "Um", "Slopogaas")), False),
)

DECISIONS = (
    Change(
        "of one document",
        "a.csv",
        _decisions(
            "reject,statement,frus1981-88v04d4,,person/gromyko-andrei,metWith,person/haig-alexander,,,me,2026-11-22,wrong"
        ),
        True,
    ),
    Change(
        "a new name",
        "a.csv",
        _decisions("rename,entity,,,person/gromyko-andrei,,,,Andrei Andreyevich Gromyko,me,2026-11-22,"),
        True,
    ),
    Change(
        "a merge of what nobody names",
        "a.csv",
        _decisions("merge,entity,,,person/zzyzx-zo,,,person/zzyzx-za,,me,2026-11-22,"),
        False,
    ),
    Change(
        "a withdrawal", "a.csv", _decisions("withdraw,entity,,,person/haig-alexander,,,,,me,2026-11-22,not he"), True
    ),
)


def written(folder: Path, bundled: Path, change: Change | None = None) -> Path:
    """A project with the authority files of the checkout, changed in one place; its ``memograph.toml``."""
    (folder / "authority").mkdir(parents=True)
    (folder / "curation").mkdir()
    files = {file.name: file.read_text(encoding="utf-8") for file in sorted(bundled.glob("*.ttl"))}
    files["imported.ttl"] = PREFIXES + IMPORTED
    if change is not None:
        files[change.file] = change.change(files.get(change.file, ""))
    for name, text in files.items():
        place = "curation" if name.endswith(".csv") else "" if name == "imported.ttl" else "authority"
        (folder / place / name).write_text(text, encoding="utf-8")
    config = folder / "memograph.toml"
    config.write_text('[paths]\nauthority = "authority"\ncuration = "curation"\ndirectory = "imported.ttl"\n')
    return config
