"""A year that stands only above the table counts for every row (2024年度 in the title of an income table)."""

import json

import pytest

from models import ledger_file, query, record
from models.exchange import importer
from models.ledger import ledger
from models.query import Selection
from tests.models.reports import seeds

from .books import SHARED, book

HEAD = ["村", "户主", "户编号", "人口", "家庭纯收入（元）"]
ROWS = [["清溪村", "王某某", "500297000001", 2, 24000], ["清溪村", "李某某", "500297000002", 3, 33000]]


@pytest.fixture
def file(tmp_path):
    ledger_file.create(tmp_path / "台账.db")
    return tmp_path


def taken(path):
    (sheet,) = importer.run(importer.prepare(path), back_up=False).sheets
    return sheet


def years():
    return [row["year"] for row in record.load(ledger("income_sheet"), query.ids(Selection("income_sheet"))).values()]


@pytest.mark.parametrize(
    ("title", "sheet", "name"),
    [
        ("脱贫户2024年度家庭收入情况表（2023年10月至2024年9月）", "2024年收入", "收入"),
        ("脱贫户家庭收入情况表", "2024年收入", "2023年收入"),
        ("脱贫户家庭收入情况表", "收入", "2024年度收入表"),
    ],
)
def test_the_nearest_single_year_counts(file, title, sheet, name):
    path = book(file / f"{name}.xlsx", **{sheet: [[title], HEAD, *ROWS]})
    one = taken(path)
    assert one.mapping.ledger.name == "income_sheet" and dict(one.counts) == {"new": 2}
    assert years() == [2024, 2024]
    told = [(row, note.text) for row, note in one.problems if note.label == "年度"]
    assert told == [(3, "表里没有这一列，各行都按标题取 2024")]
    assert dict(taken(path).counts) == {"unchanged": 2}


def test_without_a_year_anywhere_the_table_is_left_alone(file):
    one = taken(book(file / "收入表.xlsx", **{"收入": [["家庭收入情况表"], HEAD, *ROWS]}))
    assert one.mapping.ledger is None and not years()
    assert "像是“家庭收入”的表，但看不出是哪一年的" in one.mapping.why


def test_a_list_of_households_with_one_column_of_income_stays_one_of_households(file):
    head = ["户编号", "户主", "村", "户类型", "人口", "耕地面积（亩）", "住房面积（平方米）", "人均纯收入（元）"]
    rows = [["500297000001", "王某某", "清溪村", "脱贫户", 2, 3, 90, 12000]]
    one = taken(book(file / "台账.xlsx", **{"2024年台账": [["2024年度脱贫户信息台账"], head, *rows]}))
    assert one.mapping.ledger.name == "household" and dict(one.counts) == {"new": 1}


def test_a_column_says_more_than_the_title(file):
    rows = [[*row, year] for row, year in zip(ROWS, (2022, 2023), strict=True)]
    path = book(file / "收入表.xlsx", **{"收入": [["2024年度家庭收入情况表"], [*HEAD, "年度"], *rows]})
    assert dict(taken(path).counts) == {"new": 2}
    assert sorted(years()) == [2022, 2023]


def test_a_clerks_income_table_adds_up_to_its_truth(file):
    seeds.require()
    path = next((SHARED / "books").glob("dev12_*.xls"))
    (sheet,) = json.loads(path.with_name(f"{path.stem}.truth.json").read_text("utf-8"))["sheets"]
    one = taken(path)
    assert dict(one.counts) == {"new": sheet["tables"][0]["data_rows"]}
    for check in sheet["tables"][0]["checks"]:
        if check["op"] == "sum":
            name = check["field"].partition(".")[2]
            assert query.totals(Selection("income_sheet"), [name])[name] == check["value"], name
