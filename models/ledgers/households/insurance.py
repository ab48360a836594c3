"""医保参保 (domain.md §7.2, T07): a village's count of those who should be and those who are insured in one year."""

from collections.abc import Iterator
from typing import Any

from peewee import Case

from models.fields import Computed, IntegerField, LinkField, TextField, YearField
from models.kinds import Percent, Problem
from models.ledger import Ledger, register
from models.ledgers.base.village import Village
from models.record import Record, Values


def _rate(model: Any) -> Any:
    """参保率 in 1/100 of a point, half up; whether a goal is met is said by the numbers of people, not by this."""
    return Case(None, (((model.should > 0), (20000 * model.insured + model.should) / (2 * model.should)),), None)


class Insurance(Record):
    """One village in one year."""

    village = LinkField(Village, "行政村", required=True, shown=True, create=True, names=("region.village",))
    year = YearField("参保年度", required=True, shown=True, synonyms=("年度", "年份"))
    should = IntegerField(
        "应参保人数", unit="人", stock=True, required=True, shown=True, synonyms=("应参保", "应参", "应参人数")
    )  # fmt: skip
    insured = IntegerField(
        "已参保人数",
        unit="人",
        stock=True,
        required=True,
        shown=True,
        synonyms=("已参保", "已参", "已参人数", "实际参保人数"),
    )
    rate = Computed("参保率", Percent(), _rate, shown=True)
    reason = TextField("未参保原因说明", long=True, synonyms=("未参原因",))

    class Meta:
        """Storage."""

        table_name = "insurance"

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """No more are insured than should be."""
        should, insured = values["should"], values["insured"]
        if should is not None and insured is not None and insured > should:
            yield Problem(f"已参保 {insured} 人多于应参保 {should} 人", "insured")


LEDGER = register(
    Ledger(
        Insurance,
        "医保参保",
        display="year",
        order=56,
        keys=(("village", "year"),),
        columns=("year", "village", "should", "insured", "rate", "reason"),
        sort=("-year", "village.seq"),
        search=("village",),
        filters=("year", "village"),
        synonyms=("医保参保", "参保率", "医保参保情况"),
        hint="各村每年的应参保和已参保人数；每个村都够 98% 才算达标。",
    )
)
