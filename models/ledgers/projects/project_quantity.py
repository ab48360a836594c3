"""项目建设内容: further quantities of a project, item by item (domain.md §9.2 content)."""

from models.fields import DecimalField, LinkField, MoneyField, TextField
from models.ledger import Ledger, register
from models.ledgers.projects.project import Project
from models.record import Record


class ProjectQuantity(Record):
    """One item of what a project builds."""

    project = LinkField(Project, "项目", required=True, cascade=True, backref="quantity_rows")
    item = TextField("建设项", required=True, shown=True, width=16)
    quantity = DecimalField("数量", places=3, shown=True, total=False)
    unit = TextField("单位", shown=True, width=6, help="公里、亩、盏、座、处、户、平方米……")
    cost = MoneyField("分项投资", unit="万元", shown=True)

    class Meta:
        """Storage."""

        table_name = "project_quantity"


LEDGER = register(
    Ledger(
        ProjectQuantity,
        "建设内容",
        display="item",
        master="project",
        order=25,
        keys=(("project", "item"),),
        sort=("project", "item"),
        search=("item",),
    )
)
