# These graphs are about to be written: nothing is known of what they hold.
PREFIX up: <urn:memograph:upload:>

DELETE { GRAPH <graph/uploaded> { ?graph up:holds ?before } }
WHERE { VALUES ?graph { $graphs } GRAPH <graph/uploaded> { ?graph up:holds ?before } }
