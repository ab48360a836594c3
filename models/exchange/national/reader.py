"""Reads a column of a national export: nothing is refused, and what a field cannot hold is told beside it.

The national system is where a mistake must be mended, so the ledger keeps what it says: numbers of persons, phones and
cards as they stand, words of no list as they are, amounts out of range with a warning.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence
from typing import Any

from models import clock
from models.exchange.cells import Note
from models.exchange.national import columns
from models.exchange.national.layout import Assigned
from models.exchange.read import column_letters
from models.id_number import IdNumber
from models.kinds import MISSING, Choice, Choices, Code, Date, Fault, Kind, Phone, YesNo, cell_text, clean
from models.kinds.dates import are_days

_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_BETWEEN = re.compile(r"[,，、;；/+|\s]+")
_ROOM = 4_000
KEPT = "照原样留着，请到全国系统核改"


class Reader:
    """One column; ``told`` words and ``notes`` are by position."""

    def __init__(self, assigned: Assigned) -> None:
        self.place, self.at = assigned.place, assigned.header.column - 1
        field = self.place.of.fields[self.place.field]
        self.kind: Kind = field.kind
        # Words that have no room of their own (a day of 监测办理) are told under the header.
        self.label = field.label if not self.place.code else assigned.header.text
        self.letter = column_letters(assigned.header.column)
        self._free = _without_limits(self.kind)
        self._values: dict[Any, Any] = {"": None}
        self._odd: dict[Any, tuple[str, list[Note]]] = {}
        self._words = self._own_words()
        self._parse = self._way()
        self._day = isinstance(self.kind, Date)
        self._plain = self._parse == self._text or self._day

    def _own_words(self) -> frozenset[str]:
        if not isinstance(self.kind, Choice):
            return frozenset()
        more = columns.WORDS.get(self.place.path, ())
        return frozenset((*(one.label for one in self.kind.codes), *more))

    def _way(self) -> Any:
        if isinstance(self.kind, Choice):
            return self._choice
        if isinstance(self.kind, YesNo):
            return self._yes_no
        if self.kind.numeric or isinstance(self.kind, Date):
            return self._measured
        return self._text

    def read(self, cells: Sequence[Any]) -> tuple[Sequence[Any], dict[int, str], dict[int, list[Note]]]:
        """Stored values, and by position the words to tell and what to say to the clerk."""
        if isinstance(self.kind, IdNumber):
            return self._numbers(cells)
        if (plain := self._as_they_stand(cells)) is not None:
            return plain, {}, {}
        values = self._values
        try:
            found = list(map(values.__getitem__, cells))
        except KeyError:
            if len(values) > _ROOM:
                values.clear()
                self._odd.clear()
            for cell in set(cells) - values.keys():
                self._learn(cell)
            found = list(map(values.__getitem__, cells))
        if not self._odd or self._odd.keys().isdisjoint(cells):
            return found, {}, {}
        odd = {at: self._odd[cell] for at, cell in enumerate(cells) if cell in self._odd}
        told = {at: text for at, (text, _) in odd.items() if text}
        return found, told, {at: notes for at, (_, notes) in odd.items() if notes}

    def _as_they_stand(self, cells: Sequence[Any]) -> Sequence[Any] | None:
        """The column itself where it holds nothing but tidy texts and blanks, else None."""
        if not self._plain:
            return None
        try:
            joined = "".join(cells)
        except TypeError:
            return None
        texts = [cell for cell in cells if cell]
        if not texts or (self._day and len(joined) == 8 * len(texts) and joined.isdigit()):
            return self._days(cells, texts, joined) if texts else None
        if self._day or not self.kind.tidy(texts, joined):
            return None
        return cells if len(texts) == len(cells) else [cell or None for cell in cells]

    def _days(self, cells: Sequence[Any], texts: Sequence[str], joined: str) -> Sequence[Any] | None:
        """Dates of eight digits, as the national system writes them."""
        today = clock.today_text().replace("-", "")
        if set(map(len, texts)) != {8} or not are_days(joined) or max(texts) > today:
            return None
        return [f"{cell[:4]}-{cell[4:6]}-{cell[6:]}" if cell else None for cell in cells]

    def _learn(self, cell: Any) -> None:
        text = clean(cell_text(cell))
        value, told, said = self._parse(text) if text else (None, "", "")
        self._values[cell] = value
        if told or said:
            self._odd[cell] = (told, [Note("warn", self.letter, self.label, said)] if said else [])

    # Each way: (stored value, words to tell or "", sentence for the clerk or "").

    def _text(self, text: str) -> tuple[Any, str, str]:
        if isinstance(self.kind, Phone | Code):
            try:
                self.kind.parse(text)
            except Fault as fault:
                return text, "", f"{fault.text}，{KEPT}"
        return text, "", ""

    def _choice(self, text: str) -> tuple[Any, str, str]:
        assert isinstance(self.kind, Choice)
        parts = [one for one in _BETWEEN.split(text) if one] if isinstance(self.kind, Choices) else [text]
        codes: list[str] = []
        strange: list[str] = []
        for part in parts:
            code = self.kind.codes.find(part)
            (strange if code is None else codes).append(part if code is None else code)
        # What the list does not know stands behind what it knows, as the text that it is.
        known = self.kind.joined(codes) if isinstance(self.kind, Choices) and codes else ",".join(codes)
        value = ",".join(filter(None, (known, *strange)))
        if strange:
            return value, "", f"“{'、'.join(strange)}”不在“{self.kind.codes.title}”的选项里，{KEPT}"
        if all(part in self._words for part in parts):
            return value, "", ""
        return value, text, f"“{text}”按“{self.kind.to_text(value)}”登记，原文留在“全国系统原文”里"

    def _yes_no(self, text: str) -> tuple[Any, str, str]:
        if text in ("是", "否"):
            return text == "是", "", ""
        try:
            value = self.kind.parse(text)
        except Fault as fault:
            return None, text, f"{fault.text}，原文留在“全国系统原文”里"
        return value, text, f"“{text}”按“{self.kind.to_text(value)}”登记，原文留在“全国系统原文”里"

    def _measured(self, text: str) -> tuple[Any, str, str]:
        said = ""
        try:
            value = self.kind.parse(text)
        except Fault as fault:
            said = fault.text
            try:
                value = self._free.parse(text)
            except Fault as worse:
                value = None if worse.value is MISSING else worse.value
        if value is not None and self.kind.numeric:
            value = int(value)
        exact = value is not None and (not self.kind.numeric or _NUMBER.fullmatch(text) is not None)
        if exact:
            return value, "", f"{said}，{KEPT}" if said else ""
        return value, text, f"{said or f'“{text}”不是数字'}，原文留在“全国系统原文”里"

    def _numbers(self, cells: Sequence[Any]) -> tuple[Sequence[Any], dict[int, str], dict[int, list[Note]]]:
        assert isinstance(self.kind, IdNumber)
        texts = [cell.strip() if cell.__class__ is str else cell_text(cell).strip() for cell in cells]
        _, faults = self.kind.parse_column(texts)
        notes = {at: [Note("warn", self.letter, self.label, f"{fault.text}，{KEPT}")] for at, fault in faults.items()}
        return [text or None for text in texts], {}, notes


def _without_limits(kind: Kind) -> Kind:
    """The same kind taking any size and any day."""
    free = copy.copy(kind)
    if kind.numeric:
        free.low = free.high = None  # type: ignore[attr-defined]
    if isinstance(free, Date):
        free.future = True
    return free
