"""产品 (domain.md §10.4): what villages sell, in which unit, and how heavy a piece is."""

from collections.abc import Sequence

from models.codes import code_list
from models.fields import ChoiceField, DecimalField, LinkField, NameField, TextField, YesNoField
from models.ledger import Ledger, register
from models.ledgers.base.village import Village
from models.record import Draft, InitialsField, Record, Values


class Product(Record):
    """A product of consumption assistance."""

    name = NameField("产品名称", required=True, shown=True, index=True, synonyms=("产品", "品名", "商品名称"))
    category = ChoiceField("产品类别", "product_category", shown=True)
    spec = TextField("规格", shown=True)
    unit = TextField("常用单位", shown=True, width=6, synonyms=("单位", "计量单位"))
    kg_per_unit = DecimalField(
        "每单位折合公斤", places=3, unit="公斤", total=False, shown=True, help="件、箱、只这类单位，一个多重"
    )
    price = DecimalField("参考单价", places=4, unit="元", total=False, shown=True)
    village = LinkField(Village, "主产村", shown=True)
    qualified = YesNoField("是否脱贫县产品", help="供货人在 832 个脱贫县登记")
    remark = TextField("备注", long=True)
    initials = InitialsField("name")

    class Meta:
        """Storage."""

        table_name = "product"

    @classmethod
    def complete(cls, values: Values) -> None:
        """The unit as the list writes it."""
        if values.get("unit"):
            values["unit"] = unit_label(values["unit"])

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """A name once."""
        stored = dict(cls.select(cls.name, cls.id).tuples())
        for draft in drafts:
            if stored.setdefault(draft.values["name"], draft.id or -id(draft)) not in (draft.id, -id(draft)):
                draft.error(f"产品“{draft.values['name']}”已经登记过", "name")


def unit_label(text: str) -> str:
    """斤 for 市斤, 公斤 for kg …; an unknown unit stays as it is written."""
    units = code_list("unit")
    code = units.find(text)
    return text if code is None else units.label(code)


LEDGER = register(
    Ledger(
        Product,
        "产品",
        order=20,
        counter="种",
        keys=(("name",),),
        sort=("category", "name"),
        search=("name", "initials", "village"),
        filters=("category", "village"),
        synonyms=("产品",),
        hint="登记要卖的产品；录销售时会自动补上新产品。",
    )
)
