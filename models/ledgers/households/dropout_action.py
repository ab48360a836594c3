"""控辍保学 (domain.md §7.1): each step taken to bring a child back to school."""

from collections.abc import Iterator

from models.checking import in_order
from models.fields import ChoiceField, DateField, LinkField, PersonField, TextField
from models.kinds import Problem
from models.ledger import Ledger, register
from models.ledgers.households.member import Member
from models.record import Record, Values


class DropoutAction(Record):
    """One visit, talk or arrangement for one child."""

    child = LinkField(Member, "学生", required=True, shown=True, synonyms=("学生姓名", "劝返对象", "儿童姓名"))
    date = DateField("劝返日期", required=True, shown=True, future=False, synonyms=("日期", "时间"))
    person = PersonField("劝返人", shown=True, synonyms=("责任人", "包保责任人"))
    action = TextField(
        "劝返措施", required=True, long=True, shown=True, width=24, personal=True, synonyms=("措施", "工作情况")
    )
    result = ChoiceField("劝返结果", "dropout_result", shown=True, synonyms=("结果",))
    returned_on = DateField("返校日期", shown=True, future=False)
    remark = TextField("备注", long=True)

    class Meta:
        """Storage."""

        table_name = "dropout_action"

    @classmethod
    def complete(cls, values: Values) -> None:
        """A day of return means that the child is back."""
        if values.get("returned_on") and values.get("result") is None:
            values["result"] = "01"

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """The day of return fits the result and the day of the action."""
        yield from in_order(cls, values, "date", "returned_on")
        if values["returned_on"] and values["result"] == "04":
            yield Problem("结果是“仍未返校”，却填了返校日期", "returned_on")
        if values["result"] == "01" and not values["returned_on"]:
            yield Problem("已返校，请填返校日期", "returned_on", "warn")


LEDGER = register(
    Ledger(
        DropoutAction,
        "控辍保学",
        display="date",
        order=52,
        counter="次",
        keys=(("child", "date", "person"),),
        columns=("date", "child.village", "child", "child.school_state", "child.dropout_reason", "person", "action",
                 "result", "returned_on"),
        sort=("-date",),
        search=("child", "person"),
        filters=("date", "child.village", "result"),
        synonyms=("控辍保学", "劝返"),
        hint="失学辍学的孩子，每劝返一次记一条；孩子在不在校在家庭成员里登记。",
    )
)  # fmt: skip
