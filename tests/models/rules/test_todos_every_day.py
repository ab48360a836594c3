"""For 400 consecutive days the to-dos of the sample are what plain SQL, written apart from them, finds."""

import datetime

import pytest

from models import clock
from models.database import run
from models.rules import todos as rules
from models.rules.todos import todos
from tests.models.rules.todo_sql import SQL

FIRST, DAYS = datetime.date(2025, 7, 1), 400


def found_by_sql(name, today):
    """(record, due day) as SQLite sees them."""
    rows = run(SQL[name].replace(":t", f"'{today.isoformat()}'")).fetchall()
    return sorted((row[0], row[1] or "") for row in rows)


def test_every_subject_has_sql_of_its_own():
    assert set(SQL) == {one.name for one in rules.subjects()}


@pytest.mark.slow
@pytest.mark.parametrize("start", range(0, DAYS, 100))
def test_to_dos_are_what_plain_sql_finds_on_every_day(reading, start):
    seen = dict.fromkeys(SQL, 0)
    for number in range(start, start + 100):
        today = FIRST + datetime.timedelta(number)
        clock.freeze(today)
        mine = {name: [] for name in SQL}
        for one in todos(today):
            mine[one.subject].append((one.record, one.due))
        for name in SQL:
            assert sorted(mine[name]) == found_by_sql(name, today), (name, today)
            seen[name] += len(mine[name])
    # Equal lists of nothing would prove nothing.
    assert sum(seen.values()) > 1_000 and sum(many > 0 for many in seen.values()) >= 12
