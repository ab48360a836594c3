"""What differs between two closings, as a report: the figures, then the records behind them, for paper and Excel."""

from __future__ import annotations

from collections.abc import Sequence

from models import clock, settings
from models.reports import wording
from models.reports.closing.compare import WORDS, Difference, RecordChange, records
from models.reports.closing.store import Closing
from models.reports.returns import period as periods
from models.reports.returns.base import Cell, Head, Made, Report, ReturnTable, Row, Scope

NAME, TITLE = "closing_compare", "月末结账对比表"
NOTE = "说明：编号为结账时的数；“现在”是打印当天台账里的数。数随日期变动的指标（序时进度、年龄等）没有修改记录。"


def made(old: Closing, new: Closing | None, found: Sequence[Difference], with_records: bool = True) -> Made:
    """The comparison as a report of two tables; without ``with_records`` only the figures."""
    later = "现在" if new is None else new.number
    tables = [_figures(old, later, found)]
    if with_records:
        lines = [(one, change) for one in found if one.value_differs for change in records(one)]
        tables += [_records(lines)] if lines else []
    subtitle = f"（{old.title}与{later if new is None else new.title}）"
    report = Report("", NAME, TITLE, periods.NONE, (), lambda _scope: tables)
    scope = Scope(periods.usual(periods.NONE, clock.today()), None, wording.villages())
    return Made(report, scope, tuple(_headed(table, subtitle) for table in tables))


def _headed(table: ReturnTable, subtitle: str) -> ReturnTable:
    return ReturnTable(**{
        **vars(table), "title": f"{wording.township()}{table.title}", "subtitle": subtitle,
        "reporter": str(settings.reporter.get()), "date_text": wording.date_text(),
    })  # fmt: skip


def _number(one: Difference, which: str) -> Cell:
    kept = one.old if which == "old" else one.new
    if kept is None:
        return Cell("—")
    value = kept.figure.value
    return Cell(str(value), value if isinstance(value, int) else float(value) if _plain(value) else None)


def _plain(value: str) -> bool:
    return value.lstrip("+-").replace(".", "", 1).isdigit()


def _figures(old: Closing, later: str, found: Sequence[Difference]) -> ReturnTable:
    heads = (
        Head("指标", width=34), Head("村", width=10), Head("年度", width=7, align="center"),
        Head("单位", width=9, align="center"), Head(old.number, width=14, align="right", number_format="0.00"),
        Head(later, width=14, align="right", number_format="0.00"), Head("增减", width=12, align="right"),
    )  # fmt: skip
    rows = tuple(
        Row((
            Cell(one.figure.title), Cell(one.figure.village or ""), Cell(str(one.figure.year or "")),
            Cell(one.figure.unit), _number(one, "old"), _number(one, "new"),
            Cell(one.step or ("背后的记录变了" if not one.value_differs else "")),
        ))
        for one in found
    )  # fmt: skip
    said = NOTE if rows else "说明：没有不同的指标。"
    return ReturnTable(heads, rows, title=TITLE, unit_text="单位：个", notes=(f"共 {len(rows)} 个指标不同。", said))


def _records(lines: Sequence[tuple[Difference, RecordChange]]) -> ReturnTable:
    heads = (Head("指标", width=26), Head("变动", width=9, align="center"), Head("记录", width=24),
             Head("原来怎样、现在怎样", width=46), Head("说明", width=18))  # fmt: skip
    rows = tuple(
        Row((
            Cell(one.name), Cell(WORDS[change.kind]),
            Cell(change.label, record=None if change.id is None else (change.ledger, change.id)),
            Cell("；".join(f"{label}：{old} → {new}" for label, old, new in change.fields)), Cell(change.why),
        ))
        for one, change in lines
    )  # fmt: skip
    return ReturnTable(heads, rows, title="月末结账对比表（记录明细）", unit_text="单位：条", keep=0)
