"""遍访轮次 (domain.md §4.6): a period in which every household in scope is to be visited at least once."""

from collections.abc import Iterator

from models.fields import ChoicesField, DateField, NameField, TextField
from models.kinds import Problem
from models.ledger import Ledger, register
from models.record import InitialsField, Record, Values


class VisitRound(Record):
    """One round. Its villages and its list of households are rosters; without them it is for the whole township."""

    name = NameField(
        "遍访轮次", required=True, shown=True, width=16, index=True, synonyms=("轮次", "走访轮次", "遍访名称")
    )
    start = DateField("轮次开始日期", shown=True)
    end = DateField("轮次结束日期", shown=True)
    classes = ChoicesField(
        "应访户类别", "visit_class", shown=True, help="不填就是全部在册农户；下面列了应访户名单的，只按名单"
    )
    remark = TextField("轮次备注", long=True)
    initials = InitialsField("name")

    class Meta:
        """Storage."""

        table_name = "visit_round"

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """The end is not before the start."""
        if values["start"] and values["end"] and values["end"] < values["start"]:
            yield Problem("轮次结束日期早于开始日期", "end")


LEDGER = register(
    Ledger(
        VisitRound,
        "遍访轮次",
        order=44,
        counter="轮",
        keys=(("name",),),
        columns=("name", "start", "end", "classes"),
        sort=("-start", "name"),
        search=("name", "initials"),
        filters=("start", "classes"),
        synonyms=("遍访轮次",),
        hint="一轮一条：起止日期、哪些村、哪几类户；走访登记里选这一轮，覆盖率自动算出。",
    )
)
