# From here on the store holds no release.
DELETE WHERE { GRAPH <graph/current> { ?s ?p ?o } }
