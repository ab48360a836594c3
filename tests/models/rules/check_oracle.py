"""What the rules without quirks find, said once more: plain predicates over the raw rows of the five exports.

Written from the conditions in ``quality-rules.csv`` alone, with no word of the program; ``found(export, today)`` gives
{rule: {(户编号, 证件号码, 村)}} as ``expected.csv`` has it. A cell is a text without blanks around it.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Callable, Iterable

Row = dict[str, str]
LAND = ("耕地面积（亩）", "林地面积（亩）", "退耕还林面积（亩）", "林果面积（亩）", "牧草地面积", "水面面积")
RISKS = tuple(f"致贫/返贫风险{number}" for number in range(1, 6))
RESIDENT, WORKER = "是否参加城乡居民基本医疗保险", "是否参加城镇职工基本医疗保险"
DROPOUT, UNINSURED = "是否义务教育阶段适龄儿童少年失学辍学", "是否有家庭成员未参加城乡居民（职工）基本医疗保险"
AFTER = (
    *(DROPOUT, "是否住房损毁", UNINSURED, "是否饮水设施损毁", "工资性收入", "财产性收入", "转移性收入"),
    *("生产经营性收入", "生产经营性支出", "家庭纯收入", "家庭人均纯收入", "理赔收入", "合规自付支出"),
)
SENIOR = {f"{kind}{year}年级" for kind in ("普通高中", "中职") for year in "一二三"}


@dataclasses.dataclass
class Export:
    """The rows of the sheets, by header."""

    object: list[Row]
    survey: list[Row]
    work: list[Row]
    plan: list[Row]
    village: list[Row]


def check_digit_is_right(number: str) -> bool:
    """ISO 7064 MOD 11-2 over the first 17 characters."""
    first = number[:17]
    return first.isascii() and first.isdigit() and number[17] == check_digit(first)


def check_digit(first: str) -> str:
    """The 18th character after these 17."""
    return "10X98765432"[sum(int(digit) * 2 ** (17 - at) for at, digit in enumerate(first)) % 11]


def age(text: str, today: datetime.date) -> int | None:
    """Completed years since eight digits; None where they are no date, or one of no living person (of 15 digits)."""
    try:
        born = datetime.datetime.strptime(text, "%Y%m%d").date() if len(text) == 8 else None
    except ValueError:
        return None
    return (
        None
        if born is None or born.year < 1800
        else today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    )


def number(text: str) -> float | None:
    """The cell as a number."""
    try:
        return float(text)
    except ValueError:
        return None


def zero(text: str) -> bool:
    """空 or 0."""
    return text == "" or number(text) == 0


def poor(row: Row) -> bool:
    return row["户类型"] == "脱贫户"


def watched(row: Row) -> bool:
    return row["监测对象类别"] != ""


def gone(row: Row) -> bool:
    return row["风险是否已消除"] == "是"


def risk(row: Row, name: str) -> bool:
    return any(row[one] == name for one in RISKS)


def blank(row: Row, *names: str) -> bool:
    """全空."""
    return all(row[name] == "" for name in names)


def years(row: Row, low: int, high: int, today: datetime.date) -> bool:
    """周岁 from the number lies between, both included."""
    found = age(row["证件号码"][6:14], today)
    return found is not None and low <= found <= high


def outside(row: Row, low: int, high: int, today: datetime.date) -> bool:
    """周岁 is known and lies elsewhere."""
    return age(row["证件号码"][6:14], today) is not None and not years(row, low, high, today)


Person = Callable[[Row, datetime.date], bool]


def _both_insured(row: Row) -> bool:
    return row[RESIDENT] == row[WORKER] == "是"


def _little_school(row: Row) -> bool:
    return row["文化程度"] in ("小学", "文盲或半文盲")


def _preschool(row: Row, today: datetime.date) -> bool:
    return years(row, 7, 200, today) and row["健康状况"] == "健康" and row["在校生状况"] in ("学龄前儿童", "学前教育")


def _too_young_to_work(row: Row, today: datetime.date) -> bool:
    old = age(row["出生日期"], today)
    return old is not None and old < 16 and row["劳动技能"] not in ("", "无劳动力")


def _whole_number(row: Row) -> bool:
    return len(row["证件号码"]) in (18, 20, 22)


PERSONS: dict[str, Person] = {
    "2_01_006": lambda r, _: poor(r) and blank(r, "是否参加大病保险"),
    "2_01_007": lambda r, _: poor(r) and blank(r, "是否参加城乡居民基本养老保险"),
    "2_01_009": lambda r, _: poor(r) and _both_insured(r),
    "2_01_012": lambda r, _: poor(r) and r["义务教育阶段未上学原因"] in ("因病", "因残") and r["健康状况"] == "健康",
    "2_12_001": lambda r, _: watched(r) and blank(r, "劳动技能"),
    "2_12_002": lambda r, _: watched(r) and blank(r, "民族"),
    "2_12_003": lambda r, _: watched(r) and blank(r, "健康状况"),
    "2_12_014": lambda r, d: watched(r) and _too_young_to_work(r, d),
    "2_12_015": lambda r, _: watched(r) and _both_insured(r),
    "3_01_011": lambda r, _: watched(r) and len(set(r["公益性岗位"].split(","))) > 1,
    "5_12_013": lambda r, d: watched(r) and _preschool(r, d),
    "5_12_014": lambda r, d: watched(r) and r["在校生状况"] == "小学" and outside(r, 6, 14, d),
    "5_12_015": lambda r, d: watched(r) and r["在校生状况"] in ("七年级", "八年级", "九年级") and outside(r, 12, 17, d),
    "5_12_019": lambda r, d: watched(r) and _little_school(r) and years(r, 16, 22, d),
    "5_15_001": lambda r, _: watched(r) and blank(r, "是否参加城乡居民基本养老保险"),
    "5_17_001": lambda r, d: poor(r) and _preschool(r, d),
    "5_17_002": lambda r, d: poor(r) and r["在校生状况"] == "小学" and outside(r, 6, 14, d),
    "5_17_004": lambda r, d: poor(r) and _whole_number(r) and r["在校生状况"] in SENIOR and outside(r, 15, 20, d),
    "5_17_007": lambda r, d: poor(r) and _whole_number(r) and _little_school(r) and years(r, 16, 22, d),
}

HOMES: dict[str, Callable[[Row], bool]] = {
    # Risks are filled from the first on: none at all is meant.
    "1_11_001": lambda r: watched(r) and blank(r, *RISKS),
    "1_11_004": lambda r: watched(r) and gone(r) and any(r[f"风险消除后{one}"] == "" for one in AFTER),
    "1_11_005": lambda r: watched(r) and gone(r) and r[f"风险消除后{DROPOUT}"] == "是",
    "1_11_006": lambda r: watched(r) and gone(r) and r["是否危房户"] == "是",
    "1_11_007": lambda r: watched(r) and gone(r) and r["是否解决安全饮用水"] == "否",
    "2_02_002": lambda r: poor(r) and r["是否通生活用电"] in ("否", ""),
    "3_02_004": lambda r: poor(r) and blank(r, LAND[0]),
    "3_02_006": lambda r: poor(r) and blank(r, LAND[4]),
    "3_02_009": lambda r: poor(r) and blank(r, "是否危房户"),
    "3_02_013": lambda r: poor(r) and number(r["与村主干路距离"]) is None,
    "3_11_004": lambda r: gone(r) and risk(r, "因学") and blank(r, "教育帮扶", "义务教育保障", "社会帮扶"),
    "3_11_005": lambda r: gone(r) and risk(r, "因残") and blank(r, "社会帮扶", "综合保障"),
    "3_11_007": lambda r: gone(r) and r[DROPOUT] == "是" and blank(r, "义务教育保障"),
    "3_11_009": lambda r: gone(r) and r[UNINSURED] == "是" and blank(r, "健康帮扶", "社会帮扶"),
    "5_14_007": lambda r: poor(r) and (number(r["与村主干路距离"]) or 0) > 5,
    "5_14_014": lambda r: watched(r) and (number(r["与村主干路距离"]) or 0) > 5,
    **{f"5_14_{15 + at:03d}": (lambda r, one=one: watched(r) and blank(r, one)) for at, one in enumerate(LAND)},
    "5_14_021": lambda r: watched(r) and blank(r, "与村主干路距离"),
    "5_15_002": lambda r: watched(r) and blank(r, "是否通生活用电"),
    "5_15_020": lambda r: watched(r) and r["风险是否已消除"] == "否" and risk(r, "因病") and zero(r["合规自付支出"]),
    "5_18_001": lambda r: watched(r) and risk(r, "因病") and blank(r, "健康帮扶", "社会帮扶"),
    "5_18_002": lambda r: watched(r) and risk(r, "因学") and blank(r, "义务教育保障", "教育帮扶", "社会帮扶"),
    "5_18_003": lambda r: watched(r) and risk(r, "因残") and blank(r, "综合保障", "社会帮扶"),
    "5_18_005": lambda r: watched(r) and r[DROPOUT] == "是" and blank(r, "义务教育保障"),
    "5_18_006": lambda r: watched(r) and risk(r, "因安全饮水") and blank(r, "饮水安全保障"),
    "5_18_007": lambda r: watched(r) and r[UNINSURED] == "是" and blank(r, "健康帮扶", "社会帮扶"),
    "5_19_002": lambda r: poor(r) and blank(r, "是否解决安全饮用水"),
    "5_19_004": lambda r: watched(r) and blank(r, "入户道路是否硬化"),
    "5_19_005": lambda r: watched(r) and blank(r, "住房面积"),
}

VILLAGES: dict[str, Callable[[Row], bool]] = {
    "1_03_003": lambda r: zero(r["村级集体经济收入（万元）"]),
    "1_03_004": lambda r: blank(r, "村小学（个数）"),
    "1_03_006": lambda r: blank(r, "参加城乡居民基本养老保险人数"),
    "1_03_007": lambda r: blank(r, "是否通客运班车"),
    "1_03_009": lambda r: blank(r, "行政村卫生室个数"),
    "1_03_010": lambda r: blank(r, "行政村公共卫生厕所个数"),
    "1_03_011": lambda r: blank(r, "行政村执业（助理）医师（人）"),
    "1_03_012": lambda r: blank(r, "行政村生产生活垃圾集中堆放点个数（个）"),
    "1_03_014": lambda r: r["低保人口数"] == "" or r["低保户数"] == "",
    "1_03_015": lambda r: blank(r, "特困供养人口数"),
    "1_03_016": lambda r: blank(r, "残疾人口数"),
    "3_03_003": lambda r: zero(r["总户数"]),
}

RULES = {*PERSONS, *HOMES, *VILLAGES, "1_01_002", "1_01_003", "3_02_012"}
"""Numbers of all of them; the last three look at a whole family."""


def families(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Rows by 户编号."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["户编号"], []).append(row)
    return found


def _heads_and_numbers(family: list[Row]) -> Iterable[str]:
    if not poor(family[0]):
        return
    numbers = [row["证件号码"] for row in family]
    if any(len(one) not in (18, 20, 22) for one in numbers):
        yield "1_01_002"
    if any(len(one) == 18 and not check_digit_is_right(one) for one in numbers):
        yield "1_01_003"
    if all(row["与户主关系"] != "户主" for row in family):
        yield "3_02_012"


def found(export: Export, today: datetime.date) -> dict[str, set[tuple[str, str, str]]]:
    """Everything that the exact rules say of an export."""
    said: dict[str, set[tuple[str, str, str]]] = {}
    for row in export.object:
        for rule, wrong in PERSONS.items():
            if wrong(row, today):
                said.setdefault(rule, set()).add((row["户编号"], row["证件号码"], row["村"]))
    for home, family in families(export.object).items():
        told = [rule for rule, bad in HOMES.items() if bad(family[0])]
        for rule in (*told, *_heads_and_numbers(family)):
            said.setdefault(rule, set()).add((home, "", family[0]["村"]))
    for row in export.village:
        for rule, bad in VILLAGES.items():
            if row["是否出列"] == "是" and bad(row):
                said.setdefault(rule, set()).add(("", "", row["村"]))
    return said
