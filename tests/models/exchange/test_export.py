import csv
import datetime
import random
import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models import clock, database, history, ledger_file, query, record
from models.database import Trouble
from models.exchange import export, importer
from models.exchange.export import Revealing
from models.exchange.failed import write_failed
from models.exchange.match import assign
from models.exchange.naming import all_paths, titles
from models.exchange.read import open_book
from models.exchange.table import Header
from models.id_number import check_digit
from models.ledger import ledger, ledger_of, ledgers
from models.operation import Cancelled
from models.query import Filter, Selection

from .books import book

NAMES = [of.name for of in ledgers()]


@pytest.mark.parametrize("name", NAMES)
def test_importing_an_exported_text_table_changes_nothing(filled, tmp_path, name):
    # As a workbook: tests/test_every_ledger_exchanged.py
    path = tmp_path / "out.csv"
    count = export.export(Selection(name), None, path)
    assert count == ledger(name).model.select().count() > 0
    (plan,) = importer.prepare(path)
    assert [one.ledger.name for one in plan.ready] == [name]
    assert dict(importer.preview([plan]).counts) == {"unchanged": count}


def test_cells_have_the_type_of_their_kind(filled, tmp_path):
    path = tmp_path / "a.xlsx"
    columns = ["hh_no", "head", "head_id_no", "village", "members_now", "house_area", "safe_water", "leave_year"]
    record.save("household", {"filled_on": "2024-03"}, id=query.ids(Selection("household"))[0])
    export.export(Selection("household"), [*columns, "filled_on"], path)
    (sheet,) = open_book(path)
    header, first = sheet.head(2)
    assert header[0] == "户编号" and header[5] == "住房面积（平方米）"
    assert isinstance(first[0], str) and isinstance(first[2], str) and len(first[2]) == 18
    assert isinstance(first[4], float | int) and first[6] in ("是", "否", "")
    assert {type(row[8]) for row in sheet.rows(2)} <= {str, datetime.date}
    assert any(row[8] == "2024-03" for row in sheet.rows(2))


def test_exactly_the_filtered_set_in_its_order(filled, tmp_path):
    village = query.ids(Selection("village"))[1]
    chosen = Selection("household", filters=(Filter("village", "in", [village]),), order=("-hh_no",))
    path = tmp_path / "a.csv"
    count = export.export(chosen, ["hh_no"], path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        numbers = [row[0] for row in csv.reader(file)][1:]
    ids = query.ids(chosen)
    texts = query.texts("household", ["hh_no"], ids)
    assert numbers == [texts[id][0] for id in ids]
    assert count == len(numbers) == query.count(chosen) and numbers == sorted(numbers, reverse=True)


def test_an_export_is_logged_and_not_undone_by_a_key(filled, tmp_path):
    undo = history.next_undo()
    export.export(Selection("village"), ["name"], tmp_path / "村.xlsx")
    row = history.operations(1)[0]
    assert (row.kind, row.source, row.added, row.edited) == ("export", "村.xlsx", 0, 0)
    assert f"导出村 {query.count(Selection('village'))} 个（内部使用）" in row.title
    assert (history.next_undo() and history.next_undo().id) == (undo and undo.id)


def test_a_public_list_leaves_personal_columns_out(filled, tmp_path):
    path = tmp_path / "a.xlsx"
    export.export(Selection("member"), None, path, masked=True)
    (sheet,) = open_book(path)
    header = sheet.head(1)[0]
    assert "姓名" in header
    for word in ("证件号码", "家庭成员联系电话", "健康状况", "残疾类别", "本人银行卡号"):
        assert word not in header
    assert history.operations(1)[0].title.endswith("（公示版）")


def test_a_number_in_a_remark_keeps_a_public_list_back(filled, tmp_path):
    id = query.ids(Selection("household"))[3]
    record.save("household", {"remark": "身份证500297197305061358"}, id=id)
    path = tmp_path / "a.xlsx"
    with pytest.raises(Revealing, match="没有导出"):
        export.export(Selection("household"), ["head", "remark"], path, masked=True)
    assert list(tmp_path.glob("*a.*")) == []


def test_stopping_leaves_no_file(filled, tmp_path, monkeypatch):
    monkeypatch.setattr(export, "STEP", 10)
    with pytest.raises(Cancelled):
        export.export(Selection("household"), None, tmp_path / "a.xlsx", progress=lambda *_: False)
    assert list(tmp_path.glob("*a.xlsx*")) == []


def test_an_empty_list_has_its_header(tmp_path):
    ledger_file.create(tmp_path / "a.db")
    path = tmp_path / "a.xlsx"
    assert export.export(Selection("village"), None, path) == 0
    (sheet,) = open_book(path)
    assert sheet.head(1)[0][0] == "行政村"


def test_titles_are_all_different():
    for of in ledgers():
        found = titles(of, all_paths(of))
        assert len(set(found)) == len(found), of.name


@pytest.mark.parametrize("name", NAMES)
def test_each_title_leads_back_to_its_column(name):
    of = ledger(name)
    paths = all_paths(of)
    columns = assign(of, [Header(at, (title,)) for at, title in enumerate(titles(of, paths), 1)])
    assert [one.target is not None for one in columns] == [True] * len(paths)
    links = [path for path in paths if of.column(path).is_link]
    shown = {f"{path}.{ledger_of(of.column(path).field.rel_model).display}": path for path in links}
    assert [shown.get(one.target.path, one.target.path) for one in columns] == list(paths)


def test_a_household_is_the_one_in_question_unless_another_column_names_it():
    of = ledger("measure")

    def paths(*titles):
        return [one.target.path for one in assign(of, [Header(at, (text,)) for at, text in enumerate(titles, 1)])]

    assert paths("农户户编号", "措施名称") == ["household.hh_no", "kind"]
    assert paths("户编号", "措施名称") == ["household.hh_no", "kind"]
    assert paths("户编号", "农户户编号", "计划制定日期") == ["plan.household.hh_no", "household.hh_no", "plan.made_on"]
    assert paths("episode.household.village", "识别批次序号")[0] == "episode.household.village.name"


def made_number(rng):
    day = datetime.date(1930, 1, 1) + datetime.timedelta(rng.randint(0, 33_000))
    first = f"500297{day:%Y%m%d}{rng.randint(0, 999):03d}"
    number = first + check_digit(first)
    return number + rng.choice(("", "", f"{rng.randint(1, 7)}{rng.randint(1, 4)}"))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**9))
def test_numbers_come_out_as_they_went_in(tmp_path_factory, seed):
    clock.freeze(datetime.date(2026, 7, 1))
    rng = random.Random(seed)
    numbers = list(dict.fromkeys(made_number(rng) for _ in range(40)))
    folder = tmp_path_factory.mktemp("ids")
    ledger_file.create(folder / "a.db")
    rows = [["姓名", "证件号码", "人口编号", "本人银行卡号"]]
    rows += [
        ["李平", number, f"{at:014d}", f"6299990{rng.randint(0, 10**12):012d}"] for at, number in enumerate(numbers)
    ]
    receipt = importer.run(importer.prepare(book(folder / "in.xlsx", 成员=rows)), back_up=False)
    assert receipt.counts["new"] == len(numbers)
    columns = ["name", "id_no", "person_no", "bank_account"]
    for suffix in (".xlsx", ".csv"):
        export.export(Selection("member", order=("person_no",)), columns, folder / f"out{suffix}")
        (sheet,) = open_book(folder / f"out{suffix}")
        assert [row[:4] for row in sheet.rows(2)] == rows[1:]
    database.close_file()
    shutil.rmtree(folder)


def test_failed_rows_go_back_with_their_reasons(tmp_path):
    ledger_file.create(tmp_path / "a.db")
    headers = ["序号", "姓名", "证件号码", "出生日期", "务工月收入（元）"]
    rows = [["花名册"], headers, [1, "甲乙", "500297197305061358", "1973-05-06", 3000.5]]
    rows += [[2, "丙丁", "500297197305061350", "1973-05-06", 2000], [3, None, "50029719610406091X", None, "三千"]]
    plans = importer.prepare(book(tmp_path / "表.xlsx", 成员=rows))
    receipt = importer.run(plans, back_up=False)
    out = tmp_path / "表_有误的行.xlsx"
    assert write_failed(receipt, plans, out) == 2
    (sheet,) = open_book(out)
    assert sheet.name == "成员"
    header, second, third = sheet.rows()
    assert header == [*headers, "问题说明"]
    assert second[:5] == [2.0, "丙丁", "500297197305061350", "1973-05-06", 2000.0]
    assert second[5] == "原表第 4 行：证件号码：证件号码第 18 位应为 8，现为 0"
    assert third[2] == "50029719610406091X" and "“三千”不是数字" in third[5]
    # The mended workbook goes straight in again.
    mended = [header[:5], [2, "丙丁", "50029719610406091X", "1961-04-06", 2000]]
    again = importer.run(importer.prepare(book(tmp_path / "b.xlsx", 成员=mended)), back_up=False)
    assert dict(again.counts) == {"new": 1}


@pytest.mark.parametrize(("shape", "stars"), [("middle6", 6), ("middle8", 8), ("last8", 8), ("last6", 6), ("last4", 4)])
def test_id_numbers_have_the_shape_that_is_asked_for(filled, tmp_path, shape, stars):
    export.export(Selection("member"), ["name", "id_no"], tmp_path / "a.csv", shape=shape)
    rows = list(csv.reader((tmp_path / "a.csv").read_text("utf-8-sig").splitlines()))[1:]
    ids = query.ids(Selection("member"))
    numbers = query.texts("member", ["id_no"], ids)
    shown = [(row[1], numbers[id][0]) for row, id in zip(rows, ids, strict=True) if len(numbers[id][0]) == 18]
    assert shown and all(text.count("*") == stars for text, _ in shown)
    assert all(a in (b, "*") for text, number in shown for a, b in zip(text, number, strict=True))


def test_a_list_in_word_has_what_the_printed_one_has(filled, tmp_path):
    docx = pytest.importorskip("docx")
    count = export.export(Selection("payment"), ["date", "amount", "payee"], tmp_path / "a.docx")
    made = docx.Document(str(tmp_path / "a.docx"))
    rows = [[cell.text for cell in row.cells] for row in made.tables[0].rows]
    assert rows[0] == ["序号", "支付日期", "支付金额（元）", "收款单位"] and len(rows) == count + 2
    total = query.totals(Selection("payment"), ["amount"])["amount"]
    assert rows[-1][2] == ledger("payment").column("amount").kind.to_text(total)
    assert "拨付台账" in made.paragraphs[0].text and "单位：" in "".join(one.text for one in made.paragraphs)


def test_a_public_list_in_word_is_searched_for_numbers_too(filled, tmp_path):
    home = query.ids(Selection("household"))[0]
    record.save("household", {"remark": "电话 13812345678"}, id=home)
    with pytest.raises(Revealing):
        export.export(Selection("household"), ["head", "remark"], tmp_path / "a.docx", masked=True)
    assert not list(tmp_path.glob("*.docx")) and not list(tmp_path.glob(".*"))


def test_what_is_too_long_for_word_is_refused(filled, tmp_path, monkeypatch):
    monkeypatch.setattr(export, "MOST_IN_WORD", 1)
    with pytest.raises(Trouble, match="导出成 Excel"):
        export.export(Selection("household"), None, tmp_path / "a.docx")
