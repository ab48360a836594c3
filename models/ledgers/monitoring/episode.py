"""监测对象 (domain.md §3): one episode of being watched, from recognition to the end of the risk."""

from collections.abc import Iterator, Sequence
from typing import Any

from peewee import Case, fn

from models.codes import code_list
from models.days import earlier
from models.fields import (
    ChoiceField,
    ChoicesField,
    Computed,
    DateField,
    IntegerField,
    LinkField,
    MoneyField,
    PersonField,
    PhoneField,
    TextField,
    YesNoField,
)
from models.kinds import Choice, Date, Problem
from models.ledger import Ledger, register
from models.ledgers.households.household import Household
from models.ledgers.monitoring import elimination
from models.ledgers.monitoring.clue import Clue
from models.record import Draft, Record, ToldField, Values

WHO, RISK, BEFORE, HELP, GONE, AFTER, FORM = (
    "监测对象",
    "风险",
    "识别时",
    "帮扶",
    "风险消除",
    "风险消除后",
    "填表",
)
ELIMINATED, ASSISTING, APPLIED = "30", "11", "01"
CLOSED = ("91", "98", "99")
UNSTABLE, MARGINAL = "100A03001", "100A03002"
DISASTER, OTHER = "04", "11"


def _money(label: str, group: str, **more: Any) -> MoneyField:
    return MoneyField(label, group=group, personal=True, **more)


def _question(label: str, group: str) -> YesNoField:
    return YesNoField(label, group=group, personal=True)


def _main_risk(model: Any) -> Any:
    """The first of the risks."""
    return fn.SUBSTR(model.risks, 1, 2)


def _gone_on(model: Any) -> Any:
    """The day since which a household is watched no more: far ahead while it is, long ago where nobody wrote a day."""
    over = fn.COALESCE(model.eliminated_on, "0001")
    closed = fn.COALESCE(model.closed_on, "0001")
    mistaken = (model.state == "99", "0001")
    return Case(None, (mistaken, (model.eliminated == True, over), (model.state.in_(CLOSED), closed)), "9999")  # noqa: E712


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
    applied_on = DateField("申请日期", future=False, group=WHO)
    warn_source = ChoiceField("风险预警来源", "clue_source", width=14, group=WHO, help="没有登记线索的，填在这里")
    warned_on = DateField("预警时间", future=False, group=WHO)
    consent_signed = YesNoField("是否签订承诺授权书", group=WHO)
    process_days = IntegerField("识别程序完成天数", unit="天", total=False, group=WHO)
    risks = ChoicesField(
        "致贫返贫风险",
        "risk",
        ordered=True,
        most=5,
        shown=True,
        personal=True,
        group=RISK,
        help="最多五项，第一项是主要风险",
        synonyms=(
            *("致贫/返贫风险", "风险类型", "致贫返贫风险类型", "风险", "主要风险类型", "返贫致贫风险"),
            *(f"{word}{n}" for n in range(1, 6) for word in ("风险", "致贫/返贫风险", "致贫返贫风险")),
        ),
    )
    main_risk = Computed("主要风险", Choice("risk"), _main_risk, group=RISK, personal=True)
    disaster_sub = ChoiceField("因自然灾害子项", "disaster_sub", group=RISK)
    other_remark = TextField("其他备注", group=RISK, width=20, personal=True, help="风险里有“其他”时写明")
    accident_on = DateField("意外或灾害发生日期", future=False, group=RISK, precision="month")
    key_attention = YesNoField("是否重点关注", group=RISK, personal=True, help="大病重病、重度残疾、失能老人等")
    no_labour_backstop = YesNoField("整户无劳动能力兜底保障户", group=RISK, personal=True)
    resettled = YesNoField("居住在易地扶贫搬迁集中安置区", group=RISK)
    resettle_site = TextField("安置区", group=RISK)
    ident_dropout = _question("识别时是否失学辍学", BEFORE)
    ident_house = _question("识别时住房是否有安全隐患", BEFORE)
    ident_water = _question("识别时饮水是否有困难", BEFORE)
    ident_insured = _question("识别时是否有成员未参加基本医保", BEFORE)
    ident_wage = _money("识别时工资性收入", BEFORE)
    ident_business = _money("识别时生产经营性收入", BEFORE)
    ident_property = _money("识别时财产性收入", BEFORE)
    ident_transfer = _money("识别时转移性收入", BEFORE)
    ident_cost = _money("识别时生产经营性支出", BEFORE)
    ident_net = _money("识别时家庭纯收入", BEFORE, low=None)
    ident_income_pc = _money("识别时人均纯收入", BEFORE, low=None, synonyms=("识别时家庭人均纯收入",))
    ident_claim = _money("识别时理赔收入", BEFORE)
    ident_self_paid = _money("识别时合规自付支出", BEFORE)
    # To count whom was watched on a day of the past.
    gone_on = Computed("不再监测的日期", Date(), _gone_on, hidden=True)
    dev_measure_state = ChoiceField("实施开发式帮扶措施情况", "dev_measure_state", group=HELP)
    measures = ChoicesField(
        "帮扶措施",
        "measure_group",
        ordered=True,
        group=HELP,
        # 健康帮扶 tells of an illness.
        personal=True,
        synonyms=("帮扶措施类别", "措施"),
        help="有哪几类；具体的在帮扶措施台账",
    )
    spirit_aid = YesNoField("是否扶志扶智对象", group=HELP, personal=True)
    aid_applied = YesNoField("是否申请救助", group=HELP, personal=True)
    aid_applied_on = DateField("救助申请时间", group=HELP)
    civil_category = TextField("民政对象类别", group=HELP, personal=True)
    insurance_paid = _money("防贫保险理赔", HELP)
    temporary_aid = _money("临时救助金额", HELP)
    last_visit_on = DateField("最近走访时间", group=HELP, help="全国系统里的；走访记录在“入户走访”")
    contact_org = TextField("监测联系人单位", group=HELP)
    contact_post = TextField("监测联系人职务", group=HELP)
    contact_name = PersonField("监测联系人", shown=True, group=HELP, synonyms=("联系人", "监测联系人姓名"))
    contact_phone = PhoneField("监测联系人电话", group=HELP, synonyms=("联系方式", "监测联系人联系方式"))
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
    elim_way = ChoiceField("风险消除方式", "elim_way", group=GONE, synonyms=("消除方式",))
    elim_removed = YesNoField("致贫返贫风险是否稳定消除", group=GONE)
    elim_spending = YesNoField("大额刚性支出是否已解决", group=GONE)
    elim_note = TextField(
        "情况说明", long=True, personal=True, group=GONE, help="不合一般条件仍要消除的，写明依据和理由（豁免说明）"
    )
    elim_dropout = _question("风险消除后是否失学辍学", AFTER)
    elim_house = _question("风险消除后是否住房损毁", AFTER)
    elim_insured = _question("风险消除后是否有成员未参保", AFTER)
    elim_water = _question("风险消除后是否饮水设施损毁", AFTER)
    elim_wage = _money("风险消除后工资性收入", AFTER)
    elim_business = _money("风险消除后生产经营性收入", AFTER)
    elim_property = _money("风险消除后财产性收入", AFTER)
    elim_transfer = _money("风险消除后转移性收入", AFTER)
    elim_cost = _money("风险消除后生产经营性支出", AFTER)
    elim_net = _money("风险消除后家庭纯收入", AFTER, low=None)
    elim_income_pc = _money("风险消除后家庭人均纯收入", AFTER, low=None, synonyms=("消除后人均纯收入",))
    elim_claim = _money("风险消除后理赔收入", AFTER)
    elim_self_paid = _money("风险消除后合规自付支出", AFTER)
    closed_on = DateField("终止日期", future=False, group=FORM)
    closed_reason = TextField("终止原因", long=True, personal=True, group=FORM)
    collector = PersonField("信息采集人", group=FORM)
    collector_phone = PhoneField("信息采集人电话", group=FORM, synonyms=("信息采集人联系电话",))
    collected_on = DateField("采集日期", future=False, group=FORM)
    entered_by = PersonField("信息录入人", group=FORM)
    entered_phone = PhoneField("信息录入人联系电话", group=FORM)
    altered_on = DateField("变更时间", group=FORM)
    head_signed = YesNoField("户主是否已签字", group=FORM)
    remark = TextField("备注", long=True, group=FORM)
    told = ToldField()

    class Meta:
        """Storage."""

        table_name = "episode"

    @classmethod
    def complete(cls, values: Values) -> None:
        """A table says only whether the risk is gone: the state follows from that."""
        if values.get("eliminated") is None and values.get("eliminated_on") and values.get("elim_way"):
            values["eliminated"] = True
        state = values.get("state")
        if state in CLOSED:
            return
        if values.get("eliminated"):
            values["state"] = ELIMINATED
        elif state == ELIMINATED or state is None:
            values["state"] = ASSISTING if values.get("recognised_on") else APPLIED

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """One episode by itself (domain.md §3.1–3.6, §17.4)."""
        risks = (values["risks"] or "").split(",")
        if not values["risks"]:
            yield Problem("致贫返贫风险没有填", "risks", "warn")
        if DISASTER in risks and not values["disaster_sub"]:
            yield Problem("风险里有“因自然灾害”，要填灾害子项", "disaster_sub", "warn")
        if OTHER in risks and not values["other_remark"]:
            yield Problem("风险里有“其他”，要写明其他备注", "other_remark", "warn")
        if values["category"] == UNSTABLE and values["was_poor_hh"] is False:
            yield Problem("脱贫不稳定户应当是脱贫户", "category")
        if values["category"] == MARGINAL and values["was_poor_hh"]:
            yield Problem("边缘易致贫户应当是一般农户，不是脱贫户", "category")
        yield from elimination.problems(values)

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """One open episode per household, after the last one; the category fits the household (domain.md §3.1)."""
        homes = list({d.values["household"] for d in drafts if d.values["household"] is not None})
        types: dict[int, str | None] = {}
        stored: dict[int, list[Values]] = {}
        for at in range(0, len(homes), 500):
            part = homes[at : at + 500]
            types |= dict(Household.select(Household.id, Household.hh_type).where(Household.id.in_(part)).tuples())
            fields = ("id", "household", "episode_no", "recognised_on", "eliminated", "eliminated_on", "state")
            for row in cls.select(*[getattr(cls, name) for name in fields]).where(cls.household.in_(part)).tuples():
                stored.setdefault(row[1], []).append(dict(zip(fields, row, strict=True)))
        mine = {d.id for d in drafts if d.id}
        for draft in drafts:
            _fits(draft, types.get(draft.values["household"]))
            others = [one for one in stored.get(draft.values["household"], []) if one["id"] not in mine]
            _number(draft, others)
            _alone(draft, others)
            stored.setdefault(draft.values["household"], []).append({**draft.values, "id": None})


def is_open(values: Values) -> bool:
    """Whether the household is being watched, or on the way there."""
    return not values["eliminated"] and values["state"] not in CLOSED


def _fits(draft: Draft, hh_type: str | None) -> None:
    code = next((one for one in code_list("monitor_category").codes if one.code == draft.values["category"]), None)
    allowed = code.extra.get("hh_types") if code is not None else None
    # 脱贫不享受政策户 is not told apart by every office: only the two plain types contradict.
    if code is None or not allowed or hh_type not in ("01", "02") or hh_type in allowed:
        return
    if draft.changed is None or "category" in draft.changed:
        draft.error(f"这一户的户类型是“{code_list('hh_type').label(hh_type)}”，不能是{code.label}", "category")


def _number(draft: Draft, others: Sequence[Values]) -> None:
    if draft.values["episode_no"] is None and draft.values["household"] is not None:
        draft.values["episode_no"] = max((one["episode_no"] or 0 for one in others), default=0) + 1
        if draft.changed is not None:
            draft.changed.add("episode_no")
    elif any(one["episode_no"] == draft.values["episode_no"] for one in others):
        draft.error(f"这一户已有第 {draft.values['episode_no']} 批的监测记录", "episode_no")


def _alone(draft: Draft, others: Sequence[Values]) -> None:
    values = draft.values
    if not is_open(values):
        return
    if any(is_open(one) for one in others):
        draft.error("这一户还有一次没有消除的监测，不能重复纳入", "household")
    last = max((one["eliminated_on"] for one in others if one["eliminated_on"]), default=None)
    if last and values["recognised_on"] and earlier(values["recognised_on"], last):
        draft.warn(f"识别时间早于上一次消除的时间 {last}，请核对", "recognised_on")


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
