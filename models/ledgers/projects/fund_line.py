"""资金 (domain.md §9.4): where a project's money comes from, document by document."""

from collections.abc import Sequence
from typing import Any

from peewee import fn

from models.fields import ChoiceField, Computed, DateField, LinkField, MoneyField, TextField
from models.kinds import Money
from models.ledger import Ledger, ledger, register
from models.ledgers.projects.project import Project
from models.record import Draft, Record

UNKNOWN, STATED, PLACED = "FX", "按表登记", "到位按表登记"
"""The source that a table does not tell, the remark of what stands for a table's total (models.exchange.stated), and
that of a planned line that such a total was laid over (models.exchange.stated_lines)."""


def _paid(model: Any) -> Any:
    payment = ledger("payment").model.alias()
    return fn.COALESCE(payment.select(fn.SUM(payment.amount)).where(payment.fund_line == model.id), 0)


def _balance(model: Any) -> Any:
    return fn.COALESCE(model.amount, 0) - _paid(model)


class FundLine(Record):
    """One source of money of a project; payments are drawn from it."""

    project = LinkField(
        Project, "项目", required=True, cascade=True, create=True, backref="fund_lines", shown=True, width=24
    )
    source = ChoiceField(
        "资金来源", "fund_source", required=True, shown=True, width=16, synonyms=("来源", "资金类别", "资金渠道")
    )
    task = ChoiceField("资金任务", "fund_task", width=16)
    doc_no = TextField("资金文号", shown=True, width=22, synonyms=("文号", "下达文号"))
    amount = MoneyField(
        "资金额度", unit="万元", required=True, shown=True, synonyms=("金额", "资金金额", "下达资金", "资金")
    )
    received_on = DateField("下达日期", shown=True, synonyms=("到位日期", "下达时间", "到账日期"))
    paid = Computed("已支付", Money("万元"), _paid, shown=True)
    balance = Computed("余额", Money("万元"), _balance, shown=True)
    remark = TextField("备注", long=True)

    class Meta:
        """Storage."""

        table_name = "fund_line"

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """A fund line may not fall below what has been paid from it."""
        payment = ledger("payment").model
        ids = [draft.id for draft in drafts if draft.id]
        if not ids:
            return
        sums = (
            payment.select(payment.fund_line, fn.SUM(payment.amount))
            .where(payment.fund_line.in_(ids))
            .group_by(payment.fund_line)
        )
        paid = dict(sums.tuples())
        for draft in drafts:
            if draft.id and (draft.values["amount"] or 0) < paid.get(draft.id, 0):
                draft.error(f"已经支付 {Money('万元').to_text(paid[draft.id])} 万元，资金额度不能比它小", "amount")


LEDGER = register(
    Ledger(
        FundLine,
        "资金",
        display="source",
        master="project",
        order=30,
        counter="笔",
        keys=(("project", "source", "doc_no"), ("project", "source"), ("project",)),
        sort=("-project.year", "project.name", "source"),
        search=("project", "doc_no"),
        filters=("project.year", "source", "received_on"),
        synonyms=("资金", "项目资金"),
        hint="在项目的表单里登记资金来源，这里看全部。",
    )
)
