"""The process that answers queries: opens the store, gives up every other right, then reads tasks and writes answers.

Started by pool.py: ``python -m memograph.publish.worker STORE DESCRIPTOR SECONDS MEMORY RESULT ROWS``. Imports
pyoxigraph and what is below it in this package, never Flask. docs/endpoint.md tells how it is confined and why.
"""

from __future__ import annotations

import errno
import functools
import os
import re
import signal
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import IO, cast

import pyoxigraph as ox

from memograph.errors import QueryRefused, QuerySyntaxError
from memograph.namespaces import Site
from memograph.publish.confinement import confine
from memograph.publish.exchange import BLOCK, PAGE, Answer, Limits, Task
from memograph.publish.output import MARKED, Caps, Output, Reached, RowOutput, counted, mark, room
from memograph.publish.policy import permit
from memograph.turtle import write_turtle

#: A worker that has grown by more bytes than this is replaced after its answer, so that its memory goes back.
RETIRE_ABOVE = 64 * 2**20

#: Rows or triples, and bytes, of the part of a result that a page shows.
PAGE_ROWS = 1000
PAGE_BYTES = 2 * 2**20

#: Bytes of a message to the web process, about: the rest of a result up to this size goes with the answer.
LONGEST = 2**19

_GRAPH_FORMATS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdf": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
    "trig": ox.RdfFormat.TRIG,
    "nq": ox.RdfFormat.N_QUADS,
}
_ROW_FORMATS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
_RESIDENT = re.compile(rb"^VmRSS:\s+(\d+) kB", re.MULTILINE)
_POSITION = re.compile(r"error at (\d+):(\d+): ")


def main(arguments: list[str]) -> None:
    """Serve until the other end of the pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in a terminal is for the server, which then ends us
    connection = Connection(int(arguments[1]))
    limits = Limits(float(arguments[2]), *(int(argument) for argument in arguments[3:]))
    try:
        store = ox.Store.read_only(arguments[0])
        status = os.open("/proc/self/status", os.O_RDONLY)  # now, because nothing can be opened later
        confine(Path(arguments[0]), limits.memory)
    except (OSError, ValueError) as error:
        connection.send_bytes(str(error).encode())
        return
    connection.send_bytes(b"")
    serve(store, connection, limits, status)


def serve(store: ox.Store, connection: Connection, limits: Limits, status: int) -> None:
    """Answer tasks, one after the other; `status` is a descriptor of ``/proc/self/status``."""
    start = _memory(status)
    send = functools.partial(_send, connection)
    while True:
        try:
            task = Task.decode(connection.recv_bytes())
        except (EOFError, OSError):
            return
        # The pool ends a late worker; should the pool itself be gone, the kernel does.
        signal.setitimer(signal.ITIMER_REAL, limits.seconds + 1)
        given = answer(store, task, limits, send)
        signal.setitimer(signal.ITIMER_REAL, 0)
        given = replace(given, retire=given.status == "result" or _memory(status) > start + RETIRE_ABOVE)
        if len(given.body) > LONGEST:
            send(given.body)
            given = replace(given, body=b"")
        connection.send_bytes(given.encode())


def _send(connection: Connection, part: bytes) -> None:
    """Send bytes of the result that is being written, none of them in a long message."""
    for start in range(0, len(part), LONGEST):
        connection.send_bytes(BLOCK + part[start : start + LONGEST])


def _memory(status: int) -> int:
    """Bytes that this process has now."""
    resident = _RESIDENT.search(os.pread(status, 4096, 0))
    return int(resident[1]) * 1024 if resident else 0


def answer(store: ox.Store, task: Task, limits: Limits, send: Callable[[bytes], None]) -> Answer:
    """Run a task; whatever goes wrong becomes part of the answer.

    Args:
        send: gets the result block by block, but for the rest of it, which is in the answer.
    """
    try:
        return _run(store, task, limits, send)
    except QuerySyntaxError as error:
        return Answer("syntax", message=error.reason, line=error.line, column=error.column)
    except QueryRefused as error:
        return Answer("refused", message=str(error))
    except MemoryError:
        return Answer("memory")
    except OSError as error:
        if error.errno in (None, errno.EACCES):  # passed the policy and wanted the network
            return Answer("refused", message=f"The query asks for more than reading the release: {error}")
        return Answer("failed", message=f"The store cannot be read: {error}")
    except (RuntimeError, ValueError) as error:
        return Answer("syntax", message=str(error))
    except BaseException as error:  # a panic of the Rust code is no Exception
        return Answer("failed", message=f"The query engine failed: {error}")


def _run(store: ox.Store, task: Task, limits: Limits, send: Callable[[bytes], None]) -> Answer:
    permitted = (permit if task.stranger else _permit_stored)(task.query, task.base)
    form = permitted.form
    if form not in task.formats:
        return Answer("unacceptable", form)
    if task.stranger and task.default_graphs is None and task.named_graphs is None:  # else the request overrides FROM
        _refuse_other_graphs(store, permitted.graphs)
    name, caps = _wanted(task, form, limits)
    try:
        result = _query(store, permitted.text, task)
        if isinstance(result, ox.QueryTriples):
            return replace(_write_graph(result, name, Site(task.base).prefixes, caps, send), form=form)
        return replace(_write_rows(result, name, caps, send), form=form)
    except Reached as reached:
        return Answer("result", form, limit=caps.limit(reached.unit), limit_of=reached.unit)


def _wanted(task: Task, form: str, limits: Limits) -> tuple[str, Caps]:
    """Name of the format to write, and the limits of the result."""
    name = task.formats[form]
    if name == PAGE:
        return "json" if form in ("SELECT", "ASK") else "ttl", Caps(PAGE_BYTES, PAGE_ROWS, cut=True)
    rows = limits.rows if task.stranger else sys.maxsize
    return name, Caps(limits.result, rows, task.cut and name in MARKED)


def _write_rows(
    result: ox.QuerySolutions | ox.QueryBoolean, name: str, caps: Caps, send: Callable[[bytes], None]
) -> Answer:
    output = RowOutput(send, caps, name)
    output.write(room(name) if caps.cut else b"")
    try:
        result.serialize(cast(IO[bytes], output), format=_ROW_FORMATS[name])
        return Answer("ok", body=output.finish())
    except Reached as reached:
        if not (caps.cut and reached.keep):
            raise
        return _cut(name, caps, reached.unit, reached.keep)


def _cut(name: str, caps: Caps, unit: str, size: int) -> Answer:
    """The answer for a cut result, of which `size` bytes were sent."""
    limit = caps.limit(unit)
    given = mark(name, unit, limit)
    return Answer(
        "ok", limit=limit, limit_of=unit, start=given.start.decode(), keep=size - given.replaced, body=given.end
    )


def _write_graph(
    result: Iterable[ox.Triple], name: str, prefixes: dict[str, str], caps: Caps, send: Callable[[bytes], None]
) -> Answer:
    output, reached = Output(send, caps.size), list[str]()
    triples = counted(result, output, caps, reached)
    file = cast(IO[bytes], output)
    if name == "ttl":
        write_turtle(triples, file, prefixes)
    else:
        ox.serialize(triples, file, format=_GRAPH_FORMATS[name], prefixes=prefixes)
    rest = output.finish()
    if not reached:
        return Answer("ok", body=rest)
    send(rest)
    return _cut(name, caps, reached[0], output.total)


_permit_stored = functools.lru_cache(maxsize=64)(permit)


def _refuse_other_graphs(store: ox.Store, graphs: tuple[str, ...]) -> None:
    for graph in graphs:
        if not store.contains_named_graph(ox.NamedNode(graph)):
            raise QueryRefused(f"FROM <{graph}> is not a graph of this release, and nothing is fetched from elsewhere.")


def _query(store: ox.Store, text: str, task: Task) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    """Run over the dataset of the request, else of the query, else of the store: its default graph is the union."""
    substitutions = {ox.Variable(name): _term(value) for name, value in task.bindings.items()}
    ask: Callable[..., ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples] = store.query
    try:
        if task.default_graphs is not None or task.named_graphs is not None:
            default, named = (_nodes(graphs or []) for graphs in (task.default_graphs, task.named_graphs))
            return ask(text, base_iri=task.base, default_graph=default, named_graphs=named)
        return ask(text, base_iri=task.base, substitutions=substitutions)
    except SyntaxError as error:
        raise _located(str(error), text) from error


def _term(value: str | list[str]) -> ox.NamedNode | ox.Literal:
    if isinstance(value, str):
        return ox.NamedNode(value)
    text, datatype, language = value
    return ox.Literal(text, language=language) if language else ox.Literal(text, datatype=ox.NamedNode(datatype))


def _nodes(graphs: list[str]) -> list[ox.NamedNode]:
    return [ox.NamedNode(graph) for graph in graphs]


def _located(message: str, text: str) -> QuerySyntaxError:
    """The parser's error in words: how far it came, and what it read last.

    It has a list of what it expected, too; that list speaks of the last thing it tried and misleads more than it helps.
    """
    position = _POSITION.match(message)
    if position is None:
        return QuerySyntaxError(message)
    line, column = (int(number) for number in position.groups())
    rows = text.split("\n")[line - 1 : line]
    before = rows[0][max(0, column - 31) : column - 1].strip() if rows else ""
    after = f", after “{before}”" if before else ""
    reason = f"This is not SPARQL 1.1: reading stopped at line {line}, column {column}{after}."
    return QuerySyntaxError(reason, line=line, column=column)


if __name__ == "__main__":
    main(sys.argv[1:])
