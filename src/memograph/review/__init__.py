"""What is most worth a look in a release, shown, decided and taken back: ``memograph review``.

::

    Release on disk ──findings, items──▶ queue ──▶ ReviewItem ──┬─ session (terminal, keys) ──┬▶ corpus/curation/*.csv
                                                                └─ spreadsheet ──▶ applying ──┘
    annotations with decisions applied ──▶ goldfiles (gold files, and what of them is certain)

The release is opened read-only, as the web process opens it. Each kind of thing to look at is a query in ``queries/``.
Beside `memograph.build`, whose releases are read here and which applies what is decided here.
"""
