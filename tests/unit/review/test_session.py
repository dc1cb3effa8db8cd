"""`memograph review` on a pseudo-terminal: a real process that gets keys, and what is in the files then."""

from __future__ import annotations

import csv
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
from collections.abc import Iterator
from fcntl import ioctl
from pathlib import Path
from termios import TIOCSCTTY, TIOCSWINSZ

import pytest

from memograph.curation.decision import About, Action, Decision
from memograph.curation.files import read_decisions
from memograph.model import Kind, Literal, Ref
from memograph.namespaces import EDTF
from tests.publish_sample import SITE
from tests.review_sample import D1, D2

_SECONDS = 20.0
_CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class Screen:
    """A memograph process whose terminal this is."""

    def __init__(self, project: Path, *arguments: str, author: str | None = "Ada Lovelace") -> None:
        self.master, end = pty.openpty()
        ioctl(end, TIOCSWINSZ, struct.pack("HHHH", 60, 120, 0, 0))
        environment = {**os.environ, "TERM": "xterm", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        environment |= {} if author is None else {"MEMOGRAPH_AUTHOR": author}
        command = [
            sys.executable,
            "-m",
            "memograph.cli",
            "--config",
            str(project / "memograph.toml"),
            "review",
            *arguments,
        ]
        self.process = subprocess.Popen(
            command,
            stdin=end,
            stdout=end,
            stderr=end,
            env=environment,
            cwd=project,
            start_new_session=True,
            preexec_fn=lambda: ioctl(0, TIOCSCTTY, 0),  # its own terminal, so that Ctrl-C is a signal
        )
        os.close(end)
        self.text = self.seen = ""

    def until(self, *words: str) -> str:
        """Read until these words stand there, one after the other, wherever lines break; what was read."""
        at = 0
        for word in words:
            while (found := _plain(self.text).find(word, at)) < 0:
                if not self._more():
                    raise AssertionError(f"{word!r} did not come: {self.text}")
            at = found + len(word)
        shown, self.text = _plain(self.text), ""
        self.seen += shown
        return shown

    def keys(self, keys: str) -> None:
        os.write(self.master, keys.encode())

    def end(self) -> str:
        """Read to the end of the process."""
        while self._more():
            pass
        self.process.wait(timeout=_SECONDS)
        os.close(self.master)
        return self.seen + _plain(self.text)

    def _more(self) -> bool:
        ready, _, _ = select.select([self.master], [], [], _SECONDS)
        try:
            data = os.read(self.master, 65536) if ready else b""
        except OSError:  # the other end is closed
            data = b""
        self.text += data.decode("utf-8", "replace")
        return bool(data)


def _plain(text: str) -> str:
    return " ".join(_CONTROL.sub("", text).split())


@pytest.fixture
def opened() -> Iterator[list[Screen]]:
    screens: list[Screen] = []
    yield screens
    for screen in screens:
        if screen.process.poll() is None:
            screen.process.kill()
            screen.process.wait()


def decisions(project: Path) -> list[Decision]:
    return list(read_decisions([project / "corpus/curation"], SITE))


def kept(project: Path) -> list[str]:
    """The actions in the author's file, in its order."""
    file = project / "corpus/curation/ada-lovelace.csv"
    if not file.exists():
        return []
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return [row["action"] for row in csv.DictReader(opened)]


def person(slug: str) -> Ref:
    return Ref(Kind.PERSON, slug)


def test_keys_decide_and_each_decision_is_in_the_file_at_once(project: Path, opened: list[Screen]) -> None:
    screen = Screen(project, "--kind", "unsure-name", "--kind", "two-senders")
    opened.append(screen)
    shown = screen.until("1 of 3", "Does the text say so?", "q quit")
    assert "▸Memorandum From Adams and Brown◂" in shown
    assert "contradictory: Bob Brown is said to have sent it, too" in shown
    assert "worth 0.90 = uncertainty 0.90 × reach 1.00 (1 document)" in shown
    screen.keys("a")
    screen.until("1 decision → ", "2 of 3", "q quit")
    assert kept(project) == ["accept"]
    screen.keys("x")
    screen.until("no such key here")
    screen.keys("n")
    screen.until("note:")
    screen.keys("signed by Adams alone\n")
    screen.until("noted")
    screen.keys("\x1b[Ar")  # the end of an arrow is no "a"
    screen.until("3 of 3", "q quit")
    assert kept(project) == ["accept", "reject"]
    assert {decision.note for decision in decisions(project)} == {"", "signed by Adams alone"}
    screen.keys("u")
    screen.until("undone", "2 of 3", "q quit")
    assert kept(project) == ["accept"]
    screen.keys("s")
    screen.until("3 of 3", "q quit")
    screen.keys("q")
    assert "1 decided; they take effect with the next `memograph build`" in screen.end()
    (made,) = decisions(project)
    assert (made.action, made.about, made.author) == (Action.ACCEPT, About.STATEMENT, "Ada Lovelace")
    assert (made.subject, made.predicate, made.object) == (Ref(Kind.DOCUMENT, D1), "sentBy", person("adams"))
    assert made.anchor is not None
    assert (made.anchor.exact, made.anchor.start, made.anchor.end) == ("Memorandum From Adams and Brown", 3, 34)


def test_what_is_right_instead_is_chosen_or_typed(project: Path, opened: list[Screen]) -> None:
    screen = Screen(project, "--kind", "unsure-statement", "--kind", "two-dates", "--document", D1)
    opened.append(screen)
    shown = screen.until("1 of 3", "q quit")
    assert "1961-03-0" in shown
    screen.keys("e")
    screen.until("what is right?")
    screen.keys("the third of March\n")
    screen.until("this decision: “object” is 'the third of March'")
    screen.keys("e")
    screen.until("what is right?")
    screen.keys("1961-03-05\n")
    screen.until("2 decisions → ", "2 of 3", "q quit")
    screen.keys("s")
    screen.until("3 of 3", "Carl Cole metWith Dora Dole", "q quit")
    screen.keys("e")
    shown = screen.until("1 ", "what is right?")
    screen.keys("person/adams\n")
    screen.until("2 decisions → ", "4 decided")
    screen.end()
    made = {(d.action, d.predicate, d.object if isinstance(d.object, Ref) else "a date") for d in decisions(project)}
    assert made == {
        (Action.REJECT, "dated", "a date"),
        (Action.ADD, "dated", "a date"),
        (Action.REJECT, "metWith", person("dole")),
        (Action.ADD, "metWith", person("adams")),
    }
    (added,) = (d for d in decisions(project) if (d.action, d.predicate) == (Action.ADD, "dated"))
    assert added.object == Literal("1961-03-05", EDTF)


def test_who_somebody_is_is_chosen_by_number_here_and_in_other_documents(project: Path, opened: list[Screen]) -> None:
    screen = Screen(project, "--kind", "unlinked-person")
    opened.append(screen)
    shown = screen.until("1 of 2", "Who is this?", "1–2 choose")
    assert "1 James E. Webb person/webb-james 0.41" in shown
    screen.keys("1")
    screen.until(f"also in {D2}? (y/n)")
    screen.keys("y\n")
    shown = screen.end()
    assert "2 of 2" not in shown, "the other one is decided, too"
    made = decisions(project)
    assert {(d.action, d.about, d.into) for d in made} == {(Action.MERGE, About.ENTITY, person("webb-james"))}
    assert {d.subject for d in made} == {person(f"webb-{D1}"), person(f"webb-{D2}")}


def test_who_was_linked_wrongly_is_linked_to_another_candidate(project: Path, opened: list[Screen]) -> None:
    screen = Screen(project, "--kind", "unsure-link")
    opened.append(screen)
    screen.until("1 of 1", "Is this who is meant?", "1–2 choose")
    screen.keys("2")
    screen.end()
    (made,) = decisions(project)
    assert (made.action, made.about, made.subject) == (Action.ADD, About.LINK, person("roosevelt-eleanor"))
    assert made.anchor is not None
    assert (made.anchor.document, made.anchor.exact) == (D2, "Roosevelt")


def test_a_thing_is_withdrawn_with_a_reason_or_merged_into_what_it_is(project: Path, opened: list[Screen]) -> None:
    screen = Screen(project, "--kind", "unknown-name", "--author", "Grace Hopper")
    opened.append(screen)
    assert "1 Policy Planning Group organization/policy-planning-group" in screen.until("1 of 1", "1–1 choose")
    screen.keys("1")
    screen.end()
    again = Screen(project, "--kind", "unsure-name", "--author", "Grace Hopper")
    opened.append(again)
    again.until("1 of 1", "Is this a thing of its own?", "q quit")
    again.keys("r")
    again.until("why? (nothing: These words name nothing.)")
    again.keys("\n")
    again.end()
    merged, withdrawn = sorted(decisions(project), key=lambda each: each.action)
    assert (merged.action, merged.into) == (Action.MERGE, Ref(Kind.ORGANIZATION, "policy-planning-group"))
    assert (withdrawn.action, withdrawn.subject) == (Action.WITHDRAW, Ref(Kind.PLACE, "lands-end"))
    assert (withdrawn.note, withdrawn.author) == ("These words name nothing.", "Grace Hopper")
    assert [file.name for file in (project / "corpus/curation").iterdir()] == ["grace-hopper.csv"]


@pytest.mark.parametrize("by", ["key", "signal"])
def test_nothing_is_lost_on_ctrl_c(project: Path, opened: list[Screen], by: str) -> None:
    screen = Screen(project, "--kind", "two-holders")
    opened.append(screen)
    screen.until("1 of 2", "q quit")
    screen.keys("r")
    screen.until("2 of 2", "q quit")
    if by == "key":
        screen.keys("\x03")
        assert "1 decided" in screen.end()
    else:
        screen.process.send_signal(signal.SIGKILL)
        screen.end()
    (made,) = decisions(project)
    assert made.action is Action.REJECT
    assert [file.name for file in (project / "corpus/curation").iterdir()] == ["ada-lovelace.csv"], "no temporary file"


def test_somebody_else_changed_the_file_and_undo_takes_nothing_from_them(project: Path, opened: list[Screen]) -> None:
    screen = Screen(project, "--kind", "two-holders")
    opened.append(screen)
    screen.until("1 of 2", "q quit")
    screen.keys("a")
    screen.until("2 of 2", "q quit")
    file = project / "corpus/curation/ada-lovelace.csv"
    file.write_bytes(file.read_bytes() + b"\n")
    screen.keys("u")
    screen.until("changed by somebody else meanwhile")
    screen.keys("q")
    screen.end()
    assert len(decisions(project)) == 1


def test_what_contradicts_an_earlier_decision_is_told_and_not_written(project: Path, opened: list[Screen]) -> None:
    folder = project / "corpus/curation"
    folder.mkdir(parents=True)
    circle = "organization/policy-planning-group,organization/planning-group"
    rows = f"action,about,subject,into,author,date\nmerge,entity,{circle},Grace Hopper,2026-01-01\n"
    (folder / "grace-hopper.csv").write_text(rows, encoding="utf-8")
    screen = Screen(project, "--kind", "unknown-name")
    opened.append(screen)
    screen.until("1 of 1", "q quit")
    screen.keys("1")
    screen.until("grace-hopper.csv:2", "merged in a circle")
    screen.keys("q")
    assert "0 decided" in screen.end()
    assert len(decisions(project)) == 1


def test_a_decision_needs_somebody_who_decides(project: Path, opened: list[Screen]) -> None:
    screen = Screen(project, author=None)
    opened.append(screen)
    assert "a decision needs somebody who decides: say --author" in screen.end()
    assert screen.process.returncode == 2
