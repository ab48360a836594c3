"""问题整改 (domain.md §4.6): a problem found, who solves it by when, and how it was closed (销号)."""

from collections.abc import Iterator, Sequence

from models import clock
from models.checking import follow, in_order, keyed, of_linked
from models.computed import overdue
from models.fields import ChoiceField, DateField, LinkField, PersonField, TextField
from models.kinds import Problem
from models.ledger import Ledger, register
from models.ledgers.base._usual import of_village
from models.ledgers.households.household import Household
from models.ledgers.monitoring.visit import Visit
from models.record import Draft, Record, Refreshed, Values

OPEN, CLOSED = "01", "03"


class Task(Record):
    """One problem with its remedy."""

    watched = ("visit", "state")

    village = of_village(help="填了农户的，按农户所在的村")
    household = LinkField(Household, "农户", shown=True, help="村里的问题、不关哪一户的，不填")
    # A table has no number that tells a visit from all others.
    visit = LinkField(Visit, "来自走访", hidden=True)
    content = TextField(
        "问题内容", long=True, required=True, shown=True, width=24, synonyms=("问题", "问题描述", "存在问题")
    )
    found_on = DateField(
        "发现日期", required=True, shown=True, future=False, initial=clock.today_text, synonyms=("发现时间",)
    )
    owner = PersonField("整改责任人", shown=True, synonyms=("责任人", "整改人"))
    deadline = DateField("整改期限", shown=True, synonyms=("整改时限", "限期", "完成期限", "整改期限"))
    state = ChoiceField(
        "整改状态", "task_state", required=True, shown=True, initial=OPEN, synonyms=("整改情况", "是否整改到位")
    )
    overdue = overdue("deadline", lambda task: task.state == CLOSED, shown=True)
    result = TextField("整改结果", long=True, shown=True, synonyms=("整改措施", "办理结果"))
    closed_on = DateField("销号日期", shown=True, future=False, synonyms=("销号时间", "整改完成日期"))
    remark = TextField("备注", long=True)

    class Meta:
        """Storage."""

        table_name = "task"

    @classmethod
    def complete(cls, values: Values) -> None:
        """What has been closed on a day is closed."""
        if values.get("closed_on"):
            values["state"] = CLOSED

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """Dates in order; 销号 needs its day and its result, an open task its owner and its deadline."""
        yield from in_order(cls, values, "found_on", "deadline")
        yield from in_order(cls, values, "found_on", "closed_on")
        if values["state"] == CLOSED:
            if not values["closed_on"]:
                yield Problem("已销号的，要填销号日期", "closed_on")
            if not values["result"]:
                yield Problem("已销号的，要写整改结果", "result")
        else:
            if not values["owner"]:
                yield Problem("还没有定整改责任人", "owner", "warn")
            if not values["deadline"]:
                yield Problem("还没有定整改期限，超期提醒不到", "deadline", "warn")

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """The village is the household's; the household is the visit's."""
        visited = of_linked(drafts, "visit", Visit, Visit.household)
        for draft in drafts:
            home = visited.get(draft.values["visit"])
            if home is not None and draft.values["household"] is None:
                draft.put("household", home)
            elif home is not None and draft.values["household"] != home:
                draft.error("农户与走访登记里的不是同一户", "household")
        follow(drafts, "household", Household, always=True, village=Household.village)
        for draft in drafts:
            if draft.values["household"] is None and draft.values["village"] is None:
                draft.error("行政村和农户至少填一项", "village")

    @classmethod
    def refresh(cls, ids: Sequence[int]) -> Refreshed:
        """A visit's problems are solved when all that came of them is closed."""
        solved: dict[int, bool] = {}
        visits = {visit for _, visit in keyed(cls, cls.id, ids, cls.visit)}
        for visit, state in keyed(cls, cls.visit, visits, cls.state):
            solved[visit] = solved.get(visit, True) and state == CLOSED
        yield "visit", {id: {"solved": yes} for id, yes in solved.items()}


LEDGER = register(
    Ledger(
        Task,
        "问题整改",
        display="content",
        order=48,
        counter="个",
        keys=(("village", "household", "content", "found_on", "owner"),),
        columns=(
            "found_on", "village", "household", "content", "owner", "deadline", "state", "overdue", "result",
            "closed_on",
        ),
        sort=("state", "deadline", "-found_on"),
        search=("content", "household", "village", "owner", "result"),
        filters=("state", "overdue", "village", "owner", "deadline", "found_on"),
        synonyms=("问题整改", "整改台账", "问题整改台账", "问题清单", "整改清单"),
        hint="走访和排查发现的问题，一个一条：谁、何时前整改、结果、销号日期。",
    )
)  # fmt: skip
