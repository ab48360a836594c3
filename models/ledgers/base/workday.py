"""放假和调休 (domain.md §3.4): days of the working calendar that differ from the shipped one."""

from collections.abc import Iterator, Sequence

from models import workdays
from models.fields import ChoiceField, DateField, TextField
from models.kinds import Problem
from models.ledger import Ledger, register
from models.record import Draft, Record, Values


class Workday(Record):
    """One day that is free, or worked, by order of the office or of a notice newer than the program."""

    date = DateField("日期", required=True, shown=True)
    kind = ChoiceField("安排", "day_kind", required=True, shown=True)
    name = TextField("事由", shown=True, width=16, synonyms=("节日", "名称"))
    basis = TextField("依据", shown=True, width=24)

    class Meta:
        """Storage."""

        table_name = "workday"

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """A whole day, and one that is not so already."""
        day = values["date"]
        if day and len(day) < 10:
            yield Problem("要写到哪一天", "date")
        elif day and values["kind"] and workdays.shipped(day) == (values["kind"] == workdays.WORKING):
            yield Problem("程序自带的日历里已经是这样，不用再写", "kind", "warn")

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """A day once."""
        days = {draft.values["date"] for draft in drafts}
        stored = {day: id for id, day in cls.select(cls.id, cls.date).where(cls.date.in_(days)).tuples()}
        for draft in drafts:
            if stored.setdefault(draft.values["date"], draft.id or -id(draft)) not in (draft.id, -id(draft)):
                draft.error("这一天已经写过了", "date")


LEDGER = register(
    Ledger(
        Workday,
        "放假和调休",
        display="date",
        order=66,
        counter="天",
        keys=(("date",),),
        sort=("-date",),
        search=("name", "basis"),
        filters=("date", "kind"),
        synonyms=("放假和调休", "工作日历", "节假日"),
        hint="国务院公布的放假、调休程序里已有；程序里没有的年份或本地另有安排，在这里一天写一条。",
    )
)
