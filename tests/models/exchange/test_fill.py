"""The county's blanks, filled: every cell by the checker, all else byte for byte, the same pages on paper."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from models.exchange.fill import memory
from models.exchange.fill.form import fill, read_form, save
from models.exchange.fill.scope import read_scope
from models.exchange.ooxml.package import Unfillable
from models.kinds import Fault
from ui import cli

from .books import SHARED

BLANKS = SHARED / "books" / "templates"
CHECK = SHARED / "books" / "check_filled.py"
FORMS = {
    "td1_监测对象动态管理台账.xlsx": ["period=2024-11"],
    "td2_监测对象情况汇总表.xlsx": ["scope=全乡", "period=2024-11"],
    "td3_一户一策帮扶计划表.docx": ["household=H0004", "head=程国"],
    "td4_入户走访记录表.docx": ["household=H0035", "visit_date=2024-09-09"],
}
PARTS = {".xlsx": {"xl/worksheets/sheet1.xml"}, ".docx": {"word/document.xml"}}
pytestmark = pytest.mark.skipif(not BLANKS.exists(), reason="没有共用的空表数据")


def filled(name, wheres, out):
    form = read_form(BLANKS / name)
    result = fill(form, read_scope(wheres))
    save(form, result, out)
    return form, result


def checked(name, out):
    """The checker's word on a filled form. Its reading of cells is ours: the shared data hold the checker alone."""
    truth = BLANKS / f"{name.rpartition('.')[0]}.truth.json"
    help = {**os.environ, "PYTHONPATH": str(Path(__file__).parent / "checker"), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run([sys.executable, CHECK, truth, out], env=help, capture_output=True, text=True)


@pytest.mark.parametrize(
    ("name", "grid", "at", "wrong", "says"),
    [
        ("td1_监测对象动态管理台账.xlsx", 0, (5, 14), "是", "N5"),
        ("td1_监测对象动态管理台账.xlsx", 0, (6, 5), "500297197702129775", "程国"),
        ("td2_监测对象情况汇总表.xlsx", 0, (8, 4), 3, "D8"),
        ("td3_一户一策帮扶计划表.docx", 0, (3, 6), "5", "监测类别"),
        ("td3_一户一策帮扶计划表.docx", 0, (4, 6), "20233.14", "人均纯收入"),
    ],
)
def test_the_checker_finds_a_wrong_cell(opened, tmp_path, name, grid, at, wrong, says):
    pytest.importorskip("openpyxl")
    pytest.importorskip("docx")
    form = read_form(BLANKS / name)
    result = fill(form, read_scope(FORMS[name]))
    assert result.edits[grid].values[at] != wrong
    result.edits[grid].values[at] = wrong
    save(form, result, tmp_path / name)
    done = checked(name, tmp_path / name)
    assert done.returncode == 1 and says in done.stdout


@pytest.mark.parametrize("name", FORMS)
def test_every_cell_is_right_and_the_rest_is_untouched(opened, tmp_path, name):
    pytest.importorskip("openpyxl")
    pytest.importorskip("docx")
    out = tmp_path / name
    filled(name, FORMS[name], out)
    done = checked(name, out)
    assert done.returncode == 0, done.stdout + done.stderr
    with zipfile.ZipFile(BLANKS / name) as before, zipfile.ZipFile(out) as after:
        assert before.namelist() == after.namelist()
        changed = {part for part in before.namelist() if before.read(part) != after.read(part)}
    assert changed == PARTS[out.suffix]


@pytest.mark.parametrize("name", FORMS)
def test_every_filled_cell_names_its_record_and_signatures_stay_open(opened, name):
    form = read_form(BLANKS / name)
    result = fill(form, read_scope(FORMS[name]))
    assert all(one.name for one in result.cells if one.ledger)
    assert any(one.ledger for one in result.cells)
    assert any("签字" in one.reason for one in result.open)
    written = {(one.sheet, one.cell) for one in result.cells}
    assert not any(
        (one.sheet, one.cell) in written for one in result.open if "签字" in one.reason and one.sheet != "正文"
    )


def test_the_command_says_what_it_filled_and_what_it_left(office, tmp_path, capsys):
    name = "td4_入户走访记录表.docx"
    where = [part for one in FORMS[name] for part in ("--where", one)]
    assert cli.main(["fill", str(BLANKS / name), str(tmp_path / name), "--db", str(office), *where, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    by_field = {one["field"]: one for one in said["cells"]}
    assert by_field["visit.kind"]["value"] == "☑遍访"
    assert by_field["visit.kind"]["record"]["name"] == "走访 韩建军 2024-09-09"
    assert {one["label"] for one in said["open"]} == {"农户签字", "村负责人"}


@pytest.mark.parametrize(
    ("wheres", "says"),
    [
        (["household=H0035"], "请说明是哪一次"),
        (["户主=查无此人"], "没有“查无此人”这一户"),
        (["household=H0035", "visit_date=2024-09-09", "没有的字段=1"], "用不上"),
        (["period=昨天"], "不是日期"),
    ],
)
def test_it_never_guesses_whose_form_it_is(opened, wheres, says):
    with pytest.raises(Fault, match=says):
        fill(read_form(BLANKS / "td4_入户走访记录表.docx"), read_scope(wheres))


def test_an_id_number_has_the_shape_that_is_asked_for(opened):
    form = read_form(BLANKS / "td3_一户一策帮扶计划表.docx")
    scope = ["household=H0004"]
    texts = [next(c.value for c in fill(form, read_scope(scope), shape).cells if c.field == "household.head_id_no")
             for shape in ("whole", "middle6", "middle8", "last8", "last6", "last4")]  # fmt: skip
    assert [len(one) for one in texts] == [18] * 6
    assert [one.count("*") for one in texts] == [0, 6, 8, 8, 6, 4]
    assert texts[2].startswith(texts[0][:6]) and texts[2].endswith(texts[0][14:])


def test_a_corrected_template_is_known_next_month(opened):
    name = "td1_监测对象动态管理台账.xlsx"
    form = read_form(BLANKS / name)
    assert not form.known
    remark = next(h.column for h in form.plan.areas[0].area.headers if h.text == "备注")
    form.plan.set_column(0, remark, form.plan.areas[0].columns[2])
    memory.keep(form.plan, name)
    again = read_form(BLANKS / name)
    assert again.known
    result = fill(again, read_scope(["period=2024-12"]))
    villages = [one.value for one in result.cells if one.column == remark and one.grid == 0 and one.row >= 5]
    assert len(villages) == 20 and villages[0] == "青山村"
    memory.forget(memory.fingerprint(again.plan))
    assert not read_form(BLANKS / name).known


def test_templates_go_from_one_office_to_the_next(opened, tmp_path):
    memory.keep(read_form(BLANKS / "td2_监测对象情况汇总表.xlsx").plan, "汇总表")
    before = memory.kept()
    assert memory.write_file(tmp_path / "模板.json") == 1
    memory.forget(next(iter(before)))
    assert memory.read_file(tmp_path / "模板.json") == 1
    assert memory.kept() == before
    memory.forget(next(iter(before)))


@pytest.mark.parametrize(
    ("name", "data"), [("表.xls", b"x"), ("表.xlsx", b"x"), ("表.txt", b"x"), ("表.docx", b"PK\x05\x06" + b"\0" * 18)]
)
def test_what_cannot_be_filled_is_refused_with_a_sentence(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(Unfillable, match="表"):
        read_form(tmp_path / name)


def test_the_blank_itself_is_never_written_over(opened, tmp_path):
    blank = tmp_path / "空表.xlsx"
    shutil.copy(BLANKS / "td2_监测对象情况汇总表.xlsx", blank)
    form = read_form(blank)
    with pytest.raises(Unfillable, match="不能盖掉空表"):
        save(form, fill(form, read_scope(["period=2024-11"])), blank)


def test_of_income_and_village_revenue_one_year_at_a_time_is_listed(opened, tmp_path):
    xlsxwriter = pytest.importorskip("xlsxwriter")
    path = tmp_path / "收入.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("集体经济")
    sheet.write_row(0, 0, ["村级集体经济收入统计表"])
    sheet.write_row(1, 0, ["填报单位：", "", "单位：万元"])
    for column, text in enumerate(("村名", "经营收入", "补助收入", "合计")):
        sheet.write(2, column, text)
        for row in range(3, 9):
            sheet.write_blank(row, column, None, book.add_format({"border": 1}))
    book.close()
    form = read_form(path)
    years = [fill(form, read_scope(one)) for one in ([], ["year=2024"], ["year=2023"])]
    values = [[one.value for one in result.cells if one.row == 4] for result in years]
    assert values[0] == values[1] != values[2]
    assert values[2][1] == "6.15"
    empty = fill(form, read_scope(["year=2019"]))
    assert [one.value for one in empty.cells if one.row == 4] == ["青山村"]
    assert "经营收入" in {one.label for one in empty.open}


@pytest.mark.parametrize(
    "wheres",
    [
        ["household=H0035", "period=2024-11"],
        ["走访=2024-09-09", "户主=韩建军"],
        ["visit.date=2024-09-09", "head=韩建军"],
    ],
)
def test_the_one_visit_is_found_by_its_month_or_its_day(opened, wheres):
    result = fill(read_form(BLANKS / "td4_入户走访记录表.docx"), read_scope(wheres))
    assert next(one.value for one in result.cells if one.field == "visit.date") in ("2024-11-25", "2024-09-09")
