"""Figures of meetings and what they decided (domain.md §13.6; T12, B9, C1, D5)."""

from __future__ import annotations

from collections.abc import Iterator

from models import query
from models.query import Filter
from models.reports.figures.base import Measure, Part, Scope, breakdown, figure, percent, quotient, total
from models.rules.meetings import regular

SOURCE = "domain.md §13.6、§18"


def meetings(path: str = "", *filters: Filter) -> Measure:
    """A measure over the meetings of a village and year."""
    return Measure("meeting", path, filters, "village", "date", "village", "date")


def decisions(*filters: Filter) -> Measure:
    """A measure over what was decided, by the day of the meeting."""
    return Measure("decision", "", filters, "meeting.village", "meeting.date", "meeting.village", "meeting.date")


total("meeting_count", "会议", "次", meetings(), "登记的会议数", SOURCE)
breakdown("meeting_by_kind", "会议", "次", meetings(), "kind", "按会议类型数", SOURCE)
total("meeting_people", "参会", "人次", meetings("attendee_count"), "参会人数之和", SOURCE)


@figure(
    "meeting_regular",
    "按期开会",
    "%",
    "开过会的月份（季度）÷ 应开的月份（季度）× 100，正在过的这个月（季度）先不算",
    SOURCE,
)
def meeting_regular(scope: Scope) -> Iterator[Part]:
    """Per kind with a frequency and per year: the share of the spans that had a meeting; which are missing."""
    if scope.village is not None:
        return
    dated = query.groups(query.Selection("meeting").where("date", "filled"), ("date",))
    years = sorted({int(str(one.key[0])[:4]) for one in dated} if scope.year is None else {scope.year})
    for year in years:
        for one in regular(year, scope.asof):
            chosen = query.Selection("meeting").where("kind", "in", [one.kind]).where("date", "=", str(year))
            records = query.count(chosen)
            if not records or not one.due:
                continue
            note = f"{len(one.spans)}/{one.due}" + (f"，缺{'、'.join(one.missing)}" if one.missing else "")
            value = percent(len(one.spans), one.due)
            yield Part(value, chosen, records, one.kind, one.label, year=year, note=note)


total("decision_count", "议定事项", "项", decisions(), "登记的议定事项数，按会议日期", SOURCE)
quotient(
    "decision_done",
    "议定事项落实率",
    "%",
    decisions(Filter("state", "in", ["03"])),
    decisions(Filter("state", "not in", ["04"])),
    "已落实的 ÷ 没有终止的 × 100",
    SOURCE,
)

OPEN = "seeds-map.md E22"


def matters(*filters: Filter) -> Measure:
    """A measure over the matters of a village, by the year they were proposed."""
    return Measure("open_decision", "", filters, "village", "proposed_on", "village", "proposed_on")


total("open_decision_count", "四议两公开", "项", matters(), "登记的事项数，按支部提议日期", OPEN)
quotient(
    "open_decision_done",
    "四议两公开规范率",
    "%",
    matters(Filter("steps", ">=", 6)),
    matters(),
    "六步都有日期的 ÷ 全部事项 × 100",
    OPEN,
)
