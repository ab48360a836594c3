"""Exports made from the sample: some of its households, moved to other places, with cells altered at random."""

from __future__ import annotations

import csv
import datetime
import json
import random
from pathlib import Path

import python_calamine
import xlsxwriter

from tests.models.rules.check_oracle import (
    AFTER,
    DROPOUT,
    LAND,
    RESIDENT,
    RISKS,
    UNINSURED,
    WORKER,
    Export,
    Row,
    check_digit,
)

SAMPLE = Path(__file__).parents[4] / "shared/data/national/sample"
SHEETS = {
    "object": "监测对象信息", "survey": "户信息", "work": "已外出务工", "plan": "计划外出务工", "village": "行政村信息",
}  # fmt: skip
HOME = (
    *(*LAND, *RISKS, DROPOUT, UNINSURED, *(f"风险消除后{one}" for one in AFTER)),
    *(
        "户类型",
        "监测对象类别",
        "风险是否已消除",
        "是否危房户",
        "是否解决安全饮用水",
        "是否通生活用电",
        "与村主干路距离",
    ),
    *("住房面积", "入户道路是否硬化", "合规自付支出", "识别监测时间", "消除监测时间", "健康帮扶", "教育帮扶", "年度"),
    *("义务教育保障", "社会帮扶", "综合保障", "饮水安全保障"),
)
PERSON = (
    *(RESIDENT, WORKER, "是否参加大病保险", "是否参加城乡居民基本养老保险", "义务教育阶段未上学原因", "健康状况"),
    *("劳动技能", "民族", "公益性岗位", "在校生状况", "文化程度", "与户主关系", "出生日期"),
)
ODD = {
    "与村主干路距离": ("5", "5.0", "5.01", "4.99", "约3公里", "6公里", "-1", "不详", "0", "05.5", "１２"),
    "合规自付支出": ("0", "0.0", "0.00", "0.01", "-5", "不详", "零"),
    "公益性岗位": ("护林员,护林员", "护林员,保洁员", "看门"),
    "村级集体经济收入（万元）": ("0", "0.00", "0.01", "没有"),
    "总户数": ("0", "0.0", "1", "八十"),
    "健康状况": ("健康,残疾", "怪病"),
    "在校生状况": ("小学", "七年级", "中职一年级", "学前教育", "大学"),
    "文化程度": ("小学", "文盲或半文盲"),
    "出生日期": ("20200230", "2012-03-04", "不详"),
    **dict.fromkeys((RESIDENT, WORKER, "是否危房户", "是否解决安全饮用水", "是否通生活用电"), ("不详", "是", "否")),
}
"""Values on the edge, and such as no field takes."""
YEARS = (6, 7, 12, 14, 15, 16, 17, 18, 20, 22, 60)
PLACES = {"县": ("长顺县", "惠水县"), "乡": ("云溪镇", "青禾乡"), "市": ("黔南布依族苗族自治州", "安顺市")}


def read(folder: Path = SAMPLE) -> Export:
    """The five workbooks of a folder."""
    sheets: dict[str, list[Row]] = {}
    for name, words in SHEETS.items():
        (path,) = folder.glob(f"*{words}*.xlsx")
        page = python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
        _, _, headers, *rows = page.to_python(skip_empty_area=False)
        sheets[name] = [dict(zip(headers, map(str, row), strict=True)) for row in rows]
    return Export(**sheets)


def table(path: Path) -> list[Row]:
    """A CSV of the sample."""
    with path.open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def today() -> datetime.date:
    """The day of the sample."""
    return datetime.date.fromisoformat(json.loads((SAMPLE / "manifest.json").read_text("utf-8"))["today"])


def write(export: Export, folder: Path) -> list[Path]:
    """The five workbooks, as the national system makes them."""
    paths = []
    for name, words in SHEETS.items():
        path = folder / f"{words}.xlsx"
        rows = getattr(export, name)
        with xlsxwriter.Workbook(str(path), {"strings_to_numbers": False}) as book:
            page = book.add_worksheet(words)
            page.write_row(0, 0, [words])
            page.write_row(1, 0, ["虚构测试数据"])
            page.write_row(2, 0, list(rows[0]))
            for at, row in enumerate(rows, 3):
                page.write_row(at, 0, list(row.values()))
        paths.append(path)
    return paths


def some_homes(export: Export, rng: random.Random, count: int) -> Export:
    """So many households of an export, half of them 监测对象, with all that is said of them, and all villages."""
    homes = {row["户编号"]: row["监测对象类别"] != "" for row in export.object}
    some = [[home for home, seen in homes.items() if seen == watched] for watched in (True, False)]
    numbers = {home for part in some for home in rng.sample(part, count // 2)}
    kept = {
        name: [dict(row) for row in getattr(export, name) if row["户编号"] in numbers]
        for name in ("object", "survey", "work", "plan")
    }
    return Export(**kept, village=[dict(row) for row in export.village])


def _moved(export: Export, rng: random.Random) -> None:
    """Another county and township."""
    for header, names in PLACES.items():
        name = rng.choice(names)
        for sheet in vars(export).values():
            for row in sheet:
                for one in (header, {"县": "县(市、区、旗)", "乡": "乡(镇)"}.get(header, header)):
                    if one in row:
                        row[one] = name


def born(row: Row, day: datetime.date, rng: random.Random) -> None:
    """Another birth, in the number or in 出生日期 or in both."""
    where = rng.random()
    if where < 0.8:
        first = (
            f"{row['证件号码'][:6]}{day:%Y%m%d}{rng.randrange(100):02d}{rng.randrange(5) * 2 + (row['性别'] == '男')}"
        )
        row["证件号码"] = first + check_digit(first) + row["证件号码"][18:]
    if where > 0.2:
        row["出生日期"] = f"{day:%Y%m%d}"


def years_ago(day: datetime.date, years: int) -> datetime.date:
    """The same day so many years before."""
    return day.replace(year=day.year - years, day=min(day.day, 28) if day.month == 2 else day.day)


def damaged(number: str, rng: random.Random) -> str:
    """A number as clerks and spreadsheets spoil it."""
    wrong = "0123456789X"[("0123456789X".find(number[17:18]) + 1) % 11]
    return rng.choice(
        [
            "", number[:17], number[:6] + number[8:17], number[:17] + wrong, number[:17] + "x", number[:18] + "43",
            number[:18] + "43B1", number[:9] + "O" + number[10:], "999999" + number[6:],
            number[:6] + "19991332" + number[14:],
        ]
    )  # fmt: skip


def altered(sample: Export, seed: int, day: datetime.date, count: int = 60) -> Export:
    """Some households with cells altered: blank, another one's value, ages on the day before and after a birthday."""
    rng = random.Random(seed)
    export = some_homes(sample, rng, count)
    _moved(export, rng)
    pool = {one: [*sorted({row[one] for row in sample.object}), *ODD.get(one, ())] for one in (*HOME, *PERSON)}
    homes: dict[str, list[Row]] = {}
    for row in export.object:
        homes.setdefault(row["户编号"], []).append(row)
    for family in homes.values():
        for one in rng.sample(HOME, rng.choice((0, 3, 12, 20))):
            value = "" if rng.random() < 0.4 else rng.choice(pool[one])
            for row in family:
                row[one] = value
        for row in family:
            for one in rng.sample(PERSON, rng.choice((0, 2, 5))):
                row[one] = "" if rng.random() < 0.4 else rng.choice(pool[one])
            if rng.random() < 0.5:
                born(row, years_ago(day, rng.choice(YEARS)) + datetime.timedelta(rng.choice((-1, 0, 1))), rng)
            if rng.random() < 0.15:
                row["证件号码"] = damaged(row["证件号码"], rng)
            elif rng.random() < 0.05:
                row["证件号码"] = rng.choice(export.object)["证件号码"]
    for row in export.village:
        row["是否出列"] = rng.choice("是是是否")
        for one in rng.sample([*row][6:], 15):
            row[one] = rng.choice(["", row[one], *ODD.get(one, ("0",))])
    return export
