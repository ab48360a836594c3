"""Identity numbers of 18, 20 and 22 characters, checked one by one or by the column (domain.md §16.1, §16.3)."""

from __future__ import annotations

import datetime
import functools
import operator
import re
from collections.abc import Sequence
from typing import Any

from models import clock
from models.kinds import BLANK, CONTAINS, ENDS, EQUALS, FILLED, STARTS, Fault, Kind, clean, digits, narrow
from models.kinds.dates import are_days

_SHAPE = re.compile(r"(\d{17}[\dX])(?:([1-7][1-4])(B\d)?)?")
_PLACEHOLDER = "999999"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def _weighed(digits: str, start: int) -> int:
    """What some of the first 17 digits add to the sum that gives the check digit."""
    return sum(map(operator.mul, map(int, digits), _WEIGHTS[start:]))


_SERIALS = tuple(_weighed(f"{serial:03d}", 14) for serial in range(1000))


@functools.lru_cache(maxsize=4096)
def area_known(code: str) -> bool:
    """Whether GB/T 2260 has (or once had) the six-digit area, whatever the year of birth.

    A county's new code stands also in the numbers of people born before it, so the years of the table do not count.
    """
    from stdnum import numdb

    return any("county" in known for _, known in numdb.get("cn/loc").info(code))


def check_digit(first17: str) -> str:
    """The 18th character that belongs to 17 digits."""
    from stdnum.cn import ric

    return str(ric.calc_check_digit(first17 + "0"))


@functools.lru_cache(maxsize=10_000)
def birth_of_digits(digits: str) -> str:
    """ISO date of eight digits, "" if there is no such day."""
    try:
        return datetime.date(int(digits[:4]), int(digits[4:6]), int(digits[6:8])).isoformat()
    except ValueError:
        return ""


def birth_of(number: str | None) -> str | None:
    """ISO birth date in a well-formed number, else None."""
    return birth_of_digits(number[6:14]) or None if number and len(number) >= 18 and number[:17].isdigit() else None


def is_born(number: str, date: str) -> bool:
    """Whether the birth date in a number is that date, which may lack its day or month."""
    return number[6:14] == date.replace("-", "") or (birth_of(number) or "").startswith(date)


_SEXES = {digit: "12"[int(digit) % 2 == 0] for digit in "0123456789"}


def sex_of(number: str | None) -> str | None:
    """Code of the list "sex": 1 男, 2 女, from the 17th digit."""
    return _SEXES.get(number[16]) if number and len(number) >= 18 else None


def fault_in(number: str) -> str:
    """Why a cleaned number cannot be right, "" if it can."""
    if len(number) == 15 and number.isdigit():
        return "这是 15 位旧身份证号，请改用 18 位"
    if re.fullmatch(r"[\d.]+E\+?\d+", number):
        return "证件号码已被 Excel 改成科学计数，请在原表把该列设为“文本”后重新填写"
    if len(number) not in (18, 20, 22):
        return f"证件号码有 {len(number)} 位，应为 18、20 或 22 位"
    match = _SHAPE.fullmatch(number)
    if match is None:
        return "证件号码里有不该有的字符" if len(number) == 18 else "残疾人证号末尾的类别或等级不对"
    if number.startswith(_PLACEHOLDER):
        return ""
    birth = birth_of_digits(number[6:14])
    if not birth:
        return f"证件号码第 7 至 14 位 {number[6:14]} 不是真实的日期"
    if birth > clock.today_text():
        return f"证件号码里的出生日期 {birth} 还没有到"
    expected = check_digit(number[:17])
    if expected != number[17]:
        hint = "；末三位是 000，多半是被 Excel 改坏了" if number[15:18] == "000" else ""
        return f"证件号码第 18 位应为 {expected}，现为 {number[17]}{hint}"
    return ""


def doubt_in(number: str) -> str:
    """What looks strange about a number that may still be right, "" if nothing does."""
    if number.startswith(_PLACEHOLDER):
        return "999999 开头表示还没有正式证件"
    if not area_known(number[:6]):
        return f"地区码 {number[:6]} 不在行政区划代码表里，请核对"
    if clock.today().year - int(number[6:10]) > 120:
        return "年龄超过 120 岁，请核对"
    return ""


class IdNumber(Kind):
    """公民身份号码 or 残疾人证号."""

    name = "id_number"
    mask = "id"
    width = 20
    operators = (CONTAINS, EQUALS, ENDS, STARTS, BLANK, FILLED)

    def parse(self, raw: Any) -> str | None:
        """The number. A cell that holds a number instead of text has lost its last digits."""
        if isinstance(raw, float | int) and not isinstance(raw, bool) and abs(raw) >= 1e15:
            raise Fault("证件号码已被 Excel 改成数字，末几位已丢失，请在原表把该列设为“文本”后重新填写")
        return super().parse(raw)

    def from_text(self, text: str) -> str:
        """Upper case, half-width, without spaces and apostrophes."""
        number = narrow(text).lstrip("'’`").replace("-", "").upper()
        if fault := fault_in(number):
            raise Fault(fault)
        return number

    def warning(self, value: str) -> str:
        """Unknown area, placeholder, great age."""
        return doubt_in(value)

    def masked(self, value: str) -> str:
        """110105********002X."""
        return value[:6] + "*" * 8 + value[14:18]

    def parse_column(self, cells: Sequence[Any]) -> tuple[list[str | None], dict[int, Fault]]:
        """All cells at once: (numbers, {index: fault}); the same verdicts as ``parse``, six times as fast."""
        if _all_right(cells):
            return list(cells), {}
        values: list[str | None] = [None] * len(cells)
        faults: dict[int, Fault] = {}
        today = clock.today_text()
        births: dict[str, int] = {}
        areas: dict[str, int] = {}
        for at, cell in enumerate(cells):
            if type(cell) is not str or len(cell) != 18 or not cell[:17].isdigit() or not cell.isascii():
                try:
                    values[at] = self.parse(cell)
                except Fault as fault:
                    # Its traceback would keep the cells of the whole chunk alive.
                    faults[at] = fault.with_traceback(None)
                continue
            number = cell if cell[17] != "x" else cell.upper()
            born = births.get(number[6:14])
            if born is None:
                birth = birth_of_digits(number[6:14])
                # A date that cannot be fits no check digit, so that the full check is asked.
                born = births[number[6:14]] = _weighed(number[6:14], 6) if birth and birth <= today else -1
            area = areas.get(number[:6])
            if area is None:
                area = areas[number[:6]] = _weighed(number[:6], 0)
            fits = born >= 0 and "10X98765432"[(area + born + _SERIALS[int(number[14:17])]) % 11] == number[17]
            if not fits and (why := fault_in(number)):
                faults[at] = Fault(why)
            else:
                values[at] = number
        return values, faults


_TABLES = [digits.table([digit * weight % 11 for digit in range(10)]) for weight in _WEIGHTS]
_TABLES.append(digits.table(range(11), "0123456789X"))
_RIGHT = bytes(range(1, 256, 11))


def _all_right(cells: Sequence[Any]) -> bool:
    """Whether all are numbers of 18 characters without a fault, at a quick look; False: look at each."""
    try:
        joined = "".join(cells)
    except TypeError:
        return False
    if not joined.isascii() or set(map(len, cells)) != {18} or not joined.replace("X", "").isdigit():
        return False
    births = [cell[6:14] for cell in cells]
    return (
        joined.count("X") == joined[17::18].count("X")
        and are_days("".join(births))
        and max(births) <= clock.today_text().replace("-", "")
        and not digits.sums(joined, _TABLES).translate(None, _RIGHT)
    )


def clean_number(text: str) -> str:
    """A number as typed, half-width and upper case, unchecked."""
    return narrow(clean(text)).upper()
