"""R07 三保障, R08 医保, R24 收入: pairs of 户 and 人, states at the end of a month, classes, who is below the line."""

import datetime

import pytest

from models import clock, ledger_file, query, record
from models.reports import returns


@pytest.fixture
def town(tmp_path):
    clock.freeze(datetime.date(2026, 6, 30))
    ledger_file.create(tmp_path / "a.db")
    ids = [record.save("village", {"name": name, "seq": at}).id for at, name in enumerate(("甲村", "乙村"), 1)]
    homes = [
        record.save("household", {"village": ids[at], "head": head, "hh_type": kind, "members_now": people}).id
        for at, head, kind, people in ((0, "王某某", "01", 3), (0, "李某某", "02", 2), (1, "张某某", "03", 4))
    ]
    return ids, homes


def cells(table):
    return [[cell.text for cell in row.cells] for row in table.rows]


def whole(table):
    return [cell.text for cell in table.total.cells]


def checked(home, date, grade=None, **values):
    base = {"household": home, "dimension": "03" if grade else "04", "date": date, "grade": grade}
    return record.save("guarantee_check", {**base, **values}).id


def test_r07_says_what_was_so_at_the_end_of_the_month(town):
    _, (one, two, three) = town
    checked(one, "2026-04-10", "C")
    checked(one, "2026-06-10", "A")
    checked(two, "2026-05-10", result="02", quantity_ok=False)
    checked(three, "2026-05-31", "D", remedy="02")
    may, listed = returns.build("R07", "2026-05").tables
    # 已排查, 教育, 医疗, 住房, 饮水: each 户 and 人
    assert cells(may) == [
        ["甲村", "2", "5", "0", "0", "0", "0", "1", "3", "1", "2"],
        ["乙村", "1", "4", "0", "0", "0", "0", "1", "4", "0", "0"],
    ]
    assert whole(may)[1:] == ["3", "9", "0", "0", "0", "0", "2", "7", "1", "2"]
    assert [row[2] for row in cells(listed)] == ["李某某", "王某某", "张某某"]
    assert [row[6] for row in cells(listed)] == ["水量不达标", "房屋等级：C级", "房屋等级：D级；整治方式：重建"]
    june, listed = returns.build("R07", "2026-06", village="甲村").tables
    assert whole(june)[1:] == ["2", "5", "0", "0", "0", "0", "0", "0", "1", "2"]
    assert [row[2] for row in cells(listed)] == ["李某某"]


def test_r08_counts_of_the_villages_and_reasons_of_the_people(town):
    villages, homes = town
    for village, insured in zip(villages, (294, 293), strict=True):
        record.save("insurance", {"village": village, "year": 2026, "should": 300, "insured": insured})
    for at, reason in enumerate(("07", "02", None)):
        person = record.save("member", {"household": homes[at], "name": f"成员{'甲乙丙'[at]}"}).id
        record.save("insured_year", {"member": person, "year": 2026, "state": "03", "reason": reason})
    rate, missing = returns.build("R08", "2026").tables
    assert [head.title for head in rate.heads][1:] == [
        "应参保人数",
        "已参保人数",
        "参保率（%）",
        "参军",
        "不愿参保",
        "未填原因",
    ]
    assert cells(rate) == [
        ["甲村", "300", "294", "98.00", "1", "1", "0"],
        ["乙村", "300", "293", "97.67", "0", "0", "1"],
    ]
    assert whole(rate)[1:4] == ["600", "587", "97.83"]
    assert "没有达到的村：乙村" in rate.notes[0]
    # Who is exempt is not to be persuaded.
    assert [row[2] for row in cells(missing)] == ["成员甲", "成员丙"]


def test_r08_without_counts_of_the_villages_counts_the_people(town):
    _, homes = town
    for name, values in (
        ("甲", {"state": "01"}), ("乙", {"state": "03", "reason": "01"}), ("丙", {"state": "03", "reason": "05"}),
    ):  # fmt: skip
        person = record.save("member", {"household": homes[0], "name": f"成员{name}"}).id
        record.save("insured_year", {"member": person, "year": 2026, **values})
    rate, _ = returns.build("R08", "2026").tables
    assert whole(rate)[1:4] == ["2", "1", "50.00"]
    assert "按个人参保缴费登记" in rate.notes[0]


def income(home, year, persons, **values):
    return record.save("income_sheet", {"household": home, "year": year, "persons": persons, **values}).id


def test_r24_income_per_village_class_and_below_the_line(town):
    _, (one, two, three) = town
    income(one, 2024, 3, net=3_000_000)
    income(one, 2025, 3, A1=3_000_000, D2=600_000, B1=200_000, E1=50_000)
    income(two, 2025, 1, net=1)  # 一般农户
    income(three, 2025, 4, net=3_200_003)
    income(three, 2025, 4, net=99, kind="04")
    villages, classes, below = returns.build("R24", "2025").tables
    first, second = cells(villages)
    assert first == [
        "甲村", "1", "3", "30,000.00", "2,000.00", "0.00", "6,000.00", "38,000.00", "500.00", "37,500.00",
        "12,500.00", "10,000.00", "25.00",
    ]  # fmt: skip
    assert second[-4:] == ["32,000.03", "8,000.01", "—", "—"]
    assert whole(villages)[1:3] == ["2", "7"] and whole(villages)[-4:-2] == ["69,500.03", "9,928.58"]
    assert [row[:3] for row in cells(classes) if row[1] != "0"] == [
        ["8000～10000元", "1", "4"],
        ["12000～15000元", "1", "3"],
    ]
    assert whole(classes)[1:] == ["2", "7", "100.00"]
    assert not below.rows and "未设置" in below.notes[0]
    record.save("monitor_line", {"region": "示例县", "year": 2025, "amount": 850_000})
    below = returns.build("R24", "2025").tables[2]
    (row,) = cells(below)
    assert row[2] == "张某某" and row[5:9] == ["8,000.01", "8,500.00", "500.00", "否"]
    everything = [cell for table in returns.build("R24", "2025").tables for line in table.rows for cell in line.cells]
    assert all(query.count(cell.where) for cell in everything if cell.where is not None and cell.value)
