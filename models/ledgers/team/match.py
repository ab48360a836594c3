"""对接协调 (domain.md §13.6): what a unit brought to the township: money, projects, techniques …"""

from collections.abc import Sequence
from typing import Any

from peewee import fn

from models.fields import ChoiceField, DateField, LinkField, MoneyField, NameField, TextField
from models.kinds import Money
from models.ledger import Ledger, register
from models.ledgers.base.village import Village
from models.ledgers.team.demand import Demand
from models.ledgers.team.supply import Supply
from models.record import Draft, InitialsField, Record

FAILED = "03"


class Match(Record):
    """One matter that a unit coordinated."""

    date = DateField("对接日期", shown=True, future=False, synonyms=("日期", "协调日期"))
    title = NameField("协调事项", required=True, shown=True, width=20, synonyms=("对接事项", "事项"))
    kind = ChoiceField("对接类别", "match_kind", shown=True, synonyms=("类别", "资源类别"))
    unit = NameField("对接单位", shown=True, width=16, synonyms=("单位", "协调单位"))
    village = LinkField(Village, "受益村", shown=True, create=True, names=("region.village",), synonyms=("行政村",))
    value = MoneyField("协调金额", unit="万元", shown=True, vague="value_q", synonyms=("金额", "折合金额"))
    value_q = ChoiceField("金额约数", "qualifier", width=8)
    supply = LinkField(Supply, "供给", shown=True, width=18, help="对接的是供给清单里的哪一项")
    demand = LinkField(Demand, "需求", shown=True, width=18, help="解决的是需求清单里的哪一项")
    state = ChoiceField("落实情况", "match_state", shown=True)
    result = TextField("结果", long=True)
    initials = InitialsField("title")

    class Meta:
        """Storage."""

        table_name = "match"

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """Matches of an offer never exceed it (domain.md §13.6); one that failed gives its part back."""
        ids = {d.values["supply"] for d in drafts if d.values["supply"] is not None}
        if not ids:
            return
        mine = [d.id for d in drafts if d.id]
        offered = dict(Supply.select(Supply.id, Supply.value).where(Supply.id.in_(ids)).tuples())
        stored = cls.select(cls.supply, fn.SUM(cls.value)).where(
            cls.supply.in_(ids), cls.id.not_in(mine), cls.state.is_null() | (cls.state != FAILED)
        )
        used: dict[Any, int] = dict(stored.group_by(cls.supply).tuples())
        text = Money("万元").to_text
        for draft in drafts:
            key, value = draft.values["supply"], draft.values["value"] or 0
            if offered.get(key) is None or draft.values["state"] == FAILED:
                continue
            left = offered[key] - (used.get(key) or 0)
            if value > left:
                draft.error(f"这项供给只剩 {text(max(left, 0))} 万元，不能对接 {text(value)} 万元", "value")
            else:
                used[key] = (used.get(key) or 0) + value


LEDGER = register(
    Ledger(
        Match,
        "对接协调",
        display="title",
        order=44,
        counter="件",
        keys=(("title", "unit", "date", "kind", "value"),),
        sort=("-date", "title"),
        search=("title", "initials", "unit", "village"),
        filters=("date", "kind", "unit", "state", "village"),
        synonyms=("协调资金", "对接协调", "资源对接"),
        hint="帮扶单位协调来的项目、资金、技术、人才，每件记一条；银行贷款另记，不混在一起。",
    )
)
