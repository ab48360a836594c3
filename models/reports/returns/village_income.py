"""Income of the villages' collectives by class and band (R20); domain.md §12."""

from __future__ import annotations

from collections.abc import Callable

from models import kinds
from models.codes import code_list
from models.query import Selection
from models.reports.figures.village_income import (
    NOT_DIVIDED,
    ONLY_OPERATING,
    VAGUE,
    Income,
    bands,
    income_entries,
    incomes,
)
from models.reports.returns.base import Cell, ReturnTable, Scope, report, shown
from models.reports.returns.period import YEAR
from models.reports.returns.shapes import NOT_APPLICABLE, Measure, Tally, total, village_summary

WAN = kinds.Money("万元")


def _measure(title: str, entries: Selection, value: Callable[[Income], int]) -> Measure:
    def tally(selection: Selection, village: str) -> Tally:
        parts: dict[int | None, int] = {key[1]: value(one) for key, one in incomes(selection).items()}
        return Tally(sum(parts.values()), parts)

    return Measure(title, entries, "village", tally, lambda fen, where: shown(WAN, fen, where), "", "万元", 10, "0.00")


def _band(fen: int, where: Selection) -> Cell:
    if not fen:
        return Cell(NOT_APPLICABLE, None, where)
    reached = [limit for limit in bands() if fen >= limit]
    text = f"{reached[-1] // 1_000_000}万元及以上" if reached else f"不足{bands()[0] // 1_000_000}万元"
    return Cell(text, None, where)


@report("R20", "village_income", "村级集体经济收入统计表", YEAR, ("ce_entry",), "每季或每年报")
def village_income(scope: Scope) -> ReturnTable:
    """Income of a year by class, its operating part and the band each village is in."""
    entries = income_entries(Selection("ce_entry").where("year", "=", scope.period.year))
    classes = [
        total(f"{code.label}", entries.where("class", "in", [code.code]), "amount", group="按类别", unit="万元")
        for code in code_list("ce_class").codes
        if code.extra.get("side") == "income"
    ]
    operating = _measure("其中经营性收入", entries, lambda one: one.operating)
    band = Measure("经营性收入档次", entries, "village", operating.tally, _band, width=14, summed=False)
    found = incomes(scope.here(entries)).values()
    notes = [
        text
        for text, says in (
            (VAGUE, any(one.vague for one in found)),
            (ONLY_OPERATING, any(one.only_operating for one in found)),
            (NOT_DIVIDED, any(one.undivided for one in found)),
        )
        if says
    ]
    return village_summary(
        scope,
        [_measure("收入合计", entries, lambda one: one.total), operating, *classes, band],
        notes=tuple(f"说明：{text}。" for text in notes),
    )
