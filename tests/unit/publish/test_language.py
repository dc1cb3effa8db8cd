"""Messages: words with values filled in, HTML that stays safe, plurals, translations and their mistakes."""

from __future__ import annotations

import importlib.resources
import re
from collections.abc import Iterator
from pathlib import Path

import jinja2
import pytest
from jinja2 import nodes
from markupsafe import Markup

from memograph.errors import ConfigurationError
from memograph.publish.language import Language, messages

PUBLISH = Path(str(importlib.resources.files("memograph.publish")))
ENGLISH = (PUBLISH / "languages/en.ftl").read_text(encoding="utf-8")

#: Messages whose identifier is put together from what the data say: the start, and where that is done.
FAMILIES = {
    "example-": "of each query in publish/examples",
    "sparql-do-": "of problems that something can be done about",
    "kind-": "of each kind of thing",
    "relation-": "of each relation",
    "header-": "of relations in a document's heading",
    "month-": "of each month",
    "date-": "of seasons and marks",
    "certainty-": "of steps of certainty",
    "modality-": "of modalities",
    "method-": "of methods",
    "ontology-": "of groups of terms",
    "term-": "of what the ontology says of a term",
    "datatype-": "of datatypes",
    "portion-": "of portion markings",
    "group-": "of groups of sentences beside a document",
    "severity-": "of what rules say",
    "score-": "of what was measured",
    "what-": "of sorts of changes between releases",
    "file-": "of the files of a release",
    "feature-": "of features of reconciliation",
    "error-title-": "of statuses of HTTP",
    "error-detail-": "of statuses of HTTP, and of types of problems",
    "size-": "of units of size",
    "facet-": "of each facet of a search",
    "sort-": "of each order of results",
    "nav-": "of views",
    "network-tie-": "of the relations of ties",
    "map-what-": "of what happens at places",
    "map-told-": "of what happens at places",
    "map-area-": "of parts of the world",
    "timeline-what-": "of lanes",
    "timeline-lane-": "of lanes",
    "timeline-told-": "of lanes",
    "timeline-zoom-": "of bins",
    "network-tells-": "of the relations of ties",
    "network-line-": "of the relations of ties",
    "fact-": "of properties of a thing",
    "section-": "of relations and the end of them that a thing is",
    "tie-": "of relations between people and bodies",
    "scheme-": "of authorities",
    "match-": "of how near a record is",
    "matching-": "of how a record was found",
    "decided-": "of what a decision does",
    "decision-": "of what a decision is about",
    "office-": "of holders before and after, with and without dates",
    "percent": "of percentages that are next to nothing or all",
}


def templates() -> Iterator[tuple[str, nodes.Template]]:
    environment = jinja2.Environment(autoescape=True)
    for path in sorted((PUBLISH / "templates").glob("*.html")):
        yield path.name, environment.parse(path.read_text(encoding="utf-8"))


def used() -> set[str]:
    """Messages that templates and modules name."""
    found = set()
    for _, template in templates():
        for call in template.find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == "t":
                argument = call.args[0]
                found.update(each.value for each in argument.find_all(nodes.Const) if isinstance(each.value, str))
                if isinstance(argument, nodes.Const):
                    found.add(argument.value)
    for path in PUBLISH.rglob("*.py"):
        found.update(re.findall(r"(?<![.\w])(?:say|text)\(\s*\"([^\"]+)\"", path.read_text(encoding="utf-8")))
        found.update(re.findall(r"message[- ]id: ([a-z][\w-]+)", path.read_text(encoding="utf-8")))
    return found


def test_every_message_is_used_and_every_used_one_is_there() -> None:
    declared = list(messages(ENGLISH))
    assert len(declared) == len(set(declared)) > 100
    named = used()
    free = {each for each in declared if not each.startswith(tuple(FAMILIES))}
    assert free - named == set()
    assert {each for each in named if not each.endswith("-")} - set(declared) == set()


#: What is the same in every language: names of formats and codes.
NAMES = frozenset("RIS CSV Turtle N-Triples RDF/XML JSON-LD SPARQL SHA-256 BibTeX CSL-JSON".split())


def test_templates_have_no_words_of_their_own() -> None:
    """No letters between tags, and none in attributes that are read to people."""
    spoken = re.compile(r"""(?:alt|title|aria-label|placeholder|content-label)=["']([^"'{]*)""")
    for name, template in templates():
        text = "\0".join(data.data for data in template.find_all(nodes.TemplateData))
        between = re.sub(r"<[^<>]*>|<[^<>]*\0|&\w+;", "\0", re.sub(r"(<[^<>]*)\0(?=[^<>]*>)", r"\1", text))
        words = set(re.findall(r"[^\W\d_][\w/-]*", between.replace("<!doctype html>", ""))) - NAMES
        words |= {word for value in spoken.findall(text) for word in re.findall(r"[^\W\d_]\w+", value)}
        assert not words, (name, words)


def test_values_are_escaped_and_markup_is_not() -> None:
    english = Language.load("en")
    assert english.say("cite-as") == Markup("– cite it as")
    assert english.say("not-in-text", source="<b>") == "Not in the text: &lt;b&gt;"
    assert english.say("not-in-text", source=Markup("<b>x</b>")) == "Not in the text: <b>x</b>"
    assert english.text("not-in-text", source="<b>") == "Not in the text: <b>"
    assert english.text("number", n=1234567) == "1,234,567"


def test_what_is_missing_is_a_mistake_of_ours() -> None:
    english = Language.load("en")
    with pytest.raises(LookupError, match="there is no message nothing-of-the-kind"):
        english.text("nothing-of-the-kind")
    with pytest.raises(LookupError, match="not-in-text"):
        english.text("not-in-text")


def test_a_translation_speaks_and_falls_back_to_english(tmp_path: Path) -> None:
    path = tmp_path / "fr.ftl"
    path.write_text("skip = Aller au contenu\nnumber = { $n }\n", encoding="utf-8")
    french = Language.load(str(path))
    assert french.tag == "fr"
    assert french.text("skip") == "Aller au contenu"
    assert french.text("number", n=1234567).replace("\u202f", " ").replace("\xa0", " ") == "1 234 567"
    assert french.text("read-it-there") == "read it there"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("de", None, "there is no 'de' here, only en"),
        ("nowhere/de.ftl", None, "cannot be read"),
        ("de.ftl", "skip = { $unclosed\n", r"de\.ftl:1: "),
        ("de.ftl", "skip = Zum Inhalt\n\nno message\n", r"de\.ftl:3: "),
    ],
)
def test_mistakes_of_translators(tmp_path: Path, name: str, content: str | None, said: str) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=said):
        Language.load(str(path) if "." in name else name)
