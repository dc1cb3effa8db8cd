"""What the command line shows: progress bars on a terminal, plain lines in a log, and the summary of a build."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import TaskID

    from memograph.changes import Changes
    from memograph.release import Manifest

#: Documents that a terminal shows the reasons of, the first; a file or a pager gets all.
EXPLAINED = 200

#: Seconds between lines about the pace, where a log and not a terminal is written.
LOG_SECONDS = 30.0


class Terminal:
    """Shows the stages of a build; use it as a context manager."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        self._console = Console(stderr=True, highlight=False)
        self._bars = Progress(
            TextColumn("{task.description:<10}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[pace]}"),
            console=self._console,
            disable=not self._console.is_terminal,
        )
        self._task: TaskID | None = None
        self._pace = Pace("", None, 0.0)
        self._told = 0.0

    def __enter__(self) -> Terminal:
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bars.stop()

    def stage(self, name: str, total: int | None) -> None:
        """A stage of `total` steps begins; None where nobody knows how many."""
        self._task = self._bars.add_task(name, total=total, pace="")
        self._pace, self._told = Pace(name, total, time.monotonic()), time.monotonic()
        if not self._console.is_terminal:
            print(name if total is None else f"{name} ({total})", file=sys.stderr, flush=True)

    def step(self, words: int = 0) -> None:
        """One step of the current stage is done; it took so many words of text."""
        now = time.monotonic()
        self._pace.step(words)
        pace = self._pace.told(now)
        if self._task is not None:
            self._bars.update(self._task, advance=1, pace=pace)
        if pace and not self._console.is_terminal and now > self._told + LOG_SECONDS:
            self._told = now
            print(f"{self._pace.name} {self._pace.steps}: {pace}", file=sys.stderr, flush=True)

    def problem(self, message: str) -> None:
        """Something was left out; shown above the bars, and kept."""
        self._console.print(message, style="yellow", markup=False, soft_wrap=True)


class Pace:
    """How quickly a stage goes.

    Args:
        total: steps; None where nobody knows how many.
        since: `time.monotonic` at its beginning, seconds.
    """

    def __init__(self, name: str, total: int | None, since: float) -> None:
        self.name, self.steps, self._total, self._since, self._words = name, 0, total, since, 0

    def step(self, words: int) -> None:
        """One step more; it took so many words."""
        self.steps += 1
        self._words += words

    def told(self, now: float) -> str:
        """``4.1 documents/s, 3,900 words/s, 0:12:30 left``; nothing where steps take no words."""
        seconds = now - self._since
        if not self._words or seconds <= 0:
            return ""
        said = f"{self.steps / seconds:.1f} documents/s, {self._words / seconds:,.0f} words/s"
        if self._total is None or self.steps >= self._total:
            return said
        left = timedelta(seconds=round((self._total - self.steps) * seconds / self.steps))
        return f"{said}, {left} left"


def show_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table on standard output: ruled on a terminal, tab-separated otherwise, so that scripts can read it."""
    if not sys.stdout.isatty():
        for row in (columns, *rows):
            print("\t".join(row))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(title=title, title_justify="left")
    for column in columns:
        table.add_column(column)
    for row in rows:
        table.add_row(*row)
    Console().print(table)


class Explanation:
    """Why each document was built: lines as they come where a script reads them, a table at the end on a terminal.

    Args:
        shown: whether anybody wants to see it.
    """

    def __init__(self, shown: bool) -> None:
        self._shown, self._table = shown, sys.stdout.isatty()
        self._rows: list[tuple[str, str, str]] = []
        self._more = Counter[str]()
        if shown and not self._table:
            print("document\tdone\twhy")

    def add(self, document: str, why: Sequence[str]) -> None:
        """Tell of a document; without reasons it was in the cache."""
        row = (document, "built" if why else "cached", "; ".join(why))
        if not self._shown:
            return
        if not self._table:
            print("\t".join(row))
        elif why and len(self._rows) < EXPLAINED:
            self._rows.append(row)
        else:
            self._more[row[1]] += 1

    def show(self) -> None:
        """End with the table, and with how many documents are not in it."""
        if self._shown and self._table:
            show_table("Why documents were built", ("document", "done", "why"), self._rows)
            print("\n".join(f"{count} more {done}" for done, count in sorted(self._more.items())))


def summary(
    manifest: Manifest, conforms: str, seconds: float, changes: Changes | None = None, removed: Sequence[str] = ()
) -> str:
    """The few lines that end a build."""
    lines = [
        f"release    {manifest.version} ({manifest.quads:,} quads)",
        f"documents  {manifest.counts.documents}, {manifest.counts.quarantined} left out by SHACL",
        f"entities   {_counted(manifest.counts.entities)}",
        f"relations  {_counted(manifest.counts.relations)}",
        f"SHACL      {conforms}",
        *([f"changes    since {changes.before}: {changes}"] if changes else []),
        *([f"removed    {', '.join(removed)}: build.keep_releases keeps no more"] if removed else []),
        f"time       {seconds:.1f} s",
    ]
    return "\n".join(lines)


def errors_summary(errors: Mapping[str, int], file: str) -> str:
    """The line that says what went wrong; empty where nothing did."""
    return f"errors     {_counted(errors)}; {file} tells of each" if errors else ""


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items(), key=lambda row: (-row[1], row[0])))
