"""What no condition can say about one record: whether a number's digits can be right."""

from __future__ import annotations

from models import id_number


def wrong_check_digit(number: str) -> bool:
    """Whether the 18th character does not follow from the first 17."""
    first = number[:17]
    return not first.isascii() or not first.isdigit() or id_number.check_digit(first) != number[17]


def wrong_card(number: str) -> bool:
    """Whether a 残疾人证 number is wrong in its first 18 characters, its category 1–7 or its level 1–4."""
    return wrong_check_digit(number) or number[18] not in "1234567" or number[19] not in "1234"


def wrong_birth_in_number(number: str) -> bool:
    """Whether characters 7–14 are no date."""
    return len(number) >= 14 and not id_number.birth_of_digits(number[6:14])


def other_birth(number: str, birth: str | None) -> bool:
    """Whether 出生日期 is not the one in the number; None: a text that is no date (see ``conditions.Blank``)."""
    return birth is not None and number[6:14].isdigit() and not id_number.is_born(number, birth)


def other_sex(number: str, sex: str) -> bool:
    """Whether the 17th digit says the other sex."""
    return sex in ("1", "2") and id_number.sex_of(number) not in (None, sex)
