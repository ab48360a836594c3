import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.capital import capital

VALUES = {"零": 0, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9}


@pytest.mark.parametrize(
    ("fen", "text"),
    [
        (0, "零元整"),
        (1, "壹分"),
        (10, "壹角整"),
        (105, "壹元零伍分"),
        (3200560, "叁万贰仟零伍元陆角整"),
        (10000000, "壹拾万元整"),
        (100000000, "壹佰万元整"),
        (1010000000, "壹仟零壹拾万元整"),
        (100100000000000, "壹万零壹拾亿元整"),
        (10000000100, "壹亿零壹元整"),
        (200030000000, "贰拾亿零叁拾万元整"),
        (-150, "负壹元伍角整"),
    ],
)
def test_amounts_as_vouchers_write_them(fen, text):
    assert capital(fen) == text


def read(text):
    """Back to 分, by the usual way of reading."""
    total = section = digit = 0
    for char in text:
        if char in VALUES:
            digit = VALUES[char]
        elif char in "拾佰仟":
            section += digit * {"拾": 10, "佰": 100, "仟": 1000}[char]
            digit = 0
        elif char in "万亿":
            factor = 10**4 if char == "万" else 10**8
            total = (total + section + digit) * factor if char == "亿" else total + (section + digit) * factor
            section = digit = 0
        elif char == "元":
            total, section, digit = (total + section + digit) * 100, 0, 0
        elif char in "角分":
            total += digit * (10 if char == "角" else 1)
            digit = 0
    return total


@given(st.integers(min_value=1, max_value=10**15))
def test_every_amount_reads_back(fen):
    text = capital(fen)
    assert read(text) == fen
    assert "零零" not in text
    assert text.endswith(("整", "分"))
