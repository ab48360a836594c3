"""会议 (domain.md §13.6): meetings of all kinds; what was decided is in the roster below."""

from collections.abc import Iterator

from models import clock
from models.fields import ChoiceField, DateField, IntegerField, NameField, PersonField, TextField
from models.kinds import Problem
from models.ledger import Ledger, register
from models.ledgers.base._usual import of_village
from models.record import InitialsField, Record, Values

MEETING, SAID = "会议", "内容"


class Meeting(Record):
    """One meeting."""

    date = DateField("会议日期", required=True, shown=True, group=MEETING, synonyms=("开会日期", "会议时间", "日期"))
    kind = ChoiceField("会议类型", "meeting_kind", required=True, shown=True, group=MEETING, synonyms=("会议类别",))
    title = NameField("会议名称", shown=True, width=24, group=MEETING, help="不填就写会议类型", synonyms=("会议主题",))
    village = of_village(group=MEETING)
    place = NameField("地点", shown=True, width=14, group=MEETING, synonyms=("会议地点",))
    chair = PersonField("主持人", shown=True, group=MEETING)
    recorder = PersonField("记录人", group=MEETING)
    attendee_count = IntegerField(
        "参会人数", unit="人", shown=True, group=MEETING, help="不填就按参会人员数出", synonyms=("到会人数", "人数")
    )
    attendees = TextField("参会人员", long=True, group=SAID, help="用顿号或换行隔开", synonyms=("参加人员", "出席人员"))
    topics = TextField("会议议题", long=True, group=SAID, synonyms=("议题", "会议内容"))
    decisions = TextField("议定事项摘要", long=True, group=SAID, synonyms=("议定事项", "会议决定"))
    initials = InitialsField("title")

    class Meta:
        """Storage."""

        table_name = "meeting"

    @classmethod
    def complete(cls, values: Values) -> None:
        """A meeting without a name is called by its kind; the people of the list are counted."""
        if values["title"] is None and values["kind"]:
            values["title"] = cls._meta.fields["kind"].kind.to_text(values["kind"])
        if values["attendee_count"] is None and values["attendees"]:
            names = values["attendees"].replace("\n", "、").replace("，", "、").replace(",", "、").replace(" ", "、")
            values["attendee_count"] = len({one for one in names.split("、") if one})

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """A meeting that was held is not in the future; one that is planned has no attendees yet."""
        if values["date"] and values["date"] > clock.today_text() and values["attendee_count"]:
            yield Problem("会议日期还没有到，却填了参会人数", "date", "warn")


LEDGER = register(
    Ledger(
        Meeting,
        "会议",
        display="title",
        order=27,
        counter="次",
        keys=(("date", "kind", "title", "village"), ("date", "kind", "title")),
        columns=("date", "kind", "title", "village", "place", "chair", "attendee_count"),
        sort=("-date",),
        search=("title", "initials", "place", "chair", "attendees", "topics", "village"),
        filters=("date", "kind", "village"),
        synonyms=("会议", "会议台账", "联席会议", "推进会", "联系会", "工作会"),
        hint="推进会每月一次、联系会每季度一次；缺了哪个月，在指标和待办里看得到。",
    )
)
