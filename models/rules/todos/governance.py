"""Points whose publicity ends, lists to be taken down, disputes open too long, groups without a grid worker
(domain.md §13.1–13.3, seeds-map.md E23)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from models.codes import norm
from models.database import run
from models.rules.todos.base import HINT, USUAL, Row, add_days, last_day, said, subject

BLACK = "02"


@subject("points_publicity", "积分公示到期", HINT, "point_entry", ("household",), ("todo.publicity_days",))
def points_publicity(today: datetime.date) -> Iterator[Row]:
    """Batches of points whose publicity ends within a few days, one to-do per village and batch."""
    until = add_days(today, norm("todo.publicity_days"))
    rows = run(
        'SELECT MIN(p."id"), COUNT(*), p."batch", p."public_to", h."village_id" FROM "point_entry" p '
        'JOIN "household" h ON h."id" = p."household_id" WHERE p."public_to" >= ? AND p."public_to" <= ? '
        'GROUP BY h."village_id", p."batch", p."public_to"',
        (today.isoformat(), until.isoformat()),
    )
    for id, many, batch, day, village in rows:
        called = f"{batch}批" if batch else "这一批"
        yield Row(id, f"{called}{many}笔积分公示{said(day)}结束，无异议的即可兑换", day, village=village)


@subject("roll_down", "红黑榜到期撤榜", USUAL, "honor_roll")
def roll_down(today: datetime.date) -> Iterator[Row]:
    """Entries whose last day has come and that still hang, whichever side they are on."""
    rows = run(
        'SELECT "id", "side", "published_to", "village_id" FROM "honor_roll" '
        'WHERE "published_from" IS NOT NULL AND "removed_on" IS NULL AND "published_to" <= ?',
        (today.isoformat(),),
    )
    for id, side, day, village in rows:
        due = last_day(day)
        if due <= today.isoformat():
            yield Row(id, f"{'黑榜' if side == BLACK else '红榜'}公布到{said(day)}，请撤下并填实际撤下日期", due,
                      village=village)  # fmt: skip


@subject("dispute_open", "纠纷久拖未结", USUAL, "dispute", (), ("dispute.open_days",))
def dispute_open(today: datetime.date) -> Iterator[Row]:
    """Disputes taken in long ago without a result."""
    limit = norm("dispute.open_days")
    rows = run(
        'SELECT "id", "date", "village_id", "mediator" FROM "dispute" '
        'WHERE "date" <= ? AND "closed_on" IS NULL AND ("result" IS NULL OR "result" = \'04\')',
        (add_days(today, -limit).isoformat(),),
    )
    for id, day, village, mediator in rows:
        due = add_days(datetime.date.fromisoformat(last_day(day)), limit).isoformat()
        if due <= today.isoformat():
            yield Row(
                id, f"{said(day)}受理的纠纷已满{limit}天，还没有办结", due, village=village, person=mediator or ""
            )


@subject("grid_missing", "组、屯没有网格员", USUAL, "village", ("grid_worker",))
def grid_missing(today: datetime.date) -> Iterator[Row]:
    """Villages that list groups no serving grid worker is entered for, one to-do per village; counted as the figure
    ``grid_without_worker`` counts them."""
    serving: dict[int, set[str]] = {}
    for village, group in run('SELECT "village_id", "group" FROM "grid_worker" WHERE "end" IS NULL'):
        serving.setdefault(village, set()).add(group)
    for id, groups in run('SELECT "id", "groups" FROM "village" WHERE "groups" IS NOT NULL'):
        listed = dict.fromkeys(one.strip() for one in re.split("[、\n]", groups) if one.strip())
        missing = [one for one in listed if one not in serving.get(id, ())]
        if missing:
            yield Row(id, f"{'、'.join(missing)}还没有在任的网格员，请登记", village=id)
