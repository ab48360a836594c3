"""Plans and measures that are owed to who is watched, and measures that are due (domain.md §3.5, §17.5)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from models.codes import code_list, norm
from models.database import run
from models.rules import measures as rules
from models.rules.todos.base import HINT, URGENT, USUAL, Row, add_days, last_day, said, subject

EPISODE = ("episode", "household")


@subject("plan_missing", "没有制定帮扶计划", URGENT, "episode", (*EPISODE, "assist_plan"), ("limit.plan_days",))
def plan_missing(today: datetime.date) -> Iterator[Row]:
    """Watched households without a plan once its time is over."""
    for one in rules.without_plan(today.isoformat()):
        yield Row(
            one.episode, f"识别后{norm('limit.plan_days', today)}天内要有一户一策，还没有", one.due, one.household
        )


@subject("measure_missing", "没有帮扶措施", URGENT, "episode", (*EPISODE, "measure"), ("limit.no_measure_months",))
def measure_missing(today: datetime.date) -> Iterator[Row]:
    """Watched households without any measure."""
    for one in rules.without_measure(today.isoformat()):
        text = f"识别满{norm('limit.no_measure_months', today)}个月，一项措施也没有"
        yield Row(one.episode, text, one.due, one.household)


@subject(
    "development_missing",
    "没有开发式措施",
    USUAL,
    "episode",
    (*EPISODE, "measure", "member"),
    ("limit.no_development_months",),
)
def development_missing(today: datetime.date) -> Iterator[Row]:
    """Watched households with somebody able to work and no measure for industry, work, credit or a public post."""
    lacking = {one.episode for one in rules.without_measure(today.isoformat())}
    for one in rules.without_measure(today.isoformat(), development=True):
        if one.episode not in lacking:
            months = norm("limit.no_development_months", today)
            text = f"有劳动力，识别满{months}个月没有产业、就业、金融或公益岗位措施"
            yield Row(one.episode, text, one.due, one.household)


@subject("measure_hole", "风险没有对应措施", HINT, "episode", (*EPISODE, "measure"))
def measure_hole(today: datetime.date) -> Iterator[Row]:
    """Watched households with measures of which none answers some risk."""
    label = code_list("risk").label
    for one in rules.with_holes():
        risks = "、".join(f"“{label(risk)}”" for risk in one.risks)
        yield Row(one.episode, f"风险{risks}没有对应的措施", "", one.household)


@subject("measure_due", "措施到期未落实", USUAL, "measure", ("household",), ("todo.ahead_days",))
def measure_due(today: datetime.date) -> Iterator[Row]:
    """Measures that are neither done nor given up, and whose day is near or past."""
    until = add_days(today, norm("todo.ahead_days", today)).isoformat()
    rows = run(
        'SELECT "id", "group", "planned_end", "household_id", "responsible_person" FROM "measure" '
        'WHERE ("status" IS NULL OR "status" NOT IN (?, ?)) AND "planned_end" <= ?',
        ("03", "04", until),
    )
    label = code_list("measure_group").label
    for id, group, end, home, person in rows:
        if (due := last_day(end)) <= until:
            late = due < today.isoformat()
            text = f"{label(group)}计划{said(end)}完成，{'已过期，还没有落实' if late else '快到了'}"
            yield Row(id, text, due, home, person=person or "")
