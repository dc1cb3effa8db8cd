"""The table of what clients have used: forgetting, sharing among processes, its size."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from memograph.publish.operation import budgets
from memograph.publish.operation.budgets import TABLE_BYTES, Budgets, Kind, create_table


class Clock:
    """A clock that the test sets."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(budgets, "time", made)
    return made


def test_what_is_used_is_forgotten_at_the_rate_of_a_budget_a_minute(clock: Clock) -> None:
    table = Budgets()
    assert table.seconds_left("a", Kind.QUERIES) == 0
    table.charge("a", Kind.QUERIES, 0.5)
    assert table.seconds_left("a", Kind.QUERIES) == 0
    table.charge("a", Kind.QUERIES, 0.75)
    assert table.seconds_left("a", Kind.QUERIES) == pytest.approx(15)
    clock.now += 14
    assert table.seconds_left("a", Kind.QUERIES) == pytest.approx(1)
    clock.now += 1
    assert table.seconds_left("a", Kind.QUERIES) == 0
    clock.now += 600
    table.charge("a", Kind.QUERIES, 1.0)
    assert table.seconds_left("a", Kind.QUERIES) == 0, "nothing is saved up, nothing is owed from before"
    table.close()


def test_what_is_known_to_come_must_fit(clock: Clock) -> None:
    table = Budgets()
    for _ in range(4):
        assert table.seconds_left("a", Kind.ERRORS, 0.25) == 0
        table.charge("a", Kind.ERRORS, 0.25)
        clock.now += 0.1
    assert table.seconds_left("a", Kind.ERRORS, 0.25) == pytest.approx(14.6)
    table.close()


def test_kinds_and_clients_are_apart(clock: Clock) -> None:
    table = Budgets()
    table.charge("a", Kind.ERRORS, 2.0)
    assert [table.seconds_left("a", kind) for kind in Kind] == [0, 0, pytest.approx(60)]
    assert table.seconds_left("b", Kind.ERRORS) == 0
    table.close()


def test_many_clients_take_no_more_memory_and_who_used_most_is_kept(clock: Clock) -> None:
    table = Budgets()
    worst = [f"worst-{n}" for n in range(100)]
    for client in worst:
        table.charge(client, Kind.QUERIES, 5.0)
    for n in range(60_000):
        table.charge(f"client-{n}", Kind.QUERIES, 0.001)
    assert len(table._table) == TABLE_BYTES == 2 * 2**20 + 16
    assert all(table.seconds_left(client, Kind.QUERIES) > 200 for client in worst)
    table.close()


def test_no_address_is_kept(tmp_path: Path) -> None:
    create_table(tmp_path / "table")
    table = Budgets(tmp_path / "table")
    table.charge("192.0.2.77", Kind.QUERIES, 1.0)
    table.close()
    written = (tmp_path / "table").read_bytes()
    assert len(written) == TABLE_BYTES
    assert b"192.0.2.77" not in written


CHARGE = """
import sys, threading
from pathlib import Path
from memograph.publish.operation.budgets import Budgets, Kind
table = Budgets(Path(sys.argv[1]))
def charge():
    for n in range(250):
        table.charge("everybody", Kind.QUERIES, 0.01)
threads = [threading.Thread(target=charge) for _ in range(2)]
for thread in threads: thread.start()
for thread in threads: thread.join()
"""


def test_processes_and_threads_share_it_and_none_is_lost(tmp_path: Path) -> None:
    create_table(tmp_path / "table")
    table = Budgets(tmp_path / "table")
    running = [subprocess.Popen([sys.executable, "-c", CHARGE, str(tmp_path / "table")]) for _ in range(2)]
    threads = [threading.Thread(target=lambda: table.charge("everybody", Kind.QUERIES, 0.5)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [process.wait(30) for process in running] == [0, 0]
    used = 2 * 2 * 250 * 0.01 + 4 * 0.5  # minutes; one of them is the budget
    assert table.seconds_left("everybody", Kind.QUERIES) == pytest.approx((used - 1) * 60, abs=5)
    table.close()


def test_a_process_that_dies_with_the_lock_leaves_it_free(tmp_path: Path) -> None:
    create_table(tmp_path / "table")
    dies = (
        "import os, sys\nfrom pathlib import Path\nfrom memograph.publish.operation.budgets import Budgets\n"
        "with Budgets(Path(sys.argv[1]))._locked():\n    os.kill(os.getpid(), 9)\n"
    )
    assert subprocess.run([sys.executable, "-c", dies, str(tmp_path / "table")], check=False).returncode == -9
    table = Budgets(tmp_path / "table")
    table.charge("a", Kind.QUERIES, 2.0)
    assert table.seconds_left("a", Kind.QUERIES) > 0
    table.close()
