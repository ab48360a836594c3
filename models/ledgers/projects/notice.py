"""公告公示 (domain.md §9.9): what was made public, where and how long, with the objections."""

from collections.abc import Iterator

from models.codes import norm
from models.days import days_of
from models.fields import ChoiceField, DateField, LinkField, NameField, TextField, YesNoField
from models.kinds import Problem
from models.ledger import Ledger, register
from models.ledgers.base.village import Village
from models.ledgers.projects.project import Project
from models.record import Record, Values

OBJECTIONS = "01"
"""公示 waits for objections, so its days count; 公告 only tells."""


class Notice(Record):
    """One notice."""

    project = LinkField(Project, "项目", cascade=True, shown=True, width=22, help="项目库、年度计划一类的公示不选项目")
    kind = ChoiceField("类型", "notice_kind", required=True, shown=True)
    subject = ChoiceField("公示内容", "notice_subject", required=True, shown=True, width=14)
    level = ChoiceField("层级", "notice_level", shown=True)
    village = LinkField(Village, "行政村", shown=True, create=True, names=("region.village",))
    title = NameField("标题", required=True, shown=True, width=32)
    place = TextField("公示地点", shown=True, width=14, help="政府网站、村务公开栏、项目现场等")
    first = DateField("开始日期", required=True, shown=True)
    last = DateField("结束日期", shown=True)
    photo_start = YesNoField("开始时照片")
    photo_end = YesNoField("结束时照片")
    objections = TextField("异议和处理", long=True)
    result = TextField("结果", shown=True)

    class Meta:
        """Storage."""

        table_name = "notice"

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """Dates in order; a 公示 lasts its days (domain.md §9.9)."""
        first, last = values["first"], values["last"]
        if first and last and last < first:
            yield Problem("结束日期早于开始日期", "last")
        least, shown = int(norm("project.notice_days")), days_of(first, last)
        if values["kind"] == OBJECTIONS and 0 < shown < least:
            yield Problem(f"只公示了 {shown} 天，应不少于 {least} 天", "last", "warn")


LEDGER = register(
    Ledger(
        Notice,
        "公告公示",
        display="title",
        order=50,
        counter="次",
        keys=(("project", "kind", "subject", "level", "title", "first"),),
        sort=("-first",),
        search=("title", "project", "village", "place"),
        filters=("first", "kind", "subject", "level", "village"),
        synonyms=("公告公示", "公示台账"),
        hint="项目入库、计划、开工前、完工后的公示公告，每次记一条，天数自动核对。",
    )
)
