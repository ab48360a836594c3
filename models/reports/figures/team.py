"""Figures of village teams, service groups and matching (domain.md §11, §13.6, §18; A1, B8, B20, C2, C3, C17)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from models import query
from models.codes import norm
from models.query import Filter, Selection
from models.reports.figures.base import (
    Measure,
    Part,
    Scope,
    breakdown,
    by_name,
    figure,
    percent,
    quotient,
    rounded,
    total,
)

TEAM, GROUP, MATCH = "domain.md §11、§18", "domain.md §13.6", "domain.md §13.6、§18"
ON_POST = ("01", "02")
"""在岗 and 公出 both count as days in post (domain.md §11)."""


def standing(*filters: Filter) -> Measure:
    """A measure over team members; whoever has left no more counts."""
    return Measure("team_member", "", (Filter("end", "blank"), *filters), "village", "", "village", "")


total("team_count", "驻村队员", "人", standing(), "没有填驻村结束时间的队员数", TEAM)
total(
    "first_secretary_count", "第一书记", "人", standing(Filter("role", "in", ["01"])), "在任的第一书记数", TEAM
)  # fmt: skip
breakdown("team_by_role", "驻村队员", "人", standing(), "role", "按驻村职务数", TEAM)


@figure("team_units", "派出单位", "个", "在任队员的派出单位，一个单位数一次", TEAM, False)
def team_units(scope: Scope) -> Iterator[Part]:
    """Distinct sending units."""
    chosen = standing().selection(scope)
    units = [one for one in query.distinct(chosen, "sending_unit") if one]
    if units:
        yield Part(len(units), chosen, query.count(chosen), village=scope.village)


def days_in_post(selection: Selection) -> dict[tuple[int, str], Fraction]:
    """{(member, month): days}: 在岗 and 公出, a half day as half."""
    found: dict[tuple[int, str], Fraction] = {}
    chosen = selection.where("state", "in", list(ON_POST))
    for one in query.groups(chosen, ("member", "date", "half")):
        member, date, half = one.key
        day = Fraction(1) if half in (None, "", "00") else Fraction(1, 2)
        key = (member, date[:7])
        found[key] = found.get(key, Fraction(0)) + day
    return found


def attendance(scope: Scope) -> Selection:
    """Attendance records of the scope."""
    return Measure("attendance", "", (), "member.village", "date").selection(scope)


@figure("days_in_post", "在岗天数", "天", "在岗和公出的天数，半天算 0.5", TEAM)
def days_total(scope: Scope) -> Iterator[Part]:
    """Days in post of everybody together."""
    chosen = attendance(scope)
    days = days_in_post(chosen)
    if days:
        value = rounded(sum(days.values(), Fraction(0)), 1)
        yield Part(value, chosen, query.count(chosen), village=scope.village, year=scope.year)


@figure("days_reached", "在岗天数达标率", "%", "在岗不少于规定天数的人月 ÷ 有考勤的人月 × 100", TEAM)
def days_reached(scope: Scope) -> Iterator[Part]:
    """Months of members that reach the days of the norm; the running month is not judged yet."""
    chosen = attendance(scope).where("date", "<=", f"{_last_month(scope.asof)}-31")
    months = {(one.key[0], one.key[1][:7]) for one in query.groups(chosen, ("member", "date"))}
    if months:
        days, least = days_in_post(chosen), int(norm("attendance.min_days"))
        reached = sum(1 for key in months if days.get(key, 0) >= least)
        value = percent(reached, len(months))
        yield Part(value, chosen, query.count(chosen), village=scope.village, year=scope.year)


def _last_month(day: str) -> str:
    year, month = int(day[:4]), int(day[5:7])
    return f"{year - (month == 1)}-{(month - 2) % 12 + 1:02d}"


CHECKS = Measure("spotcheck", "", (), "member.village", "date", "member.village", "date")
total("spotcheck_count", "在岗抽查", "人次", CHECKS, "登记的抽查数", TEAM)
breakdown("spotcheck_by_found", "在岗抽查", "人次", CHECKS, "found", "按抽查结果数", TEAM)
total(
    "worklog_count",
    "工作纪实",
    "篇",
    Measure("worklog", "", (), "member.village", "date", "member.village", "date"),
    "登记的纪实篇数",
    TEAM,
)


total("service_group_count", "服务组", "组", Measure("service_group", "", (), "", "", "", ""), "登记的服务组数", GROUP)


@figure("service_group_members", "服务组人数", "人", "各服务组的在任队员数", GROUP, False)
def service_group_members(scope: Scope) -> Iterator[Part]:
    """Members per group."""
    chosen = standing(Filter("service_group", "filled")).selection(scope)
    names = {id: name for id, (name,) in query.each(Selection("service_group"), ("name",))}
    found = {one.key[0]: one.count for one in query.groups(chosen, ("service_group",))}
    for id, name in names.items():
        if id in found:
            part = chosen.where("service_group", "in", [id])
            yield Part(found[id], part, found[id], name, name, scope.village)


total(
    "problem_solved",
    "疑难问题已解决",
    "个",
    Measure("problem", "", (Filter("state", "in", ["03"]),), "village", "closed_on", "village", "closed_on"),
    "办理状态为已解决的",
    "seeds-map.md C17",
)
total(
    "visit_in_count",
    "来访调研",
    "批次",
    Measure("visit_in", "", (), "village", "date", "village", "date"),
    "登记的来访批次",
    "seeds-map.md B20",
)
by_name(
    "visit_in_by_unit",
    "来访调研",
    "批次",
    Measure("visit_in", "", (), "village", "date", "village", "date"),
    "unit",
    "按来访单位数批次",
    "seeds-map.md B20",
)
NEEDS = Measure("demand", "", (), "village", "date", "village", "date")
total("demand_count", "需求", "项", NEEDS, "登记的需求数", MATCH)
quotient(
    "demand_met_rate",
    "对接落实率",
    "%",
    Measure("demand", "", (Filter("met", "in", [True]),), "village", "date", "village", "date"),
    NEEDS,
    "有已落实对接的需求 ÷ 需求 × 100",
    MATCH,
)
breakdown("demand_by_kind", "需求", "项", NEEDS, "kind", "按需求类别数", MATCH)
breakdown(
    "supply_by_kind", "供给", "项", Measure("supply", "", (), "", "date", "", "date"), "kind", "按供给类别数", MATCH
)  # fmt: skip

RECALLS = Measure("recall", "", (), "member.village", "date", "member.village", "date")
total("recall_count", "召回", "人", RECALLS, "登记的召回数", TEAM)
PLEDGES = Measure("pledge", "", (), "member.village", "year", "member.village", "year")
total("pledge_count", "责任书和承诺", "份", PLEDGES, "登记的责任书和承诺数", TEAM)
SEEN = Measure("exchange_visit", "", (), "village", "date", "village", "date")
total("exchange_count", "观摩交流", "次", SEEN, "登记的观摩交流数，每看一个点算一次", GROUP)
total(
    "exchange_people",
    "观摩交流人次",
    "人次",
    Measure("exchange_visit", "persons", (), "village", "date", "village", "date"),
    "参加人数之和",
    GROUP,
)
breakdown("exchange_by_kind", "观摩交流", "次", SEEN, "kind", "按观摩类型数", GROUP)
BOTH = Measure("assessment", "", (), "member.village", "year", "member.village", "year")
total("assessment_count", "考核", "条", BOTH, "登记的考核数，乡镇和派出单位各算一条", TEAM)


@figure("assessment_both", "双向考核完成率", "%", "当年两方都评了的队员 ÷ 当年有考核的队员 × 100", TEAM)
def assessment_both(scope: Scope) -> Iterator[Part]:
    """Members of a year whom both sides assessed, among those whom any did."""
    chosen = BOTH.selection(scope)
    sides: dict[tuple[int, int], set[str]] = {}
    for one in query.groups(chosen, ("member", "year", "side")):
        sides.setdefault((one.key[0], one.key[1]), set()).add(one.key[2])
    if sides:
        value = percent(sum(1 for found in sides.values() if len(found) > 1), len(sides))
        yield Part(value, chosen, query.count(chosen), village=scope.village, year=scope.year)


GOALS = Measure("goal", "", (), "village", "year", "village", "year")
by_name("goal_by_series", "目标任务", "项", GOALS, "series", "按目标名称数目标", "seeds-map.md C18")
quotient(
    "goal_done_rate",
    "目标落实率",
    "%",
    Measure("goal", "", (Filter("status", "in", ["03"]),), "village", "year", "village", "year"),
    Measure("goal", "", (Filter("status", "not in", ["04"]),), "village", "year", "village", "year"),
    "已落实的 ÷ 没有终止的 × 100",
    "seeds-map.md C18",
)

PAIRS = Measure("pairing", "", (Filter("end", "blank"),), "village", "", "village", "")
total("pairing_count", "单位结对", "对", PAIRS, "没有填结束日期的结对数", "seeds-map.md A2、E1")


@figure("pairing_villages", "有单位结对的村", "个", "有结对且没有结束的村，一个村数一次", "seeds-map.md A2、E1", False)
def pairing_villages(scope: Scope) -> Iterator[Part]:
    """Distinct villages that a unit helps."""
    chosen = PAIRS.selection(scope)
    found = {one.key[0] for one in query.groups(chosen, ("village",))}
    if found:
        yield Part(len(found), chosen, query.count(chosen), village=scope.village)
