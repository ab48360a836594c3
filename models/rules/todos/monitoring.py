"""Steps of monitoring past their limit, publicities that have run out, clues nobody took up (domain.md §3.4)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from models import workdays
from models.codes import code_list, norm
from models.database import run
from models.record import Values
from models.rules.monitoring.advance import due
from models.rules.monitoring.steps import next_step
from models.rules.todos.base import URGENT, USUAL, Row, add_days, said, subject

PUBLICITIES = ("05", "24")
OVER = ("30", "91", "98", "99")
LIMITS = (
    "limit.verify_days", "limit.compare_days", "limit.deliberate_days", "limit.plan_days", "limit.total_days",
    "limit.total_unit",
)  # fmt: skip


def _running() -> Iterator[tuple[int, int, int | None, str, list[Values]]]:
    """(episode, household, village, state, its steps in order) of those that go through their steps."""
    steps: dict[int, list[Values]] = {}
    for episode, step, date, until in run(
        'SELECT s."episode_id", s."step", s."date", s."until" FROM "episode_step" s '
        'JOIN "episode" e ON e."id" = s."episode_id" WHERE e."state" NOT IN (?, ?, ?, ?) ORDER BY s."id"',
        OVER,
    ):
        steps.setdefault(episode, []).append({"step": step, "date": date, "until": until})
    for episode, household, village, state in run(
        'SELECT e."id", e."household_id", h."village_id", e."state" FROM "episode" e '
        'JOIN "household" h ON h."id" = e."household_id" WHERE e."state" NOT IN (?, ?, ?, ?) ORDER BY e."id"',
        OVER,
    ):
        if episode in steps:
            yield episode, household, village, state, steps[episode]


@subject(
    "monitor_step", "监测步骤到期", URGENT, "episode", ("episode_step", "household", "workday", "clue"), LIMITS
)  # fmt: skip
def monitor_step(today: datetime.date) -> Iterator[Row]:
    """The next step of an episode whose last day has come."""
    for episode, household, village, state, done in _running():
        step = next_step(state)
        last = due(step, done, village) if step is not None else None
        if step is None or last is None or last > today:
            continue
        text = f"下一步“{step.title}”，最迟{said(last.isoformat())}"
        yield Row(episode, text, last.isoformat(), household=household)


@subject("monitor_publicity", "监测公示期满", USUAL, "episode", ("episode_step", "household"))
def monitor_publicity(today: datetime.date) -> Iterator[Row]:
    """A publicity has ended and nothing was done since."""
    for episode, household, _, state, done in _running():
        last, step = done[-1], next_step(state)
        if last["step"] not in PUBLICITIES or not last["until"] or step is None:
            continue
        if last["until"] <= today.isoformat():
            title = code_list("episode_step").label(last["step"])
            text = f"“{title}”{said(last['until'])}期满，没有异议的办理“{step.title}”"
            yield Row(episode, text, last["until"], household=household)


@subject("clue_waiting", "监测线索待受理", URGENT, "clue", ("household",), ("limit.accept_days",))
def clue_waiting(today: datetime.date) -> Iterator[Row]:
    """A clue that was not taken up within the time the place allows."""
    for clue, date, household, village in run(
        'SELECT "id", "date", "household_id", "village_id" FROM "clue" '
        'WHERE "accepted_on" IS NULL AND "result" IS NULL AND "date" <= ? ORDER BY "id"',
        (today.isoformat(),),
    ):
        if len(date) < 10:
            continue
        last = workdays.add_days(date, int(norm("limit.accept_days", date, village)))
        if last <= today:
            yield Row(clue, f"{said(date)}的线索还没有受理", last.isoformat(), household=household, village=village)


@subject("clue_open", "监测线索待办结", USUAL, "clue", ("household",), ("limit.verify_days",))
def clue_open(today: datetime.date) -> Iterator[Row]:
    """A clue that was taken up and led to nothing by its day: the one set, else that for a visit."""
    for clue, accepted, own, household, village in run(
        'SELECT "id", "accepted_on", "due", "household_id", "village_id" FROM "clue" '
        'WHERE "accepted_on" IS NOT NULL AND "result" IS NULL ORDER BY "id"'
    ):
        if len(accepted) < 10 or (own and len(own) < 10):
            continue
        start = datetime.date.fromisoformat(accepted)
        last = own or add_days(start, int(norm("limit.verify_days", accepted, village))).isoformat()
        if last <= today.isoformat():
            yield Row(clue, f"{said(accepted)}受理，还没有核实结果", last, household=household, village=village)
