"""Attendance of village teams (R19) and gifts with what became of them (R21); domain.md §11, §13.5, §14."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from models import kinds, query
from models.codes import code_list
from models.query import Selection
from models.reports.returns.base import ReturnTable, Scope, report
from models.reports.returns.period import MONTH, YEAR
from models.reports.returns.shapes import Column, count, listing, texts, total, village_summary, worked
from models.rules.attendance import PRESENT, SIGNS, Month, Row, month_of

DAYS = kinds.Scaled(1, "天")
TIMES = kinds.Integer(unit="次")
ABSENT = "03"
YUAN = kinds.Money("元")
QTY = kinds.Scaled(3, "", None, None, False)

# --- R19 --------------------------------------------------------------------------------------------------------------


@report(
    "R19",
    "attendance_month",
    "驻村工作队考勤汇总表",
    MONTH,
    ("team_member", "attendance", "leave", "spotcheck", "worklog"),
    "每月报组织部门",
)
def attendance_month(scope: Scope) -> ReturnTable:
    """Whoever served in the month: days per state, whether they reach the norm, leave, checks and diary."""
    year, number = int(scope.period.last[:4]), int(scope.period.last[5:7])
    month = month_of(year, number, scope.village)
    mine = [row.member for row in month.rows]
    days = scope.during(Selection("attendance"), "date")
    states = code_list("attendance_state")
    columns = [
        worked(
            states.label(state), _days(month, [state]), DAYS, group="考勤（天）", width=6,
            where=lambda id, state=state: days.where("member", "in", [id]).where("state", "in", [state]),
        )
        for state in SIGNS
    ]  # fmt: skip
    posted = _days(month, PRESENT)
    checks = scope.during(Selection("spotcheck"), "date")
    absent = checks.where("found", "in", [ABSENT])
    logs = scope.during(Selection("worklog"), "date")
    leaves = Selection("leave").where("first", "<=", scope.period.last).where("last", ">=", scope.period.first)
    reached = sum(1 for row in month.rows if row.count(PRESENT) >= month.least)
    return listing(scope, Selection("team_member"), (
        "village", "name", Column("role", width=9), Column("sending_unit", width=16), *columns,
        worked("在岗天数", posted, DAYS, width=7,
               where=lambda id: days.where("member", "in", [id]).where("state", "in", list(PRESENT))),
        texts("是否达标", {row.member: _reached(row, month.least) for row in month.rows}, 6),
        _times("请假次数", leaves, mine), _times("抽查次数", checks, mine), _times("其中不在岗", absent, mine),
        _times("纪实篇数", logs, mine),
    ), ids=mine, keep=0, notes=(
        f"说明：在岗天数含公出，半天算 0.5，每月不少于 {month.least} 天；"
        f"{len(mine)} 人中达标 {reached} 人。请假次数是与本月有关的请假。",
    ))  # fmt: skip


def _days(month: Month, states: Sequence[str]) -> dict[int, int]:
    """Days in tenths, as DAYS stores them."""
    return {row.member: int(row.count(states) * 10) for row in month.rows}


def _reached(row: Row, least: int) -> str:
    return "—" if not row.days else "达标" if row.count(PRESENT) >= Fraction(least) else "未达标"


def _times(title: str, selection: Selection, members: Sequence[int]) -> Column:
    found = {one.key[0]: one.count for one in query.groups(selection, ("member",))}
    return worked(
        title, {id: found.get(id, 0) for id in members}, TIMES, width=6,
        where=lambda id: selection.where("member", "in", [id]),
    )  # fmt: skip


# --- R21 --------------------------------------------------------------------------------------------------------------


@report("R21", "donation_ledger", "捐赠款物台账", YEAR, ("donation", "issue"), "发生时登记，每年报")
def donation_ledger(scope: Scope) -> Sequence[ReturnTable]:
    """Gifts of the year with what was handed out of them and is left, then each hand-out, then the villages."""
    gifts = scope.here(scope.until(Selection("donation", order=("date",)), "date"))
    given = scope.here(scope.during(Selection("issue", order=("date",)), "date"))
    first, before = scope.period.first, f"{scope.period.year - 1}-12-31"
    taken = Selection("issue").where("donation", "filled")
    earlier, now = _sums(taken.where("date", "<=", before), "qty"), scope.during(taken, "date")
    qty, worth = _sums(now, "qty"), _sums(now, "value")
    had = dict(query.each(gifts, ("date", "qty", "value_yuan"), raw=True))
    new = {id for id, values in had.items() if values[0] >= first}
    opening = {id: had[id][1] - earlier.get(id, 0) for id in had if id not in new and had[id][1] is not None}
    shown = [id for id in had if id in new or opening.get(id, 0) > 0]
    received = {id: had[id][1] for id in new if had[id][1] is not None}
    start = {id: opening[id] for id in shown if id in opening}
    left = {id: (received.get(id) or start.get(id, 0)) - qty.get(id, 0) for id in shown if had[id][1] is not None}
    income = listing(scope, gifts, (
        "date", Column("donor", width=18), Column("kind", width=8), Column("item", width=12), "unit",
        worked("上年结存数量", start, QTY, width=8), worked("数量", received, QTY, group="收入", width=8),
        worked("折合金额（元）", {id: had[id][2] for id in new}, YUAN, group="收入", width=11),
        worked("数量", {id: qty.get(id, 0) for id in left}, QTY, group="发放", width=8,
               where=lambda id: now.where("donation", "in", [id])),
        worked("折合金额（元）", {id: worth.get(id, 0) for id in shown}, YUAN, group="发放", width=11,
               where=lambda id: now.where("donation", "in", [id])),
        worked("结存数量", left, QTY, width=8), Column("valuation_basis", width=10), Column("purpose", width=14),
        Column("receipt_no", width=10),
    ), ids=shown, title="捐赠款物收支台账", notes=(
        "说明：列本年收到的捐赠和上年没有发完的；物资按计价依据折合金额，资金和助学捐款按实收。",
    ))  # fmt: skip
    gifts = scope.during(gifts, "date")
    handed = listing(scope, given, (
        "date", Column("receiver", width=16), "village", Column("donation", "出自捐赠", width=16),
        Column("item", width=12), Column("qty", width=8), "unit", Column("value", "折合金额（元）", width=11),
        Column("persons", width=8), "signed",
    ), title="款物发放台账", notes=("说明：没有写出自哪笔捐赠的，是本单位经费慰问，与捐赠分账。",))  # fmt: skip
    own, from_gifts = given.where("donation", "blank"), given.where("donation", "filled")
    summary = village_summary(scope, [
        count("笔数", gifts, group="收到捐赠", unit="笔"), total("折合金额", gifts, "value_yuan", group="收到捐赠"),
        count("笔数", from_gifts, group="捐赠发放", unit="笔"),
        total("折合金额", from_gifts, "value", group="捐赠发放"),
        count("笔数", own, group="本单位慰问", unit="笔"), total("折合金额", own, "value", group="本单位慰问"),
        total("人数", given, "persons", group="发放合计", unit="人"),
    ], title="捐赠和慰问汇总表")  # fmt: skip
    return income, handed, summary


def _sums(selection: Selection, path: str) -> Mapping[int, int]:
    return {one.key[0]: one.sums[0] for one in query.groups(selection, ("donation",), (path,))}
