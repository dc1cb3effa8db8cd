"""TEI P5 files opened safely, and a volume's lists of persons and terms. Below `read` and `authority`, which share it.

Entities, DTDs and the network are off: a file that declares entities is refused. Nothing here knows what a document or
an entry of the authority file is.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from memograph.errors import ReadError
from memograph.model import ListedPerson, ListedTerm

TEI = "{http://www.tei-c.org/ns/1.0}"
_ENTITIES = "entities, which are not read; replace them by their text"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"


def parse_tei(path: Path, data: bytes) -> etree._Element:
    """The root of a TEI file.

    Raises:
        ReadError: empty, not well-formed XML (line), entities declared (line), or not TEI.
    """
    if not data.strip():
        raise ReadError(str(path), "the file is empty; a volume begins with the element TEI", kind="empty")
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ReadError(str(path), f"not well-formed XML: {error.msg}", line=error.lineno, kind="xml") from error
    check_root(root, str(path), data)
    if (entity := next(root.iter(etree.Entity), None)) is not None:
        raise ReadError(str(path), f"uses {_ENTITIES}", line=line_of(entity), kind="entities")
    return root


def check_root(root: etree._Element, path: str, head: bytes) -> None:
    """Look at the root of a file, and at what stands before it; `head` is the beginning of the file, as far as at hand.

    Raises:
        ReadError: entities are declared (line, if within `head`), or it is not TEI.
    """
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and any(True for _ in dtd.iterentities()):
        line = head.count(b"\n", 0, max(head.find(b"<!ENTITY"), 0)) + 1
        raise ReadError(path, f"declares {_ENTITIES}", line=line, kind="entities")
    if root.tag != f"{TEI}TEI":  # no QName, which refuses the names that an odd namespace makes
        reason = f"the root is {str(root.tag)[:200]}, not TEI in the namespace {TEI[1:-1]}"
        raise ReadError(path, reason, line=line_of(root), kind="tei")


def line_of(node: etree._Element) -> int | None:
    """Line of the file on which an element begins, 1-based, where it is known."""
    return node.sourceline if isinstance(node.sourceline, int) else None


def volume_of(root: etree._Element, path: Path) -> str:
    """Id of a volume: the root's xml:id, else its number in the series, else the file's name."""
    named = root.get(XML_ID) or next((e.text or "" for e in root.iter(f"{TEI}idno") if e.get("type") == "frus"), "")
    return named.strip() or path.stem


def listed_persons(root: etree._Element) -> Iterator[ListedPerson]:
    """Entries of the list of persons: ``Gromyko, Andrei`` and, after the comma, who that is."""
    for word in _head_words(root, "persName"):
        yield ListedPerson(word.get(XML_ID, ""), *_parts(word))


def listed_terms(root: etree._Element) -> Iterator[ListedTerm]:
    """Entries of the list of abbreviations and terms."""
    for word in _head_words(root, "term"):
        yield ListedTerm(word.get(XML_ID, ""), *_parts(word))


def flat(element: etree._Element | None) -> str:
    """Its text with that of what is inside it, white space as single spaces; empty where there is no element."""
    return "" if element is None else " ".join("".join(map(str, element.itertext())).split())


def _head_words(root: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The head word of each list item whose head word has an xml:id."""
    for word in root.iter(f"{TEI}{tag}"):
        if word.get(XML_ID) and _item(word) is not None:
            yield word


def _item(word: etree._Element) -> etree._Element | None:
    return next(word.iterancestors(f"{TEI}item"), None)


def _parts(word: etree._Element) -> tuple[str, str]:
    """Head word and explanation."""
    head = flat(word)
    _, _, rest = flat(_item(word)).partition(head)
    return head, rest.lstrip(" ,;:").rstrip()
