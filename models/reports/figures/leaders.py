"""Figures of leaders in charge of villages and how often they went there (seeds-map.md D4, D6)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from models import query
from models.query import Filter, Selection
from models.reports.figures.base import Measure, Part, Scope, figure, percent, total
from models.rules import leaders

SOURCE = "seeds-map.md D4"
DUTIES = Measure("contact_duty", "", (Filter("end", "blank"),), "village", "", "village", "")
VISITS = Measure("visit", "", (), "household.village", "date")


def _standing(scope: Scope) -> Selection:
    """The duties of today: they are of no year."""
    return DUTIES.selection(replace(scope, year=None))


total("contact_duty_count", "包村联系", "人", DUTIES, "没有填结束日期的包村联系数", SOURCE)


@figure("leader_visits", "包村领导走访", "户次", "走访人里写有包村领导姓名、又在其所包村的走访，按领导数", SOURCE)
def leader_visits(scope: Scope) -> Iterator[Part]:
    """Households that each leader visited in their own villages."""
    for one in leaders.by_leader(_standing(scope), VISITS.selection(scope)):
        if one.homes:
            yield Part(one.homes, one.visits, one.homes, one.name, one.name, scope.village, scope.year)


@figure("leader_days", "包村领导到村", "次", "同上，一个村一天算到村一次，按领导数", SOURCE)
def leader_days(scope: Scope) -> Iterator[Part]:
    """How often each leader was in their villages."""
    for one in leaders.by_leader(_standing(scope), VISITS.selection(scope)):
        if one.days:
            yield Part(one.days, one.visits, one.homes, one.name, one.name, scope.village, scope.year)


@figure(
    "leader_reached", "包村领导到村达标率", "%",
    "一年里到村次数不少于“每年应到村次数”的 ÷ 填了应到次数的包村联系 × 100；不问哪一年的，看截止日期那一年", SOURCE,
)  # fmt: skip
def leader_reached(scope: Scope) -> Iterator[Part]:
    """Duties whose visits of the year reach the number asked for."""
    chosen = _standing(scope).where("least", "filled")
    visits = VISITS.selection(scope).where("date", "=", str(scope.year or scope.asof[:4]))
    asked = [one for one in leaders.duties(chosen, visits) if one.least]
    if asked:
        value = percent(sum(len(one.days) >= (one.least or 0) for one in asked), len(asked))
        yield Part(value, chosen, query.count(chosen), village=scope.village, year=scope.year)
