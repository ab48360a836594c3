"""请假 (domain.md §11): leave of a team member with the approver that its length asks for."""

from collections.abc import Iterator, Sequence

from models.checking import in_order
from models.codes import norm
from models.days import days_of
from models.fields import ChoiceField, DateField, LinkField, NameField, TextField
from models.kinds import Problem
from models.ledger import Ledger, register
from models.ledgers.team.team_member import TeamMember
from models.record import Draft, Record, Values


class Leave(Record):
    """One leave."""

    member = LinkField(TeamMember, "队员", required=True, shown=True, cascade=True, synonyms=("姓名",))
    kind = ChoiceField("请假类别", "leave_kind", required=True, shown=True, synonyms=("类别", "假别"))
    first = DateField("开始日期", required=True, shown=True, synonyms=("请假开始",))
    last = DateField("结束日期", required=True, shown=True, synonyms=("请假结束",))
    reason = TextField("事由", shown=True, width=18)
    approver = NameField("批准人（单位）", shown=True, synonyms=("批准人", "审批单位"))
    approver_level = ChoiceField("批准层级", "leave_approver", shown=True)
    back_on = DateField("销假日期", shown=True)
    remark = TextField("备注", long=True)

    class Meta:
        """Storage."""

        table_name = "leave"

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """Dates in order; more than the township may grant needs the county (domain.md §11)."""
        yield from in_order(cls, values, "first", "last")
        limit = int(norm("attendance.leave_town_days"))
        if days_of(values["first"], values["last"]) > limit and values["approver_level"] == "01":
            yield Problem(f"请假超过 {limit} 天，要由县级批准", "approver_level", "warn")
        if not values["approver"] and not values["approver_level"]:
            yield Problem("没有填谁批准的", "approver", "warn")

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """Leaves of one person do not overlap."""
        mine = [d.id for d in drafts if d.id]
        query = cls.select(cls.member, cls.first, cls.last).where(
            cls.member.in_({d.values["member"] for d in drafts}), cls.id.not_in(mine)
        )
        had: dict[int, list[tuple[str, str]]] = {}
        for member, first, last in query.tuples():
            had.setdefault(member, []).append((first, last))
        for draft in drafts:
            first, last = draft.values["first"], draft.values["last"]
            own = had.setdefault(draft.values["member"], [])
            if first and last and any(first <= end and begin <= last for begin, end in own):
                draft.error("与另一次请假的日期重叠", "first")
            elif first and last:
                own.append((first, last))


LEDGER = register(
    Ledger(
        Leave,
        "请假",
        display="first",
        order=16,
        counter="次",
        keys=(("member", "first", "last"),),
        columns=(
            "member.village",
            "member",
            "kind",
            "first",
            "last",
            "reason",
            "approver",
            "approver_level",
            "back_on",
        ),
        sort=("-first",),
        search=("member", "reason", "approver"),
        filters=("first", "member.village", "member", "kind"),
        synonyms=("请假", "请销假", "请假登记"),
        hint="每次请假记一条；3 天以内乡镇批，超过的由县级批。",
    )
)
