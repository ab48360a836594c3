"""对接协调 (domain.md §13.6): what a unit brought to the township: money, projects, techniques …"""

from models.fields import ChoiceField, DateField, LinkField, MoneyField, NameField, TextField
from models.ledger import Ledger, register
from models.ledgers.base.village import Village
from models.record import InitialsField, Record


class Match(Record):
    """One matter that a unit coordinated."""

    date = DateField("对接日期", shown=True, future=False, synonyms=("日期", "协调日期"))
    title = NameField("协调事项", required=True, shown=True, width=20, synonyms=("对接事项", "事项"))
    kind = ChoiceField("对接类别", "match_kind", shown=True, synonyms=("类别", "资源类别"))
    unit = NameField("对接单位", shown=True, width=16, synonyms=("单位", "协调单位"))
    village = LinkField(Village, "受益村", shown=True, create=True, names=("region.village",), synonyms=("行政村",))
    value = MoneyField("协调金额", unit="万元", shown=True, vague="value_q", synonyms=("金额", "折合金额"))
    value_q = ChoiceField("金额约数", "qualifier", width=8)
    state = ChoiceField("落实情况", "match_state", shown=True)
    result = TextField("结果", long=True)
    initials = InitialsField("title")

    class Meta:
        """Storage."""

        table_name = "match"


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
