"""The stage board on paper: the projects stage by stage, with what is late (domain.md §9.3)."""

from __future__ import annotations

from models import clock, query, settings
from models.kinds import Money
from models.query import Selection
from models.reports import wording
from models.reports.paper import PaperColumn, PaperTable
from models.rules import stages

STARTED, FINISHED = "06", "08"
_PATHS = ("name", "places", "investment", "progress", "stage", "start_plan", "end_plan", "person")


def late_text(stage: str | None, start_plan: str | None, end_plan: str | None) -> str:
    """应 03-11 开工 when the planned start or end is over and the stage not reached; else ""."""
    now, today = stage or "01", clock.today_text()
    if now < STARTED:
        return f"应 {start_plan[5:] or start_plan} 开工" if start_plan and start_plan < today else ""
    return f"应 {end_plan[5:] or end_plan} 完工" if now < FINISHED and end_plan and end_plan < today else ""


def board_table(chosen: Selection) -> PaperTable:
    """The projects of a selection in the order of their stages; those given up are left out."""
    titles = (("阶段", 9), ("项目", 30), ("实施地点", 16), ("投资（万元）", 10), ("进度（%）", 8), ("逾期", 14),
              ("负责人", 9), ("备注", 14))  # fmt: skip
    rows = []
    for _, (name, places, money, progress, stage, start, end, person) in query.each(chosen, _PATHS, raw=True):
        if stage != stages.DROPPED:
            shown = Money("万元").to_text(money) if money is not None else ""
            percent = f"{(progress or 0) / 100:g}" if stage and stage >= STARTED else ""
            rows.append((stage or "01", (stages.label(stage or "01"), name, places or "", shown, percent,
                                         late_text(stage, start, end), person or "", "")))  # fmt: skip
    rows.sort(key=lambda row: row[0])
    late = sum(1 for _, row in rows if row[5])
    right = {"投资（万元）", "进度（%）"}
    return PaperTable(
        f"{wording.township()}项目阶段一览表",
        tuple(PaperColumn(title, width, "right" if title in right else "left") for title, width in titles),
        [list(row) for _, row in rows],
        subtitle=f"（{words}）" if (words := wording.filter_words(chosen)) else "",
        unit_text="单位：个、万元",
        reporter=str(settings.reporter.get()),
        date_text=wording.date_text(),
        notes=(f"共 {len(rows)} 个项目，逾期 {late} 个。",),
        keep=0,
    )
