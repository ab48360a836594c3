"""经营主体 (seeds-map.md A7–A9, C6, C10): village firms, cooperatives and family farms, one row a year."""

from collections.abc import Iterator

from models.fields import (
    ChoiceField,
    DecimalField,
    IntegerField,
    MoneyField,
    NameField,
    TextField,
    YearField,
)
from models.kinds import Problem
from models.ledger import Ledger, register
from models.ledgers.base._usual import of_village
from models.record import InitialsField, Record, Values


class Enterprise(Record):
    """One enterprise in one year."""

    name = NameField("经营主体名称", required=True, shown=True, width=18, synonyms=("经营主体", "企业名称", "合作社"))
    kind = ChoiceField("主体性质", "seller_kind", shown=True, synonyms=("主体类型",))
    village = of_village()
    year = YearField("年度", shown=True, synonyms=("年份", "经营年度"))
    sales = MoneyField("销售额", unit="万元", shown=True, vague="sales_q", synonyms=("营业收入", "年销售额"))
    sales_q = ChoiceField("销售额约数", "qualifier", width=8, help="报上来的数是“1000余万”这样的约数时填")
    cost = MoneyField("成本费用", unit="万元")
    wages = MoneyField("发放工资", unit="万元", shown=True, synonyms=("工资", "工资总额"))
    posts = IntegerField("就业岗位", unit="个", stock=True, shown=True, synonyms=("岗位数", "用工人数"))
    dividends = MoneyField("村民分红", unit="万元", shown=True, synonyms=("分红", "分红金额"))
    households_led = IntegerField("带动户数", unit="户")
    area_mu = DecimalField("经营面积", unit="亩")
    remark = TextField("备注", long=True)
    initials = InitialsField("name")

    class Meta:
        """Storage."""

        table_name = "enterprise"

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """Wages and dividends come out of sales."""
        paid = (values["wages"] or 0) + (values["dividends"] or 0)
        if values["sales"] is not None and paid > values["sales"]:
            yield Problem("工资加分红超过销售额，请核对", "sales", "warn")


LEDGER = register(
    Ledger(
        Enterprise,
        "经营主体",
        order=20,
        counter="条",
        keys=(("name", "village", "year"), ("name", "village", "year", "sales", "posts")),
        sort=("-year", "village.seq", "name"),
        search=("name", "initials", "village"),
        filters=("village", "year", "kind"),
        synonyms=("经营主体", "经营", "企业", "合作社", "家庭农场"),
        hint="村属企业、合作社、家庭农场，每年记一条：销售、工资、岗位、分红。",
    )
)
