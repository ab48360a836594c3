"""Ages and months: of people on a day, between two dates, and what an ID number says of them, in SQL."""

from typing import Any

from peewee import SQL, Case, fn

from models import clock


def age_on(birth: str | None, day: str | None) -> int | None:
    """Full years on a day; of a month its last day counts, without a day today."""
    if not birth:
        return None
    day = day or clock.today_text()
    passed = birth[5:10] <= (day + "-99-99")[5:10]
    return int(day[:4]) - int(birth[:4]) - (not passed)


def months(start: str, end: str) -> int:
    """Calendar months from ``start`` to ``end``, both counted; a year alone means its January."""
    first, last = ((int(one[:4]), int(one[5:7] or 1)) for one in (start, end))
    return 12 * (last[0] - first[0]) + last[1] - first[1] + 1


def born(model: Any) -> Any:
    """SQL for full years today by the number of the record, None without one."""
    today = clock.today()
    passed = Case(None, ((fn.SUBSTR(model.id_no, 11, 4) > today.strftime("%m%d"), 1),), 0)
    age = SQL(str(today.year)) - fn.SUBSTR(model.id_no, 7, 4).cast("INTEGER") - passed
    return Case(None, ((fn.LENGTH(model.id_no) >= 18, age),), None)


def card_digit(model: Any, at: int) -> Any:
    """SQL for a character of a 残疾人证 number: the 19th is its category, the 20th its level; else None."""
    return Case(None, ((fn.LENGTH(model.id_no) >= 20, fn.SUBSTR(model.id_no, at, 1)),), None)


def month_number(column: Any) -> Any:
    """SQL for the months since year 0 of an ISO text."""
    year = fn.SUBSTR(column, 1, 4).cast("INTEGER")
    return year * 12 + fn.SUBSTR(column, 6, 2).cast("INTEGER")
