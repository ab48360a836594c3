"""务工意愿 (domain.md §8.1): who plans to go to work, where to, and what service they need first."""

from collections.abc import Iterator, Sequence

from models.fields import Block, ChoicesField, DateField, MoneyField, TextField, YesNoField
from models.kinds import Problem
from models.ledger import Ledger, register
from models.ledgers.base._usual import of_group, of_village
from models.ledgers.households import _whose as whose
from models.ledgers.households._people import settle
from models.ledgers.livelihood._places import complete_place, whereabouts
from models.ledgers.livelihood._work import LOST, WEAK
from models.record import Draft, Record, ToldField, Values

WHO, PLAN = "人员", "意愿"


class WorkPlan(Record):
    """What one person plans."""

    person = whose.person(group=WHO)
    id_no = whose.number(group=WHO)
    village = of_village(group=WHO)
    group = of_group(group=WHO)
    member = whose.member(group=WHO)
    exported = Block(whose.exported(WHO))
    planned = YesNoField("是否计划务工", required=True, shown=True, group=PLAN, initial=True)
    planned_out = YesNoField("是否计划外出务工", shown=True, group=PLAN)
    month = DateField("计划务工时间", precision="month", shown=True, group=PLAN)
    where = Block(whereabouts(PLAN, "计划"))
    need = ChoicesField("就业服务需求", "service_need", shown=True, group=PLAN, synonyms=("服务需求", "需要的就业服务"))
    wage = MoneyField("期望月收入", total=False, shown=True, group=PLAN)
    remark = TextField("备注", long=True, group=PLAN)
    told = ToldField()

    class Meta:
        """Storage."""

        table_name = "work_plan"

    @classmethod
    def complete(cls, values: Values) -> None:
        """The place from its parts, its province and the scope."""
        complete_place(values)

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """A plan says what is needed and where to (domain.md §17.2 L21, L23)."""
        if values["planned"] and values["need"] is None:
            yield Problem("计划务工，就业服务需求没有填", "need", "warn")
        if values["planned_out"] and values["place"] is None:
            yield Problem("计划外出务工，所在地没有填", "place", "warn")
        if values["planned"] is False and values["planned_out"]:
            yield Problem("没有计划务工，却填了计划外出务工", "planned_out")

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """At school, or without labour (domain.md §17.2 L10, L12): told of."""
        for draft, who in zip(drafts, settle(drafts), strict=True):
            if not draft.values["planned"]:
                continue
            if who.school_state:
                draft.warn("是在校生，却计划务工", "planned")
            if who.labour in (*LOST, WEAK):
                draft.warn("不是普通或技能劳动力，却计划务工", "planned")


LEDGER = register(
    Ledger(
        WorkPlan,
        "务工意愿",
        display="person",
        order=12,
        counter="人",
        keys=(("person", "id_no", "village", "month", "place"),),
        columns=("village", "person", "planned", "planned_out", "month", "place", "scope", "need", "wage"),
        sort=("village.seq", "person"),
        search=("person", "id_no", "place", "village"),
        filters=("village", "planned", "scope", "need"),
        synonyms=("务工意愿", "计划外出务工", "就业意愿", "计划务工"),
        hint="有务工打算的人每人记一条，写明要什么就业服务。",
    )
)
