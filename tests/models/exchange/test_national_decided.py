"""What the clerk decides on rows of the national exports: a new record, this stored one, or none; each undone."""

import pytest

from models import clock, ledger_file, operation
from models.exchange import importer
from models.exchange.corrections import ADD, LEAVE_OUT
from models.ledger import ledger
from models.record import load, save
from tests.conftest import TODAY
from tests.models.exchange.books import book, state

NUMBERS = ["500297197305061358", "500297198911028114", "500297196402021239"]
HEADERS = {
    "监测对象信息": (
        *("村", "户编号", "户类型", "人编号", "姓名", "与户主关系", "证件号码", "监测对象类别", "风险是否已消除"),
        *("识别监测时间", "综合保障"),
    ),
    "户信息": (
        *("县(市、区、旗)", "乡(镇)", "行政村", "户编号", "户主姓名", "证件号码", "住房结构", "建筑面积", "是否危房"),
        *("饮水是否安全", "卫生厕所是否能正常使用", "是否有洗衣机"),
    ),
    "已外出务工": (
        *("县", "乡", "村", "户编号", "姓名", "证件号码", "是否已务工", "务工所在县", "就业渠道", "务工月收入"),
        "年度交通费补助",
    ),
    "计划外出务工": (
        *("县", "乡", "村", "户编号", "姓名", "证件号码", "是否计划务工", "计划务工所在县", "就业服务需求"),
        "期望月收入",
    ),
    "行政村信息": (
        *("行政村", "是否出列", "总户数", "总人口数", "低保户数", "特困供养人口数", "村级集体经济收入（万元）"),
        "是否通客运班车",
    ),
}
OF = {
    "监测对象信息": "member",
    "户信息": "rural_survey",
    "已外出务工": "work_record",
    "计划外出务工": "work_plan",
    "行政村信息": "village",
}
ROWS = {
    "监测对象信息": [
        ["甲村", "0101", "脱贫户", "010101", "测大山", "户主", NUMBERS[0]],
        ["甲村", "0101", "脱贫户", "010102", "测小山", "之子", NUMBERS[1]],
        ["甲村", "0102", "脱贫户", "010201", "测长河", "户主", NUMBERS[2]],
    ],
    "户信息": [
        ["某县", "某镇", "甲村", "0101", "测大山", NUMBERS[0], "砖混", "100"],
        ["某县", "某镇", "甲村", "0102", "测长河", NUMBERS[2], "砖木", "80"],
    ],
    "已外出务工": [
        ["某县", "某镇", "甲村", "0101", "测大山", NUMBERS[0], "是", "慈溪市", "", "5000"],
        ["某县", "某镇", "甲村", "0102", "测长河", NUMBERS[2], "是", "余姚市", "", "6000"],
    ],
    "计划外出务工": [
        ["某县", "某镇", "甲村", "0101", "测大山", NUMBERS[0], "是", "慈溪市", "", "5000"],
        ["某县", "某镇", "甲村", "0102", "测长河", NUMBERS[2], "是", "余姚市", "", "6000"],
    ],
    "行政村信息": [["甲村", "是", "100", "300"], ["乙村", "否", "200", "600"]],
}


@pytest.fixture
def file(tmp_path):
    clock.freeze(TODAY)
    ledger_file.create(tmp_path / "台账.db")
    return tmp_path


def export(folder, name, rows):
    width = len(HEADERS[name])
    whole = [[*row, *[""] * (width - len(row))] for row in rows]
    return book(folder / f"{name}.xlsx", 表=[[name], ["截止 2026-06-30"], [*HEADERS[name]], *whole])


def plan_of(folder, name, rows, **decided):
    """An export with decisions by row (row1=… is the first)."""
    plans = importer.prepare([export(folder, name, rows)])
    sheet = plans[0].sheets[0]
    assert sheet.layout is not None and sheet.layout.title.endswith(name)
    for row, fate in decided.items():
        number = 3 + int(row.removeprefix("row"))
        sheet.corrections.set_rows("", [number], fate)
    return plans


def take_in(folder, name, rows, **decided):
    """The receipt; a preview says the same of each row before."""
    plans = plan_of(folder, name, rows, **decided)
    tried = importer.preview(plans).sheets[0]
    (done,) = importer.run(plans, back_up=False, keep_rows=True).sheets
    assert [(row.row, row.verdict, row.notes) for row in tried.rows] == [
        (row.row, row.verdict, row.notes) for row in done.rows
    ]
    return done


def records(name):
    of = ledger(name)
    return load(of, [id for (id,) in of.model.select(of.model.id).order_by(of.model.id).tuples()])


@pytest.mark.parametrize("name", ["监测对象信息", "已外出务工", "计划外出务工"])
def test_a_row_that_is_known_can_be_added_all_the_same_and_the_import_is_undone(file, name):
    rows = ROWS[name]
    take_in(file, name, rows)
    before, count = state(), len(records(OF[name]))
    assert [row.verdict for row in importer.preview(plan_of(file, name, rows)).sheets[0].rows] == (
        ["unchanged"] * len(rows)
    )
    done = take_in(file, name, rows, row1=ADD)
    assert [row.verdict for row in done.rows] == ["new"] + ["unchanged"] * (len(rows) - 1)
    assert len(records(OF[name])) == count + 1
    (number,) = {row["number"] for row in operations()} - {1}
    operation.undo(number)
    assert {key: rows for key, rows in state().items() if rows} == {key: rows for key, rows in before.items() if rows}


def operations():
    from models.history import OperationRow

    return [{"number": id} for (id,) in OperationRow.select(OperationRow.id).tuples()]


@pytest.mark.parametrize("name", [*OF])
def test_a_row_can_be_said_to_be_another_stored_record_which_no_other_row_then_takes(file, name):
    rows = ROWS[name]
    take_in(file, name, rows)
    of = OF[name]
    first, second = list(records(of))[:2]
    # Only the second row is there, and it is said to be the first record.
    changed = [*rows[1]]
    if of == "rural_survey":
        changed[3] = "0103"
    done = take_in(file, name, [changed], row1=first)
    (row,) = done.rows
    assert (row.verdict, row.id) == ("update", first)
    stored = records(of)
    assert len(stored) == len(rows) and second in stored
    shown = {"member": "person_no", "village": "name", "work_record": "person", "work_plan": "person"}
    if of in shown:
        assert stored[first][shown[of]] == stored[second][shown[of]]


@pytest.mark.parametrize("name", [*OF])
def test_two_rows_cannot_be_the_same_record_nor_one_that_is_gone(file, name):
    rows = ROWS[name]
    take_in(file, name, rows)
    before = state()
    first = next(iter(records(OF[name])))
    plans = plan_of(file, name, rows, row1=first, row2=first)
    verdicts = importer.preview(plans).sheets[0].rows
    assert [row.verdict for row in verdicts][:2] == ["unchanged", "error"]
    assert verdicts[1].notes[0].text.startswith("和第 4 行选定了同一条")
    plans = plan_of(file, name, rows, row1=987654)
    (row, *_) = importer.preview(plans).sheets[0].rows
    assert row.verdict == "error" and "已经不在了，请重新选" in row.notes[0].text
    assert state() == before


def test_one_household_has_one_survey_and_one_village_one_name(file):
    for name in ("户信息", "行政村信息"):
        take_in(file, name, ROWS[name])
        plans = plan_of(file, name, ROWS[name], row1=ADD)
        first = importer.preview(plans).sheets[0].rows[0]
        assert first.verdict == "error" and first.notes[-1].text.endswith("请按更新处理")
    survey = next(iter(records("rural_survey")))
    plans = plan_of(file, "户信息", ROWS["户信息"][1:], row1=survey)
    assert importer.preview(plans).sheets[0].rows[0].verdict == "error", "its household has a survey of its own"


def test_a_renamed_person_found_by_the_clerk_keeps_the_record(file):
    """Without numbers a changed name is a new person to the program; the clerk knows better."""
    rows = [["甲村", "0101", "脱贫户", "", "测小杉", "之子", ""]]
    home = save("household", {"hh_no": "0101", "village": save("village", {"name": "甲村"}).id, "head": "测大山"}).id
    known = save("member", {"household": home, "name": "测小山", "relation": "11", "village": 1}).id
    (row,) = importer.preview(plan_of(file, "监测对象信息", rows)).sheets[0].rows
    assert row.verdict == "new"
    done = take_in(file, "监测对象信息", rows, row1=known)
    assert done.rows[0].verdict == "update" and records("member")[known]["name"] == "测小杉"
    plans = plan_of(file, "监测对象信息", rows, row1=LEAVE_OUT)
    corrections = plans[0].sheets[0].corrections
    assert importer.preview(plans).sheets[0].rows[0].verdict == "skipped"
    corrections.undo()
    assert importer.preview(plans).sheets[0].rows[0].verdict == "unchanged"
