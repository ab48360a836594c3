"""Tables whose columns are years, kinds of income, months, villages or quarters: every cell a record of its own."""

import pytest

from models import ledger_file, query
from models.exchange import importer
from models.exchange.predict import predict
from models.query import Selection

from .books import book

VILLAGES = ["青山村", "石桥村", "柳溪村", "双河村"]


def told(path):
    return [one for one in predict(path)["tables"] if one["ledger"]]


def keys(one, field):
    return [column["key"] for column in one["columns"] if column["field"] == field and column["status"] == "sure"]


@pytest.fixture
def file(tmp_path):
    ledger_file.create(tmp_path / "ledger.db")
    yield tmp_path
    ledger_file.close()


def imported(path, ledger, *paths):
    receipt = importer.run(importer.prepare(path), back_up=False)
    assert receipt.failed == 0
    return sorted(query.texts(ledger, paths, query.ids(Selection(ledger))).values())


def test_a_column_for_each_kind_of_income(file):
    top = ["序号", "村名", "村级集体经济收入", "", "", "", "合计"]
    low = ["", "", "经营收入", "发包及上交收入", "投资收益", "补助收入", ""]
    data = [[at + 1, name, 3 + at, 1.5, 0.5, 2, 7 + at] for at, name in enumerate(VILLAGES)]
    title = [["青禾乡2023年村级集体经济收入情况统计表"], ["", "", "", "", "", "单位：万元"]]
    path = book(file / "a.xlsx", 收入=[*title, top, low, *data])
    (one,) = told(path)
    assert one["ledger"] == "ce_entry" and keys(one, "ce_entry.amount") == [{"class": f"R{at}"} for at in (1, 2, 3, 4)]
    assert one["rows"][1]["v"] == {"B": "石桥村", "C": 4_000_000, "D": 1_500_000, "E": 500_000, "F": 2_000_000}
    found = imported(path, "ce_entry", "village", "year", "class", "amount")
    assert len(found) == 16 and ["石桥村", "2023", "经营收入", "4.00"] in [list(row) for row in found]


def test_a_column_for_each_village(file):
    data = [[year, 3, 4.5, 5, 12.5] for year in (2021, 2022, 2023)]
    title = [["各村村集体经济收入情况表"], ["", "", "", "单位：万元"]]
    path = book(file / "a.xlsx", 收入=[*title, ["年度", *VILLAGES[:3], "合计"], *data])
    (one,) = told(path)
    assert keys(one, "ce_entry.amount") == [{"village": name} for name in VILLAGES[:3]]
    found = imported(path, "ce_entry", "village", "year", "amount")
    assert len(found) == 9 and ["石桥村", "2022", "4.50"] in [list(row) for row in found]


def test_a_column_for_each_month_needs_the_year(file):
    head = ["序号", "采购单位", *(f"{month}月" for month in range(1, 7)), "合计"]
    data = [[at + 1, f"县{name}局", 1, 2, 3, 4, 5, 6, 21] for at, name in enumerate("水林财")]
    unit = ["", "", "", "", "", "", "", "单位：万元"]
    path = book(file / "a.xlsx", 消费帮扶=[["2024年消费帮扶分月统计表"], unit, head, *data])
    (one,) = told(path)
    assert one["ledger"] == "sale" and keys(one, "sale.amount") == [{"month": month} for month in range(1, 7)]
    found = imported(path, "sale", "buyer", "date", "amount")
    assert len(found) == 18 and ["县水局", "2024-03", "30,000.00"] in [list(row) for row in found]
    (one,) = predict(book(file / "b.xlsx", 消费帮扶=[["消费帮扶分月统计表"], unit, head, *data]))["tables"]
    assert one["ledger"] is None and "哪一年" in one["why"]


def test_visits_quarter_by_quarter(file):
    top = ["序号", "村", "户主", *(text for at in "一二三" for text in (f"第{at}季度", "", ""))]
    low = ["", "", "", *["走访时间", "走访人", "走访情况"] * 3]
    row = [text for at in (2, 5, 8) for text in (f"2024.{at}.10", "王干部", "核对收入")]
    data = [[at + 1, "青山村", name, *row] for at, name in enumerate(("欧阳昌林", "陈军", "丁昌", "余勇"))]
    (one,) = told(book(file / "a.xlsx", 走访=[["帮扶干部季度走访登记表"], top, low, *data]))
    assert keys(one, "visit.date") == keys(one, "visit.findings") == [{"n": 1}, {"n": 2}, {"n": 3}]


def test_years_of_what_no_ledger_holds_are_left_alone(file):
    head = ["序号", "村别", *(f"{year}年" for year in range(2020, 2024))]
    data = [[at + 1, name, 9800, 10500, 11200, 12100] for at, name in enumerate(VILLAGES)]
    title = [["青禾乡各村脱贫人口人均纯收入变化情况表"], ["", "", "", "", "单位：元"]]
    assert told(book(file / "a.xlsx", 人均纯收入=[*title, head, *data])) == []


def test_a_year_that_tells_no_records_apart_makes_no_table_across(file):
    head = ["序号", "姓名", "身份证号码", "与户主关系", "2022年", "2023年"]
    data = [[at + 1, name, "", "户主", 100, 200] for at, name in enumerate(("欧阳昌林", "陈军", "丁昌"))]
    for one in told(book(file / "a.xlsx", 家庭成员=[["家庭成员花名册"], head, *data])):
        assert not any("year" in column.get("key", {}) for column in one["columns"])
