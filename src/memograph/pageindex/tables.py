"""The layout of the file: its name, tables and version. Written by `writing`, read by publish/reading/.

Things go by number; numbers are in the order of documents that mention them, the most first, then by path, so that what
is asked for most comes first. Documents have a position too, which is their place in time. Mentions and statements are
numbered in the order of documents and of the text: the first rows of a look-up are the first of a page.

Days are ISO dates (``1961-06-03``), empty where unknown; years are 0 where unknown. Offsets count Unicode code points.
"""

from __future__ import annotations

import sqlite3
import zlib
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

#: The file in a release's directory.
FILE = "pages.sqlite"

#: Neighbours of a thing that are kept, the strongest.
NEIGHBOURS = 24

#: How text is cut into words for the full-text tables; two and three letters are indexed as beginnings of words.
WORDS = "tokenize = \"unicode61 remove_diacritics 2\", prefix = '2 3'"

TABLES = f"""
CREATE TABLE thing (
  number INTEGER PRIMARY KEY,
  path TEXT NOT NULL UNIQUE,      -- what stands behind {{base}}id/: person/gromyko-andrei
  kind TEXT NOT NULL,             -- the kind in the path; "cited" for a document that others cite and the release lacks
  name TEXT NOT NULL,
  sort TEXT NOT NULL,             -- plain letters to sort by; of people the surname first
  types TEXT NOT NULL,            -- labels of narrower types, a line each
  documents INTEGER NOT NULL,     -- that mention it
  mentions INTEGER NOT NULL,
  statements INTEGER NOT NULL,    -- with it at one end
  uses INTEGER NOT NULL           -- documents that mention it or state something of it, itself not counted
);
CREATE TABLE document (
  thing INTEGER PRIMARY KEY,
  position INTEGER NOT NULL,      -- from 1, by day, number in the volume, path; those without a day last
  label TEXT NOT NULL, title TEXT NOT NULL,
  dated TEXT NOT NULL,            -- EDTF
  day TEXT NOT NULL, last TEXT NOT NULL,
  type TEXT NOT NULL, volume TEXT NOT NULL,
  ordinal INTEGER NOT NULL,       -- number in the volume, 0 where it has none
  page_first TEXT NOT NULL, page_last TEXT NOT NULL,
  mentions INTEGER NOT NULL,
  statements INTEGER NOT NULL     -- stated in it
);
CREATE TABLE mention (
  thing INTEGER, ordinal INTEGER, -- from 1, by position of the document and start
  document INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  role INTEGER NOT NULL,          -- 1 where only an office is named
  confidence REAL,                -- null where it was not measured
  before TEXT NOT NULL, exact TEXT NOT NULL, after TEXT NOT NULL,   -- the sentence, as excerpts.sentence_around cuts it
  PRIMARY KEY (thing, ordinal)
) WITHOUT ROWID;
CREATE TABLE statement (
  number INTEGER PRIMARY KEY,     -- from 1, by position of the document, start of the evidence, slug
  slug TEXT NOT NULL UNIQUE,      -- what stands behind {{base}}id/statement/
  subject INTEGER NOT NULL,
  object INTEGER NOT NULL,        -- 0 where it is a literal or no thing of the release
  value TEXT NOT NULL,            -- the literal or address then
  relation TEXT NOT NULL,         -- local name
  document INTEGER NOT NULL,      -- 0 where none states it
  confidence REAL, method TEXT NOT NULL, source TEXT NOT NULL, modality TEXT NOT NULL,
  whn TEXT NOT NULL,              -- EDTF, where the text gives a time
  day TEXT NOT NULL,              -- first day of that, else of the document
  decided INTEGER NOT NULL        -- a decision behind it, 0 for none
);
CREATE TABLE about (
  thing INTEGER, relation TEXT,
  role TEXT,                      -- the end that the thing is: "subject", "object"; of a symmetric relation "either"
  statement INTEGER, PRIMARY KEY (thing, relation, role, statement)
) WITHOUT ROWID;
CREATE TABLE counted (
  thing INTEGER, relation TEXT, role TEXT,
  statements INTEGER NOT NULL, documents INTEGER NOT NULL,
  PRIMARY KEY (thing, relation, role)
) WITHOUT ROWID;
CREATE TABLE evidence (
  statement INTEGER, ordinal INTEGER,
  start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  before TEXT NOT NULL, exact TEXT NOT NULL, after TEXT NOT NULL,
  PRIMARY KEY (statement, ordinal)
) WITHOUT ROWID;
CREATE TABLE speaker (             -- who asserts a statement; where only its document does, nobody
  statement INTEGER, thing INTEGER, PRIMARY KEY (statement, thing)
) WITHOUT ROWID;
CREATE TABLE year (                -- of the documents that mention a thing, by their first day
  thing INTEGER, year INTEGER, mentions INTEGER NOT NULL, documents INTEGER NOT NULL, PRIMARY KEY (thing, year)
) WITHOUT ROWID;
CREATE TABLE neighbour (           -- of people and bodies: the {NEIGHBOURS} strongest, by weight, then documents
  thing INTEGER, rank INTEGER, other INTEGER NOT NULL,
  weight INTEGER NOT NULL,        -- statements with the two as their ends, and documents from one to the other
  documents INTEGER NOT NULL,     -- that mention both
  relations TEXT NOT NULL,        -- local names in order, a space between them; empty where they only share documents
  PRIMARY KEY (thing, rank)
) WITHOUT ROWID;
CREATE TABLE edge (                -- between people and bodies
  relation TEXT,                  -- metWith; wroteTo, from a to b; appearedWith: mentioned in the same document
  a INTEGER, b INTEGER,           -- a < b but for wroteTo
  month TEXT,                     -- 1961-06, of the statement or document; empty where unknown
  weight INTEGER NOT NULL,        -- statements; of wroteTo also documents from a to b; of appearedWith documents
  documents INTEGER NOT NULL,
  PRIMARY KEY (relation, a, b, month)
) WITHOUT ROWID;
CREATE TABLE located (
  number INTEGER PRIMARY KEY,     -- from 1, by day
  relation TEXT NOT NULL,         -- writtenIn, traveledTo, heldIn; of registers: journey, visit
  thing INTEGER NOT NULL,         -- the document, the event; who travelled
  place INTEGER NOT NULL,
  day TEXT NOT NULL, last TEXT NOT NULL,
  said TEXT NOT NULL,             -- who gives the day: "statement", "event", "document"; empty without one
  statement INTEGER NOT NULL, document INTEGER NOT NULL,    -- 0 for what registers know
  event INTEGER NOT NULL          -- the event held there, the journey or visit of the register; else 0
);
CREATE TABLE event (thing INTEGER PRIMARY KEY, day TEXT NOT NULL, last TEXT NOT NULL);  -- with days of its own
CREATE TABLE place (thing INTEGER PRIMARY KEY, latitude REAL NOT NULL, longitude REAL NOT NULL);
CREATE TABLE facet (
  facet TEXT,                     -- year, sender, recipient, place, topic, classification, type, volume
  value TEXT,                     -- path of a thing, else words
  document INTEGER,
  thing INTEGER NOT NULL,         -- 0 for words
  PRIMARY KEY (facet, value, document)
) WITHOUT ROWID;
CREATE TABLE relation (
  name TEXT PRIMARY KEY, label TEXT NOT NULL,
  statements INTEGER NOT NULL,
  precision REAL, recall REAL,    -- of 1; null where it was not measured
  how TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE identification (      -- how it was decided who somebody is, in one document
  thing INTEGER, ordinal INTEGER, -- from 1: where nobody was chosen, then the least sure
  document INTEGER NOT NULL,
  reason TEXT NOT NULL,           -- why nobody was chosen, else empty
  PRIMARY KEY (thing, ordinal)
) WITHOUT ROWID;
CREATE TABLE candidate (           -- of the authority files, that an identification considered
  thing INTEGER, ordinal INTEGER, -- of the identification
  rank INTEGER,                   -- from 1, the most probable first
  path TEXT NOT NULL,             -- who: a thing's path, whether or not the release has it
  name TEXT NOT NULL,
  confidence REAL NOT NULL,
  PRIMARY KEY (thing, ordinal, rank)
) WITHOUT ROWID;
CREATE TABLE considered (          -- the same by who was considered
  thing INTEGER, rank INTEGER,    -- from 1, by documents
  path TEXT NOT NULL, name TEXT NOT NULL,
  documents INTEGER NOT NULL,
  confidence REAL NOT NULL,       -- at most
  PRIMARY KEY (thing, rank)
) WITHOUT ROWID;
CREATE TABLE term (                -- of the ontology, and of other vocabularies where they are used
  iri TEXT PRIMARY KEY,
  uses INTEGER NOT NULL,          -- members of the class, triples with the property, what points to the concept
  statement INTEGER NOT NULL,     -- an example of a relation; 0 where there is none
  subject TEXT NOT NULL, subject_name TEXT NOT NULL,    -- an example of a triple; empty where the term is not in use
  property TEXT NOT NULL,
  object TEXT NOT NULL, object_name TEXT NOT NULL       -- object empty for a literal, which is its own name
) WITHOUT ROWID;
CREATE VIRTUAL TABLE document_text USING fts5 (label, title, text, {WORDS});   -- rowid: number of the document
CREATE VIRTUAL TABLE thing_name USING fts5 (name, variants, {WORDS});          -- rowid: number of the thing
"""

#: Made last, when the tables are full: that is faster.
INDEXES = """
CREATE INDEX thing_sort ON thing (kind, sort, number);
CREATE INDEX thing_uses ON thing (kind, uses DESC, number);
CREATE INDEX document_position ON document (position);
CREATE INDEX document_ordinal ON document (volume, ordinal, thing);
CREATE INDEX mention_document ON mention (document, start, thing);
CREATE INDEX statement_relation ON statement (relation, number);
CREATE INDEX statement_document ON statement (document, number);
CREATE INDEX statement_ends ON statement (subject, object, relation, number);
CREATE INDEX identification_document ON identification (thing, document);
CREATE INDEX about_thing ON about (thing, statement);
CREATE INDEX speaker_thing ON speaker (thing, statement);
CREATE INDEX edge_a ON edge (a, relation);
CREATE INDEX edge_b ON edge (b, relation);
CREATE INDEX located_place ON located (place, number);
CREATE INDEX located_thing ON located (thing, number);
CREATE INDEX facet_document ON facet (document, facet);
"""

#: ``PRAGMA user_version`` (31 bits); a reader refuses another. Whatever is changed above, remarks too, makes it one.
FORMAT = zlib.crc32((TABLES + INDEXES).encode()) >> 1


def format_of(path: Path) -> int:
    """The version of a file; 0 where there is none that can be read."""
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True)) as connection:
            return int(connection.execute("PRAGMA user_version").fetchone()[0])
    except sqlite3.DatabaseError:
        return 0
