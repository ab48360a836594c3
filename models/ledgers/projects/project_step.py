"""阶段记录 (domain.md §9.3): when a project was to reach a stage, when it did, and what proves it."""

from collections.abc import Iterator, Sequence
from typing import Any

from models.codes import code_list
from models.fields import ChoiceField, CodeField, DateField, LinkField, TextField
from models.kinds import Problem
from models.ledger import Ledger, register
from models.ledgers.projects.project import Project
from models.record import Draft, Record, Values

DROPPED = "99"


class ProjectStep(Record):
    """One stage of one project."""

    project = LinkField(Project, "项目", required=True, cascade=True, width=24)
    stage = ChoiceField("阶段", "project_stage", required=True, shown=True, synonyms=("项目阶段",))
    planned_on = DateField("计划日期", shown=True)
    done_on = DateField("实际日期", shown=True, future=False)
    doc_no = CodeField("文号（凭证）", shown=True)
    remark = TextField("备注", long=True, shown=True)

    class Meta:
        """Storage."""

        table_name = "project_step"

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """A row says something: planned or done."""
        if not values["planned_on"] and not values["done_on"]:
            yield Problem("计划日期和实际日期至少填一个", "planned_on")

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """A stage once per project; real dates follow the order of the stages."""
        mine = [d.id for d in drafts if d.id]
        query = cls.select(cls.project, cls.stage, cls.done_on).where(
            cls.project.in_({d.values["project"] for d in drafts}), cls.id.not_in(mine)
        )
        had: dict[Any, dict[str, str | None]] = {}
        for project, stage, done in query.tuples():
            had.setdefault(project, {})[stage] = done
        for draft in drafts:
            stages = had.setdefault(draft.values["project"], {})
            stage, done = draft.values["stage"], draft.values["done_on"]
            if stage in stages and stage is not None:
                draft.error("这个项目的这一阶段已经有一条了", "stage")
            if stage is not None:
                stages[stage] = done
            for other, day in stages.items():
                if stage and done and day and stage != DROPPED and (other < stage) != (day <= done) and day != done:
                    label = code_list("project_stage").label
                    draft.error(f"{label(stage)}（{done}）与{label(other)}（{day}）的先后不对", "done_on")
                    break


LEDGER = register(
    Ledger(
        ProjectStep,
        "阶段记录",
        display="stage",
        master="project",
        order=28,
        keys=(("project", "stage"),),
        columns=("project", "stage", "planned_on", "done_on", "doc_no", "remark"),
        sort=("project", "stage"),
        search=("project", "doc_no"),
        filters=("stage", "planned_on", "done_on", "project.year"),
        hint="每到一个阶段记一条计划日期和实际日期；项目阶段自动跟着最后一个有实际日期的阶段。",
    )
)
