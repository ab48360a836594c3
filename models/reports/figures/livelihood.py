"""Figures of work, public posts, loans, school aid and subsidies (domain.md §8, §18; T14, C9, C12, C15, E11, E16)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from models import query
from models.query import Filter
from models.reports.figures.base import (
    MONEY,
    Measure,
    Part,
    Scope,
    breakdown,
    figure,
    rounded,
    spread,
    total,
)

WORK, POST = "domain.md §8.1、§18", "domain.md §8.2、§18"
WORKING = Filter("working", "in", [True])


def now(ledger: str, path: str = "", *filters: Filter) -> Measure:
    """A measure of the present state, by village."""
    return Measure(ledger, path, filters, "village", "", "village")


total("work_count", "务工", "人次", now("work_record", "", WORKING), "是否在务工为“是”的务工记录数", WORK)
breakdown("work_by_scope", "务工", "人次", now("work_record", "", WORKING), "scope", "在务工的记录按务工区域数", WORK)
breakdown(
    "work_by_channel", "务工", "人次", now("work_record", "", WORKING), "channel", "在务工的记录按就业渠道数", WORK
)


@figure("work_wage", "务工月收入平均", "元", "在务工且填了月收入的，月收入之和 ÷ 记录数", WORK, False)
def work_wage(scope: Scope) -> Iterator[Part]:
    """The mean monthly wage, for all and per village."""
    paid = Filter("monthly_wage", "filled")
    for spot in spread(scope, now("work_record", "monthly_wage", WORKING, paid)):
        cell = spot.cells[0]
        if cell.records:
            value = rounded(Fraction(cell.total, cell.records * 100))
            yield Part(value, cell.selection, cell.records, village=spot.village, year=spot.year)


APPLIED = Filter("traffic_applied", "in", [True])
total(
    "work_traffic",
    "务工交通补助",
    "万元",
    now("work_record", "traffic_subsidy", APPLIED),
    "申报了交通补助的金额之和",
    WORK,
    MONEY,
)
total(
    "work_plan_count", "计划务工", "人", now("work_plan", "", Filter("planned", "in", [True])), "计划务工为“是”的", WORK
)

HELD = Filter("exit_on", "blank")
total("post_count", "公益性岗位", "人", now("post", "", HELD), "没有退出的岗位数", POST)
breakdown("post_by_kind", "公益性岗位", "人", now("post", "", HELD), "kind", "没有退出的岗位按岗位类型数", POST)
breakdown("post_by_fund", "公益性岗位", "人", now("post", "", HELD), "fund_source", "没有退出的岗位按资金来源数", POST)
total("post_paid", "公益性岗位补贴", "万元", now("post", "amount"), "月补贴标准 × 发放月数之和", POST, MONEY)


@figure("post_disabled", "残疾人在岗", "人", "证件号码是残疾人证、没有退出的人，一人只算一次", "seeds-map.md C9", False)
def post_disabled(scope: Scope) -> Iterator[Part]:
    """Distinct holders whose number is that of a 残疾人证."""
    chosen = now("post", "", HELD, Filter("disability_type", "filled")).selection(scope)
    people = query.distinct(chosen, "id_no")
    if people:
        yield Part(len(people), chosen, query.count(chosen), village=scope.village)


@figure("post_elder", "六十岁以上在岗", "人", "没有退出、年满60岁的人，一人只算一次", "seeds-map.md C12", False)
def post_elder(scope: Scope) -> Iterator[Part]:
    """Distinct holders of sixty years and more."""
    chosen = now("post", "", HELD, Filter("age", ">=", 60)).selection(scope)
    people = query.distinct(chosen, "id_no")
    if people:
        yield Part(len(people), chosen, query.count(chosen), village=scope.village)
