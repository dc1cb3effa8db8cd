# The one update that makes a release the current one. What it does is in the plan and in the graphs staged beside it, so
# that its text stays short however much changes, and that a second one like it changes nothing.
# No MOVE: that copies whole graphs, several stores have none, and it cannot be sent twice.
PREFIX up: <urn:memograph:upload:>
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE { GRAPH ?graph { ?s ?p ?o } }
WHERE { GRAPH <graph/staging> { ?staged up:takesFrom ?graph } GRAPH ?staged { ?s ?p ?o } } ;

# A triple leaves the default graph if no graph of the new release has it.
DELETE { ?s ?p ?o }
WHERE { GRAPH <graph/staging> { ?staged up:takesFromAll ?graph } GRAPH ?staged { ?s ?p ?o } } ;

INSERT { ?s ?p ?o . GRAPH ?graph { ?s ?p ?o } }
WHERE { GRAPH <graph/staging> { ?staged up:addsTo ?graph } GRAPH ?staged { ?s ?p ?o } } ;

DELETE { GRAPH <graph/uploaded> { ?graph up:holds ?before } }
WHERE { GRAPH <graph/staging> { ?graph up:willHold ?after } GRAPH <graph/uploaded> { ?graph up:holds ?before } } ;

INSERT { GRAPH <graph/uploaded> { ?graph up:holds ?after } }
WHERE { GRAPH <graph/staging> { ?graph up:willHold ?after } FILTER (?after != "nothing") } ;

DELETE WHERE { GRAPH <graph/current> { ?s ?p ?o } } ;

INSERT DATA {
  GRAPH <graph/current> {
    <.well-known/void#dataset> dcat:hasCurrentVersion <dumps/$version> .
    <graph/current> dcterms:modified "$now"^^xsd:dateTime .
  }
}
