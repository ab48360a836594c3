"""媒体报道 (domain.md §13.7): what papers, stations and sites said; by level."""

from models.fields import ChoiceField, DateField, NameField, PersonField, TextField, YesNoField
from models.ledger import Ledger, register
from models.ledgers.base._usual import of_village
from models.record import InitialsField, Record


class Media(Record):
    """One report."""

    date = DateField("日期", required=True, shown=True, future=False, synonyms=("报道日期", "刊发日期", "时间"))
    title = NameField("标题", required=True, shown=True, width=30, synonyms=("题目", "报道标题"))
    outlet = NameField("媒体名称", required=True, shown=True, width=16, synonyms=("媒体", "刊发媒体"))
    level = ChoiceField("媒体级别", "media_level", shown=True, synonyms=("级别",))
    form = ChoiceField("形式", "media_form", shown=True, synonyms=("报道形式",))
    village = of_village()
    author = PersonField("供稿人", shown=True, synonyms=("作者",))
    url = TextField("网址", width=20, synonyms=("链接",))
    adopted = YesNoField("是否被转载")
    remark = TextField("备注", long=True)
    initials = InitialsField("title")

    class Meta:
        """Storage."""

        table_name = "media"


LEDGER = register(
    Ledger(
        Media,
        "媒体报道",
        display="title",
        order=12,
        counter="篇",
        keys=(("date", "title", "outlet"),),
        sort=("-date",),
        search=("title", "initials", "outlet", "village"),
        filters=("date", "level", "form", "village"),
        synonyms=("媒体报道", "宣传报道"),
        hint="每篇报道记一条，级别按刊发的媒体。",
    )
)
