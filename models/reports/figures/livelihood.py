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
    quotient,
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


# --- loans ------------------------------------------------------------------------------------------------------------

LOAN = "domain.md §8.4、§18"
OPEN = Filter("balance", ">=", 1)
BY_YEAR = ("village", "start", "village", "start")
total("loan_open", "小额信贷未还清", "笔", now("loan", "", OPEN), "贷款余额大于 0 的合同数", LOAN)
total("loan_balance", "小额信贷余额", "万元", now("loan", "balance"), "贷款余额之和", LOAN, MONEY)
total(
    "loan_lent",
    "小额信贷发放",
    "万元",
    Measure("loan", "amount", (), *BY_YEAR),
    "按放款日期，贷款金额之和",
    LOAN,
    MONEY,
)
total(
    "loan_overdue",
    "小额信贷逾期",
    "笔",
    now("loan", "", Filter("overdue", "in", [True])),
    "是否逾期为“是”的合同数",
    LOAN,
)


@figure("loan_due", "小额信贷到期", "笔", "没有还清的合同按到期提醒数", LOAN, False)
def loan_due(scope: Scope) -> Iterator[Part]:
    """Contracts past due, and due within each number of days asked for; wider spans do not count narrower ones."""
    chosen = now("loan", "", Filter("alert", "filled")).selection(scope)
    found = {one.key[0]: one.count for one in query.groups(chosen, ("alert",))}
    for text in sorted(found, key=lambda text: (text != "已过期", len(text), text)):
        yield Part(found[text], chosen.where("alert", "=", text), found[text], text, text, scope.village)


# --- school aid and subsidies -----------------------------------------------------------------------------------------

YULU, SUBSIDY, AWARD = "domain.md §8.5、§18", "seeds-map.md E16", "seeds-map.md E11"
OF_YEAR = ("village", "year", "village", "year")
PAID = Filter("status", "in", ["03"])
total(
    "yulu_count", "雨露计划已发放", "人次", Measure("yulu", "", (PAID,), *OF_YEAR), "补助状态为已发放的，按学年", YULU
)
total(
    "yulu_amount",
    "雨露计划已发放",
    "万元",
    Measure("yulu", "amount", (PAID,), *OF_YEAR),
    "已发放的补助金额之和",
    YULU,
    MONEY,
)
breakdown(
    "yulu_by_level", "雨露计划", "人次", Measure("yulu", "", (PAID,), *OF_YEAR), "level", "已发放的按就读层次数", YULU
)
total("award_count", "奖助学生", "人", Measure("award", "", (), *OF_YEAR), "登记的奖助学生数", AWARD)
breakdown("award_by_kind", "奖助学生", "人", Measure("award", "", (), *OF_YEAR), "kind", "按奖励类别数人", AWARD)
total("award_amount", "奖助金额", "万元", Measure("award", "amount", (), *OF_YEAR), "奖助金额之和", AWARD, MONEY)
SUBSIDIES = Measure("subsidy", "amount", (), *OF_YEAR)
total("subsidy_total", "补助发放", "万元", SUBSIDIES, "补助金额之和", SUBSIDY, MONEY)
breakdown("subsidy_by_kind", "补助发放", "万元", SUBSIDIES, "kind", "补助金额按补助类别合计", SUBSIDY, MONEY)
total("subsidy_persons", "补助受益", "人次", Measure("subsidy", "persons", (), *OF_YEAR), "受益人次之和", SUBSIDY)

# --- courses ----------------------------------------------------------------------------------------------------------

COURSE = "domain.md §8.3"


def courses(path: str) -> Measure:
    """A sum over the courses of a village and year."""
    return Measure("training", path, (), "village", "start", "village", "start")


total("training_sessions", "培训期数", "期", courses("sessions"), "期数之和", COURSE)
total("training_person_times", "培训人次", "人次", courses("person_times"), "培训人次之和", COURSE)
total("training_persons", "培训人数", "人", courses("headcount"), "各班培训人数之和，一人参加两个班算两人", COURSE)
total("training_cost", "培训经费", "万元", courses("cost_yuan"), "培训经费之和", COURSE, MONEY)
quotient(
    "training_mean",
    "每期培训人次",
    "人次/期",
    courses("person_times"),
    courses("sessions"),
    "培训人次 ÷ 期数",
    COURSE,
    lambda times, sessions: rounded(Fraction(times, sessions)),
)
breakdown("training_by_kind", "培训人次", "人次", courses("person_times"), "kind", "培训人次按培训类型合计", COURSE)
