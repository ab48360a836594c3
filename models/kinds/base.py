"""What every kind of value shares: cleaning, faults, operators and the base class."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

MISSING: Any = object()
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f"), None)
_UNSEEN = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f]")
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
    if not text.isascii() and _UNSEEN.search(text):
        text = text.translate(_INVISIBLE)
    return " ".join(text.split()) if (" " in text or not text.isalnum()) else text


def narrow(text: str) -> str:
    """Text with full-width letters, digits and signs made half-width and all white space removed."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.translate(_INVISIBLE))
        # A sign that stood on a space joins the letter before it, once the space is gone.
        return unicodedata.normalize("NFKC", _SPACES.sub("", text))
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
    stock = False  # what there is at a time: adds up within a year, not over several
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

    def tidy(self, texts: Sequence[str], joined: str) -> bool:
        """Whether all of these texts are stored as they stand, with nothing to say about any.

        A quick look at a column, ``joined`` with nothing between; False only means that each has to be parsed.
        """
        return False

    def typed(self, text: str) -> Any:
        """Like parse, for what a person types into an editor: may take short forms that a table must not."""
        return self.parse(text)

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
