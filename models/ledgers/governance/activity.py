"""活动 (domain.md §13.8): lectures, evenings, clean-ups, counted by village and kind."""

from collections.abc import Iterator

from models.fields import ChoiceField, DateField, IntegerField, MoneyField, NameField, TextField
from models.kinds import Problem
from models.ledger import Ledger, register
from models.ledgers.base._usual import of_village
from models.record import InitialsField, Record, Values


class Activity(Record):
    """One activity."""

    date = DateField("活动日期", required=True, shown=True, future=False, synonyms=("日期", "时间"))
    village = of_village()
    kind = ChoiceField("活动类型", "activity_kind", required=True, shown=True, synonyms=("类型", "活动类别"))
    title = NameField("活动名称", required=True, shown=True, width=22, synonyms=("名称", "活动主题", "主题"))
    place = NameField("地点", width=14)
    organiser = NameField("组织单位", width=16)
    persons = IntegerField("参加人数", unit="人", shown=True, synonyms=("人数",))
    person_times = IntegerField("参加人次", unit="人次", shown=True, synonyms=("人次",))
    cost = MoneyField("活动经费", shown=True, synonyms=("经费",))
    remark = TextField("备注", long=True)
    initials = InitialsField("title")

    class Meta:
        """Storage."""

        table_name = "activity"

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """Persons ≤ person-times (domain.md §8.3)."""
        if values["persons"] and values["person_times"] and values["persons"] > values["person_times"]:
            yield Problem("参加人数多于人次", "persons")


LEDGER = register(
    Ledger(
        Activity,
        "活动",
        display="title",
        order=45,
        counter="场",
        keys=(("date", "village", "kind", "title", "place"),),
        sort=("-date",),
        search=("title", "initials", "village", "organiser"),
        filters=("date", "village", "kind"),
        synonyms=("活动", "活动台账"),
        hint="宣讲、夜话、环境整治、民主评议等，每场记一条。",
    )
)
