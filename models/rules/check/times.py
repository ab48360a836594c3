"""Conditions on ages, months and years: bounds are worked out here, the database only compares texts and numbers."""

from __future__ import annotations

import datetime
from typing import Any

from peewee import Case, fn

from models.ledger import WrongDefinition
from models.rules.check.conditions import Condition, P, _OnField, _outside, _within
from models.rules.check.frame import PERSON, Frame


def _born(frame: Frame, first: str) -> Any:
    """Birth as eight digits, from the number (``first`` "number") or from 出生日期, the other where that is missing."""
    links = {"id": "", "member": "member."}[PERSON[frame.ledger.name]]
    number, birth = frame.value(f"{links}id_no"), fn.REPLACE(frame.value(f"{links}birth"), "-", "")
    digits = Case(None, ((_dated(number), fn.SUBSTR(number, 7, 8)),), None)
    return fn.COALESCE(digits, birth) if first == "number" else fn.COALESCE(birth, digits)


_NO_DAYS = ("0230", "0231", "0431", "0631", "0931", "1131")
_LEAP_YEARS = tuple(f"{year:02d}" for year in range(0, 100, 4))


def _dated(number: Any) -> Any:
    """Whether characters 7 to 14 are a date; of a number of 15 they are none, as it has the year in two digits."""
    day = fn.SUBSTR(number, 11, 4)
    return (
        (fn.LENGTH(number) >= 14)
        & (fn.LTRIM(fn.SUBSTR(number, 7, 8), "0123456789") == "")
        & fn.SUBSTR(number, 7, 2).in_(("18", "19", "20"))
        & fn.SUBSTR(day, 1, 2).between("01", "12")
        & fn.SUBSTR(day, 3, 2).between("01", "31")
        & day.not_in(_NO_DAYS)
        & ((day != "0229") | fn.SUBSTR(number, 9, 2).in_(_LEAP_YEARS))
    )


def _years_before(day: datetime.date, years: int) -> str:
    return f"{day.year - years:04d}{day:%m%d}"


class Age(Condition):
    """Full years of a person: ``least`` ≤ age, age < ``under``, age ≤ ``most``; today, or on the last ``day`` passed.

    ``day`` is a P of a month and day (09-30: the day on which schools count). ``by`` which birth goes first.
    """

    paths = ("id_no", "birth")

    def __init__(self, least: P | None, under: P | None, most: P | None, day: P | None, by: str) -> None:
        self.least, self.under, self.most, self.day, self.by = least, under, most, day, by
        if by not in ("number", "birth"):
            raise WrongDefinition(f"age by {by!r}")

    def _on(self, frame: Frame) -> datetime.date:
        today = frame.run.today
        if self.day is None:
            return today
        month, day = (int(part) for part in str(self.day.value(frame)).split("-"))
        this = datetime.date(today.year, month, day)
        return this if this <= today else datetime.date(today.year - 1, month, day)

    def limits(self, frame: Frame) -> tuple[int, int]:
        """The youngest and the oldest age that it takes."""
        low = self.least.value(frame) if self.least else 0
        high = [
            *([self.under.value(frame) - 1] if self.under else []),
            *([self.most.value(frame)] if self.most else []),
        ]
        return low, min(high, default=999)

    def sql(self, frame: Frame, no: bool = False) -> Any:
        """Bounds on the birth: born by, and born after."""
        low, high = self.limits(frame)
        on = self._on(frame)
        bounds: dict[str, Any] = {"most": _years_before(on, low)}
        if high < 999:
            bounds["over"] = _years_before(on, high + 1)
        return _within(_born(frame, self.by), bounds, no)


def age(
    *, least: P | None = None, under: P | None = None, most: P | None = None, day: P | None = None, by: str = "number"
) -> Condition:
    """``least`` ≤ 周岁 < ``under`` (or ≤ ``most``)."""
    return Age(least, under, most, day, by)


class Born(Condition):
    """It is known when the person was born: from the number, or, where ``or_told``, from 出生日期 too."""

    paths = ("id_no", "birth")

    def __init__(self, or_told: bool) -> None:
        self.or_told = or_told

    def sql(self, frame: Frame, no: bool = False) -> Any:
        """A date in the number, or any at all."""
        if self.or_told:
            return _born(frame, "number").is_null(no)
        number = fn.COALESCE(frame.value({"id": "id_no", "member": "member.id_no"}[PERSON[frame.ledger.name]]), "")
        return ~_dated(number) if no else _dated(number)


def born_in_number() -> Condition:
    """The number tells the birth."""
    return Born(or_told=False)


def not_aged(*, least: P, most: P) -> Condition:
    """Younger or older than that, as far as the birth is known."""
    return ~age(least=least, most=most) & Born(or_told=True)


class AgeAt(_OnField):
    """Younger than the limit when something began, a month counting as its first day."""

    def __init__(self, path: str, under: P) -> None:
        super().__init__(path)
        self.under = under

    def sql(self, frame: Frame, no: bool = False) -> Any:
        """Dates as numbers of eight digits: their difference is years × 10000."""
        start, born = frame.value(self.path), _born(frame, "number")
        at = fn.REPLACE(start, "-", "").concat("0101")
        good = start.is_null(False) & (fn.LENGTH(start) >= 7) & (fn.LENGTH(born) == 8)
        gap = fn.SUBSTR(at, 1, 6).concat("01").cast("INTEGER") - born.cast("INTEGER")
        young = Case(None, ((good, gap),), 99_990_000)
        limit = self.under.value(frame) * 10_000
        return young >= limit if no else young < limit


def _month_number(value: Any) -> Any:
    return fn.SUBSTR(value, 1, 4).cast("INTEGER") * 12 + fn.SUBSTR(value, 6, 2).cast("INTEGER")


class Months(Condition):
    """Calendar months from one date to another (None: today) within limits; blank or bare years do not count."""

    def __init__(self, path: str, until: str | None, **limits: Any) -> None:
        self.path, self.until = path, until
        self.paths = (path,) if until is None else (path, until)
        self.limits = {name: limit for name, limit in limits.items() if limit is not None}

    def sql(self, frame: Frame, no: bool = False) -> Any:
        """Differences of month numbers."""
        first = frame.value(self.path)
        good = first.is_null(False) & (fn.LENGTH(first) >= 7)
        if self.until is None:
            last: Any = frame.run.today.year * 12 + frame.run.today.month
        else:
            text = frame.value(self.until)
            good &= text.is_null(False) & (fn.LENGTH(text) >= 7)
            last = _month_number(text)
        # Written as last − first, so that a plain number need not stand in front.
        gap = Case(None, ((good, (_month_number(first) - last) * -1),), None)
        bounds = {name: one.value(frame) if isinstance(one, P) else one for name, one in self.limits.items()}
        return _within(gap, bounds, no)


def months(path: str, until: str | None = None, **limits: Any) -> Condition:
    """Months from ``path`` until another date or today: ``least``, ``most``, ``over``, ``under``."""
    return Months(path, until, **limits)


class Since(_OnField):
    """The date is not earlier (``before``: is earlier) than the year or month that a norm names."""

    def __init__(self, path: str, norm: P, before: bool = False) -> None:
        super().__init__(path)
        self.norm, self.before = norm, before

    def sql(self, frame: Frame, no: bool = False) -> Any:
        """ISO texts compare as they stand; a month is written as 202204."""
        value, limit = frame.value(self.path), self.norm.value(frame)
        text = str(limit) if limit < 10_000 else f"{limit // 100}-{limit % 100:02d}"
        return _within(value, {"under" if self.before else "least": text}, no)


def since(path: str, norm: P) -> Condition:
    """From the norm's year or month on."""
    return Since(path, norm)


def before(path: str, norm: P) -> Condition:
    """Earlier than the norm's year or month."""
    return Since(path, norm, before=True)


class Coming(_OnField):
    """The date has not come yet."""

    def sql(self, frame: Frame, no: bool = False) -> Any:
        """After today, as far as the date is known."""
        value, today = frame.value(self.path), frame.run.today.isoformat()
        later = fn.SUBSTR(today, 1, fn.LENGTH(value))
        return _within(value, {"over": later}, no)


def coming(path: str) -> Condition:
    """In the future."""
    return Coming(path)


def age_at(path: str, under: P) -> Condition:
    """Younger than the limit when something began."""
    return AgeAt(path, under)


class EarlierMonth(Condition):
    """One date lies in an earlier month than another, or in the same; ``^path`` is of the record outside."""

    def __init__(self, path: str, than: str) -> None:
        self.path, self.than, self.paths = path, than, tuple(one for one in (path, than) if not one.startswith("^"))

    def sql(self, frame: Frame, no: bool = False) -> Any:
        """Months as texts."""
        one, other = (fn.SUBSTR(_outside(frame, path), 1, 7) for path in (self.path, self.than))
        return one.is_null() | other.is_null() | (one > other) if no else one <= other


def earlier_than_month(path: str, than: str) -> Condition:
    """Not later than the month of another date."""
    return EarlierMonth(path, than)
