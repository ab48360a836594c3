"""Where the charts of a grid go: most take one place, wide ones several, long ones more height."""

from __future__ import annotations

from collections.abc import Sequence

from models.reports.chart_data import ChartData

UPRIGHT = ("bar", "stacked", "grouped", "line", "bands")
MANY = 14
"""Labels under upright bars; more of them need the room of two panels."""
FEW, LINE = 8, 18
"""Lines of a Gantt chart or funnel that the least height holds, and pixels for each further one."""


def span(data: ChartData | None, columns: int) -> int:
    """How many columns a chart takes: a Gantt chart all, many upright bars two of three."""
    if data is None or data.is_empty():
        return 1
    if data.kind == "gantt":
        return columns
    return min(2, columns) if columns > 2 and data.kind in UPRIGHT and len(data.labels) > MANY else 1


def more_height(data: ChartData | None) -> int:
    """Pixels a chart needs beyond the least height of a panel, so that its lines of text do not run into each other."""
    lines = len(data.labels) if data is not None and data.kind in ("gantt", "funnel") and not data.is_empty() else 0
    return max(0, lines - FEW) * LINE


def places(spans: Sequence[int], columns: int) -> list[tuple[int, int, int]]:
    """(row, column, span) of each panel in order; the last of a row takes what is left of it."""
    found: list[tuple[int, int, int]] = []
    row = column = 0
    for span in spans:
        if column + span > columns:
            last = found[-1]
            found[-1] = (last[0], last[1], columns - last[1])
            row, column = row + 1, 0
        found.append((row, column, span))
        column += span
    return found
