"""Where values fall: round ticks, the scale of the value axis with room for labels, and labels that do not collide."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from models.reports.chart_data import ChartData
from widgets import chart_style as style
from widgets.chart_panel import MIN_SIZE

LINE = 1.2  # line height in em


@dataclass(frozen=True)
class Scale:
    """Maps shown values to points along the value axis: `low` and `high` are the limits of the axis itself."""

    low: float
    high: float
    start: float
    length: float

    def at(self, value: float) -> float:
        """Place of a value in points."""
        return self.start + (value - self.low) / (self.high - self.low) * self.length


@dataclass(frozen=True)
class Labels:
    """How values are written: with or without unit, in which size, upright; size 0 means not at all."""

    size: float
    unit: bool
    upright: bool = False

    def text(self, data: ChartData, value: float) -> str:
        """The written value (stored unit)."""
        return data.text(value) if self.unit else data.number_text(value)


def make_scale(
    values: Sequence[float], marks: Sequence[float], start: float, length: float, after: float, before: float
) -> Scale:
    """A scale from zero over all values, with `after` (and `before`, if any is negative) points left for labels."""
    low, high = min(0.0, *values), max(0.0, *values)
    near = [mark for mark in marks if 0 < mark <= 2 * high]
    high = max([high, *near])
    if high == low:
        high = low + 1
    before = before if low < 0 else 0.0
    after = after if high > 0 else 0.0
    per_point = (high - low) / max(10.0, length - after - before)
    return Scale(low - before * per_point, high + after * per_point, start, length)


def ticks(low: float, high: float, wanted: int) -> list[float]:
    """About `wanted` round numbers from low to high."""
    raw = (high - low) / max(1, wanted)
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= raw * 0.999)
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [number * step for number in range(first, last + 1)]


def most_ticks(length: float, base: float) -> int:
    """How many ticks an axis of so many points bears."""
    return max(1, min(5, int(length / (base * 2.5))))


def tick_text(value: float, step: float) -> str:
    """A tick as short as the step allows."""
    places = max(0, -math.floor(math.log10(step) + 1e-9))
    if places and abs(step * 10**places - round(step * 10**places)) > 1e-6:
        places += 1
    return f"{value:.{places}f}" if abs(value) < 10_000 else f"{value:,.{places}f}"


def plan_values(data: ChartData, values: Sequence[float], pitch: float, base: float) -> Labels:
    """The fullest way to write all values above bars that stand `pitch` points apart."""
    size = base * 0.95
    small = max(MIN_SIZE, base - 2)
    for labels in (Labels(size, True), Labels(size, False), Labels(small, False)):
        if max(style.width(labels.text(data, value), labels.size) for value in values) <= pitch - 3:
            return labels
    for upright in (size, small):
        if upright * LINE <= pitch:
            return Labels(upright, False, upright=True)
    return Labels(0.0, False)


def spread(places: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Ascending places moved apart to at least `gap`, staying between low and high where that is possible."""
    out: list[float] = []
    for place in places:
        out.append(max(place, out[-1] + gap) if out else max(place, low))
    for index in range(len(out) - 1, -1, -1):
        limit = high if index == len(out) - 1 else out[index + 1] - gap
        out[index] = min(out[index], limit)
    return out
