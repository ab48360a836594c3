"""形象进度 (domain.md §9.3): what a project had come to at the end of a month."""

from collections.abc import Sequence
from typing import Any

from models.fields import DateField, LinkField, PercentField, TextField
from models.ledger import Ledger, register
from models.ledgers.projects.project import Project
from models.record import Draft, Record


class ProjectProgress(Record):
    """One month."""

    project = LinkField(Project, "项目", required=True, cascade=True, width=24)
    month = DateField("月份", precision="month", required=True, shown=True, future=False)
    percent = PercentField("形象进度", required=True, shown=True)
    text = TextField("进度说明", shown=True, width=26, long=True)

    class Meta:
        """Storage."""

        table_name = "project_progress"

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """A month once per project; progress that goes back is asked about."""
        mine = [d.id for d in drafts if d.id]
        query = cls.select(cls.project, cls.month, cls.percent).where(
            cls.project.in_({d.values["project"] for d in drafts}), cls.id.not_in(mine)
        )
        had: dict[Any, dict[str, int]] = {}
        for project, month, percent in query.tuples():
            had.setdefault(project, {})[month[:7]] = percent
        for draft in sorted(drafts, key=lambda one: one.values["month"] or ""):
            month, percent = (draft.values["month"] or "")[:7], draft.values["percent"]
            months = had.setdefault(draft.values["project"], {})
            if month in months:
                draft.error("这个项目这个月的进度已经有一条了", "month")
            earlier = [value for one, value in months.items() if one < month and value is not None]
            if percent is not None and earlier and percent < max(earlier):
                draft.warn("比以前月份的进度还低，请核对", "percent")
            months[month] = percent


LEDGER = register(
    Ledger(
        ProjectProgress,
        "形象进度",
        display="month",
        master="project",
        order=30,
        keys=(("project", "month"),),
        columns=("project", "month", "percent", "text"),
        sort=("-month", "project"),
        search=("project", "text"),
        filters=("month", "project.year"),
        hint="在建项目每月记一条；项目的形象进度自动取最近一个月。",
    )
)
