"""Charts of village teams and matching (domain.md §11, §13.6)."""

from __future__ import annotations

from models import clock, query
from models.query import Selection
from models.reports.chart_data import ChartData
from models.reports.charts.base import Axis, Bar, chart, code_bars, codes_axis, crossed, data, only, villages_axis
from models.rules import leaders

BEST = 15


@chart("team_by_unit", "驻村队员（按派出单位）", "team_member")
def team_by_unit(base: Selection) -> ChartData:
    """Members per sending unit, the most first."""
    found = [one for one in query.groups(base, ("sending_unit",)) if one.key[0]]
    best = sorted(found, key=lambda one: (-one.count, one.key[0]))[:BEST]
    columns = [(one.key[0], [Bar(one.count, only(base, "sending_unit", one.key[0]))]) for one in best]
    return data("barh", columns, ["队员"], unit="人")


@chart("attendance_by_month", "考勤（按月和状态）", "attendance")
def attendance_by_month(base: Selection) -> ChartData:
    """Days per month, split by state."""
    states = codes_axis(base, "state")
    found: dict[tuple[str, str | None], int] = {}
    for one in query.groups(base, ("date", "state")):
        key = (one.key[0][:7], one.key[1] or None)
        found[key] = found.get(key, 0) + one.count
    columns = [
        (
            month,
            [
                Bar(found.get((month, state), 0), states.limit(base.where("date", "=", month), state))
                for state in states.labels
            ],
        )
        for month in sorted({month for month, _ in found})
    ]
    return data("stacked", columns, list(states.labels.values()), unit="人天")


@chart("spotcheck_by_found", "在岗抽查（按结果）", "spotcheck")
def spotcheck_by_found(base: Selection) -> ChartData:
    """Checks per finding."""
    return data("bar", code_bars(base, "found"), ["抽查"], unit="人次")


@chart("demand_by_kind", "需求（按类别和是否落实）", "demand")
def demand_by_kind(base: Selection) -> ChartData:
    """Needs per kind, met and open."""
    columns = []
    for text, (bar,) in code_bars(base, "kind"):
        assert bar.selection is not None
        parts = [bar.selection.where("met", "in", [flag]) for flag in (True, False)]
        columns.append((text, [Bar(query.count(part), part) for part in parts]))
    return data("stacked", columns, ["已落实", "未落实"], unit="项")


@chart("match_by_kind", "对接协调（按类别和落实情况）", "match")
def match_by_kind(base: Selection) -> ChartData:
    """Matches per kind, split by state."""
    states = codes_axis(base, "state")
    columns = crossed(base, codes_axis(base, "kind"), "kind", states, "state")
    return data("stacked", columns, list(states.labels.values()), unit="件")


@chart("exchange_by_kind", "观摩交流（按类型）", "exchange_visit")
def exchange_by_kind(base: Selection) -> ChartData:
    """Sites seen per kind of visit."""
    return data("bar", code_bars(base, "kind"), ["观摩交流"], unit="次")


@chart("assessment_sides", "双向考核得分（最近一年）", "assessment")
def assessment_sides(base: Selection) -> ChartData:
    """The scores of both sides beside each other, for the members of the last year that has any."""
    scored = base.where("score", "filled")
    years = [one.key[0] for one in query.groups(scored, ("year",)) if one.key[0]]
    if not years:
        return data("grouped", [], ["得分"], unit="分")
    chosen = scored.where("year", "=", max(years))
    sides = codes_axis(chosen, "side")
    found: dict[int, dict[str | None, tuple[int, int]]] = {}
    for id, (member, side, score) in query.each(chosen, ("member", "side", "score"), raw=True):
        found.setdefault(member, {})[side or None] = (score, id)
    names = {id: row[0] for id, row in query.rows("team_member", ("name",), list(found)).items()}
    best = sorted(found, key=lambda id: (-sum(score for score, _ in found[id].values()), id))[:BEST]
    columns = [
        (
            names[id],
            [
                Bar(found[id][side][0] / 10, sides.limit(only(chosen, "member", id), side)) if side in found[id]
                else Bar(None)
                for side in sides.labels
            ],
        )
        for id in best
    ]  # fmt: skip
    return data("grouped", columns, list(sides.labels.values()), unit="分", subtitle=f"{max(years)}年")


@chart("pairing_by_village", "单位结对（按村）", "pairing")
def pairing_by_village(base: Selection) -> ChartData:
    """Units that help each village."""
    axis = villages_axis(base)
    found = {one.key[0]: one.count for one in query.groups(base, ("village",))}
    return data("bar", [(text, [Bar(found.get(id, 0), axis.limit(base, id))]) for id, text in axis.labels.items()],
                ["结对单位"], unit="个")  # fmt: skip


@chart("pairing_matrix", "结对矩阵（单位×村）", "pairing")
def pairing_matrix(base: Selection) -> ChartData:
    """Which unit helps which village: a cell for each pair."""
    found = {one.key: one.count for one in query.groups(base, ("org", "village"))}
    units = list(dict.fromkeys(org for org, _ in found if org is not None))[:BEST]
    names = {id: str(row[0]) for id, row in query.rows("org", ("name",), units).items()}
    helped = {village for _, village in found}
    axis = villages_axis(base)
    columns = [
        (
            text,
            [
                Bar(found[unit, id], only(axis.limit(base, id), "org", unit)) if (unit, id) in found else Bar(None)
                for unit in units
            ],
        )
        for id, text in axis.labels.items()
        if id in helped
    ]
    return data("heat", columns, [names[unit] for unit in units], unit="对")


@chart("leader_visits", "包村领导走访（今年）", "contact_duty")
def leader_visits(base: Selection) -> ChartData:
    """Households that each leader visited this year in the villages they are in charge of."""
    visits = Selection("visit").where("date", "=", clock.today_text()[:4])
    columns = [
        (one.name, [Bar(one.homes, one.visits) if one.homes else Bar(0)])
        for one in leaders.by_leader(base.where("end", "blank"), visits)
    ]
    return data("barh", columns, ["走访"], unit="户次")


@chart("supply_and_demand", "供给与需求（按类别）", "demand")
def supply_and_demand(base: Selection) -> ChartData:
    """Needs and offers of each kind beside each other: which kind is short of offers."""
    offers, needs = codes_axis(Selection("supply"), "kind"), codes_axis(base, "kind")
    labels = {**needs.labels, **{code: text for code, text in offers.labels.items() if code not in needs.labels}}
    columns = []
    for code, text in labels.items():
        asked, offered = only(base, "kind", code), only(Selection("supply"), "kind", code)
        columns.append((text, [Bar(query.count(asked), asked), Bar(query.count(offered), offered)]))
    return data("grouped", columns, ["需求", "供给"], unit="项")


@chart("visit_in_by_unit", "来访调研（按单位）", "visit_in")
def visit_in_by_unit(base: Selection) -> ChartData:
    """Visits of each unit, the most first."""
    found = [one for one in query.groups(base, ("unit",)) if one.key[0]]
    best = sorted(found, key=lambda one: (-one.count, one.key[0]))[:BEST]
    columns = [(one.key[0], [Bar(one.count, only(base, "unit", one.key[0]))]) for one in best]
    return data("barh", columns, ["来访"], unit="批次")


@chart("problem_by_state", "疑难问题（按办理状态）", "problem")
def problem_by_state(base: Selection) -> ChartData:
    """Problems per state."""
    return data("bar", code_bars(base, "state"), ["疑难问题"], unit="个")


@chart("goal_progress", "目标任务（按目标名称和落实情况）", "goal")
def goal_progress(base: Selection) -> ChartData:
    """Goals of each set, split by state."""
    names = sorted(str(one.key[0]) for one in query.groups(base, ("series",)) if one.key[0])
    states = codes_axis(base, "status")
    along = Axis({name: name for name in names}, lambda selection, key: only(selection, "series", key))
    return data("stacked", crossed(base, along, "series", states, "status"), list(states.labels.values()), unit="项")
