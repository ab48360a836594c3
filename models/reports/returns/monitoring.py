"""Monitored households (R01–R03) and clues (R05); households and persons always in pairs (domain.md §14)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace

from models import query
from models.codes import code_list, reword
from models.query import Selection
from models.reports.returns.base import TOTAL, Cell, Head, ReturnTable, Row, Scope, figure, report
from models.reports.returns.period import MONTH
from models.reports.returns.shapes import Column, Measure, listing, pair, texts, village_summary

HOME = "household.village"
ORDER = ("household.village.seq", "household.group", "household.hh_no", "episode_no")
MISTAKEN = ["99"]


def _recognised(scope: Scope) -> Selection:
    """All ever recognised until the end of the period, without those taken by mistake."""
    chosen = Selection("episode", order=ORDER).where("recognised_on", "filled").where("state", "not in", MISTAKEN)
    return scope.until(chosen, "recognised_on")


def _watched(scope: Scope) -> Selection:
    """Those still watched at the end of the period."""
    after = (datetime.date.fromisoformat(scope.period.last) + datetime.timedelta(1)).isoformat()
    # A date known to the month only belongs to a month that begins here.
    return _recognised(scope).where("gone_on", ">=", after[:7] if after.endswith("-01") else after)


def _gone(scope: Scope) -> Selection:
    """Those whose risk was gone by the end of the period."""
    return scope.until(_recognised(scope).where("eliminated", "in", [True]), "eliminated_on")


def _within(scope: Scope, chosen: Selection, path: str) -> Selection:
    return chosen.where(path, "between", [scope.period.first[:7], scope.period.last])


def _called(title: str, scope: Scope) -> str:
    return reword(title, scope.period.last)


@report("R01", "monitor_ledger", "监测对象动态管理台账", MONTH, ("episode",), "每月报；张贴用公示版")
def monitor_ledger(scope: Scope) -> ReturnTable:
    """Everyone recognised until the end of the month, with the state at that day."""
    chosen = scope.here(_recognised(scope), HOME)
    gone = {id: day for id, (day,) in query.each(scope.here(_gone(scope), HOME), ("eliminated_on",))}
    said = {id: "是" if id in gone else "否" for id in query.ids(chosen)}
    table = listing(scope, chosen, (
        Column(HOME, "行政村"), Column("household.group", "村民小组"), Column("household", "户主"),
        Column("household.members_now", "人口", width=6), "category", Column("risks", "风险类型", width=16),
        Column("recognised_on", "识别时间"), "contact_name", "contact_phone",
        Column("measures", "帮扶措施", width=16), texts("是否消除", said, 8), texts("消除时间", gone, 11),
    ), title=_called("监测对象动态管理台账", scope), keep=0)  # fmt: skip
    watched = query.count(scope.here(_watched(scope), HOME))
    note = f"说明：期末仍在监测 {watched} 户；一户先后纳入两次的，列两行。"
    return replace(table, notes=(note,))


@report("R02", "monitor_summary", "监测对象情况汇总表", MONTH, ("episode",), "每月报")
def monitor_summary(scope: Scope) -> ReturnTable:
    """Villages × categories, what came and what went; each in households and persons."""
    watched = _watched(scope)
    measures: list[Measure] = []
    for code in code_list("monitor_category").codes:
        measures += pair(f"未消除：{code.label}", watched.where("category", "in", [code.code]))
    measures += pair("未消除合计", watched)
    measures += pair("累计识别", _recognised(scope))
    measures += pair("其中已消除", _gone(scope))
    measures += pair("本月新增", _within(scope, _recognised(scope), "recognised_on"))
    measures += pair("本月消除", _within(scope, _gone(scope), "eliminated_on"))
    return village_summary(
        scope,
        measures,
        title=_called("监测对象情况汇总表", scope),
        notes=("说明：一户先后纳入两次的，“累计识别”算一户；“未消除”为月末状态；误识别清退的不算。",),
    )


@report("R03", "monitor_risks", "风险类型统计表", MONTH, ("episode",), "每月报")
def monitor_risks(scope: Scope) -> Sequence[ReturnTable]:
    """Households watched at the end of the month by their main risk, and by every risk they have."""
    watched = scope.here(_watched(scope), HOME)
    note = "说明：有几项风险的户在几项里各算一次，各项相加大于户数；合计为实有户数、人数。"
    return (
        _risks(watched, "main_risk", "风险类型统计表（按主要风险）", ()),
        _risks(watched, "risks", "风险类型统计表（按全部风险）", (note,)),
    )


def _risks(watched: Selection, path: str, title: str, notes: tuple[str, ...]) -> ReturnTable:
    homes = {
        id: (home, people or 0, (risks or "").split(","))
        for id, (home, people, risks) in query.each(watched, ("household", "household.members_now", path), raw=True)
    }
    rows = []
    codes = [(code.code, code.label) for code in code_list("risk").codes]
    for code, label in [*codes, ("", "未填")]:
        here = {home: people for home, people, risks in homes.values() if code in risks}
        where = watched.where(path, "in", [code]) if code else watched.where(path, "blank")
        if code or here:
            rows.append(Row((Cell(label), figure(len(here), where), figure(sum(here.values()), where))))
    everyone = {home: people for home, people, _ in homes.values()}
    total = Row((Cell("合计"), figure(len(everyone), watched), figure(sum(everyone.values()), watched)), TOTAL)
    adds = path == "main_risk"
    heads = (
        Head("风险类型", width=18),
        Head("户", width=8, align="right", adds=adds, number_format="0"),
        Head("人", width=8, align="right", adds=adds, number_format="0"),
    )
    return ReturnTable(heads, tuple(rows), total, title=title, unit_text="单位：户、人", notes=notes, total_first=True)


@report("R05", "clue_month", "防返贫排查记录（线索台账）", MONTH, ("clue",), "每月报")
def clue_month(scope: Scope) -> ReturnTable:
    """Clues of the month, from where they came to what became of them."""
    chosen = scope.here(scope.during(Selection("clue", order=("date",)), "date"))
    return listing(scope, chosen, (
        Column("source", width=14), "date", "village", "household", "person", Column("content", "问题", width=26),
        Column("accepted_on", "受理"), Column("assigned_to", "处理人"), Column("result", "结果", width=14),
        Column("result_on", "办结"), Column("reason", "不纳入原因", width=16), Column("told_on", "告知农户"),
    ))  # fmt: skip
