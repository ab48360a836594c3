"""Bars: upright while the labels fit under them, lying when village names are long; single, grouped or stacked."""

from __future__ import annotations

from collections.abc import Sequence

from models.reports.chart_data import ChartData
from widgets import chart_style as style
from widgets.chart_names import cut, dated, plan_names
from widgets.chart_panel import MIN_SIZE, Box, ChartHit, Panel
from widgets.chart_scale import LINE, Labels, Scale, make_scale, most_ticks, plan_values, spread, tick_text, ticks

FILL, GROUP_FILL = 0.68, 0.8  # part of its slot a bar or a group of bars takes
WIDEST = 38.0  # points: few bars are not blown up
GAP = 4.0


def draw_bars(panel: Panel, data: ChartData, room: Box) -> list[ChartHit]:
    """Draw bars of any kind and return where they are."""
    names = None if data.kind == "barh" else plan_names(data.labels, room, panel.base)
    rows = len(data.labels) * (len(data.series) if data.kind == "grouped" else 1)
    if names is None or (names.turned and not dated(data.labels) and room.height / rows >= MIN_SIZE * LINE):
        return _Lying(panel, data, room).draw()
    return _Upright(panel, data, room).draw()


class _Bars:
    """What upright and lying bars have in common: values in the shown unit, stacking, thresholds."""

    upright = True

    def __init__(self, panel: Panel, data: ChartData, room: Box):
        self.panel, self.data, self.room = panel, data, room
        self.factor, self.unit = data.scaled()
        self.count = len(data.series)
        self.stacked = data.kind == "stacked"
        self.side_by_side = 1 if self.stacked else self.count
        self.fill = FILL if self.side_by_side == 1 else GROUP_FILL
        self.hits: list[ChartHit] = []
        self.plot = room
        self.marks = [(value * self.factor, text) for value, text in data.thresholds]
        self.values = [
            [None if value is None else value * self.factor for value in series.values] for series in data.series
        ]
        self.ends = self._ends()

    def _ends(self) -> list[float]:
        """Values the scale must hold."""
        if not self.stacked:
            return [value for row in self.values for value in row if value is not None]
        columns = [[value or 0.0 for value in column] for column in zip(*self.values, strict=True)]
        return [sum(value for value in column if value * sign > 0) for column in columns for sign in (1, -1)]

    def totals(self) -> list[float]:
        """Stored sums of the stacked bars."""
        return [
            sum(float(series.values[index] or 0) for series in self.data.series)
            for index in range(len(self.data.labels))
        ]

    def near_marks(self) -> list[tuple[float, str]]:
        """The thresholds that fall on the axis, ascending."""
        high = max(self.ends, default=0.0)
        return sorted((value, text) for value, text in self.marks if 0 < value <= 2 * high)

    def bars(self) -> list[tuple[int, int, float, float, float, float]]:
        """(series, label, start across, width, from value, to value) with one slot = 1 across."""
        slot_points = (self.room.width if self.upright else self.room.height) / max(1, len(self.data.labels))
        fill = min(self.fill, WIDEST * self.side_by_side / slot_points)
        own = fill / self.side_by_side
        out = []
        for index in range(len(self.data.labels)):
            above = below = 0.0
            for series in range(self.count):
                value = self.values[series][index]
                if value is None:
                    continue
                across = index + (1 - fill) / 2 + (0 if self.stacked else series * own)
                if not self.stacked:
                    out.append((series, index, across, own, 0.0, value))
                elif value >= 0:
                    out.append((series, index, across, own, above, above + value))
                    above += value
                else:
                    out.append((series, index, across, own, below, below + value))
                    below += value
        return out

    def draw_bars(self, scale: Scale) -> list[tuple[int, int, Box]]:
        """Draw the bars, one call per series; returns (series, label, place) of each."""
        places: list[tuple[int, int, Box]] = []
        for series in range(self.count):
            own = [self._bar_box(scale, bar) for bar in self.bars() if bar[0] == series]
            indexes = [bar[1] for bar in self.bars() if bar[0] == series]
            places += [(series, index, box) for index, box in zip(indexes, own, strict=True)]
            outlined = style.SOFT if self.count > 3 else "white" if self.stacked else "none"
            self.panel.boxes(
                own,
                2,
                facecolor=style.colour(series, self.panel.gray),
                hatch=style.hatch(series, self.count, self.panel.gray),
                edgecolor=outlined,
                linewidth=0.5,
            )
        self.hits = [self.panel.hit(self.data, *place) for place in places]
        return places

    def _bar_box(self, scale: Scale, bar: tuple[int, int, float, float, float, float]) -> Box:
        _, _, across, own, start, end = bar
        low, high = sorted((scale.at(start), scale.at(end)))
        air = 0.03 * own if self.side_by_side > 1 else 0.0
        return self._place(across + air, across + own - air, low, high)

    def _place(self, start: float, end: float, low: float, high: float) -> Box:
        """The rectangle from slot `start` to slot `end` across, and from low to high (points) along the value axis."""
        plot, count = self.plot, len(self.data.labels)
        if self.upright:
            slot = plot.width / count
            return Box(plot.left + start * slot, low, plot.left + end * slot, high)
        slot = plot.height / count
        return Box(low, plot.top - end * slot, high, plot.top - start * slot)

    def rules(self, places: Sequence[float], color: str, width: float, zorder: float, dashed: bool = False) -> None:
        """Lines across the whole plot at places (points) of the value axis."""
        boxes = [self._place(0, len(self.data.labels), place, place) for place in places]
        ends = [(box.left, box.bottom, box.right, box.top) for box in boxes]
        self.panel.lines(ends, color, width, zorder, dashed)

    def draw_marks(self, scale: Scale, marks: list[tuple[float, str]]) -> None:
        """The zero line, the thresholds and, behind `bands`, every other band lightly shaded."""
        if self.data.kind == "bands":
            edges = [scale.at(0), *(scale.at(value) for value, _ in marks), scale.start + scale.length]
            bands = [
                self._place(0, len(self.data.labels), *edges[number : number + 2])
                for number in range(0, len(edges) - 1, 2)
            ]
            self.panel.boxes(bands, 0, facecolor=style.BAND, linewidth=0)
        if marks:
            self.rules([scale.at(value) for value, _ in marks], style.SOFT, 0.7, 1, dashed=True)
        self.rules([scale.at(0)], style.BASE, 0.8, 2.5)

    def inside(self, series: int, index: int, value: float, place: Box) -> None:
        """The value of a stacked piece, where the piece is big enough."""
        if not value or sum(bool(row.values[index]) for row in self.data.series) == 1:
            return  # alone in its bar, it is the total that stands at the end
        size = max(MIN_SIZE, self.panel.base - 2)
        text = self.data.number_text(value)
        if place.height >= size * LINE and place.width >= style.width(text, size) + 3:
            ink = style.ink_on(style.colour(series, self.panel.gray))
            hatched = bool(style.hatch(series, self.count, self.panel.gray))
            ink = style.INK if hatched else ink
            x, y = (place.left + place.right) / 2, (place.bottom + place.top) / 2
            self.panel.text(x, y, text, size, ha="center", va="center_baseline", color=ink, backed=hatched)


class _Upright(_Bars):
    def draw(self) -> list[ChartHit]:
        data, base = self.data, self.panel.base
        marks = self.near_marks()
        right = self.room.right
        if marks:
            right -= max(style.width(text, base * 0.9) for _, text in marks) + GAP
        left = self.room.left
        many = self.side_by_side
        stored = self.totals() if self.stacked else data.numbers()
        # the ticks narrow the plot, and the plot's width decides whether ticks are needed: the second round is final
        for _ in range(2):
            self.names = plan_names(data.labels, Box(left, self.room.bottom, right, self.room.top), base)
            bottom = self.room.bottom + self.names.depth + GAP
            slot = (right - left) / len(data.labels)
            labels = plan_values(data, stored, slot if many == 1 else min(slot * self.fill, WIDEST * many) / many, base)
            after = self._label_room(labels, stored) + GAP
            scale = make_scale(self.ends, [value for value, _ in marks], bottom, self.room.top - bottom, after, after)
            grid = [] if labels.size else ticks(scale.low, scale.high, most_ticks(scale.length, base))
            left = self.room.left
            if grid:
                left += max(style.width(tick_text(tick, grid[1] - grid[0]), base * 0.9) for tick in grid) + GAP
        self.plot = Box(left, bottom, right, self.room.top)
        self._lines(scale, grid, marks)
        self._draw_values(scale, labels)
        self._draw_names()
        return self.hits

    def _label_room(self, labels: Labels, stored: Sequence[float]) -> float:
        if not labels.size:
            return 4.0
        if labels.upright:
            return max(style.width(labels.text(self.data, value), labels.size) for value in stored) + 3
        return labels.size * LINE + 2

    def _lines(self, scale: Scale, grid: list[float], marks: list[tuple[float, str]]) -> None:
        panel, base, plot = self.panel, self.panel.base, self.plot
        size = base * 0.9
        if grid:
            self.rules([scale.at(tick) for tick in grid], style.FAINT, 0.6, 0.5)
            for tick in grid:
                text = tick_text(tick, grid[1] - grid[0])
                panel.text(
                    plot.left - GAP, scale.at(tick), text, size, ha="right", va="center_baseline", color=style.SOFT
                )
        self.draw_marks(scale, marks)
        half = size * LINE / 2
        places = spread([scale.at(value) for value, _ in marks], size * LINE, plot.bottom + half, plot.top - half)
        for place, (_, text) in zip(places, marks, strict=True):
            panel.text(plot.right + GAP, place, text, size, va="center_baseline", color=style.SOFT)

    def _draw_values(self, scale: Scale, labels: Labels) -> None:
        data, plot = self.data, self.plot
        for series, index, box in self.draw_bars(scale):
            value = data.series[series].values[index] or 0
            middle = (box.left + box.right) / 2
            if self.stacked:
                self.inside(series, index, value, box)
            elif labels.size:
                self._value(labels, value, middle, box.bottom, box.top)
        if self.stacked and labels.size:
            slot = plot.width / len(data.labels)
            for index, total in enumerate(self.totals()):
                high = max(self.ends[index * 2], 0.0)
                self._value(labels, total, plot.left + (index + 0.5) * slot, scale.at(0), scale.at(high))

    def _value(self, labels: Labels, value: float, x: float, low: float, high: float) -> None:
        text = labels.text(self.data, value)
        backed = bool(self.data.thresholds)
        below = value < 0 and not self.stacked
        y = low - 3 if below else high + 3
        if labels.upright:
            self.panel.text(
                x, y, text, labels.size, ha="right" if below else "left", va="center", rotation=90, backed=backed
            )
            return
        self.panel.text(x, y, text, labels.size, ha="center", va="top" if below else "bottom", backed=backed)

    def _draw_names(self) -> None:
        names, plot = self.names, self.plot
        slot = plot.width / len(names.lines)
        for index in range(0, len(names.lines), names.step):
            x, y = plot.left + (index + 0.5) * slot, plot.bottom - GAP
            if names.turned:
                self.panel.text(x, y, names.lines[index][0], names.size, ha="right", va="center", rotation=90)
            else:
                self.panel.text(x, y, "\n".join(names.lines[index]), names.size, ha="center", va="top")


class _Lying(_Bars):
    upright = False

    def draw(self) -> list[ChartHit]:
        panel, data, base = self.panel, self.data, self.panel.base
        marks = self.near_marks()
        mark_size = base * 0.9
        for rows in range(1 if marks else 0, 4):  # crowded thresholds need more rows above the plot
            top = self.room.top - (mark_size * LINE * rows + GAP if rows else 0)
            pitch = (top - self.room.bottom) / len(data.labels)
            # few bars are not pulled apart over the whole height
            pitch = min(pitch, 3.2 * base * (self.count if data.kind == "grouped" else 1))
            size, step = self._name_size(pitch)
            names = self._names(size, pitch)
            left = self.room.left + max(style.width(line, size) for lines in names for line in lines) + GAP + 2
            stored = self.totals() if self.stacked else data.numbers()
            labels = self._labels(stored, pitch, self.room.right - left)
            after = max((style.width(labels.text(data, value), labels.size) for value in stored), default=0) + GAP + 2
            values = [value for value, _ in marks]
            scale = make_scale(self.ends, values, left, self.room.right - left, after, after)
            self.plot = Box(left, top - pitch * len(data.labels), self.room.right, top)
            placed = self._mark_places(scale, marks, mark_size, rows)
            if len(placed) == len(marks):
                break
        self.draw_marks(scale, marks)
        for x, y, text in placed:
            panel.text(x, y, text, mark_size, ha="center", color=style.SOFT)
        self._draw_values(scale, labels, pitch)
        for index in range(0, len(names), step):
            y = top - (index + 0.5) * pitch
            panel.text(left - GAP - 2, y, "\n".join(names[index]), size, ha="right", va="center")
        return self.hits

    def _name_size(self, pitch: float) -> tuple[float, int]:
        size = min(self.panel.base, pitch / LINE)
        if size >= MIN_SIZE:
            long = any(style.width(label, size) > self._name_room() for label in self.data.labels)
            two = (pitch - 3) / 2 / LINE
            return (two if long and MIN_SIZE <= two < size else size), 1
        return MIN_SIZE, -int(-MIN_SIZE * LINE // pitch)

    def _name_room(self) -> float:
        return self.room.width * 0.38

    def _names(self, size: float, pitch: float) -> list[list[str]]:
        limit = self._name_room()
        lines = max(1, int(pitch / (size * LINE)))
        out = []
        for label in self.data.labels:
            parts = style.wrapped(label, size, limit)
            if len(parts) > lines:
                parts = [*parts[: lines - 1], cut("".join(parts[lines - 1 :]), size, limit)]
            out.append(parts)
        return out

    def _labels(self, stored: Sequence[float], pitch: float, width: float) -> Labels:
        own = pitch if self.side_by_side == 1 else pitch * self.fill / self.count
        size = min(self.panel.base * 0.95, own / LINE / LINE)
        if size < MIN_SIZE - 1.5:
            return Labels(0.0, False)
        for unit in (True, False):
            labels = Labels(size, unit)
            if max(style.width(labels.text(self.data, value), size) for value in stored) <= width * 0.35:
                return labels
        return Labels(size, False)

    def _mark_places(
        self, scale: Scale, marks: list[tuple[float, str]], size: float, rows: int
    ) -> list[tuple[float, float, str]]:
        """Where the texts of the thresholds stand; those for which no row has room are left out."""
        plot, ends, out = self.plot, [-1e9] * rows, []
        for value, text in marks:
            half = style.width(text, size) / 2
            x = min(max(scale.at(value), plot.left + half), plot.right - half)
            row = next((row for row in range(rows) if ends[row] <= x - half), None)
            if row is not None:
                ends[row] = x + half + 4
                out.append((x, plot.top + GAP + row * size * LINE, text))
        return out

    def _draw_values(self, scale: Scale, labels: Labels, pitch: float) -> None:
        panel, data, plot = self.panel, self.data, self.plot
        backed = bool(data.thresholds)
        for series, index, box in self.draw_bars(scale):
            value = data.series[series].values[index] or 0
            middle = (box.bottom + box.top) / 2
            if self.stacked:
                self.inside(series, index, value, box)
            elif labels.size:
                x, ha = (box.left - GAP, "right") if value < 0 else (box.right + GAP, "left")
                text = labels.text(data, value)
                panel.text(x, middle, text, labels.size, ha=ha, va="center_baseline", backed=backed)
        if self.stacked and labels.size:
            for index, total in enumerate(self.totals()):
                x = scale.at(max(self.ends[index * 2], 0.0)) + GAP
                y = plot.top - (index + 0.5) * pitch
                panel.text(x, y, labels.text(data, total), labels.size, va="center_baseline", backed=backed)
