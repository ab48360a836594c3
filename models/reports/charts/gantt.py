"""Plan against fact of projects, day by day (domain.md §9.3): what was to begin and end when, and what did."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from models import clock, query
from models.query import Selection
from models.reports.chart_data import ChartData, Series
from models.reports.charts.base import chart, only
from models.reports.wording import long_date

LARGEST = 20
DROPPED, STARTED, FINISHED = "99", "06", "08"
MILESTONES = (("03", "立项"), ("09", "验收"))
DATES = ("start_plan", "end_plan", "start_real", "end_real")
_STEPS = {(STARTED, 0): "start_plan", (FINISHED, 0): "end_plan", (STARTED, 1): "start_real", (FINISHED, 1): "end_real"}


@dataclass(frozen=True)
class Row:
    """One project: ISO days planned and real (None: not filled), the days of its milestones, how late it is.

    ``late`` days behind the plan, ``open`` whether that is still growing; ``progress`` in 1/100 of a percent.
    """

    id: int
    name: str
    code: str | None
    stage: str | None
    progress: int | None
    start_plan: str | None
    end_plan: str | None
    start_real: str | None
    end_real: str | None
    milestones: tuple[str | None, ...]
    late: int = 0
    open: bool = False

    @property
    def dated(self) -> bool:
        """Whether there is anything to draw."""
        return any((self.start_plan, self.end_plan, self.start_real, self.end_real, *self.milestones))

    @property
    def remark(self) -> str:
        """What stands beside the bar."""
        if self.late and self.open:
            return f"{'未完工' if self.start_real else '未开工'}，逾期{self.late}天"
        if self.late:
            return f"晚{self.late}天完工"
        if self.start_real and not self.end_real:
            return f"进度{(self.progress or 0) / 100:g}%"
        return ""


def rows(base: Selection) -> list[Row]:
    """The projects of a selection that are not given up, by planned start; steps say more than the project itself."""
    steps: dict[int, dict[tuple[str, int], str]] = {}
    for _, (project, stage, planned, done) in query.each(
        Selection("project_step"), ("project", "stage", "planned_on", "done_on"), raw=True
    ):
        own = steps.setdefault(project, {})
        own |= {(stage, at): day for at, day in enumerate((planned, done)) if day}
    today, made = clock.today_text(), []
    paths = ("name", "code", "stage", "progress", "accepted_on", *DATES)
    for id, (name, code, stage, progress, accepted, *dates) in query.each(base, paths, raw=True):
        if stage == DROPPED:
            continue
        own = steps.get(id, {})
        days = dict(zip(DATES, dates, strict=True))
        days |= {field: own[key] for key, field in _STEPS.items() if key in own}
        marks = tuple(own.get((code, 1)) or (accepted if code == "09" else None) for code, _ in MILESTONES)
        late, still = _late(days, stage, today)
        plan, fact = (days["start_plan"], days["end_plan"]), (days["start_real"], days["end_real"])
        made.append(Row(id, name, code, stage, progress, *plan, *fact, marks, late, still))
    return sorted(made, key=lambda row: (row.start_plan or row.start_real or "9999", row.code or "", row.name))


def _late(days: dict[str, str | None], stage: str | None, today: str) -> tuple[int, bool]:
    """Days behind the plan: of the end when it has begun, else of the start; and whether it is late still."""
    ended, begun = days["end_real"] or "", days["start_real"] or (stage or "01") >= STARTED
    if ended or (stage or "01") >= FINISHED:
        return (_between(days["end_plan"], ended), False) if ended else (0, False)
    due = days["end_plan"] if begun else days["start_plan"]
    behind = _between(due, today)
    if not behind and not begun:
        behind = _between(days["end_plan"], today)
    return behind, behind > 0


def _between(due: str | None, day: str) -> int:
    return max(0, ordinal(day) - ordinal(due, True)) if due and day else 0


def ordinal(day: str, last: bool = False) -> int:
    """The number of a day; of a month or a year its first, or its last."""
    year, month, date = (*(int(part) for part in day[:10].split("-")), 0, 0)[:3]
    month = month or (12 if last else 1)
    return datetime.date(year, month, date or (calendar.monthrange(year, month)[1] if last else 1)).toordinal()


def picture(wanted: Sequence[Row], among: Iterable[Row] = (), title: str = "", subtitle: str = "") -> ChartData:
    """The chart of these rows; its axis also holds the dates of ``among``, so that all pages have the same."""

    def column(values: Iterable[str | None], last: bool = False) -> tuple[int | None, ...]:
        return tuple(None if value is None else ordinal(value, last) for value in values)

    series = [
        Series("计划开工", column(row.start_plan for row in wanted)),
        Series("计划完工", column((row.end_plan for row in wanted), True)),
        Series("实际开工", column(row.start_real for row in wanted)),
        Series("实际完工", column((row.end_real for row in wanted), True)),
    ]
    for at, (_, label) in enumerate(MILESTONES):
        series.append(Series(label, column(row.milestones[at] for row in wanted)))
    days = [day for row in (*wanted, *among) for day in _days(row)]
    today = clock.today()
    thresholds = [(float(today.toordinal()), f"今天{today.month}月{today.day}日")]
    thresholds += [(float(day), "") for day in ((min(days), max(days)) if days else ())]
    return ChartData(
        "project_gantt", title or "项目计划与实际进度", "gantt",
        labels=tuple(row.name for row in wanted), series=tuple(series), measure="date", subtitle=subtitle,
        thresholds=tuple(thresholds), remarks=tuple(row.remark for row in wanted),
    )  # fmt: skip


def _days(row: Row) -> list[int]:
    pairs = ((row.start_plan, False), (row.end_plan, True), (row.start_real, False), (row.end_real, True))
    return [ordinal(day, last) for day, last in (*pairs, *((day, False) for day in row.milestones)) if day]


def told(every: Sequence[Row], dropped: int = 0) -> str:
    """How many there are and how many of them are late, in words."""
    late = sum(1 for row in every if row.open)
    undated = sum(1 for row in every if not row.dated)
    said = [f"共{len(every)}个项目", f"逾期{late}个" if late else "没有逾期的"]
    said += [f"{undated}个没有填日期"] if undated else []
    said += [f"终止{dropped}个没有画"] if dropped else []
    return "，".join(said)


@chart("project_gantt", "项目计划与实际进度", "project")
def project_gantt(base: Selection) -> ChartData:
    """Plan and fact of the projects that are under way or still to begin, the latest year's when there are many."""
    every = [row for row in rows(base) if row.dated]
    running = [row for row in every if not row.end_real] or every
    shown = sorted(running, key=lambda row: (row.start_plan or "", row.name))[-LARGEST:]
    cut = f"没有完工的{len(running)}个里计划开工最晚的{LARGEST}个" if len(running) > LARGEST else ""
    some = "" if cut or len(running) == len(every) else f"没有完工的{len(running)}个"
    made = picture(
        shown, subtitle="，".join(part for part in (cut or some, f"截至{long_date(clock.today_text())}") if part)
    )
    where = {(0, at): _one(base, row) for at, row in enumerate(shown)}
    return ChartData(**{**vars(made), "where": where})


def _one(base: Selection, row: Row) -> Selection:
    return only(only(base, "name", row.name), "code", row.code)
