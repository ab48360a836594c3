"""The list of breaks on paper, kind by kind, with room to write what was done (domain.md §15.2)."""

from __future__ import annotations

from collections.abc import Sequence

from models import settings
from models.reports import wording
from models.reports.paper import PaperColumn, PaperTable
from models.rules.reconcile import CHECKS, Break


def breaks_table(found: Sequence[Break]) -> PaperTable:
    """All breaks as a worklist."""
    widths = (("类别", 12), ("对不上的内容", 28), ("说明", 52), ("处理情况", 20))
    columns = tuple(PaperColumn(title, width) for title, width in widths)
    rows = [[CHECKS[one.kind].group, CHECKS[one.kind].title, one.text, ""] for one in found]
    return PaperTable(
        f"{settings.township.get()}对账清单",
        columns,
        rows,
        unit_text="单位：处",
        reporter=str(settings.reporter.get()),
        date_text=wording.date_text(),
        notes=(f"共 {len(found)} 处。",),
        keep=0,
    )
