"""What is known beforehand: people, posts, places, bodies, events, agreements; its sources, and how it is looked up.

Below extraction, curation and the graph, which all read it. `index.load_authority` is the way in.

::

    sources/* (people, pocom, gsh, travels, visits, TEI, GeoNames, CSV ...) ──▶ entries ──writer──▶ Turtle
    Turtle ──turtle──▶ entries ──▶ index (what is looked for in texts)
                                     │ joined by identifiers
    imported Turtle, archives ──indexing──▶ SQLite file ──store──▶ directory (who a name may mean)
"""
