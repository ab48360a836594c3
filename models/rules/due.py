"""What falls due with income, guarantees and insurance, as selections that a list can open (domain.md §6–7)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from models import query
from models.codes import norm
from models.query import Selection
from models.rules.guarantees import out_of_school
from models.rules.income import collection_window


@dataclass(frozen=True)
class Due:
    """Something to see to: ``text`` what it is, ``selection`` the records; ``serious`` when it may not be."""

    key: str
    text: str
    selection: Selection
    serious: bool = False

    @property
    def count(self) -> int:
        """How many."""
        return query.count(self.selection)


def not_collected(today: datetime.date) -> Selection:
    """Households that left poverty without an annual sheet for the year that is, or was last, collected."""
    year, *_ = collection_window(today)
    base = Selection("household", order=("village.seq", "head")).where("hh_type", "in", ["01", "03"])
    return base.where("income_year", "<=", year - 1)


def turning(age: int, today: datetime.date) -> Selection:
    """Active members who reach this age within the next days (90 unless the place says otherwise)."""
    ahead = datetime.timedelta(norm("todo.birthday_days", when=today))
    first, last = _years_before(today, age), _years_before(today + ahead, age)
    base = Selection("member", order=("birth",)).where("state", "not in", ["03"])
    return base.where("birth", "between", [first.isoformat(), last.isoformat()])


def _years_before(day: datetime.date, years: int) -> datetime.date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)


def not_remedied() -> Selection:
    """Last checks of households that failed, without a day on which it was put right."""
    base = Selection("guarantee_check", order=("village.seq", "household")).where("latest", "in", [True])
    return base.where("result", "in", ["02"]).where("handled_on", "blank")


def insurance_year(today: datetime.date) -> int:
    """The year for which insurance is being paid: from September on the next one."""
    return today.year + (f"{today:%m-%d}" >= str(norm("insurance.pay_from", when=today)))


def in_insurance_window(today: datetime.date) -> bool:
    """Whether the season of payment is on (1 September to end of February unless the place says otherwise)."""
    first, last = (str(norm(f"insurance.pay_{end}", when=today)) for end in ("from", "to"))
    day = f"{today:%m-%d}"
    return first <= day <= last if first <= last else day >= first or day <= last


def insurance_season_end(today: datetime.date) -> str:
    """The last day of the season of payment that is on (ISO)."""
    first, last = (str(norm(f"insurance.pay_{end}", when=today)) for end in ("from", "to"))
    year = today.year + (first > last and f"{today:%m-%d}" >= first)
    return f"{year}-{last}"


def not_insured(today: datetime.date) -> Selection:
    """People on record as not insured, without a reason that exempts them."""
    base = Selection("insured_year", order=("member.village.seq", "member")).where("year", "=", insurance_year(today))
    return base.where("state", "in", ["03"]).where("counted", "in", [True])


def everything(today: datetime.date) -> list[Due]:
    """All of it, in the order in which inspectors ask."""
    year, _, last = collection_window(today)
    late = "，已过采集期" if today > last else f"，{last.month}月{last.day}日前采完"
    school, pension = norm("school.age_min", when=today), norm("income.pension_age", when=today)
    ahead = norm("todo.birthday_days", when=today)
    season = "，正在集中缴费期" if in_insurance_window(today) else ""
    return [
        Due("not_remedied", "三保障或饮水不达标，还没有整改完成", not_remedied(), True),
        Due("out_of_school", "义务教育阶段适龄，没有登记在校", out_of_school(today), True),
        Due("not_insured", f"{insurance_year(today)} 年度应参保还未参保{season}", not_insured(today), True),
        Due("not_collected", f"{year} 年度收入还没有采集{late}", not_collected(today)),
        Due("turning_school", f"{ahead} 天内满 {school} 周岁，要入学", turning(school, today)),
        Due("turning_pension", f"{ahead} 天内满 {pension} 周岁，可以领养老金", turning(pension, today)),
    ]
