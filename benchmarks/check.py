"""体检 of a township of 10,000 households: against the sum of the rules' own SQL, by the clock, and in memory."""

from __future__ import annotations

import datetime
import resource
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.harness import Result, in_turns
from models import clock, ledger_file, sample
from models.database import database
from models.database import run as execute
from models.ledger import ledger
from models.rules import check
from models.rules.check.engine import statement
from models.rules.check.frame import Run

TODAY = datetime.date(2026, 6, 30)
GOAL_S, GOAL_MB, GOAL_ONE_MS = 12.0, 400.0, 50.0
_COPIED = ("household", "member", "episode", "measure", "income_sheet", "work_record", "work_plan", "post")
_LINKS = {"household_id", "member_id", "episode_id"}
_APART = 100_000
# Every so many-th record is spoilt in one field, so that most rules have something to find.
_SPOILT = (
    ("member", "labour", 41), ("member", "nation", 43), ("member", "phone", 37), ("member", "relation", 97),
    ("member", "med_serious", 53), ("household", "arable_mu", 31), ("household", "unsafe_house", 29),
    ("episode", "risks", 23), ("episode", "collector", 19), ("work_record", "start", 17), ("work_record", "county", 3),
    ("income_sheet", "net_pc", 47),
)  # fmt: skip


def _enlarge(times: int) -> None:
    """The sample so many times over, with ids, uids, numbers and phones of their own."""
    with database.atomic():
        for copy in range(1, times):
            for name in _COPIED:
                columns = [one.column_name for one in ledger(name).model._meta.sorted_fields]
                chosen = ", ".join(_other(column, copy) for column in columns)
                named = ", ".join(f'"{column}"' for column in columns)
                execute(f'INSERT INTO "{name}" ({named}) SELECT {chosen} FROM "{name}" WHERE "id" < {_APART}')
        for name, column, every in _SPOILT:
            execute(f'UPDATE "{name}" SET "{column}" = NULL WHERE "id" % {every} = 0')


def _other(column: str, copy: int) -> str:
    if column == "id" or column in _LINKS:
        return f'"{column}" + {copy * _APART}'
    if column == "uid":
        return f"'{copy:04d}' || SUBSTR(\"uid\", 5)"
    if column in ("hh_no", "person_no"):
        return f"\"{column}\" || '{copy:03d}'"
    if column == "phone":
        return f'SUBSTR("phone", 1, 4) || \'{copy:02d}\' || SUBSTR("phone", 7)'
    if column == "id_no":
        # The serial keeps its parity, so that the sex stays; the check digit goes wrong for nine of ten.
        return f'SUBSTR("id_no", 1, 6) || \'{1900 + copy}\' || SUBSTR("id_no", 11)'
    return "NULL" if column == "plan_id" else f'"{column}"'


def run() -> list[Result]:
    """All results of this file."""
    clock.freeze(TODAY)
    with tempfile.TemporaryDirectory() as name:
        sample.build(Path(name) / "town.db")
        _enlarge(34)
        homes = [row[0] for row in execute('SELECT "id" FROM "household" ORDER BY "id" LIMIT 200')]
        report = check.run()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        assert len(homes) == 200 and len(report.findings) > 10_000, len(report.findings)
        sqls = [statement(rule, Run(TODAY)) for rule in check.chosen(None, TODAY)]
        ours, raw = in_turns(
            check.run, lambda: [database.execute_sql(one.sql, one.values).fetchall() for one in sqls], 3
        )
        check.prepare()
        one_by_one = []
        for home in homes:
            start = time.perf_counter()
            check.check_household(home)
            one_by_one.append((time.perf_counter() - start) * 1000)
        ledger_file.close()
    clock.freeze(None)
    print(f"{len(check.RULES)} rules, {len(report.findings):,} findings", file=sys.stderr)
    return [
        Result("check of 10,000 households", ours, raw, 2.0, "the rules' SQL"),
        Result("check of 10,000 households, by the clock", ours / 1000, GOAL_S, 1.0, "12 s", "s"),
        Result("check of 10,000 households, memory", peak, GOAL_MB, 1.0, "400 MB", "MB"),
        Result("one household after saving", sorted(one_by_one)[190], GOAL_ONE_MS, 1.0, "50 ms"),
    ]
