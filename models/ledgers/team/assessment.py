"""考核 (domain.md §11, seeds-map.md C4): what two sides, township and sending unit, think of a member's year."""

from collections.abc import Sequence

from models.fields import ChoiceField, DateField, DecimalField, LinkField, TextField, YearField
from models.ledger import Ledger, ledger, register
from models.ledgers.team.spotcheck import ABSENT
from models.ledgers.team.team_member import TeamMember
from models.record import Draft, Record

BEST = "01"


class Assessment(Record):
    """One assessment by one side."""

    member = LinkField(TeamMember, "队员", required=True, shown=True, cascade=True, synonyms=("姓名",))
    year = YearField("年度", required=True, shown=True, synonyms=("考核年度",))
    side = ChoiceField("考核方", "assess_side", required=True, shown=True, synonyms=("评价方",))
    score = DecimalField("得分", unit="分", places=1, total=False, high=100, shown=True)
    grade = ChoiceField("等次", "assess_grade", shown=True, synonyms=("考核等次",))
    date = DateField("考核日期", future=False)
    note = TextField("评语", long=True)

    class Meta:
        """Storage."""

        table_name = "assessment"

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """Who was found absent without leave cannot be 优秀 (domain.md §11)."""
        best = [d for d in drafts if d.values["grade"] == BEST]
        if not best:
            return
        check = ledger("spotcheck").model
        query = check.select(check.member, check.date).where(
            check.member.in_({d.values["member"] for d in best}), check.found == ABSENT
        )
        absent = {(member, int(date[:4])) for member, date in query.tuples()}
        for draft in best:
            if (draft.values["member"], draft.values["year"]) in absent:
                draft.error("这一年抽查有无故不在岗，不能评为优秀", "grade")


LEDGER = register(
    Ledger(
        Assessment,
        "考核",
        display="year",
        order=22,
        counter="条",
        keys=(("member", "year", "side"),),
        columns=("member.village", "member", "year", "side", "score", "grade"),
        sort=("-year", "member"),
        search=("member",),
        filters=("year", "member.village", "side", "grade"),
        synonyms=("考核", "双向考核"),
        hint="乡镇和派出单位各评一次，两个分数都记。",
    )
)
