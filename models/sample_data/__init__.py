"""What the sample township is made of: places, people, projects and trade, all invented (see models/sample.py)."""

from __future__ import annotations

import datetime

from stdnum import luhn

from models.id_number import check_digit

AREA = "500297"
"""Six digits that GB/T 2260 gives to no county, so that no sample number can be a real person's."""

AS_OF = datetime.date(2026, 6, 30)
"""The day on which the sample stands; nothing in it happened later."""

YEARS = (2024, 2025, 2026)
UNPLANNED = 6
"""The seventh watched household (in order of entry) has no plan and no measure at all."""

FEN = 100
WAN = 10_000 * FEN


def id_number(birth: datetime.date, serial: int) -> str:
    """An ID number with a valid check digit; an odd ``serial`` (1–999) means male."""
    first = f"{AREA}{birth:%Y%m%d}{serial:03d}"
    return first + check_digit(first)


def mobile(serial: int) -> str:
    """A mobile number in a segment that no operator gives to people."""
    return f"154{(serial * 7_368_787) % 100_000_000:08d}"


def bank_card(serial: int) -> str:
    """A card number of 19 digits with a valid Luhn digit, of a bank that does not exist."""
    first = f"62999900{(serial * 48_271) % 10_000_000_000:010d}"
    return first + luhn.calc_check_digit(first)
