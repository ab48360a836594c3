"""Who may hold a post and what is paid for it (domain.md §8.2, §17.2 L18)."""

from collections.abc import Iterator, Sequence
from typing import Any

from peewee import fn

from models import clock
from models.checking import keyed, mine
from models.codes import norm
from models.kinds import Problem
from models.ledger import ledger
from models.ledgers.households._ages import age_on, months
from models.ledgers.households._people import Person, settle
from models.ledgers.livelihood._places import IN_COUNTY, scope_of
from models.ledgers.livelihood._work import LOST
from models.record import Draft, Values


def until(model: Any) -> Any:
    """SQL for the last day of the post, far away while nobody knows it."""
    return fn.COALESCE(model.exit_on, model.end, "9999-12")


def leaving_problems(values: Values) -> Iterator[Problem]:
    """Leaving has its day and its reason."""
    if values["exit_on"] and not values["exit_reason"]:
        yield Problem("退出了，要写退出原因", "exit_reason", "warn")
    if values["exit_reason"] and not values["exit_on"]:
        yield Problem("写了退出原因，要填退出日期", "exit_on", "warn")


def paid_problems(values: Values) -> Iterator[Problem]:
    """No more months paid than worked; they are known when the post is over."""
    start, end, left = values["start"], values["end"], values["exit_on"]
    paid, last = values["paid_months"], left or min(end or clock.today_text(), clock.today_text())
    if start and paid is not None and paid > max(0, months(start, last)):
        yield Problem(f"发放 {paid} 个月，比在岗的 {max(0, months(start, last))} 个月多", "paid_months")
    if paid is None and start and (left or (end and end < clock.today_text())):
        # A list of an earlier year without the months is still a list of who held a post.
        yield Problem("岗位已到期或已退出，发放月数没有填", "paid_months", "warn")


def recount(drafts: Sequence[Draft]) -> None:
    """The months paid follow the month paid to, unless they were given with it."""
    for draft in drafts:
        changed, values = draft.changed, draft.values
        if changed and "paid_to" in changed and "paid_months" not in changed and values["paid_to"] and values["start"]:
            values["paid_months"] = max(0, months(values["start"], values["paid_to"]))
            changed.add("paid_months")


def fits_person(drafts: Sequence[Draft]) -> None:
    """Age, labour and work elsewhere of who holds the post."""
    low, high = norm("post.min_age"), norm("post.warn_age")
    people = settle(drafts)
    outside = _outside(people)
    for draft, who in zip(drafts, people, strict=True):
        _age(draft, who, low, high)
        if not _holds(draft.values):
            continue
        if who.labour in LOST:
            draft.error("是无劳动力或丧失劳动力，不能安排公益性岗位", "member")
        if who.id in outside:
            draft.error(f"务工监测里登记在{outside[who.id]}务工，不能同时在公益性岗位", "member")
        elif who.abroad or scope_of(who.work_place) not in (None, IN_COUNTY):
            draft.warn(f"家庭成员里登记的务工所在地是“{who.work_place or '国外'}”，请核对", "member")


def several(drafts: Sequence[Draft]) -> None:
    """Two posts at a time are forbidden; more than the norm ever held are told of."""
    numbers = {draft.values["id_no"] for draft in drafts if draft.values["id_no"]}
    if not numbers:
        return
    model, own = drafts[0].ledger.model, mine(drafts)
    held: dict[str, list[tuple[Any, Any]]] = {}
    days = (model.start, model.end, model.exit_on)
    for number, id, start, end, left in keyed(model, model.id_no, numbers, model.id, *days):
        if id not in own:
            held.setdefault(number, []).append((start, left or end))
    for draft in drafts:
        number = draft.values["id_no"]
        if not number:
            continue
        start, end = draft.values["start"], draft.values["exit_on"] or draft.values["end"]
        others = held.setdefault(number, [])
        if any(_meet(start, end, *one) for one in others):
            draft.error("同一个人不能同时在两个公益性岗位", "person")
        others.append((start, end))
        if len(others) > norm("post.max_posts"):
            draft.warn(f"同一个人登记了 {len(others)} 个岗位，请核对", "person")


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


def _outside(people: Sequence[Person]) -> dict[int, str]:
    """{member: scope in words} of those who work outside the county now."""
    work = ledger("work_record").model
    away = (work.working == True) & work.scope.is_null(False) & (work.scope != IN_COUNTY)  # noqa: E712
    rows = keyed(work, work.member, {one.id for one in people}, work.scope, where=away)
    return {id: work.scope.kind.to_text(scope) for id, scope in rows}


def _meet(start: Any, end: Any, other_start: Any, other_end: Any) -> bool:
    if start is None or other_start is None:
        return False
    return (end is None or end > other_start) and (other_end is None or other_end > start)
