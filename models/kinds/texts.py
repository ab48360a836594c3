"""Texts: free text, names, codes, phones and bank accounts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from models.kinds import digits
from models.kinds.base import Fault, Kind, clean, narrow

_DOTS = str.maketrans("•‧∙⋅・．", "······")


class Text(Kind):
    """Free text; ``long`` ones get a box of several lines."""

    def __init__(self, width: int = 12, long: bool = False) -> None:
        self.width = width
        self.long = long

    def parse(self, raw: Any) -> Any:
        """Text; a long one keeps its lines."""
        if self.long and type(raw) is str and "\n" in raw:
            return "\n".join(line for part in raw.splitlines() if (line := clean(part))) or None
        return super().parse(raw)

    def tidy(self, texts: Sequence[str], joined: str) -> bool:
        """Nothing to clean away: every character can be seen, and none is a space."""
        return joined.isprintable() and " " not in joined


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

    def tidy(self, texts: Sequence[str], joined: str) -> bool:
        """Letters and digits only."""
        return joined.isalnum() and max(map(len, texts)) <= 60


class PersonName(Name):
    """A person's name of 2–30 characters (domain.md §4.2)."""

    mask = "name"
    _nobody = frozenset(
        {"查无此人", "无此人", "无名氏", "不详", "未知", "待查", "待核实", "无姓名", "某某", "已搬走", "无人"}
    )
    _wrong = re.compile(r"[0-9０-９@#$%^&*+=<>|\\/~]")

    def parse(self, raw: Any) -> Any:
        """The name; a plain Chinese one at once."""
        if type(raw) is str and len(raw) < 5 and raw.isalpha() and not raw.isascii():
            return raw
        return super().parse(raw)

    def from_text(self, text: str) -> str:
        """The name. Digits and signs are refused, never rare characters."""
        text = super().from_text(text)
        if self._wrong.search(text):
            raise Fault(f"姓名“{text}”里有数字或符号")
        if len(text) > 30:
            raise Fault(f"姓名太长（{len(text)} 个字，最多 30 个）")
        return text

    def tidy(self, texts: Sequence[str], joined: str) -> bool:
        """Letters only, at least two."""
        return (
            joined.isalpha()
            and min(map(len, texts)) > 1
            and max(map(len, texts)) <= 30
            and self._nobody.isdisjoint(texts)
        )

    def warning(self, value: str) -> str:
        """One-character names exist but are rare."""
        if value in self._nobody:
            return f"“{value}”不像是姓名，请核对"
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
        if type(raw) is str and raw.isascii() and raw.isalnum():
            return self.from_text(raw) if self.name != "code" else raw.upper()
        if isinstance(raw, float) and abs(raw) >= 1e15:
            raise Fault("编号已被 Excel 改成数字，末几位可能丢失，请在原表把该列设为“文本”后重新填写")
        return super().parse(raw) or None

    def tidy(self, texts: Sequence[str], joined: str) -> bool:
        """Half-width digits and capitals."""
        return joined.isascii() and (joined.isdigit() or (joined.isalnum() and joined.isupper()))


_MOBILE = frozenset(f"1{second}" for second in range(3, 10))


class Phone(Kind):
    """A mobile or land line number (domain.md §16.4); a strange one is kept with a warning."""

    name = "phone"
    mask = "phone"
    width = 13
    _good = re.compile(r"1[3-9]\d{9}|0\d{2,3}-?\d{7,8}|\d{7,8}")

    def parse(self, raw: Any) -> Any:
        """The number; eleven digits at once."""
        if type(raw) is str and len(raw) == 11 and raw.isascii() and raw.isdigit():
            return raw
        return super().parse(raw)

    def from_text(self, text: str) -> str:
        """Digits with an optional hyphen."""
        text = re.sub(r"^\+?86(?=1\d{10}$)", "", narrow(text).lstrip("'’`").replace("—", "-").replace("–", "-"))
        if re.fullmatch(r"1\d{2}-\d{4}-\d{4}", text):
            text = text.replace("-", "")
        if not re.fullmatch(r"[\d\-/,、;()]+", text):
            raise Fault(f"“{text}”不是电话号码")
        return text

    def tidy(self, texts: Sequence[str], joined: str) -> bool:
        """Mobile numbers."""
        return (
            joined.isascii()
            and joined.isdigit()
            and set(map(len, texts)) == {11}
            and {text[:2] for text in texts} <= _MOBILE
        )

    def warning(self, value: str) -> str:
        """Number patterns of domain.md §16.4."""
        return "" if self._good.fullmatch(value) else "电话号码位数不对，请核对"

    def masked(self, value: str) -> str:
        """138****1234."""
        return value[:3] + "****" + value[-4:] if len(value) >= 8 else "****"


# Each digit doubled, its digits summed; as bytes, which add up without becoming numbers first.
_SINGLE = digits.table(range(10))
_DOUBLED = digits.table((0, 2, 4, 6, 8, 1, 3, 5, 7, 9))
_LENGTHS = frozenset(range(16, 20))
_TENS = bytes(range(0, 256, 10))


def _luhn(number: str) -> bool:
    """Whether the check digit holds; a dozen times as fast as stdnum's, which shows in a column of 100,000 cards."""
    raw = number.encode()
    return (sum(raw[-1::-2].translate(_SINGLE)) + sum(raw[-2::-2].translate(_DOUBLED))) % 10 == 0


def _all_luhn(joined: str, length: int) -> bool:
    """Whether the check digits of all these numbers, one behind the other, hold."""
    tables = [_DOUBLED if (length - at) % 2 == 0 else _SINGLE for at in range(length)]
    return not digits.sums(joined, tables).translate(None, _TENS)


class BankCard(Code):
    """A bank account of 16–19 digits; a wrong check digit only warns, rural accounts have it (domain.md §16.4)."""

    name = "bank"
    mask = "bank"
    width = 21

    def from_text(self, text: str) -> str:
        """Digits only."""
        if text.isascii() and text.isdigit() and 8 <= len(text) <= 30:
            return text
        text = narrow(text).lstrip("'’`").replace("-", "")
        if not re.fullmatch(r"\d{8,30}", text):
            raise Fault("银行卡号只能是数字")
        return text

    def tidy(self, texts: Sequence[str], joined: str) -> bool:
        """Digits of the usual lengths whose check digits hold."""
        return (
            joined.isascii()
            and joined.isdigit()
            and (lengths := set(map(len, texts))) <= _LENGTHS
            and all(_all_luhn("".join(text for text in texts if len(text) == length), length) for length in lengths)
        )

    def warning(self, value: str) -> str:
        """Length and Luhn check digit."""
        if not 16 <= len(value) <= 19:
            return f"银行卡号有 {len(value)} 位，一般为 16 至 19 位，请核对"
        return "" if _luhn(value) else "银行卡号校验位不对，请核对"

    def masked(self, value: str) -> str:
        """Only the last four digits."""
        return "**** **** **** " + value[-4:]
