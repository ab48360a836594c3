"""在岗抽查 (domain.md §11): what a spot check found; one that contradicts the attendance is told of."""

from collections.abc import Sequence

from models.fields import ChoiceField, DateField, LinkField, PersonField, TextField
from models.ledger import Ledger, ledger, register
from models.ledgers.team.team_member import TeamMember
from models.record import Draft, Record

ABSENT = "03"
PRESENT = ("01", "02")


class Spotcheck(Record):
    """One check of one person."""

    date = DateField("抽查日期", required=True, shown=True, future=False, synonyms=("日期",))
    member = LinkField(TeamMember, "队员", required=True, shown=True, cascade=True, synonyms=("姓名", "被抽查人"))
    checker = PersonField("抽查人", shown=True)
    way = ChoiceField("抽查方式", "spotcheck_way", shown=True)
    found = ChoiceField("抽查结果", "spotcheck_found", required=True, shown=True, synonyms=("结果",))
    note = TextField("情况说明", long=True, shown=True)

    class Meta:
        """Storage."""

        table_name = "spotcheck"

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """Absent without leave, while the attendance of that day says present."""
        absent = [d for d in drafts if d.values["found"] == ABSENT]
        if not absent:
            return
        day = ledger("attendance").model
        query = day.select(day.member, day.date).where(
            day.member.in_({d.values["member"] for d in absent}),
            day.date.in_({d.values["date"] for d in absent}),
            day.state.in_(PRESENT),
        )
        present = set(query.tuples())
        for draft in absent:
            if (draft.values["member"], draft.values["date"]) in present:
                draft.warn("抽查不在岗，当天考勤却登记为在岗或公出，请核对", "found")


LEDGER = register(
    Ledger(
        Spotcheck,
        "在岗抽查",
        display="date",
        order=20,
        counter="次",
        keys=(("date", "member", "checker", "way", "found"),),
        columns=("date", "member.village", "member", "checker", "way", "found", "note"),
        sort=("-date",),
        search=("member", "checker", "note"),
        filters=("date", "member.village", "member", "found"),
        synonyms=("在岗抽查", "抽查"),
        hint="每次抽查每人记一条；与当天考勤对不上的会提示。",
    )
)
