"""A funnel: centred bars one below the other, each with its number and its share of the first."""

from __future__ import annotations

from itertools import pairwise

from models.reports.chart_data import ChartData
from widgets import chart_style as style
from widgets.chart_names import cut
from widgets.chart_panel import MIN_SIZE, Box, ChartHit, Panel
from widgets.chart_scale import LINE

GAP = 4.0
TALLEST = 3.0  # em a row may be high


def draw_funnel(panel: Panel, data: ChartData, room: Box) -> list[ChartHit]:
    """Draw the bars of the first series and return where they are."""
    base, count = panel.base, len(data.labels)
    pitch = min(TALLEST * base, room.height / count)
    size = max(5.0, min(base, pitch / LINE))
    values = [float(value or 0) for value in data.series[0].values]
    whole = values[0] or max(values)
    texts = [f"{data.text(value)}　{value / whole * 100:.2f}%" for value in values]
    names = [cut(label, size, room.width * 0.28) for label in data.labels]
    left = room.left + max(style.width(name, size) for name in names) + GAP * 2
    right = room.right - max(style.width(text, size) for text in texts) - GAP * 2
    middle, most = (left + right) / 2, max(values)
    top = room.top
    hits, corners = [], []
    for at, value in enumerate(values):
        upper = top - at * pitch
        half = max(1.0, (right - left) / 2 * value / most)
        box = Box(middle - half, upper - pitch * 0.86, middle + half, upper - pitch * 0.14)
        panel.boxes([box], 2, facecolor=style.colour(0, panel.gray), edgecolor="none", linewidth=0)
        corners.append(box)
        panel.text(left - GAP, upper - pitch / 2, names[at], size, ha="right", va="center_baseline")
        panel.text(right + GAP, upper - pitch / 2, texts[at], max(MIN_SIZE, size * 0.95), va="center_baseline",
                   color=style.SOFT)  # fmt: skip
        hits.append(panel.hit(data, 0, at, box))
    sides = [
        line
        for above, below in pairwise(corners)
        for line in (
            (above.left, above.bottom, below.left, below.top),
            (above.right, above.bottom, below.right, below.top),
        )
    ]
    panel.lines(sides, style.BASE, 0.7, 1)
    return hits
