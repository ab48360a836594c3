"""一户一策帮扶计划 (domain.md §3.5): the goal for one household; what is done stands in its measures."""

from collections.abc import Iterator, Sequence

from models.checking import of_linked
from models.fields import DateField, LinkField, PersonField, TextField, YesNoField
from models.kinds import Problem
from models.ledger import Ledger, register
from models.ledgers.households.household import Household
from models.ledgers.monitoring._episodes import open_episodes
from models.ledgers.monitoring.episode import Episode
from models.record import Draft, Record, Values


class AssistPlan(Record):
    """One plan of one household, as a rule for one episode."""

    household = LinkField(Household, "农户", required=True, shown=True)
    episode = LinkField(Episode, "监测对象", help="不填就是这一户没有消除的那一次")
    made_on = DateField("计划制定日期", shown=True, future=False, synonyms=("制定日期", "制定时间", "计划日期"))
    goal = TextField("帮扶目标", long=True, shown=True, width=20, synonyms=("目标", "预期目标"))
    author = PersonField("制定人", shown=True, synonyms=("计划制定人",))
    helper_signed = YesNoField("帮扶责任人是否签字")
    signed = YesNoField("农户是否签字", shown=True, synonyms=("户主是否签字",))
    remark = TextField("计划备注", long=True, synonyms=("备注",))

    class Meta:
        """Storage."""

        table_name = "assist_plan"

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """A plan has its day."""
        if not values["made_on"]:
            yield Problem("计划制定日期没有填", "made_on", "warn")

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """The episode is the household's: the one that is open where none is named."""
        found = open_episodes({d.values["household"] for d in drafts})
        for draft in drafts:
            if draft.values["episode"] is None and len(found.get(draft.values["household"], ())) == 1:
                draft.put("episode", found[draft.values["household"]][0])
        owners = of_linked(drafts, "episode", Episode, Episode.household)
        for draft in drafts:
            home = owners.get(draft.values["episode"], draft.values["household"])
            if home != draft.values["household"]:
                draft.error("监测对象不是这一户的", "episode")


LEDGER = register(
    Ledger(
        AssistPlan,
        "一户一策",
        display="made_on",
        order=30,
        counter="份",
        keys=(("household", "made_on"),),
        columns=("household.village", "household", "made_on", "goal", "author", "signed"),
        sort=("household.village.seq", "household", "-made_on"),
        search=("household", "goal", "author"),
        filters=("household.village", "made_on", "signed"),
        synonyms=("一户一策", "帮扶计划", "一户一策帮扶计划"),
        hint="一户一份；选中一份，点“一户一策”看风险与措施是否对得上，逐条落实。",
    )
)
