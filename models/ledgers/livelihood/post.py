"""公益性岗位 (domain.md §8.2, §17.2 L18): who holds which post, and how many months were paid."""

from collections.abc import Iterator, Sequence
from typing import Any

from peewee import Case

from models import clock
from models.codes import norm
from models.fields import (
    ChoiceField,
    CodeField,
    Computed,
    DateField,
    IntegerField,
    MoneyField,
    NameField,
    TextField,
)
from models.kinds import Choice, Date, Integer, Money, Problem
from models.ledger import Ledger, ledger, register
from models.ledgers.households import _whose as whose
from models.ledgers.households._people import Person, age_on, born, card_digit, months, settle
from models.ledgers.livelihood._places import IN_COUNTY, scope_of
from models.ledgers.livelihood.work_record import LOST
from models.record import Draft, Record, Values

WHO, POST, PAY, LEAVE = "人员", "岗位", "补贴", "考核与退出"


def _until(model: Any) -> Any:
    """The last day of the post, far away while nobody knows it."""
    return Case(None, ((model.exit_on.is_null(False), model.exit_on), (model.end.is_null(False), model.end)), "9999-12")


class Post(Record):
    """One person on one post."""

    person = whose.person(group=WHO, synonyms=("人员姓名", "岗位人员", "上岗人员"))
    id_no = whose.number(group=WHO, synonyms=(*whose.NUMBER, "残疾证号"))
    age = Computed("年龄", Integer(unit="岁", total=False), born, group=WHO, shown=True)
    disability_type = Computed(
        "残疾类别", Choice("disability_type"), lambda model: card_digit(model, 19), names=("member.disability_type",)
    )
    disability_level = Computed(
        "残疾等级", Choice("disability_level"), lambda model: card_digit(model, 20), names=("member.disability_level",)
    )
    name = NameField("岗位名称", required=True, shown=True, group=POST, synonyms=("岗位",))
    kind = ChoiceField("岗位类型", "post_kind", shown=True, group=POST, synonyms=("岗位类别",))
    village = whose.village(group=POST)
    group = whose.group(group=POST)
    member = whose.member(group=WHO)
    employer = NameField("用人单位", group=POST, width=16, synonyms=("用工单位", "聘用单位"))
    agreement_no = CodeField("协议编号", group=POST, synonyms=("协议号", "合同编号"))
    start = DateField("上岗时间", shown=True, group=POST, synonyms=("上岗日期", "聘用时间", "开始时间"))
    end = DateField("到期时间", shown=True, group=POST, synonyms=("到期日期", "结束时间", "协议到期时间"))
    until = Computed("在岗到", Date(), _until, hidden=True)
    fund_source = ChoiceField("资金来源", "post_fund", shown=True, group=PAY)
    monthly_subsidy = MoneyField(
        "月补贴标准", shown=True, group=PAY, synonyms=("岗位补贴", "月补贴", "补贴标准", "月工资")
    )
    paid_to = DateField("已发至月份", precision="month", shown=True, group=PAY, help="改了它，发放月数自动重算")
    paid_months = IntegerField(
        "发放月数", unit="月", shown=True, group=PAY, help="中间缺勤没发的月份，在这里减掉", synonyms=("已发月数",)
    )
    amount = Computed(
        "发放金额", Money(), lambda model: model.monthly_subsidy * model.paid_months, group=PAY, shown=True
    )
    insurance_no = CodeField("保险单号", group=PAY, synonyms=("意外险单号", "保单号"))
    assessment = ChoiceField("考核结果", "post_assessment", group=LEAVE)
    exit_on = DateField("退出日期", future=False, group=LEAVE, synonyms=("退出时间", "离岗时间"))
    exit_reason = TextField("退出原因", group=LEAVE, synonyms=("离岗原因",))
    remark = TextField("备注", long=True, group=LEAVE)

    class Meta:
        """Storage."""

        table_name = "post"

    @classmethod
    def complete(cls, values: Values) -> None:
        """The months paid, when a new record only says until when."""
        if values["paid_months"] is None and values["paid_to"] and values["start"]:
            values["paid_months"] = max(0, months(values["start"], values["paid_to"]))

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """Dates in order; no more months paid than worked; leaving with its reason."""
        start, end, left = values["start"], values["end"], values["exit_on"]
        if start and end and end < start[: len(end)]:
            yield Problem("到期时间早于上岗时间", "end")
        if start and left and left < start[: len(left)]:
            yield Problem("退出日期早于上岗时间", "exit_on")
        if left and not values["exit_reason"]:
            yield Problem("退出了，要写退出原因", "exit_reason", "warn")
        if values["exit_reason"] and not left:
            yield Problem("写了退出原因，要填退出日期", "exit_on", "warn")
        paid, last = values["paid_months"], left or min(end or clock.today_text(), clock.today_text())
        if start and paid is not None and paid > max(0, months(start, last)):
            yield Problem(f"发放 {paid} 个月，比在岗的 {max(0, months(start, last))} 个月多", "paid_months")
        if paid is None and start and (left or (end and end < clock.today_text())):
            # A list of an earlier year without the months is still a list of who held a post.
            yield Problem("岗位已到期或已退出，发放月数没有填", "paid_months", "warn")

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """Age, labour and work elsewhere of the holder; two posts at a time; three or more."""
        low, high = norm("post.min_age"), norm("post.warn_age")
        people = settle(drafts)
        outside = _outside(people)
        for draft, who in zip(drafts, people, strict=True):
            _recount(draft)
            _age(draft, who, low, high)
            if not _holds(draft.values):
                continue
            if who.labour in LOST:
                draft.error("是无劳动力或丧失劳动力，不能安排公益性岗位", "member")
            if who.id in outside:
                draft.error(f"务工监测里登记在{outside[who.id]}务工，不能同时在公益性岗位", "member")
            elif who.abroad or scope_of(who.work_place) not in (None, IN_COUNTY):
                draft.warn(f"家庭成员里登记的务工所在地是“{who.work_place or '国外'}”，请核对", "member")
        _several(drafts)


def _age(draft: Draft, who: Person, low: int, high: int) -> None:
    start = draft.values["start"]
    age, now = age_on(who.birth, start), age_on(who.birth, None)
    if age is not None and age < low:
        # Without a start nobody knows how old they were then.
        tell = draft.error if start else draft.warn
        tell(f"上岗时 {age} 岁，不满 {low} 岁" if start else f"现在 {age} 岁，不满 {low} 岁", "id_no")
    elif now is not None and now >= high and _holds(draft.values):
        draft.warn(f"已满 {high} 岁（{now} 岁），请核对能否胜任", "id_no")


def _holds(values: Values) -> bool:
    """Whether the post is held today."""
    today = clock.today_text()
    return not values["exit_on"] and (values["end"] is None or values["end"] >= today[: len(values["end"])])


def _recount(draft: Draft) -> None:
    """The months paid follow the month paid to, unless they were given with it."""
    changed, values = draft.changed, draft.values
    if changed and "paid_to" in changed and "paid_months" not in changed and values["paid_to"] and values["start"]:
        values["paid_months"] = max(0, months(values["start"], values["paid_to"]))
        changed.add("paid_months")


def _outside(people: Sequence[Person]) -> dict[int, str]:
    """{member: scope in words} of those who work outside the county now."""
    work, found = ledger("work_record").model, {}
    ids = [one.id for one in people if one.id is not None]
    for at in range(0, len(ids), 500):
        query = work.select(work.member, work.scope).where(
            work.member.in_(ids[at : at + 500]),
            work.working == True,  # noqa: E712
            work.scope.is_null(False),
            work.scope != IN_COUNTY,
        )
        found.update({id: work.scope.kind.to_text(scope) for id, scope in query.tuples()})
    return found


def _several(drafts: Sequence[Draft]) -> None:
    """Two posts at a time are forbidden; more than the norm ever held are told of (domain.md §8.2)."""
    numbers = list({draft.values["id_no"] for draft in drafts if draft.values["id_no"]})
    mine = {draft.id for draft in drafts if draft.id}
    held: dict[str, list[tuple[Any, Any, Draft | None]]] = {}
    for at in range(0, len(numbers), 500):
        query = Post.select(Post.id, Post.id_no, Post.start, Post.end, Post.exit_on)
        for id, number, start, end, left in query.where(Post.id_no.in_(numbers[at : at + 500])).tuples():
            if id not in mine:
                held.setdefault(number, []).append((start, left or end, None))
    for draft in drafts:
        number = draft.values["id_no"]
        if not number:
            continue
        start, end = draft.values["start"], draft.values["exit_on"] or draft.values["end"]
        others = held.setdefault(number, [])
        if any(_meet(start, end, one[0], one[1]) for one in others):
            draft.error("同一个人不能同时在两个公益性岗位", "person")
        others.append((start, end, draft))
        if len(others) > norm("post.max_posts"):
            draft.warn(f"同一个人登记了 {len(others)} 个岗位，请核对", "person")


def _meet(start: Any, end: Any, other_start: Any, other_end: Any) -> bool:
    if start is None or other_start is None:
        return False
    return (end is None or end > other_start) and (other_end is None or other_end > start)


LEDGER = register(
    Ledger(
        Post,
        "公益性岗位",
        display="person",
        order=20,
        counter="人",
        keys=(("person", "id_no", "village", "name", "start"),),
        columns=(
            "village",
            "person",
            "age",
            "name",
            "start",
            "end",
            "fund_source",
            "monthly_subsidy",
            "paid_to",
            "paid_months",
            "amount",
        ),
        sort=("village.seq", "person", "start"),
        search=("person", "id_no", "name", "village"),
        filters=("village", "kind", "name", "fund_source", "end"),
        synonyms=("公益性岗位", "公益岗", "残障就业", "残疾人就业", "岗位补贴"),
        hint="每人每个岗位记一条；每月发完补贴，筛选出来用“批量修改”改已发至月份。",
    )
)
