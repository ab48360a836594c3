"""Kinds: what is typed or stands in a table becomes exactly one stored value, or a sentence."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import clock, kinds
from models.kinds import Fault, Vague

YUAN, WAN = kinds.Money("元"), kinds.Money("万元")
FULL = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")
FEN = st.integers(0, 10**13)
DAYS = st.dates(datetime.date(1900, 1, 1), datetime.date(2199, 12, 31))


@pytest.fixture(autouse=True)
def today():
    clock.freeze(datetime.date(2026, 7, 1))


# --- money and numbers ------------------------------------------------------------------------------------------


@given(FEN)
def test_money_is_exact_both_ways(fen):
    for kind in (YUAN, WAN):
        assert kind.parse(kind.to_text(fen)) == fen
        assert kind.typed(kind.edit_text(fen)) == fen
    assert YUAN.parse(f"{Decimal(fen) / 100:f}") == fen
    assert YUAN.parse(f"{Decimal(fen) / 1_000_000:f}万元") == fen
    assert WAN.parse(f"{Decimal(fen) / 1_000_000:f}") == fen
    assert WAN.parse(f"{Decimal(fen) / 100:f}元") == fen


@given(FEN)
def test_signs_and_widths_do_not_matter(fen):
    plain = f"{Decimal(fen) / 100:,.2f}"
    for text in (f"￥{plain}", f"¥ {plain}元", plain.translate(FULL), f" {plain}\u3000", f"'{plain}", f"{plain}\u200b"):
        assert YUAN.parse(text) == fen


VAGUE = [
    ("约", "", "approx"), ("近", "", "lt"), ("超过", "", "ge"), ("", "余", "ge"), ("", "以上", "ge"),
    ("", "左右", "approx"),
]  # fmt: skip


@given(st.integers(0, 10**9), st.sampled_from(VAGUE))
def test_vague_words_become_a_qualifier(fen, words):
    before, after, qualifier = words
    value = YUAN.parse(f"{before}{Decimal(fen) / 100:f}{after}")
    assert (value, value.qualifier) == (fen, qualifier)


@pytest.mark.parametrize(
    ("text", "fen", "qualifier"),
    [
        ("20余万", 20_000_000, "ge"), ("20余万元", 20_000_000, "ge"), ("约5万元", 5_000_000, "approx"),
        ("2.5亿元", 25_000_000_000, ""),
        ("近100万", 100_000_000, "lt"), ("１２３．４５", 12_345, ""), ("1,234.5", 123_450, ""),
        ("3万", 3_000_000, ""), ("0", 0, ""),
    ],
)  # fmt: skip
def test_money_as_people_write_it(text, fen, qualifier):
    value = YUAN.parse(text)
    assert value == fen
    assert getattr(value, "qualifier", "") == qualifier
    assert isinstance(value, Vague) == bool(qualifier)


@pytest.mark.parametrize("text", ["十万", "5斤", "1.2.3", "--3", "若干", "5万吨", "-1", "e5", "1e400", "NaN", "∞"])
def test_what_is_no_money_is_refused_with_a_sentence(text):
    with pytest.raises(Fault) as fault:
        YUAN.parse(text)
    assert fault.value.value is kinds.MISSING
    assert any("\u4e00" <= char <= "\u9fff" for char in fault.value.text)


@given(st.floats(0, 1e9, allow_nan=False).map(lambda number: round(number, 2)))
def test_a_number_cell_is_read_as_it_is_shown(number):
    assert YUAN.parse(number) == int(Decimal(repr(number)) * 100)


@given(st.integers(0, 10**12), st.integers(0, 4))
def test_scaled_numbers_are_exact_both_ways(value, places):
    kind = kinds.Scaled(places, "亩")
    assert kind.parse(kind.to_text(value)) == value
    assert kind.parse(kind.to_text(value) + "亩") == value
    assert Decimal(str(kind.export(value))) == Decimal(value) / 10**places or value > 10**15


@given(st.integers(-(10**6), 10**6))
def test_whole_numbers(number):
    kind = kinds.Integer(None, None, "人")
    for raw in (number, float(number), str(number), f"{number}人", f"{number}.0", f"{number:,}"):
        assert kind.parse(raw) == number


def test_bounds_are_kept():
    months = kinds.Integer(0, 12)
    assert months.parse("12") == 12
    for text in ("13", "-1", "1.5", "一"):
        with pytest.raises(Fault):
            months.parse(text)
    with pytest.raises(Fault):
        kinds.Percent().parse("101")
    assert kinds.Percent().parse("25.17%") == 2517
    assert kinds.Year().parse("2023年度") == 2023


# --- dates ------------------------------------------------------------------------------------------------------


@given(DAYS)
def test_every_way_to_write_a_day(day):
    kind = kinds.Date()
    y, m, d = day.year, day.month, day.day
    forms = [f"{y}-{m}-{d}", f"{y}-{m:02}-{d:02}", f"{y}/{m}/{d}", f"{y}.{m}.{d}", f"{y}年{m}月{d}日",
             f"{y}{m:02}{d:02}", f" {y} 年 {m} 月 {d} 日 ", f"{y}-{m:02}-{d:02} 00:00:00", f"{y}-{m:02}-{d:02}T08:30",
             f"{y}.{m:02}.{d:02}."]  # fmt: skip
    for text in [*forms, *(form.translate(FULL) for form in forms[:6])]:
        assert kind.parse(text) == day.isoformat(), text
    assert kind.parse(day) == kind.parse(datetime.datetime.combine(day, datetime.time())) == day.isoformat()


@given(st.dates(datetime.date(1955, 1, 1), datetime.date(2100, 1, 1)))
def test_excel_serials(day):
    number = (day - datetime.date(1899, 12, 30)).days
    assert kinds.Date().parse(number) == kinds.Date().parse(float(number)) == day.isoformat()


@pytest.mark.parametrize(
    ("text", "value"),
    [("2024", "2024"), ("2024年", "2024"), ("2024-3", "2024-03"), ("2024年3月", "2024-03"),
     ("2024.03", "2024-03"), ("202403", "2024-03")],
)  # fmt: skip
def test_coarser_dates_keep_their_precision(text, value):
    assert kinds.Date().parse(text) == value
    assert kinds.Date().warning(value)
    assert kinds.Date("month").warning(value) == ""


@pytest.mark.parametrize(
    "text",
    ["2023-413日", "2024-02-30", "2023-13-01", "2024-00-10", "三月", "3.18", "0001-01-01", "2024-3-18-5", "20240230"],
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(Fault) as fault:
        kinds.Date().parse(text)
    assert fault.value.value is kinds.MISSING


def test_short_dates_are_for_the_keyboard_only():
    kind = kinds.Date()
    assert [kind.typed(text) for text in ("240318", "3.18", "3月18日", "18")] == [
        "2024-03-18", "2026-03-18", "2026-03-18", "2026-07-18",
    ]  # fmt: skip
    for text in ("3.18", "3月18日", "18"):
        with pytest.raises(Fault):
            kind.parse(text)


def test_a_past_date_may_not_lie_ahead():
    kind = kinds.Date(future=False)
    assert kind.parse("2026-07-01") == "2026-07-01"
    with pytest.raises(Fault, match="还没有到"):
        kind.parse("2026-07-02")


@given(st.text(max_size=12))
def test_no_text_breaks_a_date(text):
    for how in (kinds.Date().parse, kinds.Date().typed):
        try:
            value = how(text)
        except Fault as fault:
            assert fault.text
        else:
            assert value is None or datetime.date.fromisoformat((value + "-01-01")[:10])


# --- texts, choices, yes and no ---------------------------------------------------------------------------------


@given(st.text(max_size=20))
def test_no_text_breaks_any_kind(text):
    every = [YUAN, WAN, kinds.Integer(), kinds.Year(), kinds.Percent(), kinds.Scaled(3), kinds.Text(), kinds.Name(),
             kinds.PersonName(), kinds.Code(), kinds.Phone(), kinds.BankCard(), kinds.YesNo(), kinds.Choice("relation"),
             kinds.Choices("health")]  # fmt: skip
    for kind in every:
        try:
            value = kind.parse(text)
        except Fault as fault:
            assert fault.text
            continue
        if value is not None:
            assert kind.parse(kind.to_text(value)) == value, kind.name


@pytest.mark.parametrize("text", ["阿依古丽•买买提", "阿依古丽．买买提", "阿依古丽・买买提", " 阿依古丽·买买提 "])
def test_the_dot_of_a_name_is_made_uniform(text):
    assert kinds.PersonName().parse(text) == "阿依古丽·买买提"


def test_names_keep_rare_characters_and_lose_inner_spaces():
    assert kinds.PersonName().parse("张　三") == "张三"
    assert kinds.PersonName().parse("𠮷田㛃") == "𠮷田㛃"
    with pytest.raises(Fault):
        kinds.PersonName().parse("张3")


def test_numbers_that_excel_has_spoilt_are_refused():
    for kind in (kinds.Code(), kinds.BankCard()):
        with pytest.raises(Fault, match="Excel"):
            kind.parse(6.2299900000000001e18)
    assert kinds.Code().parse("'0012") == "0012"


@pytest.mark.parametrize(
    ("text", "value"),
    [("√", True), ("是", True), ("Ｙ", True), ("×", False), ("否", False), (True, True), (0, False), ("", None)],
)
def test_yes_and_no(text, value):
    assert kinds.YesNo().parse(text) is value


def test_choices_are_kept_in_the_order_of_the_list():
    kind = kinds.Choices("health")
    assert kind.parse("残疾、长期慢性病") == kind.parse("长期慢性病,残疾") == "02,04"
    with pytest.raises(Fault):
        kind.parse("健康、不明")


def test_an_ordered_choice_keeps_the_first_named_first():
    kind = kinds.Choices("risk", ordered=True, most=5)
    assert kind.parse("因残、因病、因残") == "03,01"
    assert kind.to_text("03,01") == "因残、因病"
    assert kind.parse("因病、因学、因残、缺劳动力、其他") == "01,02,03,08,11"
    with pytest.raises(Fault, match="最多填 5 项"):
        kind.parse("因病、因学、因残、缺劳动力、其他、因自然灾害")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2024-03-18 9:30", "2024-03-18 09:30"),
        ("2024年3月18日 14：05", "2024-03-18 14:05"),
        ("2024-03-18", "2024-03-18"),
    ],
)
def test_a_moment_keeps_its_time(text, value):
    assert kinds.Date("minute").parse(text) == value
    assert kinds.Date("minute").parse(datetime.datetime(2024, 3, 18, 9, 30)) == "2024-03-18 09:30"
    assert kinds.Date().parse("2024-03-18 09:30") == "2024-03-18"
    with pytest.raises(Fault, match="钟点"):
        kinds.Date("minute").parse("2024-03-18 25:10")


def test_an_older_word_is_taken_with_a_question():
    with pytest.raises(Fault) as fault:
        kinds.Choice("relation").parse("妻子")
    assert fault.value.value == "02"
    assert "请确认" in fault.value.text
