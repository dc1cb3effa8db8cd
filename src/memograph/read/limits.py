"""How large things may be that are read: generous for documents, small enough that a hostile file costs seconds."""

from __future__ import annotations

#: Bytes of one document: a text file as it is, or the XML of one TEI document.
DOCUMENT = 10_000_000
#: Code points of one paragraph, heading or note: what spaCy takes in one piece (`nlp.max_length`).
PARAGRAPH = 1_000_000
#: Lines of one text with words in them.
LINES = 100_000
#: Elements inside one another in one TEI document.
DEPTH = 100
#: Bytes of a sidecar.
SIDECAR = 100_000
#: Bytes of a volume's lists of persons and terms, and of one item in them: they go with every document.
LISTS = 10_000_000
#: UTF-8 bytes of a document's id, which becomes the name of files.
IDENTIFIER = 200

#: A packed file may unpack to this many bytes ...
UNPACKED = 4 * 2**30
#: ... and to this many times its size; Deflate reaches 1,032 on nothing but zeros, TEI 5 to 20.
RATIO = 250
#: Below this many bytes the ratio does not count.
UNPACKED_ALWAYS = 64 * 2**20
