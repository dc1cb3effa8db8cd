"""Every error memograph raises on purpose. Bottom of the house: imports nothing, knows neither Click nor HTTP.

::

    MemographError
    ├── ConfigurationError        memograph.toml or an option is wrong
    ├── ReadError                 a file cannot be read as a document (file, position, reason)
    ├── ModelMissing              the spaCy model named in the configuration is not installed
    ├── AuthorityError            an authority file is malformed
    ├── CurationError             decisions that cannot be used: malformed, contradictory, cyclic
    ├── ReconciliationError       a reconciliation service that cannot be reached or does not keep its word
    ├── TrainingError             gold documents from which nothing can be learnt
    ├── ReleaseError              a release directory is missing, incomplete or did not pass
    │   └── ReleaseNotKept        no release of the version that was asked for
    ├── ClusterError              a Dask cluster that cannot be used: out of reach, gone, or with other versions
    ├── UploadError               a triple store that cannot be reached, or does not do what was asked of it
    ├── BudgetSpent               a client has used what one client may use in a minute
    └── QueryError                a query that will not be answered
        ├── QuerySyntaxError      not SPARQL 1.1 (line, column)
        ├── QueryRefused          asks for more than reading the release
        ├── QueryDeadline         took longer than the deadline
        │   └── SearchDeadline    a search for words did
        ├── QueryTooLarge         used more memory, or gave more, than allowed
        ├── QueryBusy             no worker was free in time, or too many wait
        └── StoreError            the external triple store, if there is one, fails
            ├── StoreUnreachable  nobody answers there, or it is too busy
            ├── StoreTimeout      it did not answer in time
            ├── StoreGarbled      what it answers is no answer
            └── StoreElsewhere    it holds another release than the one that is served

Each message says what happened, where, and what to do about it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial


class MemographError(Exception):
    """Root of the tree; catching it catches whatever memograph raises on purpose."""


class ConfigurationError(MemographError):
    """The configuration cannot be used: an unknown key, a wrong type, a missing file."""


#: Classes of ReadErrors, each with what it means.
READ_ERRORS = {
    "unreadable": "cannot be opened: permission, a pipe, a link to nothing",
    "symlink-loop": "a link that leads back to a folder around it, or to itself",
    "name": "a file's name or a document's id that addresses and files cannot have",
    "format": "no kind of file that is read",
    "archive": "a gzip or zip file that is broken, encrypted, or unpacks to too much",
    "remote": "another machine does not give the file, or what asks it is not installed",
    "encoding": "not text in UTF-8",
    "empty": "nothing in it",
    "heading": "a document without a heading",
    "xml": "not well-formed XML",
    "entities": "XML that declares or uses entities",
    "tei": "XML that is no TEI volume with documents",
    "too-large": "more than one document may hold",
    "depth": "elements inside one another, deeper than any document needs",
    "sidecar": "what stands beside a text cannot be used",
    "duplicate": "a document, or a folder, that was read already",
}


class ReadError(MemographError):
    """A file that cannot be read as a document; the other files go on.

    Args:
        path: the file as the user named it.
        reason: what is wrong and what to do, one sentence.
        line: 1-based line, where known.
        offset: 0-based offset in bytes (undecodable file) or in code points, where known.
        kind: class of error, one of `READ_ERRORS`; reports group by it.
    """

    def __init__(
        self,
        path: str,
        reason: str,
        *,
        line: int | None = None,
        offset: int | None = None,
        kind: str = "unreadable",
    ) -> None:
        path = path.encode("utf-8", "backslashreplace").decode()  # names need not be UTF-8, what is told must
        self.path, self.reason, self.line, self.offset, self.kind = path, reason, line, offset, kind
        where = f"{path}:{line}" if line is not None else path
        super().__init__(f"{where}: {reason}")

    def __reduce__(self) -> tuple[Callable[..., ReadError], tuple[str, str]]:
        """So that it can come from another process."""
        return partial(ReadError, line=self.line, offset=self.offset, kind=self.kind), (self.path, self.reason)


class ModelMissing(MemographError):
    """The spaCy model of the configuration is not installed; the message holds the command that installs it."""


class AuthorityError(MemographError):
    """An authority file cannot be used (file, position, reason)."""


class CurationError(MemographError):
    """Decisions that cannot be used (file, line, reason, what to do)."""


class ReconciliationError(MemographError):
    """A reconciliation service that cannot be reached or that does not answer as the API promises (address, reason)."""


class TrainingError(MemographError):
    """Training or cross-validation cannot go on (what is missing, what to add)."""


class ReleaseError(MemographError):
    """A release that cannot be opened, assembled or published."""


class ReleaseOutdated(ReleaseError):
    """Another version of memograph made the release, without the index that its pages are made from, or another one."""

    def __init__(self, version: str) -> None:
        self.version = version
        super().__init__(
            f"Release {version} has no pages here: another version of memograph made it, without the index that pages "
            "are made from now. Its data, dumps and SPARQL endpoint are there as before; `memograph build` makes a "
            "release that has pages."
        )


class ReleaseNotKept(ReleaseError):
    """No release of this version is kept: it never existed, or it was old and was removed.

    Args:
        kept: versions that are, the newest first, where that is known.
        listing: address of the list of releases, likewise.
        files_only: whether its files are kept, and only its data cannot be asked any more.
    """

    def __init__(
        self, version: str, kept: tuple[str, ...] = (), listing: str = "", *, files_only: bool = False
    ) -> None:
        self.version, self.kept, self.listing, self.files_only = version, kept, listing, files_only
        known = f" Kept are {', '.join(kept)}; {listing} lists them." if kept else ""
        if files_only:
            known = f" Its dumps are at {listing}{version}." if listing else ""
            super().__init__(f"Of release “{version}” only files are kept: the store here holds another one.{known}")
        else:
            super().__init__(f"No release “{version}” is kept here.{known}")


class ClusterError(MemographError):
    """The machines that a build was to run on cannot be used (address, reason, what to do)."""


class UploadError(MemographError):
    """A release could not be uploaded to a triple store (address, what it answered, what to do)."""


class BudgetSpent(MemographError):
    """A client has used what one client may use in a minute.

    Args:
        what: ``"seconds"`` of processing or ``"errors"``.
        limit: how many of them a minute.
        retry_after: seconds until it may go on.
    """

    def __init__(self, what: str, limit: float, retry_after: int) -> None:
        self.what, self.limit, self.retry_after = what, limit, retry_after
        of = "seconds of processing" if what == "seconds" else "answers that are errors"
        super().__init__(f"One client may have {limit:g} {of} a minute. Try again in {retry_after} seconds.")


class QueryError(MemographError):
    """A query that will not be answered."""


class QuerySyntaxError(QueryError):
    """Not a SPARQL 1.1 query.

    Args:
        reason: the parser's message.
        line, column: 1-based position, where the parser gave one.
    """

    def __init__(self, reason: str, *, line: int | None = None, column: int | None = None) -> None:
        self.reason, self.line, self.column = reason, line, column
        super().__init__(reason)


class QueryRefused(QueryError):
    """The query asks for something a stranger may not do: SERVICE, update, a graph outside the release."""


class QueryDeadline(QueryError):
    """The query ran into its wall-clock deadline (seconds) and its worker was ended."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(f"The query took longer than the limit of {seconds:g} seconds and was ended.")


class SearchDeadline(QueryDeadline):
    """A search for words that ran into the deadline (seconds)."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.args = (
            f"The search took longer than the limit of {seconds:g} seconds and was ended. Look for rarer words, for a "
            "phrase in quotation marks, or in a shorter time (the parameters from and to).",
        )


class QueryTooLarge(QueryError):
    """The query needed more memory, or its result was larger, than the limit.

    Args:
        what: ``"memory"`` or ``"result"``.
        limit: the limit, in `limit_of`: ``"bytes"``, ``"rows"`` or ``"triples"``.
    """

    def __init__(self, what: str, limit: int, limit_of: str = "bytes") -> None:
        self.what, self.limit, self.limit_of = what, limit, limit_of
        size = f"{limit / 2**20:g} MiB" if limit_of == "bytes" else f"{limit:,} {limit_of}"
        super().__init__(f"The query's {what} is over the limit of {size}.")


class QueryBusy(QueryError):
    """No worker for this query: all were busy for as long as one may wait, or too many wait already (which of them)."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"The server is busy: {reason}. Try again shortly.")


class StoreError(QueryError):
    """The external triple store that the site reads from fails.

    Args:
        reason: what it did; for the operator's log, because it may tell of machines that are nobody's business.
    """

    said = "The triple store that this site reads from fails."

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(self.said)


class StoreUnreachable(StoreError):
    """Nobody answers at the address of the store, or it says that it is too busy."""

    said = "The triple store that this site reads from cannot be reached at the moment. Try again shortly."


class StoreTimeout(StoreError):
    """The store did not answer in time."""

    said = "The triple store that this site reads from did not answer in time. Try again shortly."


class StoreGarbled(StoreError):
    """What the store answers is no answer: an error, another media type, a broken file, a page of something else."""

    said = "The triple store that this site reads from gave something that is no answer to the query."


class StoreElsewhere(StoreError):
    """The store holds another release than the one that is served, or none.

    Args:
        held: version that it says it holds, empty where it says none.
    """

    said = "The triple store that this site reads from holds another release at the moment. Try again shortly."

    def __init__(self, held: str) -> None:
        self.held = held
        super().__init__(f"it holds release {held}" if held else "it holds no release of this site")
