"""驻村考勤 (domain.md §11): where a team member was on a day; the month calendar writes these records."""

from collections.abc import Sequence
from typing import Any

from models.fields import ChoiceField, DateField, LinkField, TextField
from models.ledger import Ledger, register
from models.ledgers.team.team_member import TeamMember
from models.record import Draft, Record

ALL_DAY = "00"


class Attendance(Record):
    """One day, or half of one."""

    member = LinkField(TeamMember, "队员", required=True, shown=True, cascade=True, synonyms=("姓名",))
    date = DateField("考勤日期", required=True, shown=True, future=False, index=True, synonyms=("日期",))
    half = ChoiceField("时段", "day_half", shown=True, initial=ALL_DAY)
    state = ChoiceField("考勤状态", "attendance_state", required=True, shown=True, synonyms=("考勤", "出勤情况"))
    place = TextField("地点", shown=True)
    method = ChoiceField("签到方式", "attendance_method", shown=True)
    remark = TextField("备注", long=True)

    class Meta:
        """Storage."""

        table_name = "attendance"

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """A day has one state, or one for each half."""
        days = {(d.values["member"], d.values["date"]) for d in drafts}
        mine = [d.id for d in drafts if d.id]
        dates = sorted({date for _, date in days if date})
        query = cls.select(cls.member, cls.date, cls.half).where(
            cls.member.in_({member for member, _ in days}),
            cls.date.between(dates[0], dates[-1]) if dates else cls.date.is_null(),
            cls.id.not_in(mine),
        )
        taken: dict[Any, set[str]] = {}
        for member, date, half in query.tuples():
            taken.setdefault((member, date), set()).add(half or ALL_DAY)
        for draft in drafts:
            key, half = (draft.values["member"], draft.values["date"]), draft.values["half"] or ALL_DAY
            had = taken.setdefault(key, set())
            if half in had or (had and ALL_DAY in (half, *had)):
                draft.error("这一天已经登记过考勤", "date")
            had.add(half)


LEDGER = register(
    Ledger(
        Attendance,
        "考勤记录",
        display="date",
        order=14,
        counter="条",
        keys=(("member", "date", "half"),),
        columns=("date", "member.village", "member", "half", "state", "place", "method"),
        sort=("-date", "member"),
        search=("member", "place"),
        filters=("date", "member.village", "member", "state"),
        synonyms=("考勤记录", "签到记录"),
        hint="在“考勤月历”里整月登记更快，这里看每一天的记录。",
    )
)
