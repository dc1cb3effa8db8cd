# What queries/plan.rq looks for: the three addresses are those of one store.
PREFIX up: <urn:memograph:upload:>

INSERT DATA { GRAPH <graph/staging> { <graph/staging> up:asked "once" } }
