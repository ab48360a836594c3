"""销售 (domain.md §10.3): each consumption-assistance sale, counted once."""

from collections.abc import Iterator, Sequence

from models import kinds
from models.checking import repeated
from models.fields import (
    Block,
    ChoiceField,
    CodeField,
    Computed,
    DateField,
    IntegerField,
    LinkField,
    MoneyField,
    NameField,
    PersonField,
    TextField,
)
from models.kinds import Problem
from models.ledger import Ledger, register
from models.ledgers.base._usual import of_village
from models.ledgers.sales import _order as order
from models.ledgers.sales._deal import complete_deal, deal_problems, goods
from models.ledgers.sales.promotion import Promotion
from models.numbering import give_numbers
from models.record import Draft, Record, Values

WHAT, WHO, MONEY, EFFECT = "基本信息", "买卖双方", "数量金额", "带动与凭证"


class Sale(Record):
    """One sale or delivery; 直接采购 and 帮助销售 are never mixed (domain.md §10.1)."""

    no = CodeField("销售编号", group=WHAT, index=True, help="不填就按日期排")
    date = DateField(
        "销售日期",
        required=True,
        shown=True,
        group=WHAT,
        future=False,
        index=True,
        synonyms=("日期", "时间", "采购日期"),
    )
    month = Computed("月份", kinds.Date("month"), order.month, group=WHAT)
    kind = ChoiceField("帮扶方式", "sale_kind", shown=True, group=WHAT, synonyms=("类型", "方式", "购销方式"))
    channel = ChoiceField("渠道", "sale_channel", shown=True, group=WHAT, width=14, synonyms=("销售渠道", "采购渠道"))
    village = of_village("来源村", group=WHAT, synonyms=("行政村", "村", "产地"))
    buyer = NameField(
        "采购单位", shown=True, index=True, group=WHO, width=18, synonyms=("买方", "购买单位", "采购方", "客户")
    )
    buyer_kind = ChoiceField("采购单位性质", "buyer_kind", shown=True, group=WHO, synonyms=("单位性质", "买方性质"))
    helper_unit = NameField("帮扶单位", group=WHO, width=16)
    seller = NameField("供货主体", shown=True, group=WHO, width=22, synonyms=("供货单位", "供应商", "销售主体", "卖方"))
    seller_kind = ChoiceField("供货主体性质", "seller_kind", group=WHO)
    goods = Block(goods(MONEY))
    lines = Computed("明细行数", kinds.Integer(unit="行", total=False), order.lines, group=MONEY)
    in_lines = Computed("明细合计", kinds.Money(), order.in_lines, group=MONEY)
    weight = Computed("折合重量", kinds.Scaled(3, "公斤"), order.kg, group=MONEY)
    households_led = IntegerField("带动脱贫户数", unit="户", group=EFFECT, synonyms=("带动脱贫户", "带动户数"))
    collective_gain = MoneyField("村集体增收", group=EFFECT, synonyms=("集体增收",))
    platform_order = CodeField("平台订单号", group=EFFECT, index=True, synonyms=("订单号", "订单编号"))
    invoice = CodeField("发票号", group=EFFECT, synonyms=("发票号码",))
    promotion = LinkField(Promotion, "促销活动", group=EFFECT, width=16, help="在哪次展销、直播上卖的")
    paid = Computed("货款已到", kinds.Money(), order.paid, group=EFFECT)
    unpaid = Computed("货款未到", kinds.Money(), order.unpaid, group=EFFECT)
    operator = PersonField("经办人", group=EFFECT)
    remark = TextField("备注", long=True, group=EFFECT)

    class Meta:
        """Storage."""

        table_name = "sale"

    @classmethod
    def complete(cls, values: Values) -> None:
        """The third of quantity, price and amount follows from two; the unit as the list writes it."""
        complete_deal(values)

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """qty × price = amount."""
        yield from deal_problems(values)

    @classmethod
    def check_details(cls, values: Values, details: dict[str, list[Values]]) -> Iterator[Problem]:
        """Σ lines = amount ± tolerance; what households get is within it (domain.md §10.3)."""
        yield from order.sums_problems(values, details["sale_line"], details["sale_household"])

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """平台订单号 once; the same seller and amount within days is shown for review (domain.md §10.3)."""
        give_numbers(cls, drafts, "DH")
        order.know_buyers(drafts)
        for draft in repeated(drafts, "platform_order"):
            number = draft.values["platform_order"]
            draft.error(f"平台订单号 {number} 已经登记过，同一单不能算两次", "platform_order")
        order.near_deals(drafts)


LEDGER = register(
    Ledger(
        Sale,
        "销售",
        display="buyer",
        order=10,
        counter="笔",
        keys=(
            ("no",),
            ("platform_order",),
            ("date", "buyer", "product", "qty", "amount", "village", "seller", "kind", "channel"),
        ),
        sort=("-date",),
        search=("buyer", "seller", "product", "village", "platform_order", "invoice", "operator"),
        filters=("date", "kind", "channel", "product", "village", "buyer_kind", "promotion"),
        synonyms=("消费帮扶", "销售", "消费帮扶台账"),
        across=(("date", "amount"),),
        hint="每卖一笔记一条；数量、单价、金额填两个，第三个自动算出。一单几样货的，在明细里一样一行。",
    )
)
