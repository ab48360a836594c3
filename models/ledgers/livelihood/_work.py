"""What must hold of a spell of work (domain.md §8.1, §17.2): its dates, place and wage, the person, their order."""

import itertools
from collections.abc import Iterator, Sequence
from typing import Any

from peewee import Case

from models import clock
from models.checking import in_order, keyed, mine
from models.codes import norm
from models.kinds import Problem
from models.ledgers.households._ages import age_on, month_number, months
from models.ledgers.households._people import settle
from models.ledgers.livelihood._places import IN_COUNTY, to_county
from models.record import Draft, Values

NEEDED = ("place", "employer", "industry", "monthly_wage", "channel", "point_to_point")
LOCAL_CHANNELS = ("01", "02")
LOST, WEAK = ("04", "05"), "03"
_TRAFFIC = {"01": "county", "02": "province", "03": "outside", "04": "abroad"}


def lasting(model: Any) -> Any:
    """SQL for the months of the spell so far."""
    end = Case(None, ((model.end.is_null(), clock.today_text()),), model.end)
    return month_number(end) - month_number(model.start) + 1


def until(model: Any) -> Any:
    """SQL for its last month; far away while it lasts, its first one when it was never told."""
    told = ((model.end.is_null(False), model.end), (model.working == False, model.start))  # noqa: E712
    return Case(None, told, "9999-12")


def traffic_subsidy(scope: str | None, village: int | None) -> int | None:
    """分 a year for travelling to work there, by the norm of the village."""
    return norm(f"work.traffic_{_TRAFFIC[scope]}_yuan", None, village) * 100 if scope in _TRAFFIC else None


def spell_problems(model: Any, values: Values) -> Iterator[Problem]:
    """L13, L14, L16: who is at work has begun, has not ended, and their place, employer … are known."""
    today = clock.today_text()
    start, end = values["start"], values["end"]
    if start is None:
        yield Problem("开始时间没有填", "start", "warn")
    yield from in_order(model, values, "start", "end", level="warn")
    if values["working"]:
        for name in NEEDED:
            if values[name] is None:
                yield Problem(f"在务工，{model._meta.fields[name].label}没有填", name, "warn")
        if end and end < today[: len(end)]:
            yield Problem("结束时间已过，是否在务工还是“是”", "working", "warn")
        if start and start > today:
            yield Problem("开始时间还没有到，是否在务工却是“是”", "start", "warn")
        if start and start[:4] <= "2020" and not end:
            yield Problem("2020年以来一直没有返乡，请核对", "start", "warn")
    elif values["working"] is False and (end is None or end > today):
        yield Problem("没有在务工，要填已过的结束时间", "end", "warn")


def place_problems(values: Values) -> Iterator[Problem]:
    """L23, L24: where it is, what that allows, and the traffic subsidy."""
    today, start = clock.today_text(), values["start"]
    if values["place"] and values["scope"] is None:
        yield Problem("看不出是县内、省内还是省外，请选务工区域", "scope", "warn")
    elif values["place"] and not to_county(values["place"]):
        yield Problem("务工所在地要写到县（市、区）", "place", "warn")
    if values["scope"] not in (None, IN_COUNTY) and values["channel"] in LOCAL_CHANNELS:
        yield Problem("在县外务工，就业渠道却是公益性岗位或帮扶车间", "channel", "warn")
    if values["traffic_applied"] and start:
        least = norm("work.traffic_months", None, values["village"])
        if months(start, min(values["end"] or today, today)) < least:
            yield Problem(f"务工不满 {least} 个月，不能申报交通补助", "traffic_applied", "warn")


def wage_problems(wage: int | None) -> Iterator[Problem]:
    """The wage of a month within the norms."""
    if wage is None:
        return
    low, high, little = (norm(f"income.wage_month_{name}_yuan") for name in ("min", "max", "low"))
    if not low * 100 <= wage <= high * 100:
        yield Problem(f"务工月收入应在 {low} 至 {high} 元之间", "monthly_wage", "warn")
    elif wage < little * 100:
        yield Problem(f"务工月收入低于 {little} 元，请核对", "monthly_wage", "warn")


def fits_person(drafts: Sequence[Draft]) -> None:
    """The person's age, school, labour and 特困 (L10–L12, L17)."""
    least = norm("work.min_age")
    for draft, who in zip(drafts, settle(drafts), strict=True):
        values = draft.values
        age = age_on(who.birth, values["start"])
        if values["start"] and age is not None and age < least:
            draft.warn(f"开始务工时 {age} 岁，不满 {least} 岁", "start")
        if not values["working"]:
            continue
        if who.school_state:
            draft.warn("是在校生，不能登记务工", "working")
        if who.labour in LOST:
            draft.warn("是无劳动力或丧失劳动力，却登记了务工", "working")
        elif who.labour == WEAK:
            draft.warn("是弱劳动力或半劳动力，请核对务工", "working")
        if who.tekun in ("01", "02") and values["scope"] not in (None, IN_COUNTY):
            draft.warn("是特困供养人员，却在县外务工", "scope")


def spells_in_order(drafts: Sequence[Draft]) -> None:
    """A later spell begins when the one before has ended (L15); the same month is one after the other."""
    spells: dict[str, list[tuple[str, str | None, Draft | None]]] = {}
    for draft in drafts:
        if draft.values["id_no"] and draft.values["start"]:
            spells.setdefault(draft.values["id_no"], []).append((draft.values["start"], draft.values["end"], draft))
    if not spells:
        return
    model, own = drafts[0].ledger.model, mine(drafts)
    for number, id, start, end in keyed(model, model.id_no, spells, model.id, model.start, model.end):
        if id not in own and start:
            spells[number].append((start, end, None))
    for theirs in spells.values():
        theirs.sort(key=lambda one: one[0])
        for (_, end, before), (start, _, after) in itertools.pairwise(theirs):
            told = after or before
            if told is not None and (end is None or start < end[: len(start)]):
                text = "上一段务工还没有结束" if end is None else f"与上一段务工（到 {end}）重叠"
                told.warn(text, "start")
