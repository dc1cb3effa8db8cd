"""What the command line shows: progress bars on a terminal, plain lines in a log, and the summary of a build."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import TaskID

    from memograph.changes import Changes
    from memograph.release import Manifest


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
            console=self._console,
            disable=not self._console.is_terminal,
        )
        self._task: TaskID | None = None

    def __enter__(self) -> Terminal:
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bars.stop()

    def stage(self, name: str, total: int | None) -> None:
        """A stage of `total` steps begins; None where nobody knows how many."""
        self._task = self._bars.add_task(name, total=total)
        if not self._console.is_terminal:
            print(name if total is None else f"{name} ({total})", file=sys.stderr, flush=True)

    def step(self) -> None:
        """One step of the current stage is done."""
        if self._task is not None:
            self._bars.advance(self._task)

    def problem(self, message: str) -> None:
        """Something was left out; shown above the bars, and kept."""
        self._console.print(message, style="yellow", markup=False, soft_wrap=True)


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


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items(), key=lambda row: (-row[1], row[0])))
