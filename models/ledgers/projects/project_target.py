"""绩效目标 (domain.md §9.6): what a project was to achieve, and what it did."""

from collections.abc import Iterator
from typing import Any

from peewee import Case

from models.fields import ChoiceField, Computed, DecimalField, LinkField, TextField
from models.kinds import Percent, Problem
from models.ledger import Ledger, register
from models.ledgers.projects.project import Project
from models.record import Record, Values

AT_MOST = "02"


def _done(model: Any) -> Any:
    """Actual ÷ target, or target ÷ actual where less is better, in 1/100 of a percent."""
    less = (model.operator == AT_MOST) & (model.actual > 0)
    return Case(
        None, ((less, model.value * 10000 / model.actual), (model.value > 0, model.actual * 10000 / model.value))
    )


class ProjectTarget(Record):
    """One target."""

    project = LinkField(Project, "项目", required=True, cascade=True, width=24)
    level1 = ChoiceField("一级指标", "target_level", level=1, shown=True)
    level2 = ChoiceField("二级指标", "target_level", level=2, required=True, shown=True, width=14)
    text = TextField("指标内容", required=True, shown=True, width=22)
    operator = ChoiceField("关系", "target_operator", shown=True, initial="01", width=6)
    value = DecimalField("目标值", total=False, shown=True)
    unit = TextField("单位", shown=True, width=6)
    actual = DecimalField("完成值", total=False, shown=True)
    done_rate = Computed("完成率", Percent(None), _done, shown=True)
    reason = TextField("偏差原因", long=True, shown=True)

    class Meta:
        """Storage."""

        table_name = "project_target"

    @classmethod
    def complete(cls, values: Values) -> None:
        """The first level follows from the second."""
        if values.get("level2") and values.get("level1") is None:
            values["level1"] = values["level2"][:2]

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """Levels belong together; a target that was missed says why."""
        if values["level1"] and values["level2"] and not values["level2"].startswith(values["level1"]):
            yield Problem("二级指标不属于所选的一级指标", "level2")
        value, actual = values["value"], values["actual"]
        if value is None or actual is None or values["reason"]:
            return
        if actual > value if values["operator"] == AT_MOST else actual < value:
            yield Problem("没有完成目标，请写偏差原因", "reason", "warn")


LEDGER = register(
    Ledger(
        ProjectTarget,
        "绩效目标",
        display="text",
        master="project",
        order=34,
        keys=(("project", "level2", "text"),),
        columns=("project", "level1", "level2", "text", "operator", "value", "unit", "actual", "done_rate"),
        sort=("project", "level2"),
        search=("project", "text"),
        filters=("project.year", "level1", "done_rate"),
        hint="项目入库时定目标值，完工后填完成值，完成率自动算。",
    )
)
