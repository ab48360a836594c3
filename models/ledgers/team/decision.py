"""议定事项 (domain.md §13.6): what a meeting decided, who sees to it, until when."""

from collections.abc import Iterator, Sequence

from models import clock
from models.fields import ChoiceField, DateField, LinkField, NameField, TextField
from models.kinds import Problem
from models.ledger import Ledger, ledger, register
from models.ledgers.team.meeting import Meeting
from models.record import Draft, Record, Values, load

DONE, DROPPED = "03", "04"


class Decision(Record):
    """One matter."""

    meeting = LinkField(Meeting, "会议", required=True, cascade=True, width=18)
    content = TextField("议定内容", required=True, shown=True, width=30, synonyms=("议定事项", "事项", "决定事项"))
    owner = NameField("责任人", shown=True, width=14, synonyms=("责任单位", "牵头单位", "责任人（单位）"))
    deadline = DateField("完成时限", shown=True, synonyms=("时限", "完成日期"))
    state = ChoiceField("落实情况", "decision_state", shown=True, synonyms=("办理情况", "状态"))
    closed_on = DateField("办结日期", shown=True, future=False, synonyms=("落实日期",))
    result = TextField("落实结果", long=True, synonyms=("办理结果",))

    class Meta:
        """Storage."""

        table_name = "decision"

    @classmethod
    def complete(cls, values: Values) -> None:
        """Without a state it is open until a day of completion is there."""
        if values["state"] is None:
            values["state"] = DONE if values["closed_on"] else "01"

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """Completion and state agree; what is past its limit is told of."""
        if values["closed_on"] and values["state"] not in (DONE, DROPPED):
            yield Problem("填了办结日期，落实情况应是“已落实”或“终止”", "state")
        if values["state"] == DONE and not values["closed_on"]:
            yield Problem("已落实的请填办结日期", "closed_on", "warn")
        late = values["deadline"] and values["deadline"] < clock.today_text()
        if late and values["state"] not in (DONE, DROPPED):
            yield Problem("已过完成时限，还没有落实", "deadline", "warn")

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """Nothing is due or done before it was decided."""
        days = load(ledger("meeting"), {d.values["meeting"] for d in drafts} - {None})
        for draft in drafts:
            held = days.get(draft.values["meeting"], {}).get("date")
            for name in ("deadline", "closed_on"):
                if held and draft.values[name] and draft.values[name] < held[: len(draft.values[name])]:
                    draft.error(f"早于会议日期 {held}", name)


LEDGER = register(
    Ledger(
        Decision,
        "议定事项",
        display="content",
        master="meeting",
        order=28,
        counter="项",
        keys=(("meeting", "content", "owner", "deadline", "closed_on"),),
        columns=("meeting.date", "meeting", "content", "owner", "deadline", "state", "closed_on"),
        sort=("-meeting.date", "deadline"),
        search=("content", "owner"),
        filters=("state", "deadline", "owner"),
        synonyms=("议定事项", "会议议定事项"),
        hint="在会议的表单里登记议定了什么、谁负责、什么时候完成。",
    )
)
