"""`memograph query`: a stored or own query on the current release, for people at a terminal.

Runs in this process, without the limits that strangers get (publish/store.py); whoever types it may do it.
"""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from memograph.config import Config
from memograph.errors import ConfigurationError, QuerySyntaxError
from memograph.release import current_release
from memograph.xmlchars import readable_xml

# What `memograph query --format` accepts; one of the other kind of result falls back to CSV, JSON (for ASK) or Turtle.
_RESULTS = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}
_GRAPHS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}


def stored_queries(config: Config) -> dict[str, Path]:
    """Queries that can be run by name: the competency questions of the ontology."""
    return {file.stem: file for file in sorted((config.paths.ontology / "competency").glob("*.rq"))}


def run_query(config: Config, name_or_file: str, format_name: str) -> str:
    """Run a query on the current release, whose default graph is the union of its graphs; return the serialised result.

    Raises:
        ConfigurationError: neither a stored query nor a file has this name.
        QuerySyntaxError: not SPARQL.
        ReleaseError: there is no release.
    """
    stored = stored_queries(config)
    file = stored.get(name_or_file, Path(name_or_file))
    if not file.is_file():
        raise ConfigurationError(f"{name_or_file}: neither a file nor a stored query ({', '.join(stored)})")
    release = current_release(config.paths.build)
    store = ox.Store.read_only(str(release.store))
    try:
        results = store.query(file.read_text(encoding="utf-8"), base_iri=release.manifest.base)
    except SyntaxError as error:
        raise QuerySyntaxError(f"{file}: {error}") from error
    return _serialised(results, format_name, release.site.prefixes).decode("utf-8")


def _serialised(
    results: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, format_name: str, prefixes: dict[str, str]
) -> bytes:
    if isinstance(results, ox.QueryTriples):
        rdf_format = _GRAPHS.get(format_name, ox.RdfFormat.TURTLE)
        written = ox.serialize(results, format=rdf_format, prefixes=prefixes) or b""
        return readable_xml(written) if rdf_format == ox.RdfFormat.RDF_XML else written
    fallback = ox.QueryResultsFormat.CSV
    if isinstance(results, ox.QueryBoolean):
        fallback = ox.QueryResultsFormat.JSON
        format_name = format_name if format_name in ("json", "xml") else "json"
    written = results.serialize(format=_RESULTS.get(format_name, fallback)) or b""
    return readable_xml(written) if format_name == "xml" else written
