"""分红明细 (domain.md §12.3): who gets how much of a plan; dividends to households are income item C1."""

from collections.abc import Sequence
from typing import Any

from peewee import fn

from models.fields import ChoiceField, DateField, LinkField, MoneyField, NameField, TextField, YearField, YesNoField
from models.kinds import Money
from models.ledger import Ledger, register
from models.ledgers.economy.distribution_plan import DistributionPlan
from models.ledgers.households.household import Household
from models.record import Draft, Record


class Distribution(Record):
    """One share."""

    # Before the plan: a foreign table's 行政村 is where the household lives.
    household = LinkField(Household, "农户", shown=True, create=True)
    plan = LinkField(DistributionPlan, "分配方案", shown=True, cascade=True, width=16)
    target = ChoiceField("分配对象", "distribution_target", shown=True, initial="01")
    year = YearField("分红年度", shown=True, synonyms=("年度",))
    source = NameField("分红来源", shown=True, width=16)
    basis = ChoiceField("分配依据", "distribution_basis", shown=True, synonyms=("分红依据",))
    weight = TextField("份数", help="人头数、股数等，按它分配")
    amount = MoneyField("分红金额", required=True, shown=True, synonyms=("金额", "分配金额"))
    paid_on = DateField("发放日期", shown=True, future=False)
    signed = YesNoField("是否签收")
    remark = TextField("备注", long=True)

    class Meta:
        """Storage."""

        table_name = "distribution"

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """Year and source as the plan has them; Σ shares ≤ what may be shared, to the fen (T19)."""
        ids = {d.values["plan"] for d in drafts if d.values["plan"] is not None}
        if not ids:
            return
        mine = [d.id for d in drafts if d.id]
        fields = DistributionPlan
        plans = {
            row[0]: row[1:]
            for row in fields.select(fields.id, fields.year, fields.source, fields.distributable)
            .where(fields.id.in_(ids))
            .tuples()
        }
        stored = cls.select(cls.plan, fn.SUM(cls.amount)).where(cls.plan.in_(ids), cls.id.not_in(mine))
        used: dict[Any, int] = dict(stored.group_by(cls.plan).tuples())
        for draft in drafts:
            plan = plans.get(draft.values["plan"])
            if plan is None:
                continue
            for name, value in zip(("year", "source"), plan, strict=False):
                if draft.values[name] is None:
                    draft.values[name] = value
                    if draft.changed is not None:
                        draft.changed.add(name)
            _within(draft, plan[2] or 0, used)


def _within(draft: Draft, distributable: int, used: dict[Any, int]) -> None:
    key, amount = draft.values["plan"], draft.values["amount"] or 0
    left = distributable - used.get(key, 0)
    if amount > left:
        text = Money("元").to_text
        draft.error(f"方案里只剩 {text(max(left, 0))} 元没有分，不能再分 {text(amount)} 元", "amount")
    else:
        used[key] = used.get(key, 0) + amount


LEDGER = register(
    Ledger(
        Distribution,
        "分红明细",
        display="source",
        master="plan",
        order=42,
        counter="笔",
        keys=(
            ("plan", "household", "target", "year", "source"),
            ("household", "year", "source", "basis", "amount", "target"),
        ),
        columns=("household.village", "household", "year", "source", "basis", "amount", "target", "paid_on", "plan"),
        sort=("-year", "household.village.seq", "household"),
        search=("household", "source"),
        filters=("household.village", "year", "source", "target", "paid_on"),
        synonyms=("分红", "分红明细", "收益分配", "分红发放表"),
        hint="每户每笔分红记一条；放在分配方案下面，合计与可分配收益自动核对。",
    )
)
