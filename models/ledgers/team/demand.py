"""需求清单 (domain.md §13.6): what a village needs from outside."""

from typing import Any

from peewee import fn

from models import kinds
from models.fields import ChoiceField, Computed, DateField, MoneyField, PersonField, TextField
from models.ledger import Ledger, ledger, register
from models.ledgers.base._usual import of_village
from models.record import Record


def _done(model: Any) -> Any:
    deal = ledger("match").model.alias()
    found = deal.select(fn.COUNT(deal.id)).where(deal.demand == model.id, deal.state == "02")
    return found > 0


class Demand(Record):
    """One need."""

    village = of_village(required=True, synonyms=("需求村", "村"))
    kind = ChoiceField("需求类别", "match_kind", required=True, shown=True, synonyms=("类别",))
    content = TextField("需求内容", required=True, shown=True, width=24, synonyms=("内容",))
    value = MoneyField("需要金额", unit="万元", shown=True, synonyms=("金额",))
    urgency = ChoiceField("紧急程度", "urgency", shown=True)
    date = DateField("提出日期", shown=True, future=False)
    person = PersonField("联系人", shown=True)
    met = Computed("是否落实", kinds.YesNo(), _done, shown=True)
    remark = TextField("备注", long=True)

    class Meta:
        """Storage."""

        table_name = "demand"


LEDGER = register(
    Ledger(
        Demand,
        "需求清单",
        display="content",
        order=42,
        counter="项",
        keys=(("village", "content"), ("content",)),
        sort=("-date", "village.seq"),
        search=("village", "content", "person"),
        filters=("village", "kind", "urgency", "met"),
        synonyms=("需求清单",),
        hint="各村需要的项目、资金、技术、人才，每项记一条；落实情况从对接协调自动得出。",
    )
)
