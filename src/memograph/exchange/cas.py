"""UIMA CAS XMI for INCEpTION (and WebAnno, DKPro), by way of dkpro-cassis. What comes back is read by corrected_cas.py.

Mentions are NamedEntities of DKPro Core: `value` is the class, `identifier` the address of the thing. A statement
between two things that are both mentioned is a relation from mention to mention; any other one is a span over its
evidence.
UIMA counts UTF-16 code units (UIMA Reference, section 4.2.1); dkpro-cassis converts from and to code points.
"""

from __future__ import annotations

import importlib.util
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from memograph.errors import ConfigurationError
from memograph.exchange.released import ReleasedDocument, ReleasedMention, ReleasedStatement, Source
from memograph.exchange.tokens import Token, tokenized
from memograph.exchange.writing import xml_text
from memograph.model import Span

if TYPE_CHECKING:
    from cassis import TypeSystem

    from memograph.exchange.formats import Wishes

TYPES_FILE = "TypeSystem.xml"
TOKEN = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token"
SENTENCE = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Sentence"
METADATA = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"
ENTITY = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
#: Layers of our own: INCEpTION names those that users add ``webanno.custom``.
RELATION = "webanno.custom.Relation"
STATEMENT = "webanno.custom.Statement"
_STRING = "uima.cas.String"


def needs_cassis() -> None:
    """Refuse where the one package that only this format needs is not installed.

    Raises:
        ConfigurationError: dkpro-cassis is missing; the message holds the command that installs it.
    """
    if importlib.util.find_spec("cassis") is None:
        raise ConfigurationError("CAS needs dkpro-cassis; install it with: pip install 'memograph[inception]'")


def type_system() -> TypeSystem:
    """The types of DKPro Core that INCEpTION has, and our two layers."""
    needs_cassis()
    from cassis.typesystem import TypeSystem

    types = TypeSystem()
    annotation = "uima.tcas.Annotation"
    types.create_type(TOKEN, supertypeName=annotation)
    types.create_type(SENTENCE, supertypeName=annotation)
    metadata = types.create_type(METADATA, supertypeName="uima.tcas.DocumentAnnotation")
    for name in ("documentTitle", "documentId", "documentUri", "collectionId", "documentBaseUri"):
        types.create_feature(metadata, name, _STRING)
    entity = types.create_type(ENTITY, supertypeName=annotation)
    for name in ("value", "identifier"):
        types.create_feature(entity, name, _STRING)
    relation = types.create_type(RELATION, supertypeName=annotation, description="A statement between two mentions")
    for name in ("Governor", "Dependent"):
        types.create_feature(relation, name, ENTITY)
    statement = types.create_type(STATEMENT, supertypeName=annotation, description="A statement by its evidence")
    for name in ("subject", "object"):
        types.create_feature(statement, name, _STRING)
    for layer in (relation, statement):
        for name in ("predicate", "statement", "when"):
            types.create_feature(layer, name, _STRING)
    return types


@dataclass(frozen=True, slots=True)
class Drawn:
    """A statement as CAS shows it: from mention to mention, or over its evidence."""

    statement: ReleasedStatement
    governor: ReleasedMention | None = None
    dependent: ReleasedMention | None = None


def drawn(document: ReleasedDocument) -> tuple[Drawn, ...]:
    """The statements that have words in the text, the others cannot be shown; ends are the mentions next to these."""
    mentions: dict[str, list[ReleasedMention]] = defaultdict(list)
    for mention in document.mentions:
        mentions[mention.entity].append(mention)
    return tuple(_drawn(each, mentions) for each in document.statements if each.evidence)


def _drawn(statement: ReleasedStatement, mentions: dict[str, list[ReleasedMention]]) -> Drawn:
    ends = [mentions.get(end, []) if isinstance(end, str) else [] for end in (statement.subject, statement.object)]
    if not all(ends):
        return Drawn(statement)
    governor, dependent = (min(end, key=lambda mention: _distance(mention.span, statement)) for end in ends)
    return Drawn(statement, governor, dependent)


def _distance(span: Span, statement: ReleasedStatement) -> tuple[int, int]:
    """Code points between words and the nearest evidence; the first of those that are as near."""
    apart = min(max(span.start - e.end, e.start - span.end, 0 if e.contains(span) else 1) for e in statement.evidence)
    return apart, span.start


def companions(source: Source) -> Iterator[tuple[str, bytes]]:
    """The type system, which INCEpTION reads layers from."""
    yield TYPES_FILE, (type_system().to_xml() or "").encode("utf-8")


def document_bytes(document: ReleasedDocument, source: Source, wishes: Wishes) -> bytes:
    """The CAS of one document as XMI."""
    needs_cassis()
    from cassis import Cas

    types = type_system()
    cas = Cas(types, sofa_string=xml_text(document.text), sofa_mime="text/plain")
    _describe(cas, document, source)
    _segment(cas, document)
    entity = types.get_type(ENTITY)
    nodes = {}
    for mention in document.mentions:
        node = entity(
            begin=mention.span.start,
            end=mention.span.end,
            value=document.things[mention.entity].type,
            identifier=mention.entity,
        )
        cas.add(node)
        nodes[mention] = node
    for each in drawn(document):
        for annotation in _annotations(types, each, nodes, source):
            cas.add(annotation)
    if left := sum(not statement.evidence for statement in document.statements):
        wishes.note(f"{document.id}: {left} statements have no words in the text and no place in a CAS")
    return str(cas.to_xmi()).encode("utf-8")


def _describe(cas: Any, document: ReleasedDocument, source: Source) -> None:
    metadata = cas.typesystem.get_type(METADATA)
    cas.add(
        metadata(
            begin=0,
            end=len(document.text),
            language="en",
            documentTitle=xml_text(document.label),
            documentId=document.id,
            documentUri=document.iri,
            documentBaseUri=source.site.base,
            collectionId=source.site.release(source.release.manifest.version),
        )
    )


def _segment(cas: Any, document: ReleasedDocument) -> None:
    """Sentences, and tokens cut where mentions begin and end: INCEpTION attaches annotations to whole tokens."""
    token, sentence = (cas.typesystem.get_type(name) for name in (TOKEN, SENTENCE))
    edges = {edge for mention in document.mentions for edge in (mention.span.start, mention.span.end)}
    start: int | None = None
    for each in tokenized(document.text):
        start = each.span.start if start is None else start
        for span in _cut(each, edges):
            cas.add(token(begin=span.start, end=span.end))
        if each.ends_sentence:
            cas.add(sentence(begin=start, end=each.span.end))
            start = None


def _cut(token: Token, edges: set[int]) -> Iterator[Span]:
    inside = sorted(edge for edge in range(token.span.start + 1, token.span.end) if edge in edges)
    places = [token.span.start, *inside, token.span.end]
    yield from (Span(start, end) for start, end in pairwise(places))


def _annotations(types: TypeSystem, each: Drawn, nodes: dict[ReleasedMention, Any], source: Source) -> Iterator[Any]:
    statement = each.statement
    said = {"predicate": statement.relation, "when": statement.when, "statement": statement.iri}
    if each.governor and each.dependent:
        span = each.dependent.span
        ends = {"Governor": nodes[each.governor], "Dependent": nodes[each.dependent]}
        yield types.get_type(RELATION)(begin=span.start, end=span.end, **ends, **said)
        return
    value = statement.object if isinstance(statement.object, str) else xml_text(statement.object.value)
    for span in statement.evidence:
        yield types.get_type(STATEMENT)(begin=span.start, end=span.end, subject=statement.subject, object=value, **said)
