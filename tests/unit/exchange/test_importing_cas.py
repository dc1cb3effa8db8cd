"""CAS XMI that comes back from INCEpTION: unchanged it decides nothing, and each change is the decision it means."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cassis
import pytest

from memograph.curation.checking import row_of
from memograph.exchange.cas import ENTITY, RELATION, STATEMENT, TYPES_FILE, type_system
from memograph.exchange.corrections import Who
from memograph.exchange.importing import Imported, imported
from memograph.exchange.writing import xml_text
from tests.unit.exchange.conftest import Exported
from tests.unit.exchange.strange import TEXT

BASE = "http://memograph.test/id/"
JANE = Who("Jane Doe", "2026-01-31")
METADATA = "de.tudarmstadt.ukp.clarin.webanno.api.type.CASMetadata"


def loaded(exported: Exported, folder: Path, name: str = "strange-1") -> Any:
    out = exported.to("cas", folder / "out", name)
    return cassis.load_cas_from_xmi(out / f"{name}.xmi", typesystem=cassis.load_typesystem(out / TYPES_FILE))


def packed(cas: Any, name: str = "strange-1.xmi") -> bytes:
    """XMI and type system in a ZIP, as INCEpTION exports a document."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr(name, cas.to_xmi())
        file.writestr(TYPES_FILE, cas.typesystem.to_xml())
    return buffer.getvalue()


def back(exported: Exported, path: Path, data: bytes | str, who: Who = JANE) -> tuple[list[dict[str, str]], list[str]]:
    """Import a file: decisions as rows without empty cells, and the problems."""
    path.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
    problems: list[str] = []
    found = imported([path], exported.source, who, lambda error: problems.append(str(error)))
    return rows(found), [problem.replace(str(path.parent), "") for problem in problems]


def rows(found: Imported) -> list[dict[str, str]]:
    return [{name: value for name, value in row_of(each).items() if value} for each in found.decisions]


def node(cas: Any, words: str) -> Any:
    """The NamedEntity over these words."""
    (found,) = (each for each in cas.select(ENTITY) if each.get_covered_text() == words)
    return found


def test_what_comes_back_unchanged_decides_nothing(exported: Exported, tmp_path: Path) -> None:
    folder = exported.to("cas", tmp_path)
    problems: list[str] = []
    found = imported(sorted(folder.glob("*.xmi")), exported.source, JANE, lambda error: problems.append(str(error)))
    assert (found.decisions, found.documents, problems) == ((), 3, [])


def test_a_zip_comes_back_unchanged(strange: Exported, tmp_path: Path) -> None:
    """Non-BMP characters before the mentions, overlaps, characters that XML forbids."""
    assert back(strange, tmp_path / "any.zip", packed(loaded(strange, tmp_path))) == ([], [])


Change = Callable[[Any], None]


def removed(cas: Any) -> None:
    """With the relation that ended there, as INCEpTION does."""
    gone = node(cas, "SALT II")
    for relation in list(cas.select(RELATION)):
        if relation.Governor is gone or relation.Dependent is gone:
            cas.remove(relation)
    cas.remove(gone)


def another(cas: Any) -> None:
    node(cas, "𝔄lexander Haig").identifier = "person/gromyko-andrei"


def by_wikidata(cas: Any) -> None:
    node(cas, "𝔄lexander Haig").identifier = "http://www.wikidata.org/entity/Q184267"


def unlinked(cas: Any) -> None:
    node(cas, "𝔄lexander Haig").identifier = None


def added(cas: Any) -> None:
    start = TEXT.rindex("Both")
    cas.add(cas.typesystem.get_type(ENTITY)(begin=start, end=start + 4, value="Organization"))


def no_relation(cas: Any) -> None:
    (met,) = (each for each in cas.select(RELATION) if each.predicate == "metWith")
    cas.remove(met)


def drawn(cas: Any) -> None:
    governor, dependent = node(cas, "𝔄lexander Haig"), node(cas, "SALT II")
    kind = cas.typesystem.get_type(RELATION)
    cas.add(kind(begin=0, end=1, Governor=governor, Dependent=dependent, predicate="partyTo"))


def other_predicate(cas: Any) -> None:
    (met,) = (each for each in cas.select(RELATION) if each.predicate == "metWith")
    met.predicate = "sentBy"


def other_literal(cas: Any) -> None:
    (said,) = (each for each in cas.select(STATEMENT) if each.predicate == "classified")
    said.object = "Top Secret"


def stated(cas: Any) -> None:
    start = TEXT.index("1. Memorandum")
    kind = cas.typesystem.get_type(STATEMENT)
    cas.add(
        kind(
            begin=start,
            end=start + 13,
            subject="document/strange-1",
            predicate="sentBy",
            object=f"{BASE}person/haig-alexander",
        )
    )


MET = "Gromyko met Haig on 🇺🇸 soil"
SAID = "said <b>&amp; “no”</b> \x01\x02\ufffe"
CHANGES: list[tuple[Change, list[tuple[str, ...]]]] = [
    (
        removed,
        [
            ("reject", "mention", "SALT II", "", ""),
            ("reject", "statement", "Both signed SALT II", "place/soviet-union", "agreement/salt-ii"),
        ],
    ),
    (another, [("add", "link", "𝔄lexander Haig", "person/gromyko-andrei", "")]),
    (by_wikidata, [("add", "link", "𝔄lexander Haig", "person/gromyko-andrei", "")]),
    (unlinked, [("reject", "link", "𝔄lexander Haig", "person/haig-alexander", "")]),
    (added, [("add", "mention", "Both", "organization/both", "")]),
    (no_relation, [("reject", "statement", MET, "person/gromyko-andrei", "person/haig-alexander")]),
    (drawn, [("add", "statement", TEXT[39:-1], "person/haig-alexander", "agreement/salt-ii")]),
    (
        other_predicate,
        [
            ("add", "statement", "Gromyko met Haig", "person/gromyko-andrei", "person/haig-alexander"),
            ("reject", "statement", MET, "person/gromyko-andrei", "person/haig-alexander"),
        ],
    ),
    (
        other_literal,
        [
            ("add", "statement", SAID, "document/strange-1", "Top Secret"),
            ("reject", "statement", SAID, "document/strange-1", "Secret; <Sensitive>"),
        ],
    ),
    (stated, [("add", "statement", "1. Memorandum", "document/strange-1", "person/haig-alexander")]),
]


@pytest.mark.parametrize(("change", "expected"), CHANGES, ids=[change.__name__ for change, _ in CHANGES])
def test_each_change_is_the_decision_that_it_means(
    strange: Exported, tmp_path: Path, change: Change, expected: list[tuple[str, ...]]
) -> None:
    cas = loaded(strange, tmp_path)
    change(cas)
    found, problems = back(strange, tmp_path / "d.zip", packed(cas))
    columns = ("action", "about", "exact", "subject", "object")
    decided = sorted(tuple(row.get(name, "") for name in columns) for row in found)
    assert problems == []
    assert decided == [tuple(each) for each in expected]


def test_author_and_date_are_those_of_inception(strange: Exported, tmp_path: Path) -> None:
    """INCEpTION notes the user and when it saved a document."""
    cas = loaded(strange, tmp_path)
    metadata = cas.typesystem.create_type(METADATA, supertypeName="uima.cas.AnnotationBase")
    for name, kind in (("username", "String"), ("lastChangedOnDisk", "Long"), ("sourceDocumentName", "String")):
        cas.typesystem.create_feature(metadata, name, f"uima.cas.{kind}")
    cas.add(metadata(username="anna", lastChangedOnDisk=1_770_000_000_000, sourceDocumentName="strange-1.xmi"))
    unlinked(cas)
    found, problems = back(strange, tmp_path / "d.zip", packed(cas), Who("", ""))
    assert problems == []
    assert [(row["author"], row["date"]) for row in found] == [("anna", "2026-02-02")]


def test_a_whole_project_has_an_annotator_for_each_zip(strange: Exported, tmp_path: Path) -> None:
    cas = loaded(strange, tmp_path)
    unlinked(cas)
    one, other = packed(cas, "x.xmi"), packed(loaded(strange, tmp_path), "y.xmi")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("annotation/strange-1.xmi/anna.zip", one)
        file.writestr("annotation/strange-1.xmi/ben.zip", other)
        file.writestr("source/strange-1.xmi.txt", "not read")
    found, problems = back(strange, tmp_path / "project.zip", buffer.getvalue(), Who("", "2026-01-31"))
    assert problems == []
    assert [(row["author"], row["action"], row["about"]) for row in found] == [("anna", "reject", "link")]


def test_xmi_alone_is_read_with_our_types(strange: Exported, tmp_path: Path) -> None:
    cas = loaded(strange, tmp_path)
    unlinked(cas)
    found, problems = back(strange, tmp_path / "strange-1.xmi", cas.to_xmi())
    assert (len(found), problems) == (1, [])


def test_without_our_layers_statements_are_not_compared(strange: Exported, tmp_path: Path) -> None:
    """A project that never had them: nothing was removed."""
    types = cassis.TypeSystem()
    entity = types.create_type(ENTITY, supertypeName="uima.tcas.Annotation")
    for name in ("value", "identifier"):
        types.create_feature(entity, name, "uima.cas.String")
    other = types.create_type("webanno.custom.Mood", supertypeName="uima.tcas.Annotation")
    mine, cas = loaded(strange, tmp_path), cassis.Cas(types)
    cas.sofa_string, cas.sofa_mime = mine.sofa_string, "text/plain"
    for each in mine.select(ENTITY):
        cas.add(entity(begin=each.begin, end=each.end, value=each.value, identifier=each.identifier))
    cas.add(other(begin=0, end=2))
    found, problems = back(strange, tmp_path / "strange-1.zip", packed(cas, "strange-1.xmi"))
    assert found == []
    assert len(problems) == 2
    assert "statements were not compared" in problems[0]
    assert "1 annotations of the layer webanno.custom.Mood" in problems[1]


def test_another_text_is_told_with_its_place(strange: Exported, tmp_path: Path) -> None:
    other = cassis.Cas(type_system(), sofa_string=xml_text(TEXT[:20]) + "XYZ", sofa_mime="text/plain")
    found, problems = back(strange, tmp_path / "strange-1.xmi", other.to_xmi())
    assert found == []
    assert "its text is not that of strange-1 in release" in problems[0]
    assert "from code point 20 on (“XYZ”)" in problems[0]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("strange-1.xmi", "<xmi:XMI", "/strange-1.xmi:1: not XML"),
        ("strange-1.xmi", "<a/>", "its text is not that of strange-1"),
        ("other.xmi", None, "of no document of the release; call the file after its id"),
        ("d.zip", "no zip", "/d.zip: not a ZIP that can be read"),
        ("d.docx", "x", "not a kind of file that comes back"),
        (
            "strange-1.xmi",
            '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>\n<a>&b;</a>',
            "document type declaration",
        ),
    ],
)
def test_a_malformed_file_is_told_with_its_place(
    strange: Exported, tmp_path: Path, name: str, data: str | None, said: str
) -> None:
    content = data or cassis.Cas(type_system(), sofa_string="x", sofa_mime="text/plain").to_xmi()
    found, problems = back(strange, tmp_path / name, content)
    assert found == []
    assert any(said in problem for problem in problems), problems


def test_a_zip_without_xmi(strange: Exported, tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("a.txt", "x")
    assert back(strange, tmp_path / "d.zip", buffer.getvalue())[1] == [
        "/d.zip: no XMI file in it; export it as “UIMA CAS XMI (XML 1.0)”"
    ]


def test_annotations_that_cannot_be_used_remove_nothing(strange: Exported, tmp_path: Path) -> None:
    cas = loaded(strange, tmp_path)
    node(cas, "SALT II").value = "Treaty"
    node(cas, "SALT II").identifier = "http://example.org/elsewhere"
    (met,) = (each for each in cas.select(RELATION) if each.predicate == "metWith")
    met.predicate = None
    (said,) = (each for each in cas.select(STATEMENT) if each.predicate == "classified")
    said.subject = "the memorandum"
    found, problems = back(strange, tmp_path / "d.zip", packed(cas))
    assert found == []
    assert any("“Treaty” is no class; the classes are" in problem for problem in problems)
    assert any("needs a mention at both ends and a “predicate”" in problem for problem in problems)
    assert any("its subject is “the memorandum”" in problem for problem in problems)
    assert all("xmi:id" in problem for problem in problems)
