"""Charts of self-government and publicity (domain.md §13)."""

from __future__ import annotations

from models import clock, query
from models.query import Filter, Selection
from models.reports.chart_data import ChartData
from models.reports.charts.base import (
    MONTHS,
    Bar,
    chart,
    code_bars,
    codes_axis,
    crossed,
    data,
    filtered,
    month_text,
    only,
    per_month,
    villages_axis,
)

RANKED = 15


def _per_village(base: Selection, by: str) -> list[tuple[str, list[Bar]]]:
    axis = villages_axis(base, by)
    found = {one.key[0]: one.count for one in query.groups(base, (by,))}
    return [(text, [Bar(found.get(id, 0), axis.limit(base, id))]) for id, text in axis.labels.items()]


@chart("yard_by_village", "院落（按村）", "yard")
def yard_by_village(base: Selection) -> ChartData:
    """Yards per village."""
    return data("bar", _per_village(base, "village"), ["院落"], unit="个")


@chart("point_ranking", "积分排名（公示过的）", "point_entry")
def point_ranking(base: Selection) -> ChartData:
    """The households with the most points that count: their publicity is over."""
    counted = filtered(base, Filter("public_to", "<=", clock.today_text()))
    sums = {one.key[0]: one.sums[0] for one in query.groups(counted, ("household",), ("points",))}
    best = sorted((id for id in sums if id is not None), key=lambda id: (-sums[id], id))[:RANKED]
    found = query.rows("household", ("head", "village.name"), best)
    names = {id: f"{row[0] or '未填户主'}（{row[1]}）" for id, row in found.items()}
    columns = [(names[id], [Bar(sums[id], only(counted, "household", id))]) for id in best]
    return data("barh", columns, ["积分"], unit="分", subtitle=f"前{RANKED}户")


@chart("dispute_by_kind", "矛盾纠纷（按类型和结果）", "dispute")
def dispute_by_kind(base: Selection) -> ChartData:
    """Disputes per kind, split by result."""
    results = codes_axis(base, "result")
    columns = crossed(base, codes_axis(base, "kind"), "kind", results, "result")
    return data("stacked", columns, list(results.labels.values()), unit="件")


@chart("branch_stars", "星级支部", "branch_star")
def branch_stars(base: Selection) -> ChartData:
    """Branches per number of stars."""
    found = {one.key[0]: one.count for one in query.groups(base, ("stars",))}
    rated = sorted((stars for stars in found if stars), reverse=True)
    columns = [(f"{stars}星", [Bar(found[stars], base.where("stars", "=", stars))]) for stars in rated]
    return data("bar", columns, ["支部"], unit="个")


@chart("activity_by_village", "活动（按村和类型）", "activity")
def activity_by_village(base: Selection) -> ChartData:
    """Activities per village, split by kind."""
    kinds = codes_axis(base, "kind")
    columns = crossed(base, villages_axis(base), "village", kinds, "kind")
    return data("stacked", columns, list(kinds.labels.values()), unit="场")


@chart("talent_by_village", "人才（按村和类别）", "talent")
def talent_by_village(base: Selection) -> ChartData:
    """People per village, split by kind."""
    kinds = codes_axis(base, "kind")
    columns = crossed(base, villages_axis(base), "village", kinds, "kind")
    return data("stacked", columns, list(kinds.labels.values()), unit="人")


@chart("roll_by_side", "红黑榜（按村）", "honor_roll")
def roll_by_side(base: Selection) -> ChartData:
    """Entries per village, red and black."""
    sides = codes_axis(base, "side")
    columns = crossed(base, villages_axis(base), "village", sides, "side")
    return data("stacked", columns, list(sides.labels.values()), unit="个")


@chart("document_by_kind", "文件资料（按类别）", "document")
def document_by_kind(base: Selection) -> ChartData:
    """Documents per kind."""
    return data("bar", code_bars(base, "kind"), ["文件"], unit="份")


@chart("honor_by_level", "荣誉（按级别）", "honor")
def honor_by_level(base: Selection) -> ChartData:
    """Honours per level."""
    return data("bar", code_bars(base, "level"), ["荣誉"], unit="项")


@chart("honor_by_village", "荣誉（按村和级别）", "honor")
def honor_by_village(base: Selection) -> ChartData:
    """Honours of villages, split by level; those of the township are of no village."""
    levels = codes_axis(base, "level")
    columns = crossed(base, villages_axis(base), "village", levels, "level")
    return data("stacked", columns, list(levels.labels.values()), unit="项")


@chart("media_by_level", "媒体报道（按级别）", "media")
def media_by_level(base: Selection) -> ChartData:
    """Reports per level of the medium."""
    return data("bar", code_bars(base, "level"), ["报道"], unit="篇")


@chart("media_by_month", "媒体报道（按月和级别）", "media")
def media_by_month(base: Selection) -> ChartData:
    """Reports per month, split by level."""
    return per_month(base, "date", "level", unit="篇")


@chart("activity_by_month", "活动（按月和类型）", "activity")
def activity_by_month(base: Selection) -> ChartData:
    """Activities per month, split by kind."""
    return per_month(base, "date", "kind", unit="场")


@chart("bulletin_by_month", "简报（按月）", "bulletin")
def bulletin_by_month(base: Selection) -> ChartData:
    """Briefs per month, the last months that have any."""
    found: dict[str, int] = {}
    for one in query.groups(base.where("date", "filled"), ("date",)):
        if len(month := str(one.key[0])[:7]) == 7:
            found[month] = found.get(month, 0) + one.count
    columns = [
        (month_text(month), [Bar(found[month], base.where("date", "=", month))]) for month in sorted(found)[-MONTHS:]
    ]
    said = f"最近有简报的{MONTHS}个月" if len(found) > MONTHS else ""
    return data("bar", columns, ["简报"], unit="期", subtitle=said)
