"""The rectangle one chart is drawn in: texts and boxes in points, title, legend and source line around the drawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from models.reports.chart_data import ChartData
from widgets import chart_style as style
from widgets.chart_library import Affine2D, Artist, Figure, Line2D, LineCollection, PolyCollection, Wedge

PAD = 8.0
MIN_SIZE = 6.5
_REACH = 6.0  # points around a small bar in which a click still counts


@dataclass(frozen=True)
class ChartHit:
    """One bar, point or slice; `box` (left, bottom, right, top) and `outline` in fractions of the figure."""

    series: int
    label: int
    box: tuple[float, float, float, float]
    text: str = ""
    outline: tuple[tuple[float, float], ...] = ()
    reach: tuple[float, float] = (0.0, 0.0)

    def contains(self, x: float, y: float) -> bool:
        """Whether a point (fractions of the figure, from the lower left) is on it or, for a small one, very near."""
        if self.outline:
            return _inside(x, y, self.outline)
        left, bottom, right, top = self.box
        across, up = self.reach
        return left - across <= x <= right + across and bottom - up <= y <= top + up


@dataclass(frozen=True)
class Box:
    """A rectangle in points, from the lower left of the panel."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """Width in points."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Height in points."""
        return self.top - self.bottom


class Panel:
    """Draws into `rect` (fractions of the figure) with lengths in points."""

    def __init__(self, figure: Figure, rect: tuple[float, float, float, float] | None, base: float, gray: bool):
        self.figure = figure
        self.rect = rect or (0.0, 0.0, 1.0, 1.0)
        self.base = base
        self.gray = gray
        figure_width, figure_height = figure.get_size_inches() * 72
        self._unit = (1 / figure_width, 1 / figure_height)
        self.width = figure_width * self.rect[2]
        self.height = figure_height * self.rect[3]
        corner = figure_width * self.rect[0], figure_height * self.rect[1]
        self._points = Affine2D().translate(*corner).scale(1 / 72) + figure.dpi_scale_trans

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Points → fractions of the figure."""
        return self.rect[0] + x * self._unit[0], self.rect[1] + y * self._unit[1]

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        ha: str = "left",
        va: str = "baseline",
        color: str = style.INK,
        bold: bool = False,
        rotation: float = 0.0,
        backed: bool = False,
    ) -> None:
        """A text (lines divided by \\n) at x, y; `backed` keeps lines behind it from crossing it."""
        weight = "bold" if bold and style.has_bold(text.replace("\n", "")) else "normal"
        shown = "\n".join(map(style.printable, text.split("\n")))
        artist = self.figure.text(
            *self.point(x, y), shown, fontsize=size, ha=ha, va=va, color=color, weight=weight, rotation=rotation,
            linespacing=1.15, multialignment=ha, rotation_mode="anchor" if rotation else "default", parse_math=False,
        )  # fmt: skip
        if backed:
            artist.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 0.6, "alpha": 0.85})

    def swatch(self, x: float, y: float, size: float, index: int, count: int) -> None:
        """The coloured square of a series, its lower left corner at x, y."""
        self.boxes(
            [Box(x, y, x + size, y + size)],
            2,
            facecolor=style.colour(index, self.gray),
            edgecolor=style.SOFT if self.gray or count > 3 else "none",
            linewidth=0.4,
            hatch=style.hatch(index, count, self.gray),
        )

    def boxes(self, boxes: Sequence[Box], zorder: float, **look: Any) -> None:
        """Filled rectangles of one look."""
        corners = [
            ((box.left, box.bottom), (box.left, box.top), (box.right, box.top), (box.right, box.bottom))
            for box in boxes
        ]
        self._add(PolyCollection(corners, closed=True, zorder=zorder, **look))

    def lines(
        self,
        ends: Sequence[tuple[float, float, float, float]],
        color: str,
        width: float,
        zorder: float,
        dashed: bool = False,
    ) -> None:
        """Straight lines (x1, y1, x2, y2) of one look."""
        segments = [((x1, y1), (x2, y2)) for x1, y1, x2, y2 in ends]
        styles = "--" if dashed else "-"
        self._add(LineCollection(segments, colors=color, linewidths=width, linestyles=styles, zorder=zorder))

    def curve(self, xs: Sequence[float], ys: Sequence[float], **look: Any) -> None:
        """A line through points; it is broken where y is NaN."""
        self._add(Line2D(xs, ys, **look))

    def slice(
        self, centre: tuple[float, float], radius: float, width: float, start: float, end: float, **look: Any
    ) -> None:
        """Part of a ring, from start to end in degrees."""
        self._add(Wedge(centre, radius, start, end, width=width, **look))

    def _add(self, artist: Artist) -> None:
        # all drawings share one scale in points: bare axes would cost as much time as all texts together
        artist.set_transform(self._points)
        self.figure.add_artist(artist)

    def hit(self, data: ChartData, series: int, label: int, box: Box, outline: Sequence = ()) -> ChartHit:
        """The place of a bar in the figure, in points of the panel."""
        left, bottom = self.point(box.left, box.bottom)
        right, top = self.point(box.right, box.top)
        reach = (
            max(0.0, _REACH - box.width / 2) * self._unit[0],
            max(0.0, _REACH - box.height / 2) * self._unit[1],
        )
        corners = tuple(self.point(*corner) for corner in outline)
        return ChartHit(series, label, (left, bottom, right, top), data.describe(series, label), corners, reach)

    def frame(self, data: ChartData, legend: bool) -> Box:
        """Draw title, subtitle with the unit, legend and source; return the room that is left."""
        base, room = self.base, self.width - 2 * PAD
        y = self.height - PAD
        size = base * 1.3
        lines = style.wrapped(data.title, size, room) if data.title else []
        for line in lines:
            y -= size * 1.1
            self.text(PAD, y, line, size, bold=True)
            y -= size * 0.2
        free = room - style.width(lines[0], size, bold=True) - 16 if len(lines) == 1 else 0.0
        y = self._subtitle(data, y, room, free)
        if legend and len(data.series) > 1:
            y = self._legend([series.name for series in data.series], y, room)
        bottom = PAD
        if data.source:
            size = base * 0.8
            size = max(5.0, min(size, size * room / style.width(data.source, size)))
            self.text(PAD, bottom, data.source, size, color=style.SOFT, va="bottom")
            bottom += size * 1.9
        return Box(PAD, bottom, self.width - PAD, y - base * 0.6)

    def _subtitle(self, data: ChartData, y: float, room: float, free: float) -> float:
        """Scope, period and unit; `free`: points left beside the title, for a unit that stands alone."""
        unit = data.scaled()[1]
        unit_text = f"单位：{unit}" if unit and not data.is_empty() else ""
        size = self.base * 0.92
        if not data.subtitle and not unit_text:
            return y
        own = style.width(unit_text, size) + 10 if unit_text else 0
        if not data.subtitle and own <= free:
            self.text(self.width - PAD, y + self.base * 0.26, unit_text, size, color=style.SOFT, ha="right")
            return y
        lines = style.wrapped(data.subtitle, size, room - own) if data.subtitle else [""]
        y -= size * 0.35
        for number, line in enumerate(lines):
            y -= size * 1.15
            if line:
                self.text(PAD, y, line, size, color=style.SOFT)
            if unit_text and not number:
                self.text(self.width - PAD, y, unit_text, size, color=style.SOFT, ha="right")
        return y - size * 0.2

    def _legend(self, names: Sequence[str], y: float, room: float) -> float:
        size = self.base * 0.92
        x, line = PAD, y - size * 1.5
        for index, name in enumerate(names):
            own = size * 1.3 + style.width(name, size) + size * 1.4
            if x > PAD and x + own - size * 1.4 > PAD + room:
                x, line = PAD, line - size * 1.5
            self.swatch(x, line - size * 0.08, size * 0.9, index, len(names))
            self.text(x + size * 1.3, line, name, size, color=style.SOFT)
            x += own
        return line - size * 0.2


def _inside(x: float, y: float, corners: Sequence[tuple[float, float]]) -> bool:
    inside = False
    for (x1, y1), (x2, y2) in zip(corners, [*corners[1:], corners[0]], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside
