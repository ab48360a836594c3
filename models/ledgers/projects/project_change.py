"""项目变更 (domain.md §9.2): what was changed in a project, why, and by which document."""

from collections.abc import Iterator

from models.fields import ChoiceField, CodeField, DateField, LinkField, NameField, TextField
from models.kinds import Problem
from models.ledger import Ledger, register
from models.ledgers.projects.project import Project
from models.record import Record, Values

BACK, STOP = "06", "07"
"""Going back a stage, stopping: both need a reason, the others a document (domain.md §9.2, §9.3)."""


class ProjectChange(Record):
    """One change."""

    project = LinkField(Project, "项目", required=True, cascade=True, width=24)
    date = DateField("变更日期", required=True, shown=True, future=False)
    kind = ChoiceField("变更内容", "project_change", required=True, shown=True)
    before = TextField("变更前", shown=True, width=18)
    after = TextField("变更后", shown=True, width=18)
    reason = TextField("原因", long=True, shown=True, width=22)
    doc_no = CodeField("批复文号", shown=True)
    approver = NameField("批准单位")

    class Meta:
        """Storage."""

        table_name = "project_change"

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """Going back or stopping says why; a plan is not changed without a document (domain.md §9.2)."""
        if values["kind"] in (BACK, STOP) and not values["reason"]:
            yield Problem("退回阶段、终止项目要写原因", "reason")
        if values["kind"] not in (None, BACK) and not values["doc_no"]:
            yield Problem("项目计划变更要有批复文号", "doc_no", "warn")


LEDGER = register(
    Ledger(
        ProjectChange,
        "变更调整",
        display="kind",
        master="project",
        order=32,
        keys=(("project", "date", "kind", "before", "after"),),
        columns=("project", "date", "kind", "before", "after", "reason", "doc_no"),
        sort=("-date",),
        search=("project", "reason", "doc_no"),
        filters=("date", "kind", "project.year"),
        hint="建设内容、地点、资金、工期有变更，或退回前一阶段，每次记一条。",
    )
)
