"""To-dos of monitoring: one case that is due and one that is not each; a year of the sample against SQL."""

import datetime

import pytest

from models import clock, record, workdays
from models.database import run
from models.rules import monitoring
from models.rules.monitoring import step_of
from models.rules.todos import todos
from tests.models.monitoring.test_steps import COURSE, START, go
from tests.models.monitoring.test_steps import clue as _clue
from tests.models.monitoring.test_steps import home as _home

clue, home = _clue, _home


def found(name, today):
    return [(one.record, one.due, one.late) for one in todos(datetime.date.fromisoformat(today), names=[name])]


def test_a_step_is_due_on_its_last_day(clue):
    id = monitoring.start(clue, START).id
    assert found("monitor_step", "2025-03-04") == []
    assert found("monitor_step", "2025-03-05") == [(id, "2025-03-05", 0)]
    assert found("monitor_step", "2025-03-07") == [(id, "2025-03-05", 2)]
    go(id, COURSE)
    assert found("monitor_step", "2026-06-30") == []


def test_a_publicity_that_has_ended(clue):
    id = monitoring.start(clue, START).id
    go(id, COURSE, "05")
    assert found("monitor_publicity", "2025-03-12") == []
    assert found("monitor_publicity", "2025-03-13") == [(id, "2025-03-13", 0)]
    monitoring.advance(id, step_of("06"), COURSE[4][1])
    assert found("monitor_publicity", "2025-03-20") == []


def test_a_clue_is_taken_up_and_then_dealt_with(clue):
    assert found("clue_waiting", "2025-03-02") == []
    assert found("clue_waiting", "2025-03-03") == [(clue, "2025-03-03", 0)]
    record.save("clue", {"accepted_on": "2025-03-03"}, id=clue)
    assert found("clue_waiting", "2025-03-10") == [] == found("clue_open", "2025-03-04")
    assert found("clue_open", "2025-03-06") == [(clue, "2025-03-05", 1)]
    record.save("clue", {"due": "2025-03-20"}, id=clue)
    assert found("clue_open", "2025-03-10") == []
    record.save("clue", {"result": "03", "result_on": "2025-03-21"}, id=clue)
    assert found("clue_open", "2025-03-30") == []


@pytest.mark.parametrize("offset", range(0, 400, 37))
def test_the_sample_on_many_days_against_sql(reading, offset):
    """Publicities and clues as plain SQL says, whose limits are calendar days."""
    day = clock.today() - datetime.timedelta(200) + datetime.timedelta(offset)
    text = day.isoformat()
    ended = run(
        'SELECT s."episode_id", s."until" FROM "episode_step" s JOIN "episode" e ON e."id" = s."episode_id" '
        'WHERE s."id" = (SELECT MAX(o."id") FROM "episode_step" o WHERE o."episode_id" = s."episode_id") '
        "AND s.\"step\" IN ('05', '24') AND s.\"until\" <= ? AND e.\"state\" NOT IN ('30', '91', '98', '99')",
        (text,),
    )
    assert sorted((id, due) for id, due, _ in found("monitor_publicity", text)) == sorted(ended)
    waiting = run(
        'SELECT "id" FROM "clue" WHERE "accepted_on" IS NULL AND "result" IS NULL AND date("date", \'+2 day\') <= ?',
        (text,),
    )
    assert sorted(id for id, _, _ in found("clue_waiting", text)) == sorted(id for (id,) in waiting)
    assert workdays.add_days(day, 2) == day + datetime.timedelta(2)
