"""今日待办 of a township of 10,000 households against the sum of the SQL that finds the same."""

from __future__ import annotations

import datetime
import random
import tempfile
from pathlib import Path

from benchmarks.harness import Result, in_turns, township
from models import clock, ledger_file
from models.database import run as execute
from models.ledger import ledger
from models.operation import Operation
from models.rules.todos import todos
from tests.models.rules.todo_sql import SQL

TODAY = datetime.date(2026, 6, 30)
GOAL_MS = 300.0


def _day(rng: random.Random, back: int) -> str:
    return (TODAY - datetime.timedelta(rng.randint(0, back))).isoformat()


def _fill() -> None:
    """Two visits a household, every tenth with a helper, every twentieth watched, loans, measures and tasks."""
    rng = random.Random(11)
    homes = [(id, village) for id, village in execute('SELECT "id", "village_id" FROM "household"')]
    with Operation("sample", "benchmark") as operation:
        visits = [{"household": id, "date": _day(rng, 260), "kind": "02"} for id, _ in homes for _ in range(2)]
        operation.add(ledger("visit"), visits)
        helpers = operation.add(ledger("helper"), [{"name": "示例责任人"} for _ in range(60)])
        pairs = [{"household": id, "helper": rng.choice(helpers), "start": "2024-01"} for id, _ in homes[::10]]
        operation.add(ledger("help_pair"), pairs)
        watched = [
            {"household": id, "recognised_on": _day(rng, 600), "category": "01", "risks": "01", "state": "11"}
            for id, _ in homes[::20]
        ]  # fmt: skip
        operation.add(ledger("episode"), watched)
        measures = [
            {"household": id, "group": "100A40", "planned_end": _day(rng, 90), "status": "01"} for id, _ in homes[::25]
        ]
        operation.add(ledger("measure"), measures)
        loans = [
            {"household": id, "village": village, "borrower": "示例人", "start": "2024-07-01", "amount": 3_000_000,
             "due": (TODAY + datetime.timedelta(rng.randint(-30, 300))).isoformat(), "balance": 3_000_000}
            for id, village in homes[::15]
        ]  # fmt: skip
        operation.add(ledger("loan"), loans)
        tasks = [
            {"village": village, "household": id, "content": "入户路破损", "state": "01", "deadline": _day(rng, 60)}
            for id, village in homes[::40]
        ]
        operation.add(ledger("task"), tasks)


def _sql() -> None:
    for text in SQL.values():
        execute(text.replace(":t", f"'{TODAY.isoformat()}'")).fetchall()


def run() -> list[Result]:
    """All results of this file."""
    clock.freeze(TODAY)
    with tempfile.TemporaryDirectory() as name:
        township(Path(name) / "town.db", 10_000, 4)
        _fill()
        many = len(todos(TODAY))
        assert many > 1_000, many
        ours, rival = in_turns(lambda: todos(TODAY), _sql, 5)
        ledger_file.close()
    clock.freeze(None)
    return [
        Result("to-dos of 10,000 households", ours, rival, 2.0, "the same in SQL"),
        Result("to-dos of 10,000 households, opened", ours, GOAL_MS, 1.0, "0.3 s"),
    ]
