"""Households sorted for help after 2025: continue, leave, to be assessed (R28); domain.md §4.1, §14."""

from __future__ import annotations

from collections.abc import Sequence

from models.codes import code_list
from models.query import Selection
from models.reports.returns.base import ReturnTable, Scope, report
from models.reports.returns.period import DAY
from models.reports.returns.shapes import Column, hand, listing, pair, village_summary


@report("R28", "classification_2026", "分类管理评估表", DAY, ("household",), "评估后报")
def classification_2026(scope: Scope) -> Sequence[ReturnTable]:
    """Households per village and class, then the list with room for the decision."""
    assessed = Selection("household", order=("village.seq", "group", "hh_no")).where("classification_2026", "filled")
    groups = [
        (code.label, assessed.where("classification_2026", "in", [code.code]))
        for code in code_list("classification_2026").codes
    ]
    measures = [one for label, chosen in (("合计", assessed), *groups) for one in pair(label, chosen, household="")]
    records = listing(scope, scope.here(assessed), (
        "village", "group", "head", "head_id_no", "hh_type", Column("members_now", "人口", width=6),
        Column("classification_2026", "评估结果"), Column("classified_on", "评估日期"),
        Column("classification_basis", "评估依据"), hand("户主签字"), hand("审定意见"),
    ), title="分类管理评估名册", subtotal="village", keep=0)  # fmt: skip
    return village_summary(scope, measures, title="分类管理评估汇总表"), records
