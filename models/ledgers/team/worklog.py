"""工作纪实 (domain.md §11): the 民情日记 of a team member, out of which the year's summary is written."""

from models.fields import ChoiceField, DateField, DecimalField, LinkField, TextField, YesNoField
from models.ledger import Ledger, register
from models.ledgers.base.village import Village
from models.ledgers.team.team_member import TeamMember
from models.record import Record


class Worklog(Record):
    """One entry."""

    member = LinkField(TeamMember, "队员", required=True, shown=True, cascade=True, synonyms=("姓名", "记录人"))
    date = DateField("日期", required=True, shown=True, future=False, synonyms=("工作日期",))
    village = LinkField(Village, "行政村", create=True, names=("region.village",))
    category = ChoiceField("工作类别", "worklog_kind", shown=True, synonyms=("类别",))
    text = TextField("工作内容", required=True, long=True, shown=True, width=30, synonyms=("内容", "纪实内容"))
    hours = DecimalField("用时", unit="小时", places=1)
    photo = YesNoField("是否留存照片")

    class Meta:
        """Storage."""

        table_name = "worklog"


LEDGER = register(
    Ledger(
        Worklog,
        "工作纪实",
        display="date",
        order=18,
        counter="篇",
        keys=(("member", "date", "category", "text", "village"),),
        columns=("date", "member.village", "member", "category", "text"),
        sort=("-date",),
        search=("member", "text"),
        filters=("date", "member.village", "member", "category"),
        synonyms=("工作纪实", "民情日记", "工作日志"),
        hint="驻村期间每天做了什么，一件事记一条；年终总结从这里取。",
    )
)
