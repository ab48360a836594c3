"""村 (domain.md §1; 出列村的指标)."""

from models.rules.check.conditions import any_blank, blank, no, within, yes, zero
from models.rules.check.rule import village

BASIS = "村信息核查"
_left = yes("poor")
_FILLED = (
    ("C04", "schools", "村小学", "1_03_004"), ("C06", "pension_persons", "参加城乡居民基本养老保险人数", "1_03_006"),
    ("C07", "bus", "是否通客运班车", "1_03_007"), ("C09", "clinics", "卫生室个数", "1_03_009"),
    ("C10", "public_toilets", "公共卫生厕所个数", "1_03_010"), ("C11", "doctors", "执业（助理）医师人数", "1_03_011"),
    ("C12", "rubbish_points", "垃圾集中堆放点个数", "1_03_012"), ("C13", "libraries", "文化（图书）室个数", "1_03_013"),
    ("C15", "tekun_persons", "特困供养人口数", "1_03_015"), ("C16", "disabled_persons", "残疾人口数", "1_03_016"),
)  # fmt: skip
for _id, _field, _label, _theirs in _FILLED:
    village(
        _id, f"出列村的{_label}没有填", "E", who=_left, when=blank(_field),
        do="核实后填写，没有的填 0。", also={_theirs: None}, basis=BASIS,
        passing={}, failing={"village": {_field: None}},
    )  # fmt: skip
village(
    "C14", "出列村的低保户数或低保人口数没有填", "E", who=_left, when=any_blank("dibao_households", "dibao_persons"),
    at="dibao_households", do="按民政名册填写，没有的填 0。", also={"1_03_014": None}, basis=BASIS,
    passing={}, failing={"village": {"dibao_persons": None}},
)  # fmt: skip
village(
    "C02", "出列村的总人口数没有填或是零", "E", who=_left, when=zero("persons"), at="persons",
    do="按户籍填写。", also={"1_03_002": None}, basis=BASIS,
    passing={}, failing={"village": {"persons": "0", "dibao_persons": "0", "tekun_persons": "0",
        "disabled_persons": "0", "pension_persons": "0"}},
)  # fmt: skip
village(
    "C03", "出列村的村集体经济收入没有填或是零", "E", who=_left, when=zero("income"), at="income",
    do="核对上年度村集体经济收入，单位万元。", also={"1_03_003": None}, basis=BASIS,
    passing={}, failing={"village": {"income": "0"}},
)  # fmt: skip
village(
    "C01", "出列村到乡镇的路没有硬化", "R", who=_left, when=blank("paved") | no("paved"), at="paved",
    do="核实；已硬化的改登记，没有硬化的列入项目。", owner="township", also={"2_03_001": None}, basis=BASIS,
    passing={}, failing={"village": {"paved": "否"}},
)  # fmt: skip
village(
    "C20", "出列村的总户数没有填或是零", "E", who=_left, when=zero("households"), at="households",
    do="按户籍填写。", also={"3_03_003": None}, basis=BASIS,
    passing={}, failing={"village": {"households": "0", "dibao_households": "0", "unsafe_houses": "0",
        "unsafe_water": "0"}},
)  # fmt: skip
village(
    "C21", "危房户数或未实现饮水安全户数超过总户数", "E", who=_left,
    when=within("unsafe_houses", over="households") | within("unsafe_water", over="households")
    | zero("households"), at="unsafe_houses", shows=("households", "unsafe_houses", "unsafe_water"),
    do="核对三个户数。", also={"3_03_001": None}, basis=BASIS,
    passing={}, failing={"village": {"unsafe_houses": "99999"}},
)  # fmt: skip
_PARTS = (
    ("C22", "dibao_households", "households", "低保户数", "总户数"),
    ("C23", "dibao_persons", "persons", "低保人口数", "总人口数"),
    ("C24", "tekun_persons", "persons", "特困供养人口数", "总人口数"),
    ("C25", "disabled_persons", "persons", "残疾人口数", "总人口数"),
    ("C26", "pension_persons", "persons", "参加居民养老保险人数", "总人口数"),
)
for _id, _part, _whole, _label, _of in _PARTS:
    village(
        _id, f"{_label}超过{_of}", "E", when=within(_part, over=_whole) & ~zero(_whole), at=_part,
        do="核对两个数。", basis=BASIS,
        passing={}, failing={"village": {_part: "9999"}},
    )  # fmt: skip
