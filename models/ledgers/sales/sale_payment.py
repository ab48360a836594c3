"""货款到账 (domain.md §10.3): how much of which row of a statement went to which sale; both may be paid in parts."""

from collections.abc import Sequence

from peewee import fn

from models.codes import norm
from models.fields import LinkField, MoneyField, TextField
from models.kinds import Money
from models.ledger import Ledger, register
from models.ledgers.sales.sale import Sale
from models.ledgers.sales.settlement import Settlement
from models.record import Draft, Record


class SalePayment(Record):
    """One part of one row for one sale."""

    sale = LinkField(Sale, "销售", required=True, cascade=True, shown=True, width=16)
    settlement = LinkField(Settlement, "到账记录", required=True, shown=True, width=18)
    amount = MoneyField("对上金额", required=True, low=1, shown=True)
    remark = TextField("备注", long=True)

    class Meta:
        """Storage."""

        table_name = "sale_payment"

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """A row once per sale; never more than the sale is worth, never more than came (with the platform's fee)."""
        for name, whole, word in (("sale", "amount", "这笔销售"), ("settlement", "gross", "这笔到账")):
            _within(cls, drafts, name, whole, word)
        pairs = {(d.values["sale"], d.values["settlement"]) for d in drafts}
        mine = {draft.id for draft in drafts if draft.id}
        stored = cls.select(cls.id, cls.sale, cls.settlement).where(cls.sale.in_({sale for sale, _ in pairs}))
        seen = {(sale, row) for id, sale, row in stored.tuples() if id not in mine}
        for draft in drafts:
            key = (draft.values["sale"], draft.values["settlement"])
            if None not in key and key in seen:
                draft.error("这笔到账和这笔销售已经对过，请改那一条的金额", "settlement")
            seen.add(key)


def _within(cls: type[SalePayment], drafts: Sequence[Draft], name: str, whole: str, word: str) -> None:
    """What is taken of each sale or row, with what these drafts take, against what it is."""
    from models import query

    ids = sorted({d.values[name] for d in drafts if d.values[name] is not None})
    mine = [draft.id for draft in drafts if draft.id]
    link = getattr(cls, name)
    taken: dict[int, int] = {}
    for at in range(0, len(ids), 500):
        chosen = cls.select(link, fn.SUM(cls.amount)).where(link.in_(ids[at : at + 500]))
        chosen = chosen.where(cls.id.not_in(mine)) if mine else chosen
        taken |= dict(chosen.group_by(link).tuples())
    limits = query.rows(name, (whole,), ids, raw=True)
    text, tolerance = Money().to_text, int(norm("sale.price_tolerance_fen"))
    for draft in drafts:
        id = draft.values[name]
        if id is None or draft.values["amount"] is None or id not in limits:
            continue
        taken[id] = taken.get(id, 0) + draft.values["amount"]
        most = limits[id][0] or 0
        if taken[id] > most + tolerance:
            over = text(taken[id] - most)
            draft.error(f"{word}共 {text(most)} 元，这样对上的就多出 {over} 元", "amount")


LEDGER = register(
    Ledger(
        SalePayment,
        "货款到账",
        display="settlement",
        master="sale",
        order=13,
        counter="笔",
        keys=(("sale", "settlement"),),
        columns=("settlement.date", "settlement.payer", "settlement", "sale.date", "sale.buyer", "amount"),
        sort=("-settlement.date", "sale.date"),
        search=("settlement", "sale.buyer", "sale.platform_order"),
        filters=("settlement.date", "sale.date", "settlement.payer"),
        synonyms=("货款到账", "到账分摊"),
        hint="在“到账对账”页配对后，这里是每笔到账付了哪些销售、各多少；一笔销售可以分几次到账。",
    )
)
