# A word that queries/heard.rq listens for.
PREFIX up: <urn:memograph:upload:>

INSERT DATA { GRAPH <graph/staging> { <graph/staging> up:told "$word" } }
