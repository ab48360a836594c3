"""What must hold where 风险是否已消除 is 是, whoever sets it: a form, a table or a step (domain.md §3.6)."""

import calendar
import datetime
from collections.abc import Iterator
from typing import Any

from models.codes import norm
from models.days import earlier
from models.kinds import Problem

Values = dict[str, Any]
BY_ITSELF = "02"
AFTER = (
    *("elim_dropout", "elim_house", "elim_insured", "elim_water", "elim_wage", "elim_business", "elim_property"),
    *("elim_transfer", "elim_cost", "elim_net", "elim_income_pc", "elim_claim", "elim_self_paid"),
)
"""The set that may not be blank after elimination."""
TROUBLES = {
    "elim_dropout": "还有失学辍学",
    "elim_house": "住房有损毁",
    "elim_insured": "还有成员没有参保",
    "elim_water": "饮水设施有损毁",
}


def months_later(date: str, months: int) -> str:
    """The date so many months on, of the same precision; the last of the month where the day is missing there."""
    year, month = int(date[:4]), int(date[5:7])
    year, month = year + (month - 1 + months) // 12, (month - 1 + months) % 12 + 1
    if len(date) < 10:
        return f"{year:04d}-{month:02d}"
    day = min(int(date[8:10]), calendar.monthrange(year, month)[1])
    return datetime.date(year, month, day).isoformat()


def possible_from(recognised: str) -> str:
    """The first date on which a household recognised then may be marked, by the least months of the place."""
    return months_later(recognised, norm("elim.min_months"))


def problems(values: Values) -> Iterator[Problem]:
    """What an episode says against itself."""
    done, started, gone = values["eliminated"], values["recognised_on"], values["eliminated_on"]
    if not done:
        if gone and done is False:
            yield Problem("风险没有消除，却填了消除监测时间", "eliminated_on", "warn")
        return
    if not gone:
        yield Problem("风险已消除，消除监测时间没有填", "eliminated_on", "warn")
    elif started and len(started) >= 7 and len(gone) >= 7:
        if earlier(gone, started):
            yield Problem(f"消除监测时间 {gone} 早于识别监测时间 {started}", "eliminated_on")
        elif earlier(gone, possible_from(started)) and not values["elim_note"]:
            yield too_soon(started)
    if not values["elim_way"]:
        yield Problem("风险消除方式没有填", "elim_way", "warn")
    if not values["contact_name"] or not values["contact_phone"]:
        yield Problem("风险消除后要有监测联系人和电话", "contact_name", "warn")
    if any(values[name] is None for name in AFTER):
        missing = sum(values[name] is None for name in AFTER)
        yield Problem(f"“风险消除后”还有 {missing} 项没有填", "eliminated", "warn")
    for name, text in TROUBLES.items():
        if values[name]:
            yield Problem(f"{text}，不应标注风险消除", name, "warn")


def too_soon(recognised: str) -> Problem:
    """The refusal that names the date from which it is possible (T05)."""
    least = norm("elim.min_months")
    return Problem(
        f"识别未满{least}个月（{recognised} 识别），最早 {possible_from(recognised)} 起才能消除；"
        "确有特殊情况的，先在“情况说明”里写明依据",
        "eliminated_on",
    )
