"""产业 (seeds-map.md A5, B10, C6, C14, D1, E19): what a village grows, raises or makes, year by year."""

from collections.abc import Iterator, Sequence
from typing import Any

from models import kinds
from models.fields import (
    ChoiceField,
    Computed,
    DecimalField,
    IntegerField,
    MoneyField,
    NameField,
    TextField,
    YearField,
    YesNoField,
)
from models.kinds import Problem
from models.ledger import Ledger, register
from models.ledgers.base._usual import of_village
from models.record import Draft, InitialsField, Record, Values

WHAT, SIZE = "产业", "规模和产出"


def _per_mu(model: Any) -> Any:
    """分 per 亩; areas are kept in 1/100 亩."""
    return model.value * 100 / model.area_mu


class Industry(Record):
    """One product of one village in one year."""

    village = of_village(group=WHAT)
    year = YearField("年度", shown=True, group=WHAT, synonyms=("年份",))
    product = NameField(
        "产业产品", required=True, shown=True, group=WHAT, width=16, synonyms=("产业", "产品", "主导产业", "特色产业")
    )
    main = YesNoField("是否主导产业", shown=True, group=WHAT, help="一村一品：每村每年只有一个")
    brand = NameField("品牌", group=WHAT)
    operator = NameField("经营主体", shown=True, group=WHAT, width=16)
    area_mu = DecimalField("面积", unit="亩", stock=True, shown=True, group=SIZE, synonyms=("种植面积", "面积（亩）"))
    greenhouses = IntegerField("大棚数", unit="个", group=SIZE)
    stock = IntegerField("存栏数", unit="头", stock=True, group=SIZE, shown=True, synonyms=("存栏",))
    capacity = IntegerField("设计规模", unit="头", group=SIZE)
    output = DecimalField("产量", places=3, total=False, shown=True, group=SIZE)
    output_unit = TextField("产量单位", width=6, shown=True, group=SIZE)
    value = MoneyField("产值", unit="万元", shown=True, vague="value_q", group=SIZE)
    value_q = ChoiceField("产值约数", "qualifier", width=8, group=SIZE, help="报上来的数是“100余万”这样的约数时填")
    per_mu = Computed("亩均产值", kinds.Money("元"), _per_mu, group=SIZE)
    workers = IntegerField("带动务工人数", unit="人", group=SIZE)
    remark = TextField("备注", long=True, group=SIZE)
    initials = InitialsField("product")

    class Meta:
        """Storage."""

        table_name = "industry"

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """No more animals than there is room for (C6)."""
        if values["stock"] is not None and values["capacity"] is not None and values["stock"] > values["capacity"]:
            yield Problem(f"存栏 {values['stock']} 超过设计规模 {values['capacity']}", "stock", "warn")

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """At most one main product per village and year (C14 一村一品)."""
        mains = [d for d in drafts if d.values["main"] and d.values["village"] is not None]
        mine = [d.id for d in drafts if d.id]
        query = cls.select(cls.village, cls.year, cls.product).where(
            cls.main == True,  # noqa: E712
            cls.village.in_([d.values["village"] for d in mains]),
            cls.id.not_in(mine),
        )
        taken = {(village, year): product for village, year, product in query.tuples()}
        for draft in mains:
            key = (draft.values["village"], draft.values["year"])
            if key in taken:
                draft.error(f"这个村这一年的主导产业已经是“{taken[key]}”，一村一品只能有一个", "main")
            taken.setdefault(key, draft.values["product"])


LEDGER = register(
    Ledger(
        Industry,
        "产业",
        display="product",
        order=10,
        counter="项",
        keys=(("village", "year", "product", "operator", "brand"),),
        sort=("-year", "village.seq", "product"),
        search=("product", "initials", "village", "operator", "brand"),
        filters=("village", "year", "product", "main"),
        synonyms=("产业", "一村一业", "一村一品", "特色产业", "种植大棚", "黑猪养殖"),
        hint="每村每年每样产业记一条：面积、存栏、产量、产值；亩均产值自动算。",
    )
)
