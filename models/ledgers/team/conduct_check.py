"""纪律清单检查 (seeds-map.md B29): each item of the discipline list, kept or not, person by person."""

from collections.abc import Iterator

from models.checking import in_order
from models.fields import ChoiceField, DateField, NameField, PersonField, TextField, YesNoField
from models.kinds import Problem
from models.ledger import Ledger, register
from models.record import InitialsField, Record, Values


class ConductCheck(Record):
    """One item looked at for one person on one day."""

    date = DateField("检查日期", required=True, shown=True, future=False, synonyms=("自查日期", "检查时间"))
    person = PersonField("队员", required=True, shown=True, synonyms=("被检查人", "驻村干部", "干部姓名"))
    group = ChoiceField("清单", "conduct_group", required=True, shown=True, synonyms=("清单名称", "纪律类别"))
    item = NameField("条款", required=True, shown=True, width=24, synonyms=("清单内容", "纪律要求", "具体要求"))
    kept = YesNoField("是否做到", required=True, shown=True, synonyms=("做到", "落实情况"))
    found = TextField("查到的问题", shown=True, long=True, width=20, synonyms=("存在问题",))
    mended_on = DateField("改正日期", shown=True, future=False, synonyms=("整改日期",))
    checker = PersonField("检查人", shown=True)
    initials = InitialsField("person")

    class Meta:
        """Storage."""

        table_name = "conduct_check"

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """What was not kept says what was found; it is mended no earlier than it was found."""
        if values["kept"] is False and not values["found"]:
            yield Problem("没有做到的，要写明查到的问题", "found", "warn")
        yield from in_order(cls, values, "date", "mended_on")


LEDGER = register(
    Ledger(
        ConductCheck,
        "纪律清单检查",
        display="item",
        order=29,
        counter="项",
        keys=(("date", "person", "group", "item"),),
        sort=("-date", "person", "group"),
        search=("person", "initials", "item", "found"),
        filters=("date", "group", "kept", "person"),
        synonyms=("纪律清单", "纪律清单检查", "五个带头五个不准六个坚持"),
        hint="照“五个带头、五个不准、六个坚持”逐条打勾，没有做到的写明问题和改正日期。",
    )
)
