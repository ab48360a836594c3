"""Identity numbers: every valid one is accepted, a wrong digit is found, the column says what the cell says."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from models import clock, id_number
from models.id_number import IdNumber, birth_of, check_digit, sex_of
from models.kinds import Fault
from models.sample_data import AREA
from models.sample_data import id_number as make

KIND = IdNumber()
TODAY = datetime.date(2026, 7, 1)
BIRTHS = st.dates(datetime.date(1900, 1, 1), TODAY)
VALID = st.builds(make, BIRTHS, st.integers(1, 999))
FULL = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


@pytest.fixture(autouse=True)
def today():
    clock.freeze(TODAY)


def verdict(cell):
    """(value, sentence) of one cell."""
    try:
        return KIND.parse(cell), ""
    except Fault as fault:
        return None, fault.text


@given(VALID)
def test_a_valid_number_is_accepted_however_it_is_written(number):
    for text in (
        number,
        number.lower(),
        f"'{number}",
        f" {number[:6]} {number[6:14]} {number[14:]} ",
        number.translate(FULL),
    ):
        assert KIND.parse(text) == number


@given(VALID, st.integers(0, 17), st.sampled_from("0123456789X"))
def test_one_wrong_character_is_found(number, at, char):
    changed = number[:at] + char + number[at + 1 :]
    if changed != number:
        assert verdict(changed)[0] is None


@given(BIRTHS, st.integers(1, 999))
def test_birth_and_sex_are_in_the_number(birth, serial):
    number = make(birth, serial)
    assert birth_of(number) == birth.isoformat()
    assert sex_of(number) == ("1" if serial % 2 else "2")


@given(st.integers(110000, 659999), BIRTHS, st.integers(0, 999))
def test_the_check_digit_is_the_standards(area, birth, serial):
    first = f"{area}{birth:%Y%m%d}{serial:03d}"
    number = first + check_digit(first)
    assert ric.calc_check_digit(number) == number[17]
    assert verdict(number) == (number, "")
    other = "0" if number[17] != "0" else "1"
    assert verdict(first + other)[1].startswith(f"证件号码第 18 位应为 {number[17]}")


@given(VALID, st.sampled_from("1234567"), st.sampled_from("1234"), st.sampled_from(["", "B1", "B2"]))
def test_disability_certificates(number, kind, level, again):
    assert verdict(f"{number}{kind}{level}{again}") == (f"{number}{kind}{level}{again}", "")
    assert verdict(f"{number}8{level}")[0] is None
    assert verdict(f"{number}{kind}")[0] is None


CELLS = st.one_of(
    VALID,
    VALID.map(lambda number: number[:17] + "5"),
    VALID.map(str.lower),
    VALID.map(lambda number: number + "44"),
    VALID.map(lambda number: "'" + number),
    st.text("0123456789X ", max_size=20),
    st.sampled_from([None, "", "无", 5.00297e17, "5.00297E+17", AREA + "19990230123X",
                     AREA + "299901010019", "999999" + "0" * 12, 12]),
    st.from_regex(r"\d{17}[\dXx]", fullmatch=True),
)  # fmt: skip


@given(st.lists(CELLS, max_size=30))
def test_the_column_says_what_the_cell_says(cells):
    values, faults = KIND.parse_column(cells)
    assert [(value, faults[at].text if at in faults else "") for at, value in enumerate(values)] == [
        verdict(cell) for cell in cells
    ]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("500297199901", "12 位"), ("500297990101123", "15 位旧身份证号"), ("5.00297E+17", "科学计数"),
        (f"{AREA}19990230123X", "不是真实的日期"), (5.00297199901e17, "Excel"), (f"{AREA}20990101001X", "还没有到"),
    ],
)  # fmt: skip
def test_each_mistake_has_its_sentence(text, word):
    assert word in verdict(text)[1]


def test_doubts_only_warn():
    old = make(datetime.date(1900, 1, 1), 3)
    assert "地区码" in KIND.warning(old)
    known = "110101" + "19000101" + "003"
    assert "120 岁" in KIND.warning(known + check_digit(known))
    assert "没有正式证件" in KIND.warning("999999" + "0" * 12)
    assert all(map(id_number.area_known, ("110101", "500237", "422801")))
    clock.freeze(datetime.date(2026, 7, 1))
    young = "500237" + "19800101" + "003"
    assert KIND.warning(young + check_digit(young)) == ""
    assert not id_number.area_known("000000")


def test_a_public_list_shows_six_and_four():
    number = make(datetime.date(1980, 5, 6), 7)
    assert KIND.masked(number) == f"{AREA}********{number[14:]}"
