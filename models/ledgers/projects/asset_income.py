"""资产收益 (domain.md §9.8): what an asset earned in a year and how it was shared out."""

from collections.abc import Iterator

from models.fields import DateField, LinkField, MoneyField, TextField, YearField
from models.kinds import Problem
from models.ledger import Ledger, register
from models.ledgers.projects.asset import Asset
from models.record import Record, Values


class AssetIncome(Record):
    """One year of one asset."""

    asset = LinkField(Asset, "资产", required=True, shown=True, cascade=True, width=18)
    year = YearField("年度", required=True, shown=True)
    expected = MoneyField("预期收益", shown=True)
    actual = MoneyField("实际收益", required=True, shown=True)
    shared = MoneyField("已分配", shown=True)
    received_on = DateField("到账日期", future=False, shown=True)
    published_on = DateField("公示日期", shown=True, help="经营和分配每年至少公示一次")
    remark = TextField("备注", long=True)

    class Meta:
        """Storage."""

        table_name = "asset_income"

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """No more is shared out than was earned."""
        if values["shared"] is not None and values["actual"] is not None and values["shared"] > values["actual"]:
            yield Problem("分配的超过实际收益", "shared")
        if values["expected"] and values["actual"] is not None and values["actual"] * 2 < values["expected"]:
            yield Problem("实际收益不到预期的一半，请说明原因", "actual", "warn")


LEDGER = register(
    Ledger(
        AssetIncome,
        "资产收益",
        display="year",
        master="asset",
        order=72,
        counter="笔",
        keys=(("asset", "year"),),
        columns=("asset.village", "asset", "year", "expected", "actual", "shared", "received_on", "published_on"),
        sort=("-year", "asset"),
        search=("asset",),
        filters=("asset.village", "year"),
        hint="在资产的表单里登记每年的收益，这里看全部。",
    )
)
