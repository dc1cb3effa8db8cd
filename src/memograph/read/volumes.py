"""TEI volumes → one Raw a document, as a stream: a volume of any size is read in the memory of its largest document.

Two passes. The first takes what every document needs and what may stand behind it: the volume's id, its lists of
persons and terms, the digest of the file. The second cuts each ``div[@type='document']`` out as XML of its own. What
ends outside both is taken from the tree at once. Entities, DTDs and the network are off, as in `memograph.tei`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import astuple, dataclass, field
from typing import BinaryIO, cast

from lxml import etree

from memograph.errors import ReadError
from memograph.model import ListedPerson, ListedTerm, Raw
from memograph.read import limits
from memograph.read.files import File, Stream
from memograph.tei import TEI, XML_ID, check_root, line_of, listed_persons, listed_terms

MEDIA_TYPE = "application/tei+xml"
_ITEM, _DIV, _NUMBER = f"{TEI}item", f"{TEI}div", f"{TEI}idno"

Event = tuple[str, etree._Element]


@dataclass(slots=True)
class _Volume:
    """What the first pass finds out about a volume; `broken` is what ended it, if it was not the end of the file."""

    root_id: str | None = None
    root_line: int | None = None
    number: str | None = None
    sha256: str = ""
    persons: list[ListedPerson] = field(default_factory=list)
    terms: list[ListedTerm] = field(default_factory=list)
    documents: int = 0
    broken: ReadError | None = None

    def id(self, file: File) -> str:
        """The root's xml:id, else its number in the series, else the file's name; as `memograph.tei.volume_of`."""
        return (self.root_id or self.number or "").strip() or file.stem


def divisions(file: File) -> Iterator[Raw | ReadError]:
    """Yield the documents of a volume in their order; one without an id is yielded as a ReadError in its place.

    Where the file stops being well-formed the documents before that place are good, and the last thing yielded is the
    ReadError.

    Raises:
        ReadError: it cannot be read to its end, is not TEI, declares or uses entities, or there are no documents in it.
    """
    volume = _survey(file)
    if not volume.documents and not volume.broken:
        reason = "no documents in it; a document is a div of type 'document'"
        raise ReadError(file.path, reason, line=volume.root_line, kind="tei")
    lists = [[astuple(each) for each in listed] for listed in (volume.persons, volume.terms)]
    beside = json.dumps(lists, ensure_ascii=False).encode()
    if len(beside) > limits.LISTS:
        raise ReadError(file.path, f"lists of persons and terms of more than {limits.LISTS:,} bytes", kind="too-large")
    yield from _cut(file, volume, beside)


def _survey(file: File) -> _Volume:
    volume = _Volume()
    with Stream(file) as stream:
        try:
            _look_at(_events(file, stream), volume, file, stream)
        except ReadError as error:
            if error.kind != "xml" or not volume.documents:
                raise
            volume.broken = error
            while stream.read(1_000_000):
                pass
        volume.sha256 = stream.sha256.hexdigest()
    return volume


def _look_at(events: Iterator[Event], volume: _Volume, file: File, stream: Stream) -> None:
    inside, begun = 0, 0  # items around the element; where the outermost of them begins
    for event, element in events:
        if event == "start":
            if element.getparent() is None:
                volume.root_id, volume.root_line = element.get(XML_ID), line_of(element)
            volume.documents += _is_document(element)
            if element.tag == _ITEM:
                begun = begun if inside else stream.count
                inside += 1
            continue
        if element.tag == _ITEM:
            inside -= 1
            if not inside:
                _take_list(element, volume, file)
        elif element.tag == _NUMBER and volume.number is None and element.get("type") == "frus":
            volume.number = element.text or ""
        if not inside:
            _forget(element)
        elif stream.count - begun > limits.LISTS:
            reason = f"an item of a list of more than {limits.LISTS:,} bytes; divide it"
            raise ReadError(file.path, reason, line=line_of(element), kind="too-large")


def _take_list(item: etree._Element, volume: _Volume, file: File) -> None:
    persons, terms = list(listed_persons(item)), list(listed_terms(item))
    if (persons or terms) and (entity := next(item.iter(etree.Entity), None)) is not None:
        raise _entity(file, line_of(entity))
    volume.persons += persons
    volume.terms += terms


def _cut(file: File, volume: _Volume, beside: bytes) -> Iterator[Raw | ReadError]:
    """Yield each document when its element, and all documents that it may be inside of, end."""
    inside = depth = deepest = begun = 0
    with Stream(file) as stream:
        try:
            for event, element in _events(file, stream):
                starts, document = event == "start", _is_document(element)
                depth += 1 if starts else -1
                if starts and document:
                    begun, deepest = (begun, deepest) if inside else (stream.count, depth)
                    inside += 1
                deepest = max(deepest, depth)
                if starts:
                    continue
                inside -= document
                large = stream.count - begun > 2 * limits.DOCUMENT
                if document and not inside:
                    yield from _raws(element, file, volume, beside, _problem(large, deepest - depth))
                if not inside or large:
                    _forget(element)
        except ReadError as error:
            yield error


def _problem(large: bool, depth: int) -> tuple[str, str] | None:
    """Why a document is not read, and the kind of error."""
    if large:
        return f"of more than {limits.DOCUMENT:,} bytes; make several documents of it", "too-large"
    if depth > limits.DEPTH:
        return f"with {depth} elements inside one another, where {limits.DEPTH} are read; take some away", "depth"
    return None


def _raws(
    div: etree._Element, file: File, volume: _Volume, beside: bytes, problem: tuple[str, str] | None
) -> Iterator[Raw | ReadError]:
    """The document of a division, then those inside it."""
    for each in div.iter(_DIV):
        if not _is_document(each):
            continue
        identifier, line = each.get(XML_ID) or (f"d{each.get('n')}" if each.get("n") else ""), line_of(each)
        if not identifier:
            yield ReadError(file.path, "a document without xml:id and n; give it one", line=line, kind="name")
        elif problem:
            yield ReadError(file.path, f"document {identifier} {problem[0]}", line=line, kind=problem[1])
        elif (entity := next(each.iter(etree.Entity), None)) is not None:
            yield _entity(file, line_of(entity))
        else:
            data = etree.tostring(each, encoding="utf-8", with_tail=False)
            name = volume.id(file) + identifier
            yield Raw(name, file.path, file.name, MEDIA_TYPE, data, beside, line or 1, volume.sha256)


def _entity(file: File, line: int | None) -> ReadError:
    reason = "uses entities, which are not read; replace them by their text"
    return ReadError(file.path, reason, line=line, kind="entities")


def _is_document(element: etree._Element) -> bool:
    return element.tag == _DIV and element.get("type") == "document"


def _forget(element: etree._Element) -> None:
    """Take from the tree what an element holds, and all that stands before it."""
    element.clear(keep_tail=True)
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


class _Source:
    """What the parser reads: the stream, its beginning remembered until the root is there, which must be soon."""

    def __init__(self, file: File, stream: Stream) -> None:
        self._file, self._stream, self.head, self.rooted = file, stream, b"", False

    def read(self, size: int) -> bytes:
        """The next bytes; a ReadError where the parser would be fed a DTD or a comment without end."""
        data = self._stream.read(size)
        if not self.rooted:
            self.head += data
            if len(self.head) > limits.DOCUMENT:
                reason = f"no element in the first {limits.DOCUMENT:,} bytes; a volume begins with the element TEI"
                raise ReadError(self._file.path, reason, offset=len(self.head), kind="too-large")
        return data


def _events(file: File, stream: Stream) -> Iterator[Event]:
    """Beginnings and ends of elements.

    Raises:
        ReadError: empty, not well-formed (line), not TEI, or entities declared (line).
    """
    source = _Source(file, stream)
    events = etree.iterparse(
        cast(BinaryIO, source),  # of which it uses only read(size)
        events=("start", "end"),
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for event, element in events:
            if not source.rooted:
                check_root(element, file.path, source.head)
                source.rooted = True
            yield event, element
    except etree.XMLSyntaxError as error:
        if not source.rooted and not source.head.strip():
            raise ReadError(
                file.path, "the file is empty; a volume begins with the element TEI", kind="empty"
            ) from error
        at = next((each for each in events.error_log if not error.lineno), None)  # libxml2 lost the place, not its log
        message, line = (at.message, at.line) if at else (error.msg, error.lineno)
        raise ReadError(file.path, f"not well-formed XML: {message}", line=line, kind="xml") from error
