"""The address of a record in another authority file → scheme and identifier.

For `needs`, which checks a match, and `matches`, which carries it out.
"""

from __future__ import annotations

import re

from memograph.identifiers import FORMS, check_identifier
from memograph.namespaces import IDENTIFIER_SCHEMES, identifier_iri


def identifier_of(address: str) -> tuple[str, str] | None:
    """Scheme and identifier of a record's address: ``http://www.wikidata.org/entity/Q184267`` → wikidata, Q184267.

    None where no scheme of `namespaces.IDENTIFIER_SCHEMES` writes its addresses so.
    """
    for scheme, template in IDENTIFIER_SCHEMES.items():
        if template == "{}":  # its identifiers are addresses
            if re.fullmatch(FORMS[scheme][0], address):
                return scheme, address
            continue
        pattern = re.escape(template).replace(re.escape("{}"), "(.+)")
        if found := re.fullmatch(pattern, address):
            value = found.group(1).rpartition("/")[2]
            if identifier_iri(scheme, value) == address:
                return scheme, value
    return None


def malformed(address: str) -> str:
    """Why an address is that of a known scheme without an identifier of it; empty where nothing is wrong."""
    found = identifier_of(address)
    try:
        if found is not None:
            check_identifier(*found)
    except ValueError as error:
        return str(error)
    return ""
