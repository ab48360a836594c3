"""Identity numbers come out of the ledger byte for byte as they went in, whatever the file."""

import datetime

import pytest

from models import clock

from .numbers import FORMATS, office, random_numbers, round_trip


@pytest.mark.parametrize("suffix", FORMATS)
def test_identity_numbers_go_through_the_ledger_unchanged(tmp_path, suffix):
    if suffix == ".xls" and not office():
        pytest.skip("没有装 LibreOffice，写不出 .xls")
    clock.freeze(datetime.date(2026, 7, 1))
    numbers = random_numbers(400, seed=suffix)
    assert any(one.endswith("X") for one in numbers)
    in_book, in_text = round_trip(tmp_path, suffix, numbers)
    assert in_book == numbers
    assert in_text == [one.encode() for one in numbers]
