"""区域收入 (domain.md §18, D-E21): per-capita income of the county, with which that of our households is compared."""

from models.fields import MoneyField, TextField, YearField
from models.ledger import Ledger, register
from models.record import InitialsField, Record


class RegionIncome(Record):
    """One region in one year."""

    county = TextField(
        "县（市、区）",
        required=True,
        shown=True,
        names=("region.county",),
        synonyms=("县", "县区", "县（市、区、旗）", "区域"),
    )
    year = YearField("年度", required=True, shown=True, synonyms=("年份",))
    per_capita = MoneyField(
        "区域人均纯收入", required=True, shown=True, total=False,
        synonyms=("人均纯收入", "农村居民人均可支配收入", "人均可支配收入", "农民人均可支配收入"),
    )  # fmt: skip
    basis = TextField("数据来源", shown=True, width=20, synonyms=("来源",))
    initials = InitialsField("county")

    class Meta:
        """Storage."""

        table_name = "region_income"


LEDGER = register(
    Ledger(
        RegionIncome,
        "区域收入",
        display="county",
        order=40,
        keys=(("county", "year"),),
        sort=("county", "-year"),
        search=("county", "initials"),
        filters=("year",),
        synonyms=("区域收入", "全县", "全县收入"),
        hint="全县农民每年的人均收入，用来比脱贫人口的增幅。",
    )
)
