"""Local dates as ISO text of the precision that is known."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Sequence
from typing import Any

from models import clock
from models.kinds.base import AT_LEAST, AT_MOST, BETWEEN, BLANK, EQUALS, FILLED, Fault, Kind, clean, narrow

_DATE = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?|年)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})?")
_TIME_TAIL = re.compile(r"[T ](\d{1,2}):(\d{2})(:\d{2}(\.\d+)?)?$")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")

_FIRST_YEAR, _LAST_YEAR = 1850, 2200
_YEARS = frozenset(map(str, range(_FIRST_YEAR, _LAST_YEAR + 1)))
_LEAP_YEARS = frozenset(year for year in _YEARS if calendar.isleap(int(year)))
_DAYS = frozenset(f"{datetime.date.fromordinal(day):%m%d}" for day in range(1, 366))


def are_days(dates: str) -> bool:
    """Whether these dates of eight digits, one behind the other, are all real; a quick look at a whole column."""
    days = {dates[at : at + 4] for at in range(4, len(dates), 8)}
    years = {dates[at : at + 4] for at in range(0, len(dates), 8)}
    if not years <= _YEARS:
        return False
    return days <= _DAYS or (
        days <= _DAYS | {"0229"}
        and all(dates[at : at + 4] in _LEAP_YEARS for at in range(0, len(dates), 8) if dates[at + 4 : at + 8] == "0229")
    )


class Date(Kind):
    """A local date as ISO text; ``precision`` "day" or "month" is what a form asks for, coarser ones are kept.

    Only with precision "minute" a time of day behind the date is kept: "2024-03-18 09:30".
    """

    name = "date"
    align = "center"
    width = 11
    operators = (EQUALS, AT_LEAST, AT_MOST, BETWEEN, BLANK, FILLED)

    def __init__(self, precision: str = "day", future: bool = True) -> None:
        self.precision, self.future = precision, future
        if precision == "minute":
            self.width = 16

    def parse(self, raw: Any) -> str | None:
        """ISO text of the cell."""
        if isinstance(raw, datetime.datetime) and self.precision == "minute" and raw.time() != datetime.time():
            return self.from_text(raw.isoformat(" ", "minutes"))
        if isinstance(raw, datetime.datetime):
            return self._checked(raw.year, raw.month, raw.day, str(raw))
        if isinstance(raw, datetime.date):
            return self._checked(raw.year, raw.month, raw.day, str(raw))
        if type(raw) is str and len(raw) == 10 and raw[4] == "-" == raw[7]:
            try:
                day = datetime.date.fromisoformat(raw)
            except ValueError:
                return self.from_text(raw)
            return self._checked(day.year, day.month, day.day, raw)
        if isinstance(raw, float) and raw.is_integer():
            raw = int(raw)
        if type(raw) is int and 20_000 <= raw < 80_000:
            day = datetime.date(1899, 12, 30) + datetime.timedelta(raw)
            return self._checked(day.year, day.month, day.day, str(raw))
        return super().parse(raw)

    def from_text(self, text: str) -> str:
        """Any usual way of writing a full date, a month or a year."""
        tidy = clean(text).replace("：", ":")
        plain = narrow(_TIME_TAIL.sub("", tidy)).rstrip(".")
        match = _COMPACT.fullmatch(plain) or _DATE.fullmatch(plain)
        if match is None:
            raise Fault(f"“{text}”不是日期，请写成 2024-03-18 这样")
        year, month, day = (int(part) if part else None for part in match.groups())
        day_text = self._checked(year or 0, month, day, text)
        time = _TIME_TAIL.search(tidy) if self.precision == "minute" and day else None
        return f"{day_text} {self._clock(time[1], time[2], text)}" if time else day_text

    @staticmethod
    def _clock(hour: str, minute: str, text: str) -> str:
        if int(hour) > 23 or int(minute) > 59:
            raise Fault(f"“{text}”的钟点不对，请写成 2024-03-18 09:30 这样")
        return f"{int(hour):02d}:{minute}"

    def typed(self, text: str) -> Any:
        """Also 240318, 3.18 and 18, which take the rest from today."""
        plain = narrow(text).rstrip(".")
        today = clock.today()
        if self.precision == "minute" and (match := _CLOCK.fullmatch(plain)):
            return f"{today.isoformat()} {self._clock(match[1], match[2], text)}"
        if (match := re.fullmatch(r"(\d{2})(\d{2})(\d{2})", plain)) and not plain.startswith(("19", "20")):
            return self._checked(2000 + int(match[1]), int(match[2]), int(match[3]), text)
        if match := re.fullmatch(r"(\d{1,2})[-/.月](\d{1,2})日?", plain):
            return self._checked(today.year, int(match[1]), int(match[2]), text)
        if match := re.fullmatch(r"(\d{1,2})日?", plain):
            return self._checked(today.year, today.month, int(match[1]), text)
        return self.parse(text)

    def tidy(self, texts: Sequence[str], joined: str) -> bool:
        """Full ISO dates."""
        dates = joined.replace("-", "")
        return (
            set(map(len, texts)) == {10}
            and len(dates) == 8 * len(texts)
            and set(joined[4::10] + joined[7::10]) == {"-"}
            and are_days(dates)
            and (self.future or max(texts) <= clock.today_text())
        )

    def _checked(self, year: int, month: int | None, day: int | None, text: str) -> str:
        try:
            datetime.date(year, 1 if month is None else month, 1 if day is None else day)
        except ValueError:
            raise Fault(f"“{text}”不是真实的日期") from None
        if not _FIRST_YEAR <= year <= _LAST_YEAR:
            raise Fault(f"“{text}”的年份不对")
        value = f"{year:04d}" + (f"-{month:02d}" if month else "") + (f"-{day:02d}" if day else "")
        if not self.future and value > clock.today_text():
            raise Fault(f"{value} 还没有到，请核对")
        return value

    def warning(self, value: str) -> str:
        """A date that lacks its day where one is asked for."""
        return "只有年月，没有日，先按年月登记" if self.precision == "day" and len(value) < 10 else ""
