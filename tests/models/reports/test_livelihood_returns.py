"""R09–R13 and R27: who stands in which month's list, and what the lists come to (domain.md §14)."""

import datetime

import pytest

from models import clock, ledger_file, record, settings
from models.reports import returns
from models.reports.returns.livelihood import term_of


@pytest.fixture
def town(tmp_path):
    clock.freeze(datetime.date(2026, 6, 30))
    ledger_file.create(tmp_path / "a.db")
    settings.province.put("重庆市")
    settings.county.put("示例县")
    return record.save("village", {"name": "清溪村"}).id


def column(table, title, group=""):
    at = next(at for at, head in enumerate(table.heads) if (head.title, head.group) == (title, group))
    return [row.cells[at].text for row in table.rows if row.kind == "data"], table.total and table.total.cells[at].text


def tables(name, period=""):
    return returns.build(name, period).tables


def test_a_spell_stands_in_the_months_it_lasted(town):
    spells = [
        {"person": "甲某", "start": "2026-01", "end": "2026-05", "working": False, "place": "广东省东莞市"},
        {"person": "乙某", "start": "2026-05", "place": "示例县城", "channel": "02"},
        {"person": "丙某", "start": "2026-06", "place": "重庆市渝北区"},
        {"person": "丁某", "start": "2026-03", "working": False, "place": "国外"},
    ]
    for at, one in enumerate(spells):
        record.save("work_record", {"village": town, "monthly_wage": (at + 2) * 100_000, **one})
    listed = {month: column(tables("R09", month)[1], "姓名")[0] for month in ("2026-03", "2026-05", "2026-06")}
    assert listed == {"2026-03": ["丁某", "甲某"], "2026-05": ["乙某", "甲某"], "2026-06": ["丙某", "乙某"]}
    summary, names = tables("R09", "2026-05")
    parts = [
        column(summary, title, "务工")[1] for title in ("合计", "县内", "省内县外", "省外", "境外", "其中帮扶车间")
    ]
    assert parts == ["2", "1", "0", "1", "0", "1"]
    assert column(names, "月收入（元）") == (["3,000.00", "2,000.00"], None)
    assert "共 2 人次，月收入平均 2,500.00 元" in names.notes[0]


def test_the_sheet_to_sign_holds_those_on_a_post_in_that_month(town):
    for name, more in (
        ("甲某", {"end": "2026-05-31", "paid_months": 17}),
        ("乙某", {"end": "2026-12-31"}),
        ("丙某", {"exit_on": "2026-06-10", "exit_reason": "外出务工", "paid_months": 18}),
    ):
        values = {"person": name, "name": "保洁员", "start": "2025-01-01", "monthly_subsidy": 60_000}
        record.save("post", {**values, "village": town, **more})
    (sheet,) = tables("post_pay", "2026-06")
    assert column(sheet, "姓名")[0] == ["丙某", "乙某"]
    assert column(sheet, "本月补贴（元）")[1] == "1,200.00"
    assert column(sheet, "领取人签字") == (["", ""], "")
    (posts,) = tables("post_month", "2026-05")
    assert len(column(posts, "姓名")[0]) == 3 and column(posts, "发放金额（元）")[1] == "21,000.00"


def test_only_those_who_asked_stand_in_the_application(town):
    values = {"village": town, "start": "2025-03", "place": "广东省东莞市"}
    record.save("work_record", {**values, "person": "甲某", "traffic_applied": True})
    record.save("work_record", {**values, "person": "乙某"})
    record.save(
        "work_record", {**values, "person": "丙某", "traffic_applied": True, "end": "2025-12", "working": False}
    )
    assert column(tables("R11", "2026")[0], "姓名")[0] == ["甲某"]
    assert column(tables("R11", "2025")[0], "补助金额（元）")[1] == "1,200.00"


@pytest.mark.parametrize(
    ("day", "term"),
    [
        ("2026-06-30", (2025, "01")), ("2026-03-01", (2025, "01")), ("2026-02-28", (2025, "02")),
        ("2025-09-01", (2025, "02")), ("2026-08-31", (2025, "01")),
    ],
)  # fmt: skip
def test_a_day_lies_in_its_term(day, term):
    assert term_of(day) == term


def test_the_roster_is_that_of_the_term(town):
    for name, term in (("甲某", "01"), ("乙某", "02")):
        record.save("yulu", {"student": name, "village": town, "year": 2025, "term": term})
    (spring,), (autumn,) = tables("R12", "2026-06-30"), tables("R12", "2025-11-30")
    assert (column(spring, "学生姓名")[0], spring.subtitle) == (["甲某"], "（2025—2026学年春季学期）")
    assert (column(autumn, "学生姓名")[0], column(autumn, "补助金额（元）")[1]) == (["乙某"], "1,500.00")


def test_loans_are_called_as_they_were_called_then_and_leave_when_repaid(town):
    values = {"village": town, "amount": 5_000_000, "due": "2026-07-01", "purpose": "养牛", "start": "2024-01-01"}
    record.save("loan", {**values, "borrower": "甲某", "repaid_on": "2026-05-10"})
    record.save("loan", {**values, "borrower": "乙某"})
    record.save("loan", {**values, "borrower": "丙某", "start": "2026-06-01", "due": "2027-06-01"})
    last, this = tables("R13", "2025-12"), tables("R13", "2026-06")
    assert "脱贫人口小额信贷台账" in last[1].title and "帮扶小额信贷台账" in this[1].title
    assert column(last[1], "借款人")[0] == ["甲某", "乙某"]
    assert column(this[1], "借款人")[0] == ["乙某", "丙某"]
    assert column(this[1], "贷款余额（元）")[1] == "100,000.00"
    assert column(tables("R13", "2026-07")[0], "本月到期")[1] == "1"


def test_courses_of_the_month_and_what_the_year_came_to(town):
    for day, people in (("2026-02-03", 30), ("2026-06-08", 40), ("2025-06-08", 50)):
        record.save("training", {"title": f"茶叶管护{day}", "start": day, "headcount": people, "cost_yuan": 100_000})
    (table,) = tables("R27", "2026-06")
    assert column(table, "培训人次（人次）")[1] == "40"
    assert "本年累计：2 期，70 人次，经费 2,000.00 元。" in table.notes
