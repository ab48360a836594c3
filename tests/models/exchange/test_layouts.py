import datetime
import json

import pytest

from models import clock, ledger_file
from models.database import Trouble
from models.exchange import importer, layouts
from models.exchange.match import targets
from models.ledger import ledger

from .books import book

HEADERS = ["户编号", "行政村", "姓名", "证件号码", "随手写的一列", "务工月收入"]
ROW = ["0100", "青山村", "甲", "500297197305061358", "内向", 0.3]


@pytest.fixture(autouse=True)
def file(tmp_path):
    clock.freeze(datetime.date(2026, 7, 1))
    ledger_file.create(tmp_path / "台账.db")
    return tmp_path


def sheet_of(file, headers=HEADERS, name="a.xlsx", above=(), row=ROW, **more):
    return importer.prepare(book(file / name, 名单=[*above, headers, row]), **more)[0].sheets[0]


def path(column):
    return column.target.path if column.target is not None else None


def corrected(file):
    """A sheet whose fifth column the clerk gave a field, whose wages are in 万元; remembered."""
    sheet = sheet_of(file)
    assert path(sheet.mapping.columns[4]) is None
    note = next(one for one in targets(ledger("member")) if one.path == "skills_note" or one.field.label == "成员备注")
    sheet.mapping.set_target(5, note)
    columns = sheet.mapping.columns
    columns[5] = importer.replace(columns[5], scale=1_000_000)
    layouts.remember(sheet.table, sheet.mapping, "农户花名册")
    return note.path


def test_the_second_file_of_a_layout_asks_nothing(file):
    note = corrected(file)
    again = sheet_of(file, name="b.xlsx").mapping
    assert again.ledger is ledger("member") and all(one.sure for one in again.columns)
    assert path(again.columns[4]) == note and again.columns[5].scale == 1_000_000
    assert "农户花名册" in again.why


def test_columns_may_change_places_but_another_header_is_another_layout(file):
    note = corrected(file)
    turned = sheet_of(file, [*HEADERS[4:], *HEADERS[:4]], "b.xlsx", row=[*ROW[4:], *ROW[:4]]).mapping
    assert path(turned.columns[0]) == note and turned.columns[1].scale == 1_000_000
    other = sheet_of(file, [*HEADERS[:4], "另一列", HEADERS[5]], "c.xlsx").mapping
    assert path(other.columns[4]) is None and other.columns[5].scale == 100


def test_the_unit_that_a_table_states_goes_before_the_remembered_one(file):
    corrected(file)
    stated = sheet_of(file, name="b.xlsx", above=[["单位：元"]]).mapping
    assert stated.columns[5].scale == 100


def test_a_layout_is_recalled_only_for_the_ledger_that_is_asked_for(file):
    corrected(file)
    assert sheet_of(file, name="b.xlsx", ledger_name="household").mapping.ledger is ledger("household")


def test_it_is_used_more_than_once_keeps_its_name_and_can_be_forgotten(file):
    corrected(file)
    (one,) = layouts.layouts()
    assert (one.name, one.ledger, one.used, one.filled) == ("农户花名册", "member", 1, 6)
    layouts.rename(one.key, " 花名册 ")
    corrected_again = sheet_of(file, name="b.xlsx")
    layouts.remember(corrected_again.table, corrected_again.mapping, "别的名字")
    (one,) = layouts.layouts()
    assert (one.name, one.used) == ("花名册", 2)
    layouts.forget(one.key)
    assert layouts.layouts() == [] and path(sheet_of(file, name="c.xlsx").mapping.columns[4]) is None


def test_layouts_go_to_the_next_village_as_a_file(file):
    note = corrected(file)
    assert layouts.write_file(file / "表样.json") == 1
    ledger_file.close()
    ledger_file.create(file / "别村.db")
    assert path(sheet_of(file, name="b.xlsx").mapping.columns[4]) is None
    assert layouts.read_file(file / "表样.json") == (1, [])
    assert path(sheet_of(file, name="c.xlsx").mapping.columns[4]) == note
    told = json.loads((file / "表样.json").read_text("utf-8"))
    assert "甲" not in str(told) and "500297" not in str(told)


@pytest.mark.parametrize(
    "text, said",
    [
        ("{", "不是本程序导出的表样文件"),
        ('{"format": "别的"}', "不是本程序导出的表样文件"),
        ('{"format": "帮扶台账表样", "version": 9, "layouts": []}', "请先升级程序"),
    ],
)
def test_another_file_is_refused(file, text, said):
    (file / "x.json").write_text(text, "utf-8")
    with pytest.raises(Trouble, match=said):
        layouts.read_file(file / "x.json")
    with pytest.raises(Trouble, match="读不出"):
        layouts.read_file(file / "没有.json")


def test_layouts_that_this_program_cannot_use_are_named_and_the_others_taken(file):
    corrected(file)
    layouts.write_file(file / "x.json")
    told = json.loads((file / "x.json").read_text("utf-8"))
    (good,) = told["layouts"]
    told["layouts"] += [
        {**good, "name": "没有的台账", "ledger": "nothing"},
        {**good, "name": "没有的项目", "columns": [["甲", 0, "no.such.field", None]]},
        {**good, "name": "写坏的", "columns": [["甲", "0", "name", None]]},
        {**good, "name": "单位不对", "columns": [["甲", 0, "name", -1]]},
        "什么也不是",
    ]
    (file / "x.json").write_text(json.dumps(told), "utf-8")
    layouts.forget(layouts.layouts()[0].key)
    taken, strange = layouts.read_file(file / "x.json")
    assert taken == 1 and strange == ["没有的台账", "没有的项目", "写坏的", "单位不对", "（没有名称）"]
