"""A chart as plain data: what is shown, in which unit, from where. Who draws it is no business of the figures."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

KINDS = ("bar", "barh", "grouped", "stacked", "line", "pie", "bands", "heat", "funnel", "gantt")
MEASURES = ("money", "count", "percent", "date")

Value = float | int | None


@dataclass(frozen=True)
class Series:
    """One row of values, one per label; None where nothing is recorded."""

    name: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class ChartData:
    """A chart.

    kind: one of KINDS (bands: bars against the thresholds; heat: a cell per series and label, dark where it reaches the
    threshold; funnel: centred bars, each stage below the one before; gantt: see below). measure: money (values in 分),
    count (in `unit`), percent (25.17 is 25.17%) or date (ordinal of the day). thresholds: (value, text) in the unit of
    the values. where: (series index, label index) → whatever the page wants back when that bar is clicked. Labels stay
    in the order given. remarks: a short text beside each label's bar.

    A gantt has the series planned start, planned end, real start, real end, then one per milestone; a bar begun and
    not ended runs until the first threshold, which is today. Thresholds without a text only widen the axis.
    """

    name: str
    title: str
    kind: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    measure: str = "count"
    unit: str = ""
    subtitle: str = ""
    source: str = ""
    thresholds: tuple[tuple[float, str], ...] = ()
    where: Mapping[tuple[int, int], Any] = field(default_factory=dict)
    empty_text: str = ""
    remarks: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"图“{self.name}”的种类 {self.kind} 不认识")
        if self.measure not in MEASURES:
            raise ValueError(f"图“{self.name}”的计量 {self.measure} 不认识")
        for series in self.series:
            if len(series.values) != len(self.labels):
                raise ValueError(
                    f"图“{self.name}”的“{series.name}”有{len(series.values)}个值，标签却有{len(self.labels)}个"
                )

    def numbers(self) -> list[float]:
        """All recorded values, in the stored unit."""
        return [float(value) for series in self.series for value in series.values if value is not None]

    def is_empty(self) -> bool:
        """Nothing to draw: no value recorded, or every one 0."""
        return not any(self.numbers())

    def sentence(self) -> str:
        """What stands in place of an empty chart."""
        return self.empty_text or ("各项均为0" if self.numbers() else "暂无数据")

    def scaled(self) -> tuple[float, str]:
        """(factor, unit) for every number of the chart: money becomes 元, 万元 or 亿元, once per chart."""
        if self.measure == "percent":
            return 1.0, "%"
        if self.measure == "date":
            return 1.0, ""
        if self.measure == "count":
            return 1.0, self.unit
        largest = max(map(abs, self._extents()), default=0.0) / 100
        if largest >= 1e8:
            return 1e-10, "亿元"
        if largest >= 1e4:
            return 1e-6, "万元"
        return 1e-2, "元"

    def number_text(self, value: Value) -> str:
        """A value as it is printed beside its bar, without the unit."""
        if value is None:
            return "—"
        if self.measure == "date":
            return datetime.date.fromordinal(int(value)).isoformat()
        factor, unit = self.scaled()
        shown = value * factor
        if self.measure == "percent" or unit in ("万元", "亿元"):
            places = 2
        elif self.measure == "money":
            places = 0 if all(number % 100 == 0 for number in self.numbers()) else 2
        else:
            places = 0 if all(number == int(number) for number in self.numbers()) else 2
        text = f"{shown:.{places}f}" if abs(shown) < 10_000 else f"{shown:,.{places}f}"
        if value and not float(text.replace(",", "")):
            return f"{shown:.1g}"  # so small that rounding would print 0
        return text

    def text(self, value: Value) -> str:
        """A value with its unit."""
        return "—" if value is None else self.number_text(value) + self.scaled()[1]

    def describe(self, series: int, label: int) -> str:
        """One bar in words, for the tooltip and the screen reader."""
        if self.kind == "gantt":
            return self._describe_plan(label)
        value = self.series[series].values[label]
        name = self.series[series].name
        head = f"{self.labels[label]}  {name}" if len(self.series) > 1 and name else self.labels[label]
        text = f"{head}：{self.text(value)}" if value is not None else f"{head}：未填"
        if self.kind == "pie":
            whole = sum(number for number in self.numbers() if number > 0)
            if whole and value:
                text += f"（{value / whole * 100:.2f}%）"
        return text

    def _describe_plan(self, label: int) -> str:
        """A row of a gantt: all its dates."""
        dates = [f"{one.name}{self.text(one.values[label])}" for one in self.series if one.values[label] is not None]
        remark = self.remarks[label] if self.remarks else ""
        return f"{self.labels[label]}：{'，'.join([*dates, remark] if remark else dates) or '没有填日期'}"

    def _extents(self) -> list[float]:
        """The lengths that are drawn: sums where bars are stacked."""
        if self.kind != "stacked":
            return self.numbers()
        return [sum(float(series.values[index] or 0) for series in self.series) for index in range(len(self.labels))]
