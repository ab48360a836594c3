"""三保障和饮水安全 (R07) and medical insurance (R08); domain.md §7, §14."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from models.codes import code_list, norm
from models.ledger import ledger
from models.query import Selection, count, each, groups
from models.record import load
from models.reports.returns.base import ReturnTable, Scope, report
from models.reports.returns.period import MONTH, YEAR
from models.reports.returns.shapes import Column, Measure, hand, listing, pair, ratio, texts, total, village_summary
from models.reports.returns.shapes import count as number_of
from models.rules.guarantees import last_checks

_FACTS = {
    "01": ("child", "dropout"), "02": ("uninsured", "uninsured_reason"), "03": ("grade", "remedy", "accepted_on"),
    "04": ("quantity_ok", "quality_ok", "convenient_ok", "assured_ok"),
}  # fmt: skip


@report("R07", "guarantee_state", "三保障和饮水安全台账", MONTH, ("guarantee_check",), "每月报")
def guarantee_state(scope: Scope) -> Sequence[ReturnTable]:
    """Households whose last check until the end of the month failed, per village and guarantee; then each of them."""
    until = scope.period.last
    state = last_checks(until=until)
    checks = scope.until(Selection("guarantee_check").where("household", "filled"), "date")
    measures = list(pair("已排查", checks))
    for one in code_list("guarantee_dimension").codes:
        failed = [home for (home, dimension), lamp in state.items() if dimension == one.code and lamp.result == "02"]
        chosen = checks.where("dimension", "in", [one.code]).where("household", "in", failed)
        measures += pair(f"{one.label}不达标", chosen)
    still = [lamp.check for lamp in state.values() if lamp.result == "02" and lamp.check is not None]
    listed = _ordered(scope, set(still))
    return (
        village_summary(
            scope, measures, title="三保障和饮水安全汇总表",
            notes=("说明：按各户到期末为止最近一次排查的结果统计；一户几项不达标的，各项分别统计。",),
        ),
        listing(
            scope, Selection("guarantee_check"),
            (
                "village", "household.group", "household", Column("household.members_now", "人口", width=6),
                "dimension", Column("date", "最近排查"), texts("情况", _facts(listed), 22),
                Column("measure", width=18), Column("handled_on", "整改完成"), hand("责任人", 9),
            ),
            ids=listed, title="三保障和饮水安全不达标户台账", total=False, keep=0,
        ),
    )  # fmt: skip


def _ordered(scope: Scope, wanted: set[int]) -> list[int]:
    order = ("village.seq", "household.group", "household", "dimension")
    chosen = scope.here(scope.until(Selection("guarantee_check", order=order), "date")).where("result", "in", ["02"])
    return [id for id, _ in each(chosen, ("date",)) if id in wanted]


def _facts(ids: Sequence[int]) -> dict[int, str]:
    """What was found, from the facts of the check."""
    of = ledger("guarantee_check")
    found = {}
    for id, row in load(of, ids).items():
        said = []
        for name in _FACTS.get(row["dimension"], ()):
            value = row[name]
            one: Any = of.fields[name]
            if row["dimension"] == "04":
                said += [one.label.replace("是否达标", "不达标")] if value is False else []
            elif value is not None and name != "child":
                said.append(f"{one.label}：{one.kind.to_text(value)}")
        found[id] = "；".join(said)
    return found


@report("R08", "insurance_rate", "医保参保情况表", YEAR, ("insurance", "insured_year"), "集中缴费期每月报")
def insurance_rate(scope: Scope) -> Sequence[ReturnTable]:
    """Rate per village, the reasons, and everybody who should be insured and is not."""
    year = scope.period.year
    counted = Selection("insurance").where("year", "=", year)
    people = Selection("insured_year", order=("member.village.seq", "member")).where("year", "=", year)
    left = people.where("state", "in", ["03"])
    place = "member.village"
    goal = norm("insurance.goal_percent", when=year)
    by_hand = count(scope.here(counted))
    measures: list[Measure]
    if by_hand:
        should, insured = total("应参保人数", counted, "should"), total("已参保人数", counted, "insured")
        measures = [should, insured, ratio("参保率", insured, should)]
    else:
        should = number_of("应参保人数", people.where("counted", "in", [True]), place, unit="人")
        insured = number_of("已参保人数", people.where("state", "in", ["01", "02"]), place, unit="人")
        measures = [should, insured, ratio("参保率", insured, should)]
    source = "应参保、已参保按各村上报数" if by_hand else "应参保、已参保按个人参保缴费登记统计"
    short = _short(scope, counted, goal) if by_hand else ""
    notes = (
        f"说明：{source}；每个村都达到 {goal}% 才算达标{short}。",
        "未参保原因按个人参保缴费登记统计；死亡、参军、异地参保、新生儿待参的不计入应参保。",
    )
    for one in code_list("uninsured_reason").codes:
        chosen = left.where("reason", "in", [one.code])
        if count(scope.here(chosen, place)):
            measures.append(number_of(one.label, chosen, place, "未参保人数", "人"))
    unknown = left.where("reason", "blank")
    if count(scope.here(unknown, place)):
        measures.append(number_of("未填原因", unknown, place, "未参保人数", "人"))
    missing = scope.here(left.where("counted", "in", [True]), place)
    return (
        village_summary(scope, measures, title="医保参保情况表", notes=notes),
        listing(
            scope, missing,
            ("member.village", "member.household", "member", "member.id_no", "member.phone", "reason", "remark",
             hand("动员情况", 14)),
            title="应参保未参保人员名册", keep=0,
        ),
    )  # fmt: skip


def _short(scope: Scope, counted: Selection, goal: Any) -> str:
    """The villages that do not reach the goal, in words."""
    sums = {one.key[0]: one.sums for one in groups(scope.here(counted), ("village",), ("should", "insured"))}
    names = [
        name for id, name in scope.villages.items() if id in sums and sums[id][1] * 100 < sums[id][0] * goal
    ]  # fmt: skip
    return f"，没有达到的村：{'、'.join(names)}" if names else "，本年度各村都达到"
