"""销售明细 (domain.md §10.3): the goods of one order, line by line; where there are lines they are what is counted."""

from collections.abc import Iterator

from models import kinds
from models.fields import Block, Computed, LinkField
from models.kinds import Problem
from models.ledger import Ledger, register
from models.ledgers.sales._deal import complete_deal, deal_problems, goods, weight
from models.ledgers.sales.sale import Sale
from models.record import Record, Values


class SaleLine(Record):
    """One product of an order; the lines add up to the order's amount."""

    sale = LinkField(Sale, "销售", required=True, cascade=True, shown=True, width=16)
    goods = Block(goods(of_line=True))
    weight = Computed("折合重量", kinds.Scaled(3, "公斤"), weight, shown=True)

    class Meta:
        """Storage."""

        table_name = "sale_line"

    @classmethod
    def complete(cls, values: Values) -> None:
        """The third of quantity, price and amount follows from two."""
        complete_deal(values)

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """qty × price = amount."""
        yield from deal_problems(values)


LEDGER = register(
    Ledger(
        SaleLine,
        "销售明细",
        display="spec",
        master="sale",
        order=11,
        counter="行",
        keys=(("sale", "product", "spec", "unit", "price", "qty", "amount"),),
        columns=("sale.date", "sale.buyer", "sale.kind", "product", "spec", "qty", "unit", "price", "amount", "weight"),
        sort=("-sale.date", "sale", "product"),
        search=("product", "sale.buyer", "sale.platform_order"),
        filters=("sale.date", "product", "sale.kind", "sale.village"),
        synonyms=("销售明细", "订单明细"),
        hint="一单卖了几样货，在销售的表单里一样一行；这里看全部。",
    )
)
