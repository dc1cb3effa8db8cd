"""The layout of the file: its name, tables and version. Written by `writing`, read by publish/reconcile/."""

from __future__ import annotations

#: The file in a release's directory.
FILE = "names.sqlite"

#: ``PRAGMA user_version``; a reader refuses another.
FORMAT = 1

#: Numbers of entities and forms begin with those that most documents mention: the first rows of a list are the best.
TABLES = """
CREATE TABLE entity (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,        -- person/gromyko-andrei, letters as they are
  path TEXT NOT NULL,             -- the same as in the IRI, behind {base}id/
  type TEXT NOT NULL,             -- Person
  name TEXT NOT NULL,
  documents INTEGER NOT NULL      -- that mention it
);
CREATE TABLE former (id TEXT PRIMARY KEY, entity INTEGER NOT NULL) WITHOUT ROWID;   -- merged into an entity
CREATE TABLE form (number INTEGER PRIMARY KEY, entity INTEGER NOT NULL, text TEXT NOT NULL, plain TEXT NOT NULL);
CREATE TABLE word (number INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE, sound TEXT NOT NULL, forms INTEGER NOT NULL);
CREATE TABLE contains (word INTEGER, form INTEGER, PRIMARY KEY (word, form)) WITHOUT ROWID;
CREATE TABLE gram (gram TEXT, word INTEGER, PRIMARY KEY (gram, word)) WITHOUT ROWID;        -- of its sound
CREATE TABLE identifier (value TEXT, scheme TEXT, entity INTEGER, PRIMARY KEY (value, scheme, entity)) WITHOUT ROWID;
CREATE TABLE fact (
  entity INTEGER,
  property TEXT,                  -- property.id
  value TEXT,                     -- literal, or name of the other entity
  other INTEGER,                  -- number of the other entity, 0 for a literal
  PRIMARY KEY (entity, property, value, other)
) WITHOUT ROWID;
CREATE TABLE property (id TEXT PRIMARY KEY, name TEXT NOT NULL, note TEXT NOT NULL, range TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE property_of (type TEXT, property TEXT, entities INTEGER, PRIMARY KEY (type, property)) WITHOUT ROWID;
CREATE TABLE type (id TEXT PRIMARY KEY, name TEXT NOT NULL, note TEXT NOT NULL, entities INTEGER) WITHOUT ROWID;
"""

#: Made last, when the tables are full: that is faster.
INDEXES = """
CREATE INDEX form_entity ON form (entity);
CREATE INDEX form_plain ON form (plain, number);
CREATE INDEX word_sound ON word (sound);
CREATE INDEX fact_other ON fact (other, property) WHERE other;
CREATE INDEX fact_value ON fact (property, value);
"""
