"""The process that answers queries: opens the store, gives up every other right, then reads tasks and writes answers.

Started by pool.py: ``python -m memograph.publish.engine.worker STORE DESCRIPTOR SECONDS MEMORY RESULT ROWS``. Imports
pyoxigraph and what is below it in this package, never Flask. docs/endpoint.md tells how it is confined and why. What
answers is an engine (engines.py): the store of a release, or one elsewhere.
"""

from __future__ import annotations

import errno
import functools
import os
import re
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from multiprocessing.connection import Connection
from typing import IO, cast

import pyoxigraph as ox

from memograph.errors import (
    QueryRefused,
    QuerySyntaxError,
    StoreElsewhere,
    StoreError,
    StoreGarbled,
    StoreTimeout,
    StoreUnreachable,
)
from memograph.namespaces import Site
from memograph.publish.engine.digest import digest
from memograph.publish.engine.engines import Engine, Question, Result, Triples, opened
from memograph.publish.engine.exchange import BLOCK, DIGEST, PAGE, Answer, Limits, Task
from memograph.publish.engine.mistakes import syntax_error
from memograph.publish.engine.output import MARKED, Caps, Output, Reached, RowOutput, counted, mark, room
from memograph.publish.engine.policy import Permitted, permit
from memograph.publish.engine.portraits import portraits
from memograph.turtle import write_turtle

#: A worker that one query has made larger by more bytes than this is replaced after its answer; so is one that has
#: half of the memory of a query more than at its start, by what the engine keeps for the next one.
RETIRE_ABOVE = 32 * 2**20

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

#: What a store elsewhere can fail by, as the status of an answer.
_TROUBLES: dict[type[StoreError], str] = {
    StoreUnreachable: "unreachable",
    StoreTimeout: "late",
    StoreGarbled: "garbled",
}

#: How the engine's store begins to say that its files are damaged; what it says of a query is a RuntimeError, too.
_DAMAGED = ("Corruption", "IO error")
_RESIDENT = re.compile(rb"^VmRSS:\s+(\d+) kB", re.MULTILINE)


def main(arguments: list[str]) -> None:
    """Serve until the other end of the pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in a terminal is for the server, which then ends us
    connection = Connection(int(arguments[1]))
    limits = Limits(float(arguments[2]), *(int(argument) for argument in arguments[3:]))
    try:
        engine, confine = opened(arguments[0], limits.seconds)
        status = os.open("/proc/self/status", os.O_RDONLY)  # now, because nothing can be opened later
        confine(limits.memory)
    except (OSError, RuntimeError, ValueError) as error:
        connection.send_bytes(str(error).encode())
        return
    connection.send_bytes(b"")
    serve(engine, connection, limits, status)


def serve(engine: Engine, connection: Connection, limits: Limits, status: int) -> None:
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
        before = _memory(status)
        given = answer(engine, task, limits, send)
        signal.setitimer(signal.ITIMER_REAL, 0)
        after = _memory(status)
        grown = after > before + RETIRE_ABOVE or after > start + limits.memory // 2
        given = replace(given, retire=grown or given.status == "result")
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


def answer(engine: Engine, task: Task, limits: Limits, send: Callable[[bytes], None]) -> Answer:
    """Run a task; whatever goes wrong becomes part of the answer.

    Args:
        send: gets the result block by block, but for the rest of it, which is in the answer.
    """
    try:
        return _run(engine, task, limits, send)
    except QuerySyntaxError as error:
        return Answer("syntax", message=error.reason, line=error.line, column=error.column)
    except QueryRefused as error:
        return Answer("refused", message=str(error))
    except StoreElsewhere as error:
        return Answer("elsewhere", message=error.held)
    except StoreError as error:
        return Answer(_TROUBLES[type(error)], message=error.reason)
    except SyntaxError as error:  # in what a store elsewhere answered, while it was written
        return Answer("garbled", message=f"its answer cannot be read: {error}")
    except MemoryError:
        return Answer("memory")
    except OSError as error:
        if error.errno in (None, errno.EACCES):  # passed the policy and wanted the network
            return Answer("refused", message=f"The query asks for more than reading the release: {error}")
        return Answer("unreadable", message=str(error))
    except (RuntimeError, ValueError) as error:
        if str(error).startswith(_DAMAGED):
            return Answer("unreadable", message=str(error))
        return Answer("syntax", message=str(error))
    except BaseException as error:  # a panic of the Rust code is no Exception
        return Answer("failed", message=f"The query engine failed: {error}")


def _run(engine: Engine, task: Task, limits: Limits, send: Callable[[bytes], None]) -> Answer:
    permitted = (permit if task.stranger else _permit_stored)(task.query, task.base)
    form = permitted.form
    if form not in task.formats:
        return Answer("unacceptable", form)
    if task.stranger and task.default_graphs is None and task.named_graphs is None:  # else the request overrides FROM
        _refuse_other_graphs(engine, permitted.graphs)
    name, caps = _wanted(task, form, limits)
    try:
        given = _written(_query(engine, permitted, task), name, caps, permitted.text, task.base, send)
        engine.confirm()
        return replace(given, form=form)
    except Reached as reached:
        return Answer("result", form, limit=caps.limit(reached.unit), limit_of=reached.unit)


def _wanted(task: Task, form: str, limits: Limits) -> tuple[str, Caps]:
    """Name of the format to write, and the limits of the result."""
    name = task.formats[form]
    if name == PAGE:
        return "json" if form in ("SELECT", "ASK") else "ttl", Caps(PAGE_BYTES, PAGE_ROWS, cut=True)
    rows = limits.rows if task.stranger else sys.maxsize
    return name, Caps(limits.result, rows, task.cut and name in MARKED)


def _written(result: Result, name: str, caps: Caps, text: str, base: str, send: Callable[[bytes], None]) -> Answer:
    if name == DIGEST:
        return Answer("ok", body=digest(result, text, caps).encode())
    if isinstance(result, ox.QuerySolutions | ox.QueryBoolean):
        return _write_rows(result, name, caps, send)
    return _write_graph(result, name, Site(base).prefixes, caps, send)


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
    result: Triples, name: str, prefixes: dict[str, str], caps: Caps, send: Callable[[bytes], None]
) -> Answer:
    output, reached = Output(send, caps.size, xml=name == "rdf"), list[str]()
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


def _refuse_other_graphs(engine: Engine, graphs: tuple[str, ...]) -> None:
    there = engine.graphs(graphs) if graphs else set()
    for graph in graphs:
        if graph not in there:
            raise QueryRefused(f"FROM <{graph}> is not a graph of this release, and nothing is fetched from elsewhere.")


def _term(value: str | list[str]) -> ox.NamedNode | ox.Literal:
    """A term of a task's bindings."""
    if isinstance(value, str):
        return ox.NamedNode(value)
    text, datatype, language = value
    return ox.Literal(text, language=language) if language else ox.Literal(text, datatype=ox.NamedNode(datatype))


def _query(engine: Engine, permitted: Permitted, task: Task) -> Result:
    asked = None
    if task.default_graphs is not None or task.named_graphs is not None:
        asked = (task.default_graphs or [], task.named_graphs or [])
    bindings = {ox.Variable(name): _term(value) for name, value in task.bindings.items()}
    question = Question(permitted.text, permitted.form, task.base, bindings, asked, permitted.dataset)
    try:
        result = engine.ask(question)
    except SyntaxError as error:
        raise _located(engine, task, permitted.text) from error
    if permitted.form == "DESCRIBE":
        more = Question("", "CONSTRUCT", task.base, dataset=asked or permitted.dataset)
        return portraits(
            cast(Triples, result),
            lambda text, given: cast(Triples, engine.ask(replace(more, text=text, bindings=given))),
            Site(task.base),
        )
    return result


def _located(engine: Engine, task: Task, text: str) -> QuerySyntaxError:
    error = syntax_error(text, lambda padded: engine.parse(padded, task.base))
    if text == task.query:
        return error
    reason = f"{error.reason} (Places are counted after its codepoint escapes were decoded.)"
    return QuerySyntaxError(reason, line=error.line, column=error.column)


if __name__ == "__main__":
    main(sys.argv[1:])
