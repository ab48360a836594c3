"""Plan against fact: a row per label with a hollow bar for the plan and a filled one for what happened.

Readable in grey: hollow against filled, what is late hatched, today a dashed line with its date.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from models.reports.chart_data import ChartData
from widgets import chart_style as style
from widgets.chart_names import cut
from widgets.chart_panel import MIN_SIZE, Box, ChartHit, Panel
from widgets.chart_scale import LINE

GAP = 4.0
NAMES_SHARE = 0.36
TALLEST = 3.4  # em a row may be high
LATE, LATE_GRAY = "#D2714C", "#FFFFFF"
_MARKS = ("D", "v", "^", "s")


@dataclass(frozen=True)
class _Axis:
    """Maps days (ordinals) to points."""

    low: float
    high: float
    left: float
    right: float

    def at(self, day: float) -> float:
        return self.left + (day - self.low) / (self.high - self.low) * (self.right - self.left)


def draw_gantt(panel: Panel, data: ChartData, room: Box) -> list[ChartHit]:
    """Draw the rows and return where they are: one place a row, of series 0."""
    room = _legend(panel, data, room)
    base, count = panel.base, len(data.labels)
    size = max(MIN_SIZE, base * 0.95)
    axis_height = size * LINE * 2 + GAP
    pitch = min(TALLEST * base, (room.height - axis_height - size * LINE) / count)
    size = max(5.0, min(size, pitch / LINE))
    names = [cut(label, size, room.width * NAMES_SHARE) for label in data.labels]
    left = room.left + max(style.width(name, size) for name in names) + GAP * 2
    widest = max((style.width(text, size * 0.92) for text in data.remarks), default=0.0)
    axis = _axis(data, left, room.right, widest + GAP * 2)
    top = room.top - axis_height
    bottom = top - pitch * count
    _grid(panel, axis, top, bottom, size)
    hits = []
    for at in range(count):
        upper = top - at * pitch
        if at % 2:
            panel.boxes([Box(left, upper - pitch, room.right, upper)], 0, facecolor=style.BAND, linewidth=0)
        panel.text(left - GAP * 2, upper - pitch / 2, names[at], size, ha="right", va="center_baseline")
        end = _row(panel, data, axis, at, upper, pitch)
        if data.remarks and data.remarks[at]:
            text = data.remarks[at]
            panel.text(
                end + GAP, upper - pitch / 2, text, size * 0.92, va="center_baseline",
                color=style.INK if "逾期" in text else style.SOFT, bold="逾期" in text, backed=True,
            )  # fmt: skip
        hits.append(panel.hit(data, 0, at, Box(left, upper - pitch + 1, max(end, left + 20), upper - 1)))
    _today(panel, data, axis, top, bottom, size)
    return hits


def _axis(data: ChartData, left: float, right: float, after: float) -> _Axis:
    days = [*data.numbers(), *(day for day, text in data.thresholds if not text)]
    low, high = min(days), max(days)
    for day, text in data.thresholds:
        # Today belongs on the axis unless everything was long ago or is far ahead.
        if text and low - 120 <= day <= high + 400:
            low, high = min(low, day), max(high, day)
    low, high = low - 6, high + 6
    per_point = (high - low) / max(40.0, right - left - after)
    return _Axis(low, high + after * per_point, left, right)


def _row(panel: Panel, data: ChartData, axis: _Axis, at: int, upper: float, pitch: float) -> float:
    """One row; returns where it ends, in points."""
    start, end, begun, done = (one.values[at] for one in data.series[:4])
    today = data.thresholds[0][0] if data.thresholds else None
    thick = pitch * 0.3
    plan_top, fact_top = upper - pitch * 0.16, upper - pitch * 0.54
    ends = [axis.left]
    if start is not None or end is not None:
        first, last = float(start or end or 0), float(end or start or 0)
        box = Box(axis.at(first), plan_top - thick, max(axis.at(last + 1), axis.at(first) + 2), plan_top)
        panel.boxes([box], 2, facecolor="white", edgecolor=style.SOFT, linewidth=0.8)
        ends.append(box.right)
    until = done if done is not None else today
    if begun is not None and until is not None and until >= begun:
        box = Box(axis.at(begun), fact_top - thick, max(axis.at(until + 1), axis.at(begun) + 2), fact_top)
        panel.boxes([box], 3, facecolor=style.colour(0, panel.gray), edgecolor="none", linewidth=0)
        ends.append(box.right)
    late = _late(start, end, begun, done, today)
    if late is not None:
        box = Box(axis.at(late[0] + 1), fact_top - thick, axis.at(late[1] + 1), fact_top)
        panel.boxes([box], 4, facecolor=LATE_GRAY if panel.gray else LATE, edgecolor=style.INK, linewidth=0.5,
                    hatch="//////")  # fmt: skip
        ends.append(box.right)
    for number, one in enumerate(data.series[4:]):
        day = one.values[at]
        if day is not None:
            x = axis.at(day + 0.5)
            _mark(panel, number, x, fact_top - thick / 2)
            ends.append(x + 4)
    return max(ends)


def _late(
    start: float | None, end: float | None, begun: float | None, done: float | None, today: float | None
) -> tuple[float, float] | None:
    """From which planned day to which day something was or is late."""
    if done is not None:
        return (end, done) if end is not None and done > end else None
    due = end if begun is not None else start
    return (due, today) if due is not None and today is not None and today > due else None


def _mark(panel: Panel, number: int, x: float, y: float) -> None:
    panel.curve(
        [x], [y], color="none", marker=_MARKS[number % len(_MARKS)], markersize=4.6, markerfacecolor="white",
        markeredgecolor=style.INK, markeredgewidth=0.8, zorder=5, linestyle="",
    )  # fmt: skip


def _grid(panel: Panel, axis: _Axis, top: float, bottom: float, size: float) -> None:
    """Months as far as they have room, years above them; a line at each."""
    first, last = datetime.date.fromordinal(int(axis.low)), datetime.date.fromordinal(int(axis.high))
    month_width = (axis.right - axis.left) / max(1.0, (axis.high - axis.low) / 30.44)
    widest = style.width("12月", size) + 6
    step = next((step for step in (1, 2, 3, 6) if month_width * step >= widest), 12)
    ends: list[tuple[float, float, float, float]] = []
    years: list[int] = []
    for number in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        year, month = divmod(number, 12)
        x = axis.at(datetime.date(year, month + 1, 1).toordinal())
        if month % step or not axis.left - 0.5 <= x <= axis.right:
            continue
        ends.append((x, bottom, x, top))
        if x + style.width(f"{month + 1}月", size) <= axis.right and step < 12:
            panel.text(x + 2, top + GAP * 0.6, f"{month + 1}月", size * 0.92, color=style.SOFT)
        if not years or years[-1] != year:
            years.append(year)
            if x + style.width(f"{year}年", size) <= axis.right:
                panel.text(x + 2, top + GAP * 0.6 + size * LINE, f"{year}年", size * 0.92, color=style.SOFT)
    panel.lines(ends, style.FAINT, 0.6, 0.5)
    panel.lines([(axis.left, top, axis.right, top), (axis.left, bottom, axis.right, bottom)], style.BASE, 0.8, 1)


def _today(panel: Panel, data: ChartData, axis: _Axis, top: float, bottom: float, size: float) -> None:
    for day, text in data.thresholds:
        if text and axis.low <= day <= axis.high:
            x = axis.at(day + 0.5)
            panel.lines([(x, bottom, x, top)], style.INK, 0.9, 4.5, dashed=True)
            half = style.width(text, size * 0.92) / 2
            middle = min(max(x, axis.left + half), axis.right - half)
            panel.text(middle, bottom - GAP * 0.6, text, size * 0.92, ha="center", va="top")


def _legend(panel: Panel, data: ChartData, room: Box) -> Box:
    """What hollow, filled, hatched and the marks mean."""
    size = panel.base * 0.92
    x, y = room.left, room.top - size
    looks = [
        ("计划", {"facecolor": "white", "edgecolor": style.SOFT, "linewidth": 0.8}),
        ("实际", {"facecolor": style.colour(0, panel.gray), "edgecolor": "none", "linewidth": 0}),
        ("逾期", {"facecolor": LATE_GRAY if panel.gray else LATE, "edgecolor": style.INK, "linewidth": 0.5,
                  "hatch": "//////"}),
    ]  # fmt: skip
    for text, look in looks:
        panel.boxes([Box(x, y, x + size * 2, y + size * 0.72)], 2, **look)
        panel.text(x + size * 2.4, y, text, size, color=style.SOFT)
        x += size * 3.8 + style.width(text, size)
    for number, one in enumerate(data.series[4:]):
        if any(value is not None for value in one.values):
            _mark(panel, number, x + 3, y + size * 0.36)
            panel.text(x + 10, y, one.name, size, color=style.SOFT)
            x += 10 + size * 1.6 + style.width(one.name, size)
    return Box(room.left, room.bottom, room.right, y - size * 0.5)
