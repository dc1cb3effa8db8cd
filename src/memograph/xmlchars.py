"""Characters that RDF may hold and XML 1.0 may not. Used by whatever writes XML: RDF, results, drawings, networks.

Texts from scanners have form feeds and the like; the serialisers write them as they are, and then no XML parser reads
the whole document. Other formats keep them.
"""

from __future__ import annotations

#: XML 1.0, section 2.2, production [2]: of the control characters below U+0020, tab and the two line ends.
_SPACED = bytes(byte if byte >= 0x20 or byte in b"\t\n\r" else 0x20 for byte in range(256))
_NONCHARACTERS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}".encode()


def readable_xml(data: bytes) -> bytes:
    """The same bytes of UTF-8 with a space for each control character, U+FFFD for U+FFFE and U+FFFF; as many bytes."""
    data = data.translate(_SPACED)
    for noncharacter in _NONCHARACTERS:
        data = data.replace(noncharacter, _REPLACEMENT)
    return data
