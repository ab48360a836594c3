"""带动农户 (domain.md §10.3): the households whose goods were sold, and what each of them got."""

from collections.abc import Sequence

from models.fields import LinkField, MoneyField, TextField
from models.ledger import Ledger, register
from models.ledgers.households.household import Household
from models.ledgers.sales.sale import Sale
from models.record import Draft, Record


class SaleHousehold(Record):
    """One household behind one sale."""

    household = LinkField(Household, "农户", required=True, shown=True, create=True)
    sale = LinkField(Sale, "销售", required=True, cascade=True, shown=True, width=16)
    amount = MoneyField("农户所得", shown=True, synonyms=("所得金额", "农户收入"))
    goods = TextField("供了什么货", shown=True, width=16)

    class Meta:
        """Storage."""

        table_name = "sale_household"

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """A household once per sale."""
        sales = {d.values["sale"] for d in drafts if d.values["sale"] is not None}
        mine = {d.id for d in drafts if d.id}
        rows = cls.select(cls.id, cls.sale, cls.household).where(cls.sale.in_(sales)).tuples() if sales else ()
        seen = {(sale, home) for id, sale, home in rows if id not in mine}
        for draft in drafts:
            key = (draft.values["sale"], draft.values["household"])
            if None not in key and key in seen:
                draft.error("这一户在这笔销售里已经登记过", "household")
            seen.add(key)


LEDGER = register(
    Ledger(
        SaleHousehold,
        "带动农户",
        display="goods",
        master="sale",
        order=12,
        counter="户次",
        keys=(("sale", "household"),),
        columns=("household.village", "household", "household.hh_type", "sale.date", "sale.buyer", "sale.kind",
                 "amount", "goods"),
        sort=("-sale.date", "household.village.seq", "household"),
        search=("household", "sale.buyer", "goods"),
        filters=("household.village", "sale.date", "household.hh_type", "sale.kind"),
        synonyms=("带动农户", "消费帮扶带动户"),
        hint="在销售的表单里登记带动了哪几户、各得多少；这里看全部。",
    )
)  # fmt: skip
