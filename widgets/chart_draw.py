"""Draws chart data into a Matplotlib figure, for the screen, the printer and picture files alike. No Qt here.

Importing this module imports Matplotlib (0.7 s): do so when the first chart is shown.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence

from models.reports.chart_data import ChartData
from widgets import chart_style as style
from widgets.chart_bars import draw_bars
from widgets.chart_funnel import draw_funnel
from widgets.chart_gantt import draw_gantt
from widgets.chart_heat import draw_heat
from widgets.chart_library import Figure, FigureCanvasAgg
from widgets.chart_names import plan_names
from widgets.chart_panel import Box, ChartHit, Panel
from widgets.chart_scale import LINE, Labels, make_scale, most_ticks, plan_values, tick_text, ticks

__all__ = ["ChartHit", "chart_pdf", "chart_png", "charts_png", "draw"]

GAP = 4.0
MOST_SLICES = 8
MM = 1 / 25.4


def draw(
    figure: Figure,
    data: ChartData,
    *,
    rect: tuple[float, float, float, float] | None = None,
    base_size: float = 9.0,
    gray: bool = False,
) -> list[ChartHit]:
    """Draw a chart into `rect` (left, bottom, width, height in fractions of the figure; None: all of it).

    base_size: points of the ordinary labels. gray: for printers without colour. Returns where each bar is.
    """
    panel = Panel(figure, rect, base_size, gray)
    pie = data.kind == "pie"
    room = panel.frame(data, legend=data.kind not in ("pie", "heat", "gantt", "funnel") and not data.is_empty())
    if data.is_empty() or room.height < 10 or room.width < 10:
        x, y = (room.left + room.right) / 2, (room.bottom + room.top) / 2
        sentence = "\n".join(style.wrapped(data.sentence(), base_size * 1.1, panel.width * 0.8))
        panel.text(x, y, sentence, base_size * 1.1, ha="center", va="center", color=style.SOFT)
        return []
    if pie:
        return _pie(panel, data, room)
    if data.kind == "heat":
        return draw_heat(panel, data, room)
    if data.kind == "gantt":
        return draw_gantt(panel, data, room)
    if data.kind == "funnel":
        return draw_funnel(panel, data, room)
    if data.kind == "line":
        return _line(panel, data, room)
    return draw_bars(panel, data, room)


def chart_pdf(data: ChartData, size_mm: tuple[float, float] = (170.0, 110.0), gray: bool = False) -> bytes:
    """The chart as a PDF of one page, all vectors, its texts searchable."""
    figure = Figure(figsize=(size_mm[0] * MM, size_mm[1] * MM))
    draw(figure, data, gray=gray)
    out = io.BytesIO()
    # transparent: the paper's watermark lies underneath
    figure.savefig(
        out, format="pdf", transparent=True, metadata={"Title": data.title, "Creator": "帮扶台账", "Producer": None}
    )
    return out.getvalue()


def chart_png(data: ChartData, dpi: float = 300, size_mm: tuple[float, float] = (170.0, 110.0)) -> bytes:
    """The chart as a picture."""
    return charts_png([data], dpi, size_mm)


def charts_png(
    charts: Sequence[ChartData], dpi: float = 300, size_mm: tuple[float, float] = (170.0, 110.0), columns: int = 0
) -> bytes:
    """Several charts in one picture, each of `size_mm`; columns 0: as square as can be."""
    columns = columns or max(1, math.ceil(math.sqrt(len(charts))))
    rows = max(1, -(-len(charts) // columns))
    figure = Figure(figsize=(size_mm[0] * MM * columns, size_mm[1] * MM * rows), dpi=dpi)
    FigureCanvasAgg(figure)
    for index, data in enumerate(charts):
        row, column = divmod(index, columns)
        draw(figure, data, rect=(column / columns, 1 - (row + 1) / rows, 1 / columns, 1 / rows))
    out = io.BytesIO()
    figure.savefig(out, format="png", dpi=dpi)
    return out.getvalue()


def _line(panel: Panel, data: ChartData, room: Box) -> list[ChartHit]:
    factor, _ = data.scaled()
    base, count = panel.base, len(data.labels)
    size = base * 0.9
    names = plan_names(data.labels, room, base)
    bottom = room.bottom + names.depth + GAP
    values = [value * factor for value in data.numbers()]
    labels = Labels(0.0, False)
    if len(data.series) == 1:
        labels = plan_values(data, data.numbers(), (room.width - 40) / count, base)
        labels = Labels(0.0, False) if labels.upright else labels
    marks = sorted((value * factor, text) for value, text in data.thresholds)
    after = labels.size * LINE + 8 if labels.size else 8.0
    scale = make_scale(values, [value for value, _ in marks], bottom, room.top - bottom, after, after)
    grid = ticks(scale.low, scale.high, most_ticks(scale.length, base))
    step = grid[1] - grid[0] if len(grid) > 1 else abs(grid[0]) or 1.0
    left = room.left + max(style.width(tick_text(tick, step), size) for tick in grid) + GAP
    right = room.right - (max(style.width(text, size) for _, text in marks) + GAP if marks else 0)
    panel.lines([(left, scale.at(tick), right, scale.at(tick)) for tick in grid], style.FAINT, 0.6, 0.5)
    panel.lines([(left, scale.at(0), right, scale.at(0))], style.BASE, 0.8, 1)
    for tick in grid:
        text = tick_text(tick, step)
        panel.text(left - GAP, scale.at(tick), text, size, ha="right", va="center_baseline", color=style.SOFT)
    for value, text in marks:
        if value <= scale.high:
            panel.lines([(left, scale.at(value), right, scale.at(value))], style.SOFT, 0.7, 1, dashed=True)
            panel.text(right + GAP, scale.at(value), text, size, va="center_baseline", color=style.SOFT)
    slot = (right - left) / count
    names = plan_names(data.labels, Box(left, room.bottom, right, room.top), base)
    for index in range(0, count, names.step):
        turned = names.turned
        panel.text(
            left + (index + 0.5) * slot, bottom - GAP, "\n".join(names.lines[index]), names.size,
            ha="right" if turned else "center", va="center" if turned else "top", rotation=90.0 if turned else 0.0,
        )  # fmt: skip
    hits = []
    for series, row in enumerate(data.series):
        shown = [math.nan if value is None else scale.at(value * factor) for value in row.values]
        panel.curve(
            [left + (index + 0.5) * slot for index in range(count)],
            shown,
            color=style.colour(series, panel.gray),
            linewidth=1.6,
            linestyle=style.DASHES[series % len(style.DASHES)] if len(data.series) > 1 else "-",
            marker=style.MARKERS[series % len(style.MARKERS)],
            markersize=4.5,
            markeredgecolor=style.SOFT if panel.gray else "white",
            markeredgewidth=0.6,
            zorder=3,
        )
        for index, stored in enumerate(row.values):
            if stored is None:
                continue
            x, y = left + (index + 0.5) * slot, scale.at(stored * factor)
            hits.append(panel.hit(data, series, index, Box(x - 5, y - 5, x + 5, y + 5)))
            if labels.size:
                below = _valley(row.values, index) and (stored < 0 or y - bottom > labels.size * 2)
                panel.text(
                    x, y - 6 if below else y + 6, labels.text(data, stored), labels.size,
                    ha="center", va="top" if below else "bottom",
                )  # fmt: skip
    return hits


def _valley(values: Sequence[float | int | None], index: int) -> bool:
    """Whether a point lies below its neighbours, so that its value is better written under it."""
    near = [value for value in values[max(0, index - 1) : index + 2] if value is not None]
    own = values[index]
    return own is not None and len(near) > 1 and own == min(near) and own < max(near)


def _pie(panel: Panel, data: ChartData, room: Box) -> list[ChartHit]:
    values = [max(0.0, float(value or 0)) for value in data.series[0].values]
    if len([value for value in values if value]) > MOST_SLICES or len(data.labels) > 10:
        return draw_bars(panel, data, room)
    whole, base, count = sum(values), panel.base, len(values)
    rows = [
        (label, data.text(value), f"{value / whole * 100:.2f}%")
        for label, value in zip(data.labels, values, strict=True)
    ]
    pitch = base * 1.75
    beside = room.width > room.height * 1.15
    size = base
    wide = _table_width(rows, size)
    if beside:
        radius = min(room.height, room.width - wide - 16) / 2 - 2
        radius = max(radius, 20)
        group = 2 * radius + 24 + wide
        left = room.left + max(0.0, (room.width - group) / 2)
        centre = (left + radius, (room.top + room.bottom) / 2)
        table_left, pitch = left + 2 * radius + 24, min(pitch, room.height / count)
        table_top = centre[1] + pitch * count / 2
    else:
        pitch = min(pitch, room.height * 0.5 / count)
        radius = max(20.0, min(room.width, room.height - pitch * count - 10) / 2 - 2)
        centre = ((room.left + room.right) / 2, room.top - radius - 2)
        table_left, table_top = max(room.left, (panel.width - wide) / 2), centre[1] - radius - 10
    size = max(5.5, min(size, pitch / LINE, size * (room.right - table_left) / wide))
    _table(panel, rows, table_left, table_top, pitch, size)
    hits, angle = [], 90.0
    for index, value in enumerate(values):
        if not value:
            continue
        sweep = 360 * value / whole
        panel.slice(
            centre, radius * 0.98, radius * 0.42, angle - sweep, angle, facecolor=style.colour(index, panel.gray),
                edgecolor="white" if count <= 3 else style.SOFT, linewidth=0.8 if count <= 3 else 0.4,
                hatch=style.hatch(index, count, panel.gray), zorder=2,
        )  # fmt: skip
        hits.append(_slice_hit(panel, data, index, centre, radius, angle - sweep, angle))
        angle -= sweep
    text = data.text(whole)
    middle = min(base * 1.2, base * 1.2 * 0.85 * radius / max(1.0, style.width(text, base * 1.2)))
    if middle >= 6:
        panel.text(centre[0], centre[1] + middle * 0.15, text, middle, ha="center", bold=True)
        panel.text(centre[0], centre[1] - middle * 1.05, "合计", middle * 0.8, ha="center", color=style.SOFT)
    return hits


def _slice_hit(
    panel: Panel, data: ChartData, index: int, centre: tuple[float, float], radius: float, start: float, end: float
) -> ChartHit:
    steps = max(2, int((end - start) / 6))
    angles = [math.radians(start + (end - start) * step / steps) for step in range(steps + 1)]
    outer = [(centre[0] + math.cos(a) * radius, centre[1] + math.sin(a) * radius) for a in angles]
    inner = [(centre[0] + math.cos(a) * radius * 0.55, centre[1] + math.sin(a) * radius * 0.55) for a in angles]
    outline = [*outer, *reversed(inner)]
    across, up = [x for x, _ in outline], [y for _, y in outline]
    return panel.hit(data, 0, index, Box(min(across), min(up), max(across), max(up)), outline)


def _table_width(rows: Sequence[tuple[str, str, str]], size: float) -> float:
    return sum(max(style.width(row[part], size) for row in rows) for part in range(3)) + size * 1.4 + size * 2


def _table(
    panel: Panel, rows: Sequence[tuple[str, str, str]], left: float, top: float, pitch: float, size: float
) -> None:
    """Legend of a pie: name, value and share in straight columns."""
    name, value, share = (max(style.width(row[part], size) for row in rows) for part in range(3))
    for index, row in enumerate(rows):
        y = top - (index + 0.5) * pitch - size * 0.36
        panel.swatch(left, y - size * 0.08, size * 0.9, index, len(rows))
        x = left + size * 1.4
        panel.text(x, y, row[0], size)
        panel.text(x + name + size + value, y, row[1], size, ha="right")
        panel.text(x + name + value + size * 2 + share, y, row[2], size, ha="right", color=style.SOFT)
