"""Numbers: whole ones, years, decimals of a fixed small unit, money in 分, percentages."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from models.kinds.base import AT_LEAST, AT_MOST, BETWEEN, BLANK, EQUALS, FILLED, Fault, Kind, Vague, narrow

# What a 64-bit column takes, with room for sums.
LARGEST = 10**16


class Integer(Kind):
    """A whole number from ``low`` to ``high``."""

    name = "int"
    align = "right"
    can_total = True
    numeric = True
    width = 8
    number_format = "0"
    operators = (EQUALS, AT_LEAST, AT_MOST, BETWEEN, BLANK, FILLED)

    def __init__(
        self, low: int | None = 0, high: int | None = None, unit: str = "", total: bool = True, stock: bool = False
    ) -> None:
        self.low, self.high, self.unit, self.can_total, self.stock = low, high, unit, total, stock

    def to_text(self, value: int) -> str:
        """Plain digits."""
        return str(value)

    def parse(self, raw: Any) -> int | None:
        """A whole number; "5人" is 5."""
        if type(raw) is int:
            return self._bounded(raw)
        if type(raw) is float and raw.is_integer():
            return self._bounded(int(raw))
        return super().parse(raw)

    def from_text(self, text: str) -> int:
        """Digits, separators and the field's own unit."""
        plain = narrow(text).replace(",", "")
        if self.unit and plain.endswith(self.unit):
            plain = plain[: -len(self.unit)].removesuffix("个")
        if re.fullmatch(r"-?\d+(\.0+)?", plain) is None:
            raise Fault(f"“{text}”不是整数")
        return self._bounded(int(plain.split(".")[0]))

    def _bounded(self, value: int) -> int:
        if abs(value) > LARGEST:
            raise Fault("数字太大，请核对")
        if self.low is not None and value < self.low:
            raise Fault(f"{value} 太小，不能小于 {self.low}")
        if self.high is not None and value > self.high:
            raise Fault(f"{value} 太大，不能大于 {self.high}")
        return value

    def export(self, value: int) -> int:
        """A number."""
        return value


class Year(Integer):
    """A calendar year."""

    name = "year"
    align = "center"
    can_total = False
    width = 8

    def __init__(self) -> None:
        super().__init__(1900, 2100, "", False)

    def from_text(self, text: str) -> int:
        """2023 or 2023年 or 2023年度."""
        return super().from_text(re.sub(r"年度?$", "", narrow(text)))


_NUMBER = re.compile(r"(-?[\d,]*\.?\d+)(.*)", re.S)
_BEFORE = {"约": "approx", "大约": "approx", "近": "lt", "将近": "lt", "接近": "lt", "不足": "lt",
           "超": "ge", "超过": "ge", "逾": "ge", "累计超过": "ge", "突破": "ge", "共计约": "approx"}  # fmt: skip
_AFTER = {"余": "ge", "多": "ge", "以上": "ge", "左右": "approx"}


def split_vague(text: str) -> tuple[str, str]:
    """Take 约/近/余/以上 … out of a number's text: (the rest, qualifier or ""); seeds-map.md §0."""
    for word in sorted(_BEFORE, key=len, reverse=True):
        if text.startswith(word):
            return text[len(word) :], _BEFORE[word]
    for word, qualifier in _AFTER.items():
        if word in text:
            return text.replace(word, "", 1), qualifier
    return text, ""


class Scaled(Kind):
    """A decimal kept as a whole number of 10**-``places`` of ``unit``."""

    name = "decimal"
    align = "right"
    can_total = True
    numeric = True
    width = 10
    operators = Integer.operators
    factors: dict[str, int] = {"万": 10_000, "亿": 100_000_000}

    def __init__(
        self,
        places: int = 2,
        unit: str = "",
        low: int | None = 0,
        high: int | None = None,
        total: bool = True,
        stock: bool = False,
    ) -> None:
        self.places, self.unit, self.low, self.high, self.can_total = places, unit, low, high, total
        self.stock = stock
        self.scale = 10**places
        self.number_format = "0." + "0" * places if places else "0"

    @property
    def step(self) -> int:
        """Stored units in one of what the clerk types."""
        return self.scale

    def decimal(self, value: int) -> Decimal:
        """The value in the unit that is shown."""
        return Decimal(value) / self.step

    def to_text(self, value: int) -> str:
        """Without needless zeros; a price keeps two decimals, as money does."""
        text = f"{self.decimal(value):,f}"
        plain = text.rstrip("0").rstrip(".") if "." in text else text
        if self.unit != "元":
            return plain
        whole, _, decimals = plain.partition(".")
        return f"{whole}.{decimals:0<2}"

    def edit_text(self, value: int) -> str:
        """Without separators and needless zeros."""
        text = self.to_text(value).replace(",", "")
        return text.rstrip("0").rstrip(".") if "." in text else text

    def export(self, value: int) -> float | int:
        """A number for the sheet (the ledger itself keeps the integer)."""
        number = self.decimal(value)
        return int(number) if number == int(number) else float(number)

    def parse(self, raw: Any) -> int | None:
        """The stored integer; a Vague one for 20余万."""
        if type(raw) is float or type(raw) is int:
            return self._store(Decimal(repr(raw)), self.step)
        return super().parse(raw)

    def from_text(self, text: str) -> int:
        """Digits with separators, 万/亿, the unit's own name and vague words."""
        plain, qualifier = split_vague(narrow(text).lstrip("'’`¥￥"))
        match = _NUMBER.fullmatch(plain)
        if match is None:
            raise Fault(f"“{text}”不是数字")
        step = self._step_of(match[2], text)
        try:
            value = self._store(Decimal(match[1].replace(",", "")), step)
        except InvalidOperation:
            raise Fault(f"“{text}”不是数字") from None
        return Vague(value, qualifier) if qualifier else value

    def _step_of(self, tail: str, text: str) -> int:
        if not tail or tail == self.unit:
            return self.step
        if tail[0] in self.factors and tail[1:] in ("", self.unit):
            return self.scale * self.factors[tail[0]]
        raise Fault(f"“{text}”的单位看不懂，应为{self.unit or '数字'}")

    def _store(self, number: Decimal, step: int) -> int:
        exact = number * step
        if abs(exact) > LARGEST:
            raise Fault("数字太大，请核对")
        value = int(exact.to_integral_value(rounding="ROUND_HALF_UP"))
        if self.low is not None and value < self.low * self.step:
            raise Fault(f"{number} 太小，不能小于 {self.low}")
        if self.high is not None and value > self.high * self.step:
            raise Fault(f"{number} 太大，不能大于 {self.high}")
        if abs(exact - value) > Decimal("0.001"):
            raise Fault(f"{number} 超过最小单位，已四舍五入为 {self.to_text(value)}", value)
        return value


class Money(Scaled):
    """Money in 分, shown in 元 or 万元 (domain.md §0.2 no. 6)."""

    name = "money"
    width = 14
    factors = {"元": 1, "万": 10_000, "亿": 100_000_000}

    def __init__(self, unit: str = "元", low: int | None = 0, high: int | None = None, total: bool = True) -> None:
        super().__init__(2, unit, low, high, total)
        self.shown = 10_000 if unit == "万元" else 1
        self.number_format = "#,##0.00" if unit == "元" else "#,##0.00####"

    @property
    def step(self) -> int:
        """分 in one 元 or one 万元."""
        return 100 * self.shown

    def to_text(self, value: int) -> str:
        """Two decimals; in 万元 up to six when they are needed to be exact."""
        text = f"{self.decimal(value):,.6f}" if self.shown > 1 else f"{self.decimal(value):,.2f}"
        if self.shown > 1:
            while text.endswith("0") and not text.endswith(".00") and text[-3] != ".":
                text = text[:-1]
        return text

    def _step_of(self, tail: str, text: str) -> int:
        if not tail or tail == self.unit:
            return self.step
        if tail in ("元", "圆", "块", "元整"):
            return 100
        if tail[0] in "万亿" and tail[1:] in ("", "元"):
            return 100 * self.factors[tail[0]]
        raise Fault(f"“{text}”的单位看不懂，应为{self.unit}")


class Percent(Scaled):
    """A percentage from 0 to 100 in 1/100 of a point."""

    name = "percent"
    width = 8

    def __init__(self, high: int | None = 100) -> None:
        super().__init__(2, "%", 0, high, False)
