"""疑难问题 (seeds-map.md C17): hard problems brought to a meeting, until they are solved."""

from collections.abc import Iterator

from models.checking import in_order
from models.fields import ChoiceField, DateField, NameField, TextField
from models.kinds import Problem as Trouble
from models.ledger import Ledger, register
from models.ledgers.base._usual import of_village
from models.record import Record, Values

OPEN, SOLVED = "01", "03"


class HardProblem(Record):
    """One problem."""

    text = TextField("疑难问题", required=True, shown=True, width=26, synonyms=("问题", "问题内容"))
    village = of_village(synonyms=("村",))
    raised_on = DateField("提出日期", shown=True, future=False)
    owner = NameField("责任人（单位）", shown=True, synonyms=("责任人", "责任单位", "牵头单位"))
    deadline = DateField("办结时限", shown=True)
    state = ChoiceField("办理状态", "problem_state", shown=True, synonyms=("状态",))
    closed_on = DateField("办结日期", shown=True, future=False)
    result = TextField("办理结果", long=True)

    class Meta:
        """Storage."""

        table_name = "problem"

    @classmethod
    def complete(cls, values: Values) -> None:
        """Without a state it is open until it is closed."""
        if values.get("state") is None:
            values["state"] = SOLVED if values.get("closed_on") else OPEN

    @classmethod
    def check(cls, values: Values) -> Iterator[Trouble]:
        """Closed after it was raised."""
        yield from in_order(cls, values, "raised_on", "closed_on")
        if values["closed_on"] and values["state"] != SOLVED:
            yield Trouble("填了办结日期，办理状态应是“已解决”", "state")
        if values["state"] == SOLVED and not values["closed_on"]:
            yield Trouble("已解决的问题请填办结日期", "closed_on", "warn")


LEDGER = register(
    Ledger(
        HardProblem,
        "疑难问题",
        display="text",
        order=36,
        counter="个",
        keys=(("text", "village", "raised_on", "owner", "closed_on"),),
        sort=("-raised_on",),
        search=("text", "village", "owner"),
        filters=("state", "village", "deadline"),
        synonyms=("疑难问题", "疑难问题库"),
        hint="联席会议上提出的疑难问题，办结了填日期。",
    )
)
