"""采购单位 (domain.md §10.1): who buys. Sales keep the buyer's name as they were given it; the same name links them."""

from collections.abc import Sequence
from typing import Any

from peewee import fn

from models import kinds
from models.fields import ChoiceField, Computed, NameField, PersonField, PhoneField, TextField
from models.ledger import Ledger, ledger, register
from models.record import Draft, InitialsField, Record

DIRECT, HELPED = "01", "02"


def _bought(model: Any, kind: str) -> Any:
    sale = ledger("sale").model.alias()
    whole = sale.select(fn.SUM(sale.amount)).where(sale.buyer == model.name, sale.kind == kind)
    return fn.COALESCE(whole, 0)


def _last(model: Any) -> Any:
    sale = ledger("sale").model.alias()
    latest = sale.select(fn.MAX(sale.date)).where(sale.buyer == model.name)
    # A bare subquery is no expression that can be compared.
    return fn.COALESCE(latest, None)


class Buyer(Record):
    """A unit or person that buys."""

    name = NameField(
        "采购单位", required=True, shown=True, width=22, index=True, help="和销售里写的一样，才能算到它名下",
        synonyms=("单位名称", "买方", "购买单位", "采购方", "客户"),
    )  # fmt: skip
    kind = ChoiceField("单位性质", "buyer_kind", shown=True, synonyms=("采购单位性质", "性质"))
    level = ChoiceField("隶属关系", "org_level", shown=True, synonyms=("单位层级", "级别"))
    canteen = ChoiceField("食堂情况", "canteen", shown=True, width=14, help="没有食堂的不要求预留份额")
    contact = PersonField("联系人", shown=True)
    phone = PhoneField("联系电话", synonyms=("电话",))
    address = TextField("地址", width=20)
    bought = Computed("直接采购累计", kinds.Money(), lambda model: _bought(model, DIRECT), shown=True)
    helped = Computed("帮助销售累计", kinds.Money(), lambda model: _bought(model, HELPED), shown=True)
    last = Computed("最近一次", kinds.Date("day"), _last, shown=True)
    remark = TextField("备注", long=True)
    initials = InitialsField("name")

    class Meta:
        """Storage."""

        table_name = "buyer"

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """A name once."""
        stored = dict(cls.select(cls.name, cls.id).tuples())
        for draft in drafts:
            if stored.setdefault(draft.values["name"], draft.id or -id(draft)) not in (draft.id, -id(draft)):
                draft.error(f"采购单位“{draft.values['name']}”已经登记过", "name")


LEDGER = register(
    Ledger(
        Buyer,
        "采购单位",
        order=30,
        counter="个",
        keys=(("name",),),
        sort=("level", "name"),
        search=("name", "initials", "contact"),
        filters=("kind", "level", "canteen"),
        synonyms=("采购单位", "采购单位名单", "客户"),
        hint="登记经常采购的单位；每年的预留份额在它下面填，完成多少按直接采购的销售自动算。",
    )
)
