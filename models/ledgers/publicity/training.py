"""培训 (domain.md §8.3): sessions, person-times and people are three different numbers."""

from collections.abc import Iterator, Sequence

from models.fields import (
    ChoiceField,
    DateField,
    DecimalField,
    IntegerField,
    MoneyField,
    NameField,
    TextField,
)
from models.kinds import Problem
from models.ledger import Ledger, ledger, register
from models.ledgers.base._usual import of_village
from models.record import InitialsField, Record, Refreshed, Values

COURSE, COUNT = "培训", "人数和经费"


class Training(Record):
    """One course of one or more sessions; 培训人数 follows from the roster as soon as it has somebody."""

    watched = ()

    title = NameField(
        "培训名称", required=True, shown=True, width=24, group=COURSE, synonyms=("培训班名称", "培训主题")
    )
    kind = ChoiceField("培训类型", "training_kind", shown=True, group=COURSE, synonyms=("培训类别", "类型"))
    village = of_village(group=COURSE)
    organiser = NameField("举办单位", width=16, group=COURSE, synonyms=("主办单位", "承办单位", "组织单位"))
    place = NameField("培训地点", shown=True, width=16, group=COURSE, synonyms=("地点",))
    start = DateField("开始日期", shown=True, group=COURSE, synonyms=("培训时间", "培训日期", "开班日期", "日期"))
    end = DateField("结束日期", group=COURSE, synonyms=("结业日期",))
    trainer = TextField("授课老师", group=COURSE, synonyms=("授课人", "主讲人"))
    content = TextField("培训内容", long=True, group=COURSE, synonyms=("课程内容",))
    hours = DecimalField("课时", places=1, unit="学时", group=COUNT, synonyms=("学时",))
    sessions = IntegerField("期数", unit="期", shown=True, group=COUNT, initial=1, synonyms=("场次",))
    headcount = IntegerField(
        "培训人数", unit="人", shown=True, group=COUNT, help="一人参加几次也只算一人；填了名单由名单数出",
        synonyms=("参训人数", "人数"),
    )  # fmt: skip
    person_times = IntegerField("培训人次", unit="人次", shown=True, group=COUNT, synonyms=("参训人次", "人次"))
    certificate_count = IntegerField("取证人数", unit="人", group=COUNT, synonyms=("取得证书人数", "发证人数"))
    cost_yuan = MoneyField("培训经费", shown=True, group=COUNT, synonyms=("经费", "培训费用"))
    remark = TextField("备注", long=True, group=COUNT)
    initials = InitialsField("title")

    class Meta:
        """Storage."""

        table_name = "training"

    @classmethod
    def complete(cls, values: Values) -> None:
        """A single session with a headcount has as many person-times."""
        if values["person_times"] is None and values["sessions"] == 1:
            values["person_times"] = values["headcount"]

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """Dates in order; people ≤ person-times ≤ people × sessions; certificates ≤ people."""
        start, end = values["start"], values["end"]
        if start and end and end < start[: len(end)]:
            yield Problem("结束日期早于开始日期", "end")
        people, times, certified = values["headcount"], values["person_times"], values["certificate_count"]
        if people is not None and times is not None:
            if people > times:
                yield Problem("培训人数多于培训人次", "headcount")
            elif values["sessions"] and times > people * values["sessions"]:
                yield Problem("培训人次多于人数×期数，请核对", "person_times", "warn")
        most = times if people is None else people
        if certified is not None and most is not None and certified > most:
            yield Problem("取证人数多于培训人数", "certificate_count")

    @classmethod
    def refresh(cls, ids: Sequence[int]) -> Refreshed:
        """培训人数 from the roster."""
        roster = ledger("training_person").model
        counted: dict[int, set[str]] = {}
        for at in range(0, len(ids), 500):
            query = roster.select(roster.training, roster.person, roster.id_no).where(
                roster.training.in_(ids[at : at + 500])
            )
            for id, name, number in query.tuples():
                counted.setdefault(id, set()).add(number or name)
        yield "training", {id: {"headcount": len(people)} for id, people in counted.items()}


LEDGER = register(
    Ledger(
        Training,
        "培训",
        display="title",
        order=30,
        counter="期",
        keys=(("title", "start", "place"), ("title", "start", "place", "village", "person_times")),
        sort=("-start", "title"),
        search=("title", "initials", "organiser", "trainer", "place", "village"),
        filters=("start", "kind", "village", "organiser"),
        synonyms=("培训", "培训台账", "培训登记"),
        hint="每班记一条；期数、人次、人数分开填，参加的人登记在名单里。",
    )
)
