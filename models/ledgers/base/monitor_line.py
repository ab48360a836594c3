"""监测线 (domain.md §3.2): the income per head, by region and year, below which a household is looked at."""

from collections.abc import Iterator

from models.fields import CodeField, MoneyField, NameField, TextField, YearField
from models.kinds import Problem
from models.ledger import Ledger, register
from models.record import Record, Values


class MonitorLine(Record):
    """The line of one county or township in one year."""

    region = NameField(
        "县（市、区）或乡镇",
        required=True,
        shown=True,
        width=18,
        names=("region.county",),
        synonyms=("县（市、区）", "县(市、区)", "县", "地区", "区县", "区域", "乡镇"),
        help="与村的“县”或“乡镇”写得一样；乡镇另有规定的，乡镇的优先",
    )
    year = YearField("年度", required=True, shown=True, synonyms=("年份",))
    amount = MoneyField(
        "监测线", required=True, shown=True, total=False, synonyms=("监测标准", "监测范围", "收入底线", "监测线标准")
    )
    basis = TextField("依据", shown=True, width=24, help="如：本县低保标准的 2 倍")
    doc_no = CodeField("文号", shown=True)
    remark = TextField("备注", long=True)

    class Meta:
        """Storage."""

        table_name = "monitor_line"

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """A line in 万元 or per month is a slip of the unit."""
        amount = values["amount"]
        if amount is not None and not 1_000_00 <= amount <= 100_000_00:
            yield Problem("监测线是每人每年多少元，请核对单位", "amount", "warn")


LEDGER = register(
    Ledger(
        MonitorLine,
        "监测线",
        display="region",
        order=60,
        keys=(("region", "year"),),
        sort=("-year", "region"),
        search=("region", "doc_no", "basis"),
        filters=("year", "region"),
        synonyms=("监测线", "监测标准", "收入监测线"),
        hint="每个县（或乡镇）每年一条。没有登记的年度不作收入判断，屏幕上写“本年度监测线未设置”。",
    )
)
