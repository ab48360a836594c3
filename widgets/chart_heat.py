"""A heat map: a row per series, a column per label, each cell with its value; made to be read in grey as well."""

from __future__ import annotations

from models.reports.chart_data import ChartData
from widgets import chart_style as style
from widgets.chart_library import to_hex, to_rgb
from widgets.chart_names import cut, plan_names
from widgets.chart_panel import MIN_SIZE, Box, ChartHit, Panel
from widgets.chart_scale import LINE

GAP = 4.0
AIR = 1.0  # points around a cell
TALLEST = 44.0
NAMES_SHARE = 0.36  # of the width, for the names of the rows

# lightest, darkest of what is below the threshold, and what reaches it
RAMP = ("#FFF7F0", "#EFA87C", style.COLOURS[0])
GRAY_RAMP = ("#FFFFFF", "#C9C9C9", "#4A4A4A")


def draw_heat(panel: Panel, data: ChartData, room: Box) -> list[ChartHit]:
    """Draw the cells and return where they are.

    With a threshold, cells that reach it are dark and all others light, the lighter the further below it they are;
    without one the largest value is the darkest.
    """
    room = _legend(panel, data, room)
    rows, columns, base = len(data.series), len(data.labels), panel.base
    size = max(MIN_SIZE, base * 0.95)
    names = [cut(one.name, size, room.width * NAMES_SHARE) for one in data.series]
    left = room.left + max(style.width(name, size) for name in names) + GAP
    labels = plan_names(data.labels, Box(left, room.bottom, room.right, room.top), base)
    bottom = room.bottom + labels.depth + GAP
    height = min(TALLEST, (room.top - bottom) / rows)
    width = (room.right - left) / columns
    texts, text_size = _texts(data, width - 2 * AIR - 2, height - 2 * AIR, base)
    size = max(5.0, min(size, height / LINE))
    hits: list[ChartHit] = []
    for at, series in enumerate(data.series):
        top = room.top - at * height
        panel.text(left - GAP, top - height / 2, names[at], size, ha="right", va="center_baseline", color=style.SOFT)
        for label, value in enumerate(series.values):
            box = Box(
                left + label * width + AIR, top - height + AIR, left + (label + 1) * width - AIR, top - AIR
            )  # fmt: skip
            fill = style.BAND if value is None else shade(data, float(value), panel.gray)
            panel.boxes([box], 2, facecolor=fill, edgecolor=style.BASE, linewidth=0.4)
            if text_size:
                x, y = (box.left + box.right) / 2, (box.bottom + box.top) / 2
                ink = style.ink_on(fill)
                panel.text(x, y, texts[at][label], text_size, ha="center", va="center_baseline", color=ink)
            if value is not None:
                hits.append(panel.hit(data, at, label, box))
    foot = room.top - rows * height - GAP
    for index in range(0, columns, labels.step):
        panel.text(
            left + (index + 0.5) * width, foot, "\n".join(labels.lines[index]), labels.size,
            ha="right" if labels.turned else "center", va="center" if labels.turned else "top",
            rotation=90.0 if labels.turned else 0.0,
        )  # fmt: skip
    return hits


def shade(data: ChartData, value: float, gray: bool) -> str:
    """The colour of a value."""
    low, high, full = GRAY_RAMP if gray else RAMP
    goal = max((mark for mark, _ in data.thresholds), default=None)
    if goal is None:
        return _mixed(low, full, value / (max(data.numbers()) or 1))
    return full if value >= goal else _mixed(low, high, value / goal if goal else 0.0)


def _mixed(one: str, other: str, share: float) -> str:
    share = min(1.0, max(0.0, share))
    red, green, blue = (a + (b - a) * share for a, b in zip(to_rgb(one), to_rgb(other), strict=True))
    return to_hex((red, green, blue))


def _legend(panel: Panel, data: ChartData, room: Box) -> Box:
    """What dark and light mean, where there is a threshold."""
    if not data.thresholds:
        return room
    goal, text = max(data.thresholds)
    size = panel.base * 0.92
    number = data.text(goal).replace(".00", "")
    said = [(goal, f"{text}（{number}）"), (goal * 0.9, f"不到{number}，越浅越少")]
    x, y = room.left, room.top - size
    for value, words in said:
        square = Box(x, y - size * 0.08, x + size * 0.9, y + size * 0.82)
        fill = shade(data, value, panel.gray)
        panel.boxes([square], 2, facecolor=fill, edgecolor=style.SOFT, linewidth=0.4)
        own = size * 1.3 + style.width(words, size)
        if x + own > room.right:
            words = cut(words, size, room.right - x - size * 1.3)
        panel.text(x + size * 1.3, y, words, size, color=style.SOFT)
        x += own + size * 1.4
        if x > room.right - size * 6 and value == goal:
            x, y = room.left, y - size * 1.5
    return Box(room.left, room.bottom, room.right, y - size * 0.8)


def _texts(data: ChartData, width: float, height: float, base: float) -> tuple[list[list[str]], float]:
    """The values as written in the cells and their size; 0 when not even the shortest fits."""
    full = [["—" if v is None else data.text(v) for v in one.values] for one in data.series]
    bare = [["—" if v is None else data.number_text(v) for v in one.values] for one in data.series]
    short = [[text.partition(".")[0] if text.endswith(".00") else text for text in row] for row in bare]
    for texts in (full, bare, short):
        for size in (base, base - 1, max(MIN_SIZE, base - 2)):
            if size * LINE <= height and all(style.width(text, size) <= width for row in texts for text in row):
                return texts, size
    return short, 0.0
