"""Shards, one after the other → what only all of them together can tell. Called by build.py while they come in.

Nothing of a shard stays in memory but what decisions and imported records are about; reports and lines left to review
go to files, quads stay where the shard was kept. So memory grows with things that are named, not with what is said.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from memograph.model import Ref, Shard
from memograph.nquads import Source
from memograph.reports import report_to_dict
from memograph.verdict import DOCUMENTS, Tally

#: Folder of the reports on single documents, in the scratch folder of a build.
REPORTS = "reports"


class Gathered:
    """What all shards come to; add them in any order, the result is the same. To be closed when it is used no more.

    Attributes:
        documents: ids of all that were read.
        left_out: ids of those that do not conform.
        referred: imported things that published documents name.
        own, lent: what published documents call things that decisions are about, by their own words, and by the name
            of what was merged into them.
        borrowed: documents in which things have a name that was lent, and which.
        touched: things that decisions merged, withdrew or renamed somewhere.
        unfit: slug of a decision that does not fit → why, as the first document by id has it.
    """

    def __init__(self, scratch: Path) -> None:
        self.documents, self.left_out = set[str](), list[str]()
        self.referred, self.touched = set[Ref](), set[Ref]()
        self.own, self.lent = dict[Ref, set[str]](), dict[Ref, set[str]]()
        self.borrowed = dict[str, frozenset[Ref]]()
        self.tally, self.uncertain = Tally(), Counter[str]()
        self._unfit = dict[str, tuple[str, str]]()
        self._quads = dict[str, Source]()
        self._reports = scratch / REPORTS
        self._reports.mkdir()
        self._review = sqlite3.connect(scratch / "review.sqlite", isolation_level=None)
        self._review.execute("CREATE TABLE line (confidence REAL, line TEXT)")
        self._review.execute("PRAGMA synchronous = OFF")  # a scratch file

    def add(self, shard: Shard, quads: Source) -> None:
        """Take a shard in; its quads are where `quads` says."""
        self.documents.add(shard.document_id)
        self.tally.add(shard.document_id, shard.report)
        self._write(shard)
        if not shard.report.conforms:
            self.left_out.append(shard.document_id)
            return
        self._quads[shard.document_id] = quads
        self.referred.update(shard.referred)
        applied = shard.applied
        self.touched |= applied.touched
        for ref, label in applied.called:
            (self.lent if ref in applied.borrowed else self.own).setdefault(ref, set()).add(label)
        if applied.borrowed:
            self.borrowed[shard.document_id] = applied.borrowed
        for slug, why in applied.unfit:
            found = (shard.document_id, why)
            self._unfit[slug] = min(self._unfit.get(slug, found), found)

    def _write(self, shard: Shard) -> None:
        data = json.dumps(report_to_dict(shard.report), ensure_ascii=False, indent=1)
        (self._reports / f"{shard.document_id}.json").write_text(f"{data}\n", encoding="utf-8")
        for line in shard.review:
            row = json.loads(line)
            self.uncertain[str(row["predicate"])] += 1
            self._review.execute("INSERT INTO line VALUES (?, ?)", (row["confidence"], line))

    def close(self) -> None:
        """Close the file of lines left to review."""
        self._review.close()

    @property
    def unfit(self) -> dict[str, str]:
        """Slug of a decision that does not fit → why."""
        return {slug: why for slug, (_, why) in self._unfit.items()}

    @property
    def called(self) -> set[Ref]:
        """Things that decisions are about and that published documents describe."""
        return {*self.own, *self.lent}

    def quads(self) -> Iterator[tuple[str, Source]]:
        """Id and quads of each document that is published, by id."""
        return ((document, self._quads[document]) for document in sorted(self._quads))

    @property
    def published(self) -> int:
        """Number of documents that conform."""
        return len(self._quads)

    def write_reports(self, folder: Path) -> None:
        """Put the reports, and ``review.jsonl`` with the surest statement first, into the reports of a release."""
        documents = folder / DOCUMENTS
        documents.mkdir(parents=True, exist_ok=True)
        for file in self._reports.iterdir():
            file.replace(documents / file.name)
        ordered = self._review.execute("SELECT line FROM line ORDER BY confidence DESC, line")
        review = self._reports / "review.jsonl"
        with review.open("w", encoding="utf-8") as output:
            output.writelines(f"{line}\n" for (line,) in ordered)
        review.replace(folder / review.name)  # the release may be the one that is served
