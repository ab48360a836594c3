"""简报 (domain.md §13.7)."""

from models.fields import ChoiceField, CodeField, DateField, NameField, PersonField, TextField, YesNoField
from models.ledger import Ledger, register
from models.record import InitialsField, Record


class Bulletin(Record):
    """One bulletin or piece of information sent up."""

    no = CodeField("期号", shown=True, index=True, synonyms=("期数", "编号"))
    date = DateField("日期", required=True, shown=True, future=False, synonyms=("印发日期", "时间"))
    title = NameField("标题", required=True, shown=True, width=30, synonyms=("题目",))
    kind = ChoiceField("类别", "bulletin_kind", shown=True)
    reported_to = NameField("报送单位", shown=True, synonyms=("报送",))
    adopted = YesNoField("是否采用", shown=True)
    author = PersonField("撰稿人", shown=True, synonyms=("作者",))
    remark = TextField("备注", long=True)
    initials = InitialsField("title")

    class Meta:
        """Storage."""

        table_name = "bulletin"


LEDGER = register(
    Ledger(
        Bulletin,
        "简报",
        display="title",
        order=10,
        counter="期",
        keys=(("no", "date"), ("date", "title")),
        sort=("-date",),
        search=("no", "title", "initials", "author"),
        filters=("date", "kind", "reported_to", "adopted"),
        synonyms=("简报", "工作简报", "信息简报"),
        hint="每期简报、每条上报信息记一条。",
    )
)
