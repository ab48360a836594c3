"""收益分配方案 (domain.md §12.3): what a village shares out in a year and how it was decided."""

import itertools
from collections.abc import Iterator
from typing import Any

from peewee import fn

from models import kinds
from models.fields import CodeField, Computed, DateField, LinkField, MoneyField, NameField, TextField, YearField
from models.kinds import Problem
from models.ledger import Ledger, ledger, register
from models.ledgers.base.village import Village
from models.record import Record, Values


def _shared(model: Any) -> Any:
    item = ledger("distribution").model.alias()
    return fn.COALESCE(item.select(fn.SUM(item.amount)).where(item.plan == model.id), 0)


def _difference(model: Any) -> Any:
    return model.distributable - _shared(model)


class DistributionPlan(Record):
    """One plan."""

    village = LinkField(Village, "分配村", required=True, shown=True, help="收益归哪个村分配")
    year = YearField("分配年度", required=True, shown=True)
    source = NameField("收益来源", required=True, shown=True, width=16, synonyms=("分配来源",))
    plan_no = CodeField("方案文号", shown=True)
    distributable = MoneyField("可分配收益", required=True, shown=True, synonyms=("可分配金额",))
    shared = Computed("已列明细", kinds.Money("元"), _shared, shown=True)
    difference = Computed("还差", kinds.Money("元", None), _difference, shown=True)
    meeting_date = DateField("民主决策日期", shown=True, synonyms=("村民代表会议日期",))
    approved_on = DateField("乡镇审核日期")
    public_from = DateField("公示开始")
    public_to = DateField("公示结束")
    remark = TextField("备注", long=True)

    class Meta:
        """Storage."""

        table_name = "distribution_plan"

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """Decided, approved, made public, in this order (domain.md §12.3)."""
        steps = ("meeting_date", "approved_on", "public_from", "public_to")
        dated = [(values[name], name) for name in steps if values[name]]
        for (before, _), (after, name) in itertools.pairwise(dated):
            if after < before:
                yield Problem("日期先后不对：先民主决策，再审核，再公示", name)


LEDGER = register(
    Ledger(
        DistributionPlan,
        "收益分配方案",
        display="source",
        order=40,
        counter="个",
        keys=(("village", "year", "source"),),
        sort=("-year", "village.seq"),
        search=("village", "source", "plan_no"),
        filters=("village", "year", "source", "difference"),
        synonyms=("收益分配方案", "分配方案"),
        hint="每村每年每项收益一个方案；明细合计要与可分配收益分毫不差，“还差”应为 0。",
    )
)
