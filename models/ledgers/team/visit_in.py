"""来访调研 (seeds-map.md B20): leaders and units that came to the township."""

from models.fields import ChoiceField, DateField, IntegerField, LinkField, NameField, PersonField, TextField
from models.ledger import Ledger, register
from models.ledgers.base.village import Village
from models.record import InitialsField, Record


class VisitIn(Record):
    """One visit."""

    date = DateField("来访日期", required=True, shown=True, future=False, synonyms=("日期", "调研日期"))
    unit = NameField("来访单位", required=True, shown=True, width=18, synonyms=("单位", "调研单位"))
    leader = PersonField("带队领导", shown=True)
    leader_level = ChoiceField("领导级别", "leader_level", shown=True, synonyms=("级别",))
    persons = IntegerField("人数", unit="人")
    village = LinkField(Village, "到访村", shown=True, create=True, names=("region.village",), synonyms=("行政村",))
    purpose = TextField("来访事由", shown=True, width=20, synonyms=("事由", "调研内容"))
    result = TextField("议定事项", long=True)
    initials = InitialsField("unit")

    class Meta:
        """Storage."""

        table_name = "visit_in"


LEDGER = register(
    Ledger(
        VisitIn,
        "来访调研",
        display="unit",
        order=48,
        counter="批次",
        keys=(("date", "unit", "purpose", "leader_level", "village"),),
        sort=("-date",),
        search=("unit", "initials", "leader", "purpose", "village"),
        filters=("date", "unit", "leader_level", "village"),
        synonyms=("来访", "领导调研", "来访调研"),
        hint="领导和成员单位来乡调研，每批次记一条。",
    )
)
