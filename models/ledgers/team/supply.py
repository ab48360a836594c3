"""供给清单 (domain.md §13.6): what a unit or a first secretary can bring."""

from typing import Any

from peewee import fn

from models import kinds
from models.fields import ChoiceField, Computed, DateField, LinkField, MoneyField, NameField, TextField
from models.ledger import Ledger, ledger, register
from models.ledgers.team.service_group import ServiceGroup
from models.record import InitialsField, Record


def _left(model: Any) -> Any:
    deal = ledger("match").model.alias()
    used = deal.select(fn.SUM(deal.value)).where(deal.supply == model.id, deal.state.is_null() | (deal.state != "03"))
    return model.value - fn.COALESCE(used, 0)


class Supply(Record):
    """One offer."""

    unit = NameField("供给单位", required=True, shown=True, width=18, synonyms=("单位", "资源单位"))
    kind = ChoiceField("供给类别", "match_kind", required=True, shown=True, synonyms=("类别", "资源类别"))
    content = TextField("供给内容", required=True, shown=True, width=24, synonyms=("内容", "资源内容"))
    value = MoneyField("可提供金额", unit="万元", shown=True, synonyms=("金额",))
    left = Computed("还可对接", kinds.Money("万元", None), _left, shown=True)
    group = LinkField(ServiceGroup, "服务组", shown=True, create=True)
    date = DateField("提出日期", shown=True, future=False)
    valid_to = DateField("有效期至", shown=True)
    remark = TextField("备注", long=True)
    initials = InitialsField("unit")

    class Meta:
        """Storage."""

        table_name = "supply"


LEDGER = register(
    Ledger(
        Supply,
        "供给清单",
        display="content",
        order=40,
        counter="项",
        keys=(("unit", "content"), ("content",)),
        sort=("-date", "unit"),
        search=("unit", "initials", "content"),
        filters=("kind", "unit", "group", "valid_to", "left"),
        synonyms=("供给清单", "资源清单"),
        hint="帮扶单位、第一书记能提供的资源，每项记一条；对接了多少自动扣减。",
    )
)
