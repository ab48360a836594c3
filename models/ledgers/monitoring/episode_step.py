"""办理步骤 (domain.md §3.4): every step of an episode with its date, who did it and the paper it left."""

from collections.abc import Iterator

from models.fields import (
    ChoiceField,
    CodeField,
    DateField,
    IntegerField,
    LinkField,
    TextField,
)
from models.kinds import Problem
from models.ledger import Ledger, register
from models.ledgers.monitoring.episode import Episode
from models.record import Record, Values


class EpisodeStep(Record):
    """One step that was done; written by 监测办理, corrected here."""

    episode = LinkField(Episode, "监测对象", required=True, cascade=True)
    step = ChoiceField("办理步骤", "episode_step", required=True, shown=True, width=14, synonyms=("步骤", "环节"))
    date = DateField(
        "日期", required=True, shown=True, future=False, synonyms=("办理日期", "时间"), help="公示为开始日期"
    )
    until = DateField("公示结束", shown=True, help="公示的最后一天")
    actor = TextField("经办", shown=True, width=14, synonyms=("经办人", "办理人", "参加人员"))
    persons = IntegerField("人数", unit="人", total=False, help="入户核实的人数、评议会的到会人数")
    agreed = IntegerField("同意人数", unit="人", total=False)
    document = TextField("材料", shown=True, width=20, synonyms=("附件材料", "文书"))
    doc_no = CodeField("文号", synonyms=("批复文号",))
    opinion = TextField("意见", shown=True, long=True, width=20, personal=True, synonyms=("结论", "结果"))
    told_on = DateField("告知农户的日期", future=False)
    state_before = ChoiceField("办理前状态", "episode_state", readonly=True, width=14)
    state_after = ChoiceField("办理后状态", "episode_state", readonly=True, width=14)
    late_days = IntegerField("超期天数", unit="天", total=False, readonly=True)
    remark = TextField("备注", long=True)

    class Meta:
        """Storage."""

        table_name = "episode_step"

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """A publicity ends after it began; no more votes than people."""
        if values["until"] and values["date"] and values["until"] < values["date"]:
            yield Problem("公示结束早于开始", "until")
        if values["agreed"] is not None and values["persons"] is not None and values["agreed"] > values["persons"]:
            yield Problem("同意的人数超过到会人数", "agreed")


LEDGER = register(
    Ledger(
        EpisodeStep,
        "办理步骤",
        display="step",
        master="episode",
        order=22,
        counter="步",
        keys=(("episode", "step", "date"),),
        columns=(
            *("episode.household.village", "episode.household", "step", "date", "until", "actor", "document"),
            *("opinion", "late_days"),
        ),
        sort=("episode", "date"),
        search=("actor", "document", "doc_no", "opinion"),
        filters=("step", "date", "episode.household.village"),
        synonyms=("办理步骤", "监测办理步骤"),
        hint="在“监测办理”页一步一步办理，这里看全部步骤，也可更正日期和材料。",
    )
)
