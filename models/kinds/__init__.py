"""What a kind of value is: how it is shown, typed, checked, filtered, exported and totalled.

Stored forms: text, integers of a small unit (money in 分, areas in 1/100 亩 …), ISO dates as text of the precision
that is known ("2024", "2024-03", "2024-03-18"), codes of the lists in ``models.codes``. Nothing is ever a float.
"""

from models.kinds.base import (
    AT_LEAST,
    AT_MOST,
    BETWEEN,
    BLANK,
    CONTAINS,
    ENDS,
    EQUALS,
    FILLED,
    MISSING,
    NONE_OF,
    ONE_OF,
    STARTS,
    Fault,
    Kind,
    Operator,
    Problem,
    Vague,
    cell_text,
    clean,
    narrow,
)
from models.kinds.choices import Choice, Choices, Link, YesNo
from models.kinds.dates import Date
from models.kinds.numbers import Integer, Money, Percent, Scaled, Year, split_vague
from models.kinds.texts import BankCard, Code, Name, PersonName, Phone, Text

__all__ = [
    "AT_LEAST",
    "AT_MOST",
    "BETWEEN",
    "BLANK",
    "CONTAINS",
    "ENDS",
    "EQUALS",
    "FILLED",
    "MISSING",
    "NONE_OF",
    "ONE_OF",
    "STARTS",
    "BankCard",
    "Choice",
    "Choices",
    "Code",
    "Date",
    "Fault",
    "Integer",
    "Kind",
    "Link",
    "Money",
    "Name",
    "Operator",
    "Percent",
    "PersonName",
    "Phone",
    "Problem",
    "Scaled",
    "Text",
    "Vague",
    "Year",
    "YesNo",
    "cell_text",
    "clean",
    "narrow",
    "split_vague",
]
