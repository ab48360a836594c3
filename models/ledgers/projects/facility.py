"""基础设施 (seeds-map.md E14, E15): what was built, counted, where no single project is named."""

from models.fields import ChoiceField, DecimalField, LinkField, MoneyField, NameField, TextField, YearField
from models.ledger import Ledger, register
from models.ledgers.base._usual import of_village
from models.ledgers.projects.project import Project
from models.record import InitialsField, Record


class Facility(Record):
    """One kind of facility."""

    village = of_village()
    project = LinkField(Project, "项目", shown=True, width=18, help="由哪个项目建成；说不清就空着")
    year = YearField("年度", shown=True, synonyms=("建成年度",))
    item = NameField("建设项目", required=True, shown=True, width=16, synonyms=("设施名称", "设施"))
    qty = DecimalField("数量", places=3, total=False, shown=True, vague="qty_q")
    qty_q = ChoiceField("数量约数", "qualifier", width=8)
    unit = TextField("单位", shown=True, width=6)
    amount = MoneyField("投资", unit="万元", shown=True)
    remark = TextField("备注", long=True)
    initials = InitialsField("item")

    class Meta:
        """Storage."""

        table_name = "facility"


LEDGER = register(
    Ledger(
        Facility,
        "基础设施",
        display="item",
        order=60,
        counter="项",
        keys=(("village", "project", "item", "year", "qty"),),
        sort=("village.seq", "item"),
        search=("item", "initials", "village", "project.name"),
        filters=("village", "year", "item"),
        synonyms=("基础设施", "基础设施建设"),
        hint="道路、桥、路灯、供水点等，每样记一条数量。",
    )
)
