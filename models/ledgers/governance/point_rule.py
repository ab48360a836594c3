"""积分规则 (domain.md §13.1): what earns or costs points."""

from collections.abc import Iterator

from models.checking import in_order
from models.fields import CodeField, DateField, IntegerField, NameField, TextField
from models.kinds import Problem
from models.ledger import Ledger, register
from models.record import InitialsField, Record, Values


class PointRule(Record):
    """One item of the township's point system; a minus takes points away."""

    code = CodeField("规则编号", shown=True, index=True)
    name = NameField("积分事项", required=True, shown=True, width=24, synonyms=("事项", "积分项目", "规则"))
    points = IntegerField("标准分值", low=None, unit="分", total=False, shown=True, synonyms=("分值", "分数"))
    cap = IntegerField("每期上限", unit="分", total=False, shown=True, help="一户一个批次最多记多少分；不限就空着")
    valid_from = DateField("生效日期", shown=True)
    valid_to = DateField("失效日期", shown=True)
    remark = TextField("说明", long=True)
    initials = InitialsField("name")

    class Meta:
        """Storage."""

        table_name = "point_rule"

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """Dates in order."""
        yield from in_order(cls, values, "valid_from", "valid_to")


LEDGER = register(
    Ledger(
        PointRule,
        "积分规则",
        order=20,
        keys=(("code",), ("name",)),
        sort=("code", "name"),
        search=("code", "name", "initials"),
        filters=("points",),
        synonyms=("积分规则", "积分细则", "积分标准"),
        hint="先登记加分、扣分的事项和分值，记积分时选它，分值自动带出。",
    )
)
