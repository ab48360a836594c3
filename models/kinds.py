"""What a kind of value is: how it is shown, typed, checked, filtered, exported and totalled.

Stored forms: text, integers of a small unit (money in 分, areas in 1/100 亩 …), ISO dates as text of the precision
that is known ("2024", "2024-03", "2024-03-18"), codes of the lists in ``models.codes``. Nothing is ever a float.
"""

from __future__ import annotations

import datetime
import functools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from models import clock
from models.codes import CodeList, code_list

MISSING: Any = object()
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f"), None)
_DOTS = str.maketrans("•‧∙⋅・．", "······")
_SPACES = re.compile(r"[\s\u3000\xa0]+")


class Fault(ValueError):
    """A text that cannot be taken (``value`` is MISSING), or only with a warning (``value`` is what to store)."""

    def __init__(self, text: str, value: Any = MISSING) -> None:
        super().__init__(text)
        self.text = text
        self.value = value


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to tell the clerk about a value or a record; an ``error`` is not written, a ``warn`` is."""

    text: str
    field: str = ""
    level: str = "error"


class Vague(int):
    """A number that was given as 20余万 or 约5万: the number with its ``qualifier`` (ge, lt, approx)."""

    qualifier: str

    def __new__(cls, value: int, qualifier: str) -> Vague:
        """``value`` in the stored unit, ``qualifier`` a code of the list "qualifier"."""
        self = super().__new__(cls, value)
        self.qualifier = qualifier
        return self


@dataclass(frozen=True, slots=True)
class Operator:
    """One way of filtering: ``key`` in saved filters, ``label`` on screen, ``arity`` 0, 1, 2 or -1 for a list."""

    key: str
    label: str
    arity: int


CONTAINS = Operator("contains", "包含", 1)
EQUALS = Operator("=", "等于", 1)
STARTS = Operator("starts", "开头是", 1)
ENDS = Operator("ends", "末尾是", 1)
AT_LEAST = Operator(">=", "不小于", 1)
AT_MOST = Operator("<=", "不大于", 1)
BETWEEN = Operator("between", "介于", 2)
ONE_OF = Operator("in", "是", -1)
NONE_OF = Operator("not in", "不是", -1)
BLANK = Operator("blank", "未填", 0)
FILLED = Operator("filled", "已填", 0)


def clean(text: str) -> str:
    """Text without invisible characters, outer and doubled white space (product.md 5.7)."""
    if not text.isascii():
        text = text.translate(_INVISIBLE)
    return " ".join(text.split()) if (" " in text or not text.isalnum()) else text


def narrow(text: str) -> str:
    """Text with full-width letters, digits and signs made half-width and all white space removed."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.translate(_INVISIBLE))
    return _SPACES.sub("", text)


def cell_text(raw: Any) -> str:
    """A cell as a clerk sees it: whole numbers without ".0", dates as ISO text."""
    if raw is None:
        return ""
    if type(raw) is str:
        return raw
    if isinstance(raw, bool):
        return "是" if raw else "否"
    if isinstance(raw, float):
        return str(int(raw)) if raw.is_integer() and abs(raw) < 1e15 else repr(raw)
    if isinstance(raw, datetime.datetime):
        return raw.date().isoformat() if raw.time() == datetime.time() else raw.isoformat(" ", "minutes")
    return str(raw)


class Kind:
    """A kind of value. ``None`` always means "not filled" and never reaches the methods that take a value."""

    name = "text"
    align = "left"
    can_total = False
    numeric = False
    mask = ""
    width = 12
    number_format = ""
    operators: tuple[Operator, ...] = (CONTAINS, EQUALS, STARTS, ENDS, BLANK, FILLED)
    unit = ""

    def to_text(self, value: Any) -> str:
        """What screen and paper show."""
        return str(value)

    def edit_text(self, value: Any) -> str:
        """What an editor starts with: like to_text, without separators."""
        return self.to_text(value)

    def from_text(self, text: str) -> Any:
        """The value for a text that is not blank. Raises Fault."""
        return clean(text)

    def parse(self, raw: Any) -> Any:
        """The value for a cell or a typed text, None when blank. Raises Fault."""
        if raw is None:
            return None
        text = raw if type(raw) is str else cell_text(raw)
        text = clean(text)
        return self.from_text(text) if text else None

    def warning(self, value: Any) -> str:
        """A sentence about a value that may be stored but looks wrong, else ""."""
        return ""

    def export(self, value: Any) -> Any:
        """What a cell of an exported workbook holds: a number only where arithmetic makes sense."""
        return self.to_text(value)

    def masked(self, value: Any) -> str:
        """What a public list shows (domain.md §16.5)."""
        return self.to_text(value)

    def filter_value(self, text: Any) -> Any:
        """The stored form of what was typed into a filter."""
        return self.parse(text)


class Text(Kind):
    """Free text; ``long`` ones get a box of several lines."""

    def __init__(self, width: int = 12, long: bool = False) -> None:
        self.width = width
        self.long = long


class Name(Kind):
    """A name: any writing system, the middle dot of ethnic names made uniform (product.md 5.7)."""

    name = "name"
    width = 10

    def from_text(self, text: str) -> str:
        """The name without inner spaces between Chinese characters."""
        text = clean(text).translate(_DOTS)
        if not text.isascii():
            text = re.sub(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])", "", text)
        if len(text) > 60:
            raise Fault(f"名称太长（{len(text)} 个字，最多 60 个）")
        return text


class PersonName(Name):
    """A person's name of 2–30 characters (domain.md §4.2)."""

    mask = "name"
    _wrong = re.compile(r"[0-9０-９@#$%^&*+=<>|\\/~]")

    def from_text(self, text: str) -> str:
        """The name. Digits and signs are refused, never rare characters."""
        text = super().from_text(text)
        if self._wrong.search(text):
            raise Fault(f"姓名“{text}”里有数字或符号")
        if len(text) > 30:
            raise Fault(f"姓名太长（{len(text)} 个字，最多 30 个）")
        return text

    def warning(self, value: str) -> str:
        """One-character names exist but are rare."""
        return "姓名只有一个字，请核对" if len(value) < 2 else ""


class Code(Kind):
    """An opaque number such as 户编号, kept as text with all its zeros."""

    name = "code"
    width = 18

    def from_text(self, text: str) -> str:
        """Half-width, without spaces and the apostrophe that Excel users put in front."""
        return narrow(text).lstrip("'’`").upper()

    def parse(self, raw: Any) -> Any:
        """Text of the cell; a number with more digits than Excel can keep is refused."""
        if isinstance(raw, float) and abs(raw) >= 1e15:
            raise Fault("编号已被 Excel 改成数字，末几位可能丢失，请在原表把该列设为“文本”后重新填写")
        return super().parse(raw)


class Phone(Kind):
    """A mobile or land line number (domain.md §16.4); a strange one is kept with a warning."""

    name = "phone"
    mask = "phone"
    width = 13
    _good = re.compile(r"1[3-9]\d{9}|0\d{2,3}-?\d{7,8}|\d{7,8}")

    def from_text(self, text: str) -> str:
        """Digits with an optional hyphen."""
        text = re.sub(r"^\+?86(?=1\d{10}$)", "", narrow(text).lstrip("'’`").replace("—", "-").replace("–", "-"))
        if re.fullmatch(r"1\d{2}-\d{4}-\d{4}", text):
            text = text.replace("-", "")
        if not re.fullmatch(r"[\d\-/,、;()]+", text):
            raise Fault(f"“{text}”不是电话号码")
        return text

    def warning(self, value: str) -> str:
        """Number patterns of domain.md §16.4."""
        return "" if self._good.fullmatch(value) else "电话号码位数不对，请核对"

    def masked(self, value: str) -> str:
        """138****1234."""
        return value[:3] + "****" + value[-4:] if len(value) >= 8 else "****"


class BankCard(Code):
    """A bank account of 16–19 digits; a wrong check digit only warns, rural accounts have it (domain.md §16.4)."""

    name = "bank"
    mask = "bank"
    width = 21

    def from_text(self, text: str) -> str:
        """Digits only."""
        text = narrow(text).lstrip("'’`").replace("-", "")
        if not re.fullmatch(r"\d{8,30}", text):
            raise Fault("银行卡号只能是数字")
        return text

    def warning(self, value: str) -> str:
        """Length and Luhn check digit."""
        from stdnum import luhn

        if not 16 <= len(value) <= 19:
            return f"银行卡号有 {len(value)} 位，一般为 16 至 19 位，请核对"
        return "" if luhn.is_valid(value) else "银行卡号校验位不对，请核对"

    def masked(self, value: str) -> str:
        """Only the last four digits."""
        return "**** **** **** " + value[-4:]


class Integer(Kind):
    """A whole number from ``low`` to ``high``."""

    name = "int"
    align = "right"
    can_total = True
    numeric = True
    width = 8
    number_format = "0"
    operators = (EQUALS, AT_LEAST, AT_MOST, BETWEEN, BLANK, FILLED)

    def __init__(self, low: int | None = 0, high: int | None = None, unit: str = "", total: bool = True) -> None:
        self.low, self.high, self.unit, self.can_total = low, high, unit, total

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
            plain = plain[: -len(self.unit)]
        if re.fullmatch(r"-?\d+(\.0+)?", plain) is None:
            raise Fault(f"“{text}”不是整数")
        return self._bounded(int(plain.split(".")[0]))

    def _bounded(self, value: int) -> int:
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
        super().__init__(1900, 2100, "年", False)

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
        self, places: int = 2, unit: str = "", low: int | None = 0, high: int | None = None, total: bool = True
    ) -> None:
        self.places, self.unit, self.low, self.high, self.can_total = places, unit, low, high, total
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
        """Without needless zeros."""
        text = f"{self.decimal(value):,f}"
        return text.rstrip("0").rstrip(".") if "." in text else text

    def edit_text(self, value: int) -> str:
        """Without separators."""
        return self.to_text(value).replace(",", "")

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

    def __init__(self, unit: str = "元", low: int | None = 0, high: int | None = None) -> None:
        super().__init__(2, unit, low, high)
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

    def edit_text(self, value: int) -> str:
        """Without separators and needless zeros."""
        text = self.to_text(value).replace(",", "")
        return text.rstrip("0").rstrip(".") if "." in text else text

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


_DATE = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?|年)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})?")
_TIME_TAIL = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")


class Date(Kind):
    """A local date as ISO text; ``precision`` "day" or "month" is what a form asks for, coarser ones are kept."""

    name = "date"
    align = "center"
    width = 11
    operators = (EQUALS, AT_LEAST, AT_MOST, BETWEEN, BLANK, FILLED)

    def __init__(self, precision: str = "day", future: bool = True) -> None:
        self.precision, self.future = precision, future

    def parse(self, raw: Any) -> str | None:
        """ISO text of the cell."""
        if isinstance(raw, datetime.datetime):
            return self._checked(raw.year, raw.month, raw.day, str(raw))
        if isinstance(raw, datetime.date):
            return self._checked(raw.year, raw.month, raw.day, str(raw))
        if type(raw) is str and len(raw) == 10 and raw[4] == "-" == raw[7]:
            return _iso(raw, self.future)
        if isinstance(raw, float) and raw.is_integer():
            raw = int(raw)
        if type(raw) is int and 20_000 <= raw < 80_000:
            day = datetime.date(1899, 12, 30) + datetime.timedelta(raw)
            return self._checked(day.year, day.month, day.day, str(raw))
        return super().parse(raw)

    def from_text(self, text: str) -> str:
        """Any usual way of writing a date; also 3.18 and 18, which take the rest from today."""
        plain = narrow(_TIME_TAIL.sub("", clean(text))).rstrip(".")
        match = _COMPACT.fullmatch(plain) or _DATE.fullmatch(plain)
        if match:
            year, month, day = (int(part) if part else None for part in match.groups())
            return self._checked(year or 0, month, day, text)
        today = clock.today()
        if match := re.fullmatch(r"(\d{2})(\d{2})(\d{2})", plain):
            return self._checked(2000 + int(match[1]), int(match[2]), int(match[3]), text)
        if match := re.fullmatch(r"(\d{1,2})[-/.月](\d{1,2})日?", plain):
            return self._checked(today.year, int(match[1]), int(match[2]), text)
        if match := re.fullmatch(r"(\d{1,2})日?", plain):
            return self._checked(today.year, today.month, int(match[1]), text)
        raise Fault(f"“{text}”不是日期，请写成 2024-03-18 这样")

    def _checked(self, year: int, month: int | None, day: int | None, text: str) -> str:
        try:
            datetime.date(year, month or 1, day or 1)
        except ValueError:
            raise Fault(f"“{text}”不是真实的日期") from None
        if not 1850 <= year <= 2200:
            raise Fault(f"“{text}”的年份不对")
        value = f"{year:04d}" + (f"-{month:02d}" if month else "") + (f"-{day:02d}" if day else "")
        if not self.future and value > clock.today_text():
            raise Fault(f"{value} 还没有到，请核对")
        return value

    def warning(self, value: str) -> str:
        """A date that lacks its day where one is asked for."""
        return "只有年月，缺少日" if self.precision == "day" and len(value) < 10 else ""


@functools.lru_cache(maxsize=40_000)
def _iso(text: str, future: bool) -> str:
    return Date("day", future).from_text(text)


class Choice(Kind):
    """One code of an official list."""

    name = "choice"
    align = "left"
    operators = (ONE_OF, NONE_OF, BLANK, FILLED)
    many = False

    def __init__(self, codes: str, width: int = 10, level: int | None = None) -> None:
        self.list_name, self.width, self.level = codes, width, level
        self._texts: dict[str, str] = {}

    @functools.cached_property
    def codes(self) -> CodeList:
        """The list, loaded when first asked for."""
        return code_list(self.list_name)

    def to_text(self, value: str) -> str:
        """The label."""
        return self.codes.label(value)

    def from_text(self, text: str) -> str:
        """The code for a label, alias or code; a wider or older word is taken with a warning."""
        code = self.codes.find(text) if self.level is None else self.codes.find(text, level=self.level)
        if code is None:
            raise Fault(f"“{text}”不在“{self.codes.title}”的选项里")
        if not self.codes.is_certain(text):
            raise Fault(f"“{text}”按“{self.codes.label(code)}”登记，请确认", code)
        return code

    @property
    def options(self) -> tuple[Any, ...]:
        """The codes a picker offers."""
        return self.codes.codes if self.level is None else self.codes.at_level(self.level)

    def parse(self, raw: Any) -> Any:
        """The code; texts seen before are looked up, not searched."""
        if type(raw) is str and raw in self._texts:
            return self._texts[raw]
        value = super().parse(raw)
        if type(raw) is str and value is not None and len(self._texts) < 5000:
            self._texts[raw] = value
        return value

    def filter_value(self, text: Any) -> Any:
        """A list of codes from labels or codes."""
        many: Sequence[Any] = text if isinstance(text, list | tuple) else re.split(r"[,，、]", str(text))
        found = [self.codes.find(str(one)) for one in many if str(one).strip()]
        if None in found:
            raise Fault(f"“{text}”不在“{self.codes.title}”的选项里")
        return found


class Choices(Choice):
    """Several codes of an official list, stored in list order with commas between."""

    name = "choices"
    many = True
    width = 14

    def to_text(self, value: str) -> str:
        """Labels with 、 between."""
        return "、".join(self.codes.label(code) for code in value.split(","))

    def from_text(self, text: str) -> str:
        """Codes for labels separated by any usual sign."""
        found, doubts = set(), []
        for part in re.split(r"[,，、;；/+|\s]+", text):
            if part:
                try:
                    found.add(super().from_text(part))
                except Fault as fault:
                    if fault.value is MISSING:
                        raise
                    found.add(fault.value)
                    doubts.append(fault.text)
        order = {code.code: at for at, code in enumerate(self.codes.codes)}
        value = ",".join(sorted(found, key=lambda code: order.get(code, 0)))
        if doubts:
            raise Fault("；".join(doubts), value)
        return value


class YesNo(Kind):
    """是, 否 or not filled."""

    name = "yesno"
    align = "center"
    width = 6
    operators = (ONE_OF, BLANK, FILLED)
    _yes = frozenset({"是", "有", "√", "✓", "✔", "☑", "Y", "YES", "TRUE", "1", "对", "已", "通", "已通", "达标"})
    _no = frozenset(
        {"否", "无", "×", "✗", "✕", "╳", "X", "N", "NO", "FALSE", "0", "不", "没有", "未", "未通", "不是", "不达标"}
    )

    def to_text(self, value: Any) -> str:
        """是 or 否."""
        return "是" if value else "否"

    def from_text(self, text: str) -> bool:
        """Any usual way of saying yes or no."""
        plain = narrow(text).upper()
        if plain in self._yes:
            return True
        if plain in self._no:
            return False
        raise Fault(f"“{text}”应填“是”或“否”")

    def parse(self, raw: Any) -> bool | None:
        """True, False or None."""
        if raw == "是":
            return True
        if raw == "否":
            return False
        return super().parse(raw)

    def filter_value(self, text: Any) -> Any:
        """A list of booleans."""
        many = text if isinstance(text, list | tuple) else [text]
        return [one if isinstance(one, bool) else bool(self.parse(one)) for one in many]


class Link(Kind):
    """Another record, shown by its name; the value is its id."""

    name = "link"
    width = 12
    operators = (ONE_OF, NONE_OF, BLANK, FILLED)

    def __init__(self, ledger: str = "", width: int = 12) -> None:
        self.ledger, self.width = ledger, width

    def filter_value(self, text: Any) -> Any:
        """A list of ids; names are resolved by the query."""
        many = text if isinstance(text, list | tuple) else [text]
        return list(many)
