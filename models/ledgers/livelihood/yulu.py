"""雨露计划 (domain.md §8.5): aid for vocational students, per term; not for undergraduates, not while on leave."""

from collections.abc import Iterator, Sequence
from typing import Any

from models.codes import code_list, norm
from models.fields import (
    BankField,
    ChoiceField,
    CodeField,
    DateField,
    LinkField,
    MoneyField,
    NameField,
    PersonField,
    TextField,
    YearField,
)
from models.kinds import Problem
from models.ledger import Ledger, ledger, register
from models.ledgers.households import _whose as whose
from models.ledgers.households._people import settle
from models.ledgers.households.household import Household
from models.record import Draft, Record, Values

WHO, SCHOOL, AID = "学生", "就读", "补助"
PAID, PAUSED, REFUSED = "03", "04", "05"
POOR = ("01", "03")


class Yulu(Record):
    """The aid of one student for one term."""

    student = whose.person("学生姓名", group=WHO, synonyms=("姓名", "受助学生"))
    id_no = whose.number(
        "学生证件号码",
        group=WHO,
        synonyms=("证件号码", "身份证号", "身份证号码", "学生身份证号", "公民身份号码", "身份证"),
    )
    village = whose.village(group=WHO)
    group = whose.group(group=WHO)
    member = whose.member(group=WHO)
    household = LinkField(Household, "农户", group=WHO, help="按学生自动对上", synonyms=("户主", "户主姓名"))
    school = NameField("就读学校", shown=True, width=18, group=SCHOOL, synonyms=("学校", "学校名称", "就读院校"))
    level = ChoiceField("就读层次", "yulu_level", shown=True, group=SCHOOL, synonyms=("学历层次", "层次", "学段"))
    major = NameField("专业", group=SCHOOL, synonyms=("就读专业",))
    enrol_no = CodeField("学籍号", group=SCHOOL, synonyms=("学号",))
    year = YearField("学年", required=True, shown=True, group=SCHOOL, help="填学年开始的年份", synonyms=("年度",))
    term = ChoiceField("学期", "school_term", required=True, shown=True, group=SCHOOL)
    amount = MoneyField(
        "补助金额", shown=True, group=AID, help="不填就按每学期的标准", synonyms=("金额", "补助标准", "发放金额")
    )
    status = ChoiceField("补助状态", "yulu_status", shown=True, group=AID, synonyms=("状态", "审核状态"))
    paid_on = DateField("发放日期", future=False, shown=True, group=AID, synonyms=("发放时间", "到账日期"))
    account_name = PersonField("开户人", group=AID, synonyms=("账户姓名", "户名"))
    account = BankField("银行卡号", group=AID, synonyms=("银行账号", "一卡通账号", "社保卡号"))
    remark = TextField("备注", long=True, group=AID)

    class Meta:
        """Storage."""

        table_name = "yulu"

    @classmethod
    def complete(cls, values: Values) -> None:
        """The state of an application, and the amount of a term."""
        if values["status"] is None:
            values["status"] = PAID if values["paid_on"] else "01"
        if values["amount"] is None and values["status"] not in (PAUSED, REFUSED):
            values["amount"] = norm("yulu.term_yuan", values["year"], values["village"]) * 100

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """Paid aid has its day, refused and suspended aid has none."""
        if values["status"] == PAID and not values["paid_on"]:
            yield Problem("已发放，发放日期没有填", "paid_on", "warn")
        if values["status"] in ("01", "02") and values["paid_on"]:
            yield Problem("有发放日期，补助状态却不是“已发放”", "status", "warn")
        if values["status"] in (PAUSED, REFUSED) and values["paid_on"]:
            yield Problem("暂停或不符合的，不应有发放日期", "paid_on")

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """In vocational school, and once a term."""
        stages = {one.code: one.extra for one in code_list("school_state")}
        for draft, who in zip(drafts, settle(drafts, "student"), strict=True):
            if who.id is None or draft.values["status"] in (PAUSED, REFUSED):
                continue
            if who.school_state is None:
                draft.warn("家庭成员里没有登记在校生状况，请核对是否在中职、高职就读", "student")
                continue
            at = stages[who.school_state]
            if not at.get("vocational"):
                label = code_list("school_state").label(who.school_state)
                draft.error(f"是“{label}”，不是中职、高职或技师学院学生，不在雨露计划内", "member")
            elif draft.values["level"] and at["stage"] not in _stages(draft.values["level"]):
                draft.warn(f"就读层次与家庭成员里的“{code_list('school_state').label(who.school_state)}”不符", "level")
        _entitled(drafts)
        _once(drafts)


def _entitled(drafts: Sequence[Draft]) -> None:
    """Of a 脱贫户, or of a household still watched when the term began (a local rule, domain.md §8.5): else told of."""
    homes = list({draft.values["household"] for draft in drafts} - {None})
    kinds: dict[int, str | None] = {}
    watched: dict[int, list[str | None]] = {}
    episode = ledger("episode").model
    for at in range(0, len(homes), 500):
        part = homes[at : at + 500]
        kinds |= dict(Household.select(Household.id, Household.hh_type).where(Household.id.in_(part)).tuples())
        query = episode.select(episode.household, episode.eliminated_on).where(episode.household.in_(part))
        for home, gone in query.tuples():
            watched.setdefault(home, []).append(gone)
    for draft in drafts:
        home, year = draft.values["household"], draft.values["year"]
        if home is None or year is None or kinds.get(home) in POOR or draft.values["status"] in (PAUSED, REFUSED):
            continue
        begun = f"{year}-09" if draft.values["term"] == "02" else f"{year + 1}-03"
        if home not in watched:
            draft.warn("这一户不是脱贫户，也没有纳入过监测，请核对", "household")
        elif all(gone is not None and gone[:7] < begun for gone in watched[home]):
            draft.warn(f"这一户的风险在 {begun} 开学以前已消除，请核对能否再享受", "household")


def _stages(level: str) -> Sequence[str]:
    one = code_list("yulu_level").get(level)
    return one.extra["stage"] if one else ()


def _once(drafts: Sequence[Draft]) -> None:
    numbers = list({draft.values["id_no"] for draft in drafts if draft.values["id_no"]})
    mine = {draft.id for draft in drafts if draft.id}
    had: set[tuple[Any, ...]] = set()
    for at in range(0, len(numbers), 500):
        query = Yulu.select(Yulu.id, Yulu.id_no, Yulu.year, Yulu.term).where(Yulu.id_no.in_(numbers[at : at + 500]))
        had |= {tuple(row[1:]) for row in query.tuples() if row[0] not in mine}
    for draft in drafts:
        key = tuple(draft.values[name] for name in ("id_no", "year", "term"))
        if key in had:
            draft.error("这个学生这一学期已经登记过", "term")
        if None not in key:
            had.add(key)


LEDGER = register(
    Ledger(
        Yulu,
        "雨露计划",
        display="student",
        order=40,
        counter="人次",
        keys=(("id_no", "year", "term"), ("student", "village", "school", "year", "term")),
        columns=("village", "student", "school", "level", "year", "term", "amount", "status", "paid_on"),
        sort=("-year", "-term", "village.seq", "student"),
        search=("student", "id_no", "school", "village"),
        filters=("village", "year", "term", "level", "status"),
        synonyms=("雨露计划", "雨露", "职业教育补助"),
        hint="每个学生每学期记一条；学年填开始的年份，2025—2026 学年填 2025。",
    )
)
