"""Choices: codes of official lists, yes or no, and links to other records."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import Any

from models.codes import CodeList, code_list
from models.kinds.base import BLANK, FILLED, MISSING, NONE_OF, ONE_OF, Fault, Kind, narrow


class Choice(Kind):
    """One code of an official list."""

    name = "choice"
    align = "left"
    operators = (ONE_OF, NONE_OF, BLANK, FILLED)
    many = False

    def __init__(self, codes: str, width: int = 10, level: int | None = None) -> None:
        self.list_name, self.width, self.level = codes, width, level

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
            if self._is_retired(code):
                raise Fault(f"“{self.codes.label(code)}”已停用，仍按它登记，请确认", code)
            raise Fault(f"“{text}”按“{self.codes.label(code)}”登记，请确认", code)
        return code

    def _is_retired(self, code: str) -> bool:
        one = self.codes.get(code)
        return one is not None and one.retired

    @property
    def options(self) -> tuple[Any, ...]:
        """The codes a picker offers."""
        return self.codes.offered(self.level)

    @property
    def every(self) -> tuple[Any, ...]:
        """The codes that records may hold: those retired come last."""
        kept = self.codes.codes if self.level is None else self.codes.at_level(self.level)
        return tuple(sorted(kept, key=lambda one: one.retired))

    def parse(self, raw: Any) -> Any:
        """The code; texts seen before are looked up, not searched."""
        if type(raw) is not str:
            return super().parse(raw)
        known = self.codes.memo
        key = (self.many, self.level, getattr(self, "ordered", False), raw)
        if key in known:
            return known[key]
        value = super().parse(raw)
        if value is not None and len(known) < 5000:
            known[key] = value
        return value

    def filter_value(self, text: Any) -> Any:
        """A list of codes from labels or codes."""
        many: Sequence[Any] = text if isinstance(text, list | tuple) else re.split(r"[,，、]", str(text))
        found = [self.codes.find(str(one)) for one in many if str(one).strip()]
        if None in found:
            raise Fault(f"“{text}”不在“{self.codes.title}”的选项里")
        return found


class Choices(Choice):
    """Several codes of an official list with commas between, in list order or, ``ordered``, as they were named.

    Of an ordered one the first is the main one, and ``most`` says how many there may be.
    """

    name = "choices"
    many = True
    width = 14

    def __init__(
        self, codes: str, width: int = 14, level: int | None = None, ordered: bool = False, most: int | None = None
    ) -> None:
        super().__init__(codes, width, level)
        self.ordered, self.most = ordered, most

    def to_text(self, value: str) -> str:
        """Labels with 、 between."""
        return "、".join(self.codes.label(code) for code in value.split(","))

    def from_text(self, text: str) -> str:
        """Codes for labels separated by any usual sign."""
        found: list[str] = []
        doubts = []
        for part in re.split(r"[,，、;；/+|\s]+", text):
            if part:
                try:
                    found.append(super().from_text(part))
                except Fault as fault:
                    if fault.value is MISSING:
                        raise
                    found.append(fault.value)
                    doubts.append(fault.text)
        if not found:
            raise Fault(f"“{text}”不在“{self.codes.title}”的选项里")
        value = self.joined(found)
        if self.most is not None and value.count(",") >= self.most:
            raise Fault(f"“{self.codes.title}”最多填 {self.most} 项")
        if doubts:
            raise Fault("；".join(doubts), value)
        return value

    def joined(self, found: Sequence[str]) -> str:
        """The stored form of codes, each once."""
        if self.ordered:
            return ",".join(dict.fromkeys(found))
        order = {code.code: at for at, code in enumerate(self.codes.codes)}
        return ",".join(sorted(set(found), key=lambda code: order.get(code, 0)))


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
