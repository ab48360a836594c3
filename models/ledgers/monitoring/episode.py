"""监测对象 (domain.md §3): one episode of being watched, from recognition to the end of the risk."""

from collections.abc import Iterator, Sequence

from models.fields import Block, ChoiceField, Computed, DateField, IntegerField, LinkField, TextField, YesNoField
from models.kinds import Choice, Date, Problem
from models.ledger import Ledger, register
from models.ledgers.households.household import Household
from models.ledgers.monitoring import _episode_fields as national
from models.ledgers.monitoring import _episode_rules as rules
from models.ledgers.monitoring import elimination
from models.ledgers.monitoring.clue import Clue
from models.record import Draft, Record, ToldField, Values

WHO, RISK, GONE, FORM = "监测对象", "风险", "风险消除", "填表"


class Episode(Record):
    """One episode. It is open while the risk is not gone and it was not closed otherwise."""

    household = LinkField(Household, "农户", required=True, shown=True, create=True, group=WHO, synonyms=("户主",))
    episode_no = IntegerField(
        "识别批次序号", low=1, total=False, group=WHO, help="这一户第几次纳入；不填就接着排", synonyms=("识别批次",)
    )
    category = ChoiceField(
        "监测对象类别",
        "monitor_category",
        required=True,
        shown=True,
        width=14,
        group=WHO,
        synonyms=("对象类别", "监测类别", "防止返贫致贫对象类别", "户类别"),
    )
    was_poor_hh = YesNoField("是否脱贫户", group=WHO)
    recognised_on = DateField(
        "识别监测时间",
        shown=True,
        precision="month",
        future=False,
        group=WHO,
        names=("episode.recognised_ym",),
        synonyms=("识别监测日期", "识别时间", "监测时间", "纳入时间", "纳入监测时间", "认定时间"),
        help="县级审定的日期；全国系统只记年月",
    )
    state = ChoiceField(
        "办理状态", "episode_state", shown=True, readonly=True, width=14, group=WHO, help="由“监测办理”页带出"
    )
    clue = LinkField(Clue, "来自线索", group=WHO)
    applied = Block(national.applied(WHO))
    dangers = Block(national.dangers(RISK))
    main_risk = Computed("主要风险", Choice("risk"), rules.main_risk, group=RISK, personal=True)
    circumstances = Block(national.circumstances(RISK))
    before = Block(national.before("识别时"))
    # To count whom was watched on a day of the past.
    gone_on = Computed("不再监测的日期", Date(), rules.gone_on, hidden=True)
    helped = Block(national.helped("帮扶"))
    eliminated = YesNoField(
        "风险是否已消除", shown=True, group=GONE, synonyms=("是否消除", "是否风险消除", "风险消除", "是否消除风险")
    )
    eliminated_on = DateField(
        "消除监测时间",
        shown=True,
        precision="month",
        future=False,
        group=GONE,
        names=("episode.eliminated_ym",),
        synonyms=("消除监测日期", "消除时间", "风险消除时间"),
    )
    ending = Block(national.ending(GONE))
    after = Block(national.after("风险消除后"))
    filled = Block(national.filled(FORM))
    remark = TextField("备注", long=True, group=FORM)
    told = ToldField()

    class Meta:
        """Storage."""

        table_name = "episode"

    @classmethod
    def complete(cls, values: Values) -> None:
        """A table says only whether the risk is gone: the state follows from that."""
        rules.complete_state(values)

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """One episode by itself (domain.md §3.1–3.6, §17.4)."""
        yield from rules.risk_problems(values)
        yield from elimination.problems(values)

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """One open episode per household, after the last one; the category fits the household (domain.md §3.1)."""
        rules.fits_household(drafts)
        rules.one_open(drafts)


LEDGER = register(
    Ledger(
        Episode,
        "监测对象",
        display="household",
        order=20,
        counter="户次",
        keys=(("household", "episode_no"), ("household", "recognised_on")),
        columns=(
            *("household.village", "household.group", "household", "household.members_now", "category", "risks"),
            *("recognised_on", "state", "contact_name", "eliminated", "eliminated_on"),
        ),
        sort=("household.village.seq", "household.hh_no", "episode_no"),
        search=("household", "household.hh_no", "contact_name", "household.village"),
        filters=("household.village", "category", "risks", "recognised_on", "state", "eliminated", "eliminated_on"),
        synonyms=("监测对象", "监测户", "防止返贫致贫对象", "监测对象台账", "三类户", "监测对象动态管理台账"),
        hint="每纳入一次记一条，消除后再纳入另记一条，历史不覆盖；办理步骤在“监测办理”页。",
    )
)
