"""The kinds of things that have a list, in the order in which pages name them."""

from __future__ import annotations

from memograph.model import Kind

#: Kind → its name for one and for several.
KINDS = {
    Kind.DOCUMENT: ("document", "documents"),
    Kind.PERSON: ("person", "people"),
    Kind.ORGANIZATION: ("organization", "organizations"),
    Kind.PLACE: ("place", "places"),
    Kind.EVENT: ("event", "events"),
    Kind.AGREEMENT: ("agreement", "agreements"),
    Kind.POST: ("post", "posts"),
    Kind.TOPIC: ("topic", "topics"),
    Kind.STATEMENT: ("statement", "statements"),
    Kind.DECISION: ("decision", "decisions"),
}
