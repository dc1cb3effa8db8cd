"""Finding things and documents by words: the page of results, its facets and files, and completion of what is typed.

`terms` reads what somebody wrote, `asked` the rest of the address; `found` looks it up (publish/reading/search.py) and
prepares the page; `exporting` writes results as files; `answering` and `completing` are the routes. What is indexed and
how it is ranked: docs/decisions/0035-search.md.
"""
