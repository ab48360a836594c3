"""拨付 (domain.md §9.4): each payment from a fund line; never more than the line holds."""

from collections.abc import Sequence

from peewee import fn

from models.fields import CodeField, DateField, LinkField, MoneyField, NameField, TextField
from models.kinds import Money
from models.ledger import Ledger, register
from models.ledgers.projects.fund_line import FundLine
from models.record import Draft, Record


class Payment(Record):
    """One payment."""

    fund_line = LinkField(FundLine, "资金", required=True, cascade=True, backref="payments", width=16)
    date = DateField("支付日期", required=True, shown=True, future=False, synonyms=("日期", "拨付日期", "付款日期"))
    amount = MoneyField("支付金额", required=True, shown=True, synonyms=("金额", "拨付金额", "付款金额"))
    payee = NameField("收款单位", shown=True, width=24, synonyms=("收款人",))
    voucher_no = CodeField("凭证号", shown=True, synonyms=("凭证编号",))
    purpose = TextField("资金用途", shown=True, width=18, synonyms=("用途", "摘要"))
    remark = TextField("备注", long=True)

    class Meta:
        """Storage."""

        table_name = "payment"

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """Σ payments ≤ fund line (hard), over stored payments and these drafts together."""
        lines = list({d.values["fund_line"] for d in drafts if d.values["fund_line"] is not None})
        mine = [d.id for d in drafts if d.id]
        if not lines:
            return
        stored = cls.select(cls.fund_line, fn.SUM(cls.amount)).where(cls.fund_line.in_(lines), cls.id.not_in(mine))
        used = dict(stored.group_by(cls.fund_line).tuples())
        limits = dict(FundLine.select(FundLine.id, FundLine.amount).where(FundLine.id.in_(lines)).tuples())
        for draft in drafts:
            line, amount = draft.values["fund_line"], draft.values["amount"] or 0
            if line not in limits:
                continue
            room = (limits[line] or 0) - used.get(line, 0)
            if amount > room:
                text = Money("元").to_text
                draft.error(f"这笔资金只剩 {text(max(room, 0))} 元，不能支付 {text(amount)} 元", "amount")
            else:
                used[line] = used.get(line, 0) + amount


LEDGER = register(
    Ledger(
        Payment,
        "拨付",
        display="date",
        master="fund_line",
        order=40,
        counter="笔",
        keys=(("fund_line", "date", "amount", "payee", "voucher_no"),),
        columns=("fund_line.project", "fund_line", "date", "amount", "payee", "voucher_no", "purpose"),
        sort=("-date",),
        search=("fund_line.project.name", "payee", "voucher_no", "purpose"),
        filters=("date", "fund_line.source", "amount"),
        synonyms=("支付", "拨付", "资金支付"),
        hint="在项目的资金下面登记每一笔支付，这里看全部。",
    )
)
