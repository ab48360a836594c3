"""文件资料 (seeds-map.md D3): plans, leading groups, rules and notices that the work rests on."""

from models.fields import ChoiceField, CodeField, DateField, NameField, TextField
from models.ledger import Ledger, register
from models.record import InitialsField, Record


class Document(Record):
    """One document; its scan is attached to it."""

    doc_no = CodeField("文号", shown=True, index=True, synonyms=("发文字号", "文件号"))
    date = DateField("成文日期", required=True, shown=True, future=False, synonyms=("日期", "印发日期"))
    title = NameField("文件名称", required=True, shown=True, width=32, synonyms=("标题", "文件标题"))
    kind = ChoiceField("文件类别", "document_kind", shown=True, synonyms=("类别",))
    issuer = NameField("发文单位", shown=True, width=18, synonyms=("发文机关",))
    valid_to = DateField("有效期至", shown=True)
    kept_at = TextField("存放位置", shown=True, help="纸质原件在哪个柜子、哪一盒")
    summary = TextField("内容摘要", long=True)
    initials = InitialsField("title")

    class Meta:
        """Storage."""

        table_name = "document"


LEDGER = register(
    Ledger(
        Document,
        "文件资料",
        display="title",
        order=58,
        counter="份",
        keys=(("doc_no",), ("date", "title")),
        sort=("-date",),
        search=("doc_no", "title", "initials", "issuer", "summary"),
        filters=("date", "kind", "issuer"),
        synonyms=("文件资料", "文件", "制度文件", "领导小组"),
        hint="实施方案、领导小组、制度等文件，每份记一条，扫描件附在后面。",
    )
)
