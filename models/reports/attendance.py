"""The month of a village team on paper: signs per day, sums, and what the signs mean (domain.md §11, §15.2)."""

from __future__ import annotations

from models import settings
from models.codes import code_list
from models.reports import wording
from models.reports.paper import PaperColumn, PaperTable
from models.rules import attendance
from models.rules.attendance import LEAVE, PRESENT, SIGNS, Month


def month_table(month: Month) -> PaperTable:
    """The calendar as it stands on the screen."""
    days = range(1, month.length + 1)
    columns = (
        PaperColumn("村", 8),
        PaperColumn("姓名", 8),
        PaperColumn("职务", 10),
        *(PaperColumn(str(day), 2.6, "center", "日期") for day in days),
        PaperColumn("在岗", 5, "center"),
        PaperColumn("请假", 5, "center"),
    )
    roles, states = code_list("team_role"), code_list("attendance_state")
    rows = [
        [
            row.village,
            row.name,
            roles.label(row.role) if row.role else "",
            *(attendance.sign(row.days.get(day, {})) for day in days),
            f"{float(row.count(PRESENT)):g}",
            f"{float(row.count([LEAVE])):g}",
        ]
        for row in month.rows
    ]
    legend = "、".join(f"{sign} {states.label(state)}" for state, sign in SIGNS.items())
    return PaperTable(
        f"{settings.township.get()}驻村工作队考勤表",
        columns,
        rows,
        subtitle=f"（{month.year}年{month.month}月）",
        unit_text="单位：天",
        reporter=str(settings.reporter.get()),
        date_text=wording.date_text(),
        notes=(f"说明：{legend}；上午、下午不同的用“/”隔开。在岗天数含公出，每月不少于 {month.least} 天。",),
    )
