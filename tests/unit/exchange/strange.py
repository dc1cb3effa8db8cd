"""A release with documents that formats stumble over: characters outside the BMP, characters that XML forbids, mentions
that overlap, stand inside each other and inside a word, an empty text."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from memograph.namespaces import OA, RDF, RDFS, SKOS
from memograph.release import Release, assemble, current_release, publish_current
from tests.publish_sample import FACTS, SITE, Said, Sample, Shard, known, nquads

TEXT = (
    "1. Memorandum\x0cFrom 😀 Andrei Gromyko to 𝔄lexander Haig\n\n"
    "The Embassy in Moscow of the U.S.S.R. said <b>&amp; “no”</b> \x01\x02\ufffe!\r\n"
    'Gromyko met Haig on 🇺🇸 soil; andUSSR too. See # 1 | “2”, "3".\n \n'
    "He attended the Geneva talks. The Geneva talks were held in Geneva.\tBoth signed SALT II."
)
GROMYKO, HAIG = "person/gromyko-andrei", "person/haig-alexander"
EMBASSY, MOSCOW, USSR = "organization/embassy-moscow", "place/moscow", "place/soviet-union"
TALKS, GENEVA, SALT = "event/geneva-talks", "place/geneva", "agreement/salt-ii"
#: Things that the strange document speaks of, with their label and their Wikidata item where they have one.
THINGS = {
    GROMYKO: ("Andrei A. Gromyko", "Q184267"),
    HAIG: ("Alexander M. Haig, Jr.", "Q1002"),
    EMBASSY: ("Embassy in Moscow", ""),
    MOSCOW: ("Moscow \x0b& <environs>", "Q1003"),
    USSR: ("Soviet Union", "Q1004"),
    TALKS: ("Geneva talks", "Q1005"),
    GENEVA: ("Geneva", "Q1006"),
    SALT: ("SALT II", "Q1007"),
}
#: (document, subject, predicate, object, evidence): phrases of the text.
SAID = (
    Said(GROMYKO, "metWith", HAIG, "Gromyko met Haig on 🇺🇸 soil", "metWith.met-with", "0.95", when="1982-03"),
    Said(
        HAIG,
        "attended",
        TALKS,
        "He attended the Geneva talks",
        "attended",
        "0.97",
        modality="fact",
        when="1982-06-03/1982-06",
    ),
    Said(GROMYKO, "attended", TALKS, "He attended the Geneva talks", "attended", "0.97", modality="plan"),
    Said(TALKS, "heldIn", GENEVA, "talks were held in Geneva", "heldIn", "0.91", modality="fact", when="1982-21"),
    Said(USSR, "partyTo", SALT, "Both signed SALT II", "partyTo", "0.6", modality="fact"),
    Said(
        "document/strange-1", "classified", "Secret; <Sensitive>", "said <b>&amp; “no”</b> \x01\x02\ufffe", "c", "0.9"
    ),
    Said("document/strange-1", "dated", "1982-04-05", "", "sidecar", "0.99", source="A sidecar"),
    Said("document/strange-1", "sentBy", GROMYKO, "From 😀 Andrei Gromyko"),
)


def shard() -> bytes:
    """The strange document."""
    made = Shard(Sample("strange-1", TEXT, (), (), ("1982-04-05", "1982-04-05")))
    made.describe()
    for phrase, entity in (
        ("Andrei Gromyko", GROMYKO),
        ("Gromyko", GROMYKO),
        ("𝔄lexander Haig", HAIG),
        ("Haig", HAIG),
        ("Embassy in Moscow", EMBASSY),
        ("Moscow", MOSCOW),
        ("Geneva talks", TALKS),
        ("SALT II", SALT),
    ):
        made.mention(phrase, entity, "name")
    # crosses "Embassy in Moscow"; ends inside the token "andUSSR"; the last Geneva, not that of the talks
    for words, entity, last in (("Moscow of the U.S.S.R", USSR, False), ("USSR", USSR, True), ("Geneva", GENEVA, True)):
        start = TEXT.rindex(words) if last else TEXT.index(words)
        mention_at(made, start, start + len(words), entity)
    for said in SAID:
        made.state(said)
    twice = SITE.thing("statement", "strange-1-gromyko-andrei-metwith-haig-alexander")
    made.found(twice, "historian", "0.5")  # two found it
    for name, (label, _) in THINGS.items():
        made.add(made.iri(name), RDF + "type", SITE.term(name.partition("/")[0].capitalize()))
        made.add(made.iri(name), RDFS + "label", ox.Literal(label, language="en"))
    return nquads(made.quads)


def mention_at(made: Shard, start: int, end: int, entity: str) -> None:
    iri = made.part(f"mention-{start}-{end}")
    for name in (SITE.term("Mention"), OA + "Annotation"):
        made.add(iri, RDF + "type", name)
    made.add(iri, OA + "hasBody", made.iri(entity))
    made.add(iri, OA + "hasTarget", made.target(start, end))
    made.found(iri, "recogniser", "0.9")


def bare(document_id: str, text: str) -> bytes:
    """A document in which nothing was found."""
    made = Shard(Sample(document_id, text, (), (), ("1982-04-05", "1982-04-05")))
    made.describe()
    return nquads(made.quads)


def matches() -> bytes:
    graph = ox.NamedNode(SITE.authority_graph)
    quads = {
        ox.Quad(
            ox.NamedNode(SITE.address(f"id/{name}")),
            ox.NamedNode(SKOS + "exactMatch"),
            ox.NamedNode(f"http://www.wikidata.org/entity/{item}"),
            graph,
        )
        for name, (_, item) in THINGS.items()
        if item
    }
    return nquads(quads)


def strange_build(folder: Path, copies: int = 1) -> Release:
    """A build folder with the release of the strange documents, published; of the first as many `copies` as wanted."""
    one = shard()
    numbered = [one.replace(b"strange-1", b"strange-%d" % number) for number in range(1, copies + 1)]
    shards = [bare("blank", " \n\n "), bare("empty", ""), *(_sorted(copy) for copy in numbered)]
    publish_current(folder, assemble(shards, [*known(), matches()], SITE, folder, FACTS), FACTS.issued)
    return current_release(folder)


def _sorted(quads: bytes) -> bytes:
    return b"".join(sorted(quads.splitlines(keepends=True)))
