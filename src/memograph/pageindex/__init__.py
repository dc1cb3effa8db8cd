"""The reading index of a release: what its pages list, counted and put in order once, in one file beside the store.

assembling.py has it written; publish/reading/ reads it. The store stays the truth: the file holds nothing that cannot
be read there, and no page needs more of it for a hub than for a leaf. docs/decisions/0030-reading-index.md says why.

`tables` is the layout of the file, shared with the reader; `scanning` reads store and quads;
`things`, `occurrences`, `derived`, `identities` and `terms` fill the tables in this order; `writing` calls them.
"""
