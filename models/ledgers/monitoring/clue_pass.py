"""四级传递 (domain.md §1, seed 001): a clue handed on between 包村干部, 第一书记, 乡镇联系干部 and 网格员."""

from models.fields import ChoiceField, DateField, LinkField, PersonField, TextField
from models.ledger import Ledger, register
from models.ledgers.monitoring.clue import Clue
from models.record import Record


class CluePass(Record):
    """The clue reached one level."""

    clue = LinkField(Clue, "线索", required=True, cascade=True)
    level = ChoiceField("层级", "handover_level", required=True, shown=True, width=12)
    person = PersonField("姓名", shown=True, synonyms=("接收人",))
    at = DateField(
        "收到时间",
        required=True,
        shown=True,
        precision="minute",
        future=False,
        help="如 2024-03-18 09:30；不能早于上一级",
    )
    note = TextField("处理意见", shown=True, width=20, personal=True)

    class Meta:
        """Storage."""

        table_name = "clue_pass"


LEDGER = register(
    Ledger(
        CluePass,
        "四级传递",
        display="level",
        master="clue",
        order=11,
        counter="次",
        keys=(("clue", "level"),),
        columns=("clue.date", "clue.village", "clue", "level", "person", "at", "note"),
        sort=("clue", "at"),
        search=("clue", "person", "note"),
        filters=("level", "at", "clue.village"),
        synonyms=("四级传递", "线索传递", "四级信息共享"),
        hint="在线索的表单里登记每一级收到的时间，这里看全部。",
    )
)
