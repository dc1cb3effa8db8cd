"""The editors' markup as a second gold: what counts as found, and who counts as the same."""

from __future__ import annotations

from memograph.model import (
    AnnotatedDocument,
    Document,
    EntityType,
    Header,
    ListedPerson,
    Markup,
    Mention,
    Source,
    Span,
)
from memograph.score import Figure
from memograph.score.edition import edition_figures, without_markup

TEXT = "Haig saw Clark; Clark saw Vest."
HAIG, CLARK, AGAIN, VEST = Span(0, 4), Span(9, 14), Span(16, 21), Span(26, 30)
SLUGS = {"Haig, Alexander": "haig", "Clark, William P.": "clark-william", "Vest, George S.": "vest"}


def document() -> Document:
    marked = [(HAIG, "h"), (CLARK, "c"), (AGAIN, "c"), (VEST, "v")]
    persons = zip("hcv", SLUGS, strict=True)
    return Document(
        "d1",
        TEXT,
        Source("d1.xml", "0" * 64, "tei"),
        markup=tuple(Markup("persName", span, key) for span, key in marked),
        persons=tuple(ListedPerson(key, name, "") for key, name in persons),
    )


def annotated(*names: tuple[Span, str]) -> AnnotatedDocument:
    mentions = tuple(Mention(entity, EntityType.PERSON, span, "name", "model") for span, entity in names)
    return AnnotatedDocument(without_markup(document()), Header(None, "memorandum", Span(0, 0)), (), mentions, (), "m")


def test_found_is_the_exact_span_and_identified_is_the_listed_person() -> None:
    found = annotated((HAIG, "haig"), (CLARK, "clark-william"), (AGAIN, "clark-joseph"), (Span(16, 25), "vest"))
    figures = edition_figures([(document(), found)], lambda name: [SLUGS[name]])
    assert figures["edition names"] == Figure(correct=3, predicted=4, gold=4)
    assert figures["edition identity"] == Figure(correct=2, predicted=3, gold=4)


def test_the_annotation_sees_no_markup_but_the_list_of_persons() -> None:
    blind = without_markup(document())
    assert blind.markup == ()
    assert blind.persons == document().persons
