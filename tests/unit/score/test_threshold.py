"""The curve of linking: a higher threshold links fewer, and what is decided without candidates stays."""

from __future__ import annotations

from memograph.gold import GoldDocument
from memograph.model import (
    AnnotatedDocument,
    Candidate,
    Document,
    Entity,
    EntityType,
    Header,
    Linking,
    Mention,
    Source,
    Span,
)
from memograph.score import Figure
from memograph.score.threshold import Point, at_recall, linking_curve

TEXT = "Haig told Clark that the President had written to Smith."
PLACES = {name: Span(TEXT.index(name), TEXT.index(name) + len(name)) for name in ("Haig", "Clark", "Smith")}
OFFICE = Span(TEXT.index("the President"), TEXT.index("the President") + 13)
IDS = {"haig": "1", "clark-w": "2", "clark-j": "3", "reagan": "4", "smith": "5"}


def gold() -> GoldDocument:
    spans = {"haig": PLACES["Haig"], "clark": PLACES["Clark"], "reagan": OFFICE, "smith": PLACES["Smith"]}
    numbers = {"haig": "1", "clark": "3", "reagan": "4", "smith": None}
    entities = [{"id": e, "type": "Person", "label": e, "hsg": n} for e, n in numbers.items()]
    mentions = [{"entity": e, "start": s.start, "end": s.end, "kind": "name"} for e, s in spans.items()]
    return GoldDocument("d1", {"entities": entities, "mentions": mentions, "relations": []}, TEXT)


def annotated() -> AnnotatedDocument:
    people = [("haig", PLACES["Haig"]), ("clark-d1", PLACES["Clark"]), ("reagan", OFFICE), ("smith", PLACES["Smith"])]
    return AnnotatedDocument(
        Document("d1", TEXT, Source("d1.txt", "text/plain", "0")),
        Header(None, "letter", Span(0, 0)),
        tuple(Entity(slug, EntityType.PERSON, slug, known=slug != "clark-d1") for slug, _ in people),
        tuple(Mention(slug, EntityType.PERSON, span, "name", "model") for slug, span in people),
        (),
        "m 1",
        (
            Linking("haig", (Candidate("haig", "Haig", 0.9),)),
            Linking("clark-d1", (Candidate("clark-w", "W", 0.45), Candidate("clark-j", "J", 0.4)), "too close"),
            Linking("smith", (Candidate("smith", "Smith", 0.7),)),
        ),
    )


def test_a_higher_threshold_links_fewer() -> None:
    figures = {p.threshold: p.figure for p in linking_curve([(gold(), annotated())], IDS.get)}
    assert figures[0.0] == Figure(correct=2, predicted=4, gold=3), "wrong Clark, Smith without an id"
    assert figures[0.5] == Figure(correct=2, predicted=3, gold=3), "no Clark"
    assert figures[0.8] == Figure(correct=2, predicted=2, gold=3), "no Smith"
    assert len(figures) == 10


def test_of_the_thresholds_that_keep_a_recall_the_most_precise_one_counts() -> None:
    counts = {0.1: (9, 12), 0.5: (9, 10), 0.7: (9, 9), 0.8: (9, 9), 0.9: (5, 5)}
    points = [Point(threshold, Figure(*pair, gold=10)) for threshold, pair in counts.items()]
    best = at_recall(points, 0.85)
    assert best is not None and best.threshold == 0.8
    assert at_recall(points, 0.95) is None
