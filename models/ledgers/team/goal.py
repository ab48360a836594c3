"""目标任务 (seeds-map.md C18): what a group of goals (四共、六共 …) asks for, who sees to it, how far it is."""

from collections.abc import Iterator

from models.fields import ChoiceField, DateField, NameField, PercentField, PersonField, TextField, YearField
from models.kinds import Problem
from models.ledger import Ledger, register
from models.ledgers.base._usual import of_village
from models.record import Record, Values

FINISHED = "03"


class Goal(Record):
    """One goal of a set, of the township or of one village."""

    series = NameField("目标名称", required=True, shown=True, synonyms=("目标体系", "目标类别"), help="如“四共”“六共”")
    item = NameField("目标内容", required=True, shown=True, width=24, synonyms=("目标", "具体目标"))
    year = YearField("年度", shown=True, synonyms=("年份",))
    village = of_village(help="全乡镇的目标不填")
    measure = TextField("具体举措", long=True, shown=True, width=24, synonyms=("举措", "工作举措"))
    owner = PersonField("责任人", shown=True, synonyms=("负责人",))
    deadline = DateField("完成期限", shown=True, synonyms=("完成时限",))
    progress = PercentField("完成进度", shown=True, synonyms=("进度",))
    status = ChoiceField("落实情况", "measure_status", shown=True, synonyms=("完成情况", "落实状态"))
    result = TextField("成效", long=True, synonyms=("工作成效",))
    remark = TextField("备注", long=True)

    class Meta:
        """Storage."""

        table_name = "goal"

    @classmethod
    def complete(cls, values: Values) -> None:
        """What is done in full has been put into practice."""
        if values["status"] is None and values["progress"] == 100_00:
            values["status"] = FINISHED

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """The state agrees with the progress."""
        if values["status"] == FINISHED and values["progress"] is not None and values["progress"] < 100_00:
            yield Problem("已落实，完成进度却不到 100%，请核对", "progress", "warn")


LEDGER = register(
    Ledger(
        Goal,
        "目标任务",
        display="item",
        order=38,
        counter="项",
        keys=(("series", "item", "year", "village"), ("series", "item")),
        sort=("-year", "series", "item"),
        search=("series", "item", "owner", "village"),
        filters=("year", "series", "village", "status", "deadline"),
        synonyms=("目标任务", "目标清单", "工作目标"),
        hint="“四共”“六共”这样的目标，每个目标记一条：举措、责任人、期限、进度。",
    )
)
