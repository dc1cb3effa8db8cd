"""The network, the map and the timeline: each a question to the reading index, the same question in SPARQL, a drawing
made on the server, a table of the same rows, and files of both.

`asked` reads an address; `network`, `world`, `timeline` answer it with what their templates show; `wording` says the
question in SPARQL; `files` writes downloads; `routes` has the addresses.
"""
