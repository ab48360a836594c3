"""议定事项 in a table of meetings: records of their own where the cell plainly holds them, the summary as ever."""

import peewee
import pytest

from models import clock, ledger_file, operation
from models.exchange import importer
from models.exchange.decided import matters
from models.history import OperationRow
from models.ledger import ledger
from models.record import load
from tests.conftest import TODAY
from tests.models.exchange.books import book, state

HEADERS = ["会议日期", "会议类型", "会议名称", "主持人", "议定事项", "责任人", "完成时限", "落实情况"]
TWO = "会议议定：1.修复双河村水渠3.5公里；2.新建产业路。"


@pytest.fixture(autouse=True)
def file(tmp_path):
    clock.freeze(TODAY)
    ledger_file.create(tmp_path / "台账.db")
    return tmp_path


def plans_of(folder, *rows, headers=HEADERS):
    return importer.prepare([book(folder / "会议台账.xlsx", 会议=[["会议台账"], headers, *rows])])


def take_in(folder, *rows, headers=HEADERS):
    """The import's receipt; a preview says the same."""
    plans = plans_of(folder, *rows, headers=headers)
    tried = importer.preview(plans).sheets[0]
    assert tried.mapping.ledger.name == "meeting"
    (done,) = importer.run(plans, back_up=False, keep_rows=True).sheets
    assert [(one.verdict, one.notes, one.changes) for one in tried.rows] == [
        (one.verdict, one.notes, one.changes) for one in done.rows
    ]
    return done


def records(name):
    of = ledger(name)
    return list(load(of, [id for (id,) in of.model.select(of.model.id).order_by(of.model.id).tuples()]).values())


def shown(*names):
    return [tuple(one[name] for name in names) for one in records("decision")]


def row(content, owner="", deadline="", done="", day="2026-03-10"):
    return [day, "推进会", "三月推进会", "王主持", content, owner, deadline, done]


@pytest.mark.parametrize(("text", "found"), [
    (TWO, ["修复双河村水渠3.5公里", "新建产业路"]),
    ("一、开展走访；二、更新台账", ["开展走访", "更新台账"]),
    ("①清理河道②补种树苗", ["清理河道", "补种树苗"]),
    ("一是开展走访。二是更新台账。", ["开展走访", "更新台账"]),
    ("(1)甲事\n(2)乙事\n(3)丙事", ["甲事", "乙事", "丙事"]),
    ("同意2.5万元用于修路", ["同意2.5万元用于修路"]),
    ("原则同意方案，2.尽快报批", ["原则同意方案，2.尽快报批"]),
    ("会议听取了汇报，1.修路；2.架桥", ["会议听取了汇报，1.修路；2.架桥"]),
    ("落实2026年计划；2027年另议", ["落实2026年计划；2027年另议"]),
    ("", []),
])  # fmt: skip
def test_matters_are_parted_where_they_are_numbered(text, found):
    assert matters(text) == found


def test_each_matter_gets_its_owner_and_limit_and_the_summary_stays(file):
    done = take_in(file, row(TWO, "1.张三；2.交通办", "2026-04-30\n2026-12-31", "1.已完成；2.正在办理"))
    assert shown("content", "owner", "deadline", "state") == [
        ("修复双河村水渠3.5公里", "张三", "2026-04-30", "03"),
        ("新建产业路", "交通办", "2026-12-31", "02"),
    ]
    (meeting,) = records("meeting")
    assert meeting["decisions"] == TWO and done.created == {"decision": 2}
    assert any("已落实的请填办结日期" in note.text for note in done.rows[0].notes)


def test_one_owner_for_several_matters_is_told_of(file):
    done = take_in(file, row(TWO, "张三", "2026-12-31", "等县里批复"))
    assert shown("owner", "deadline", "state", "result") == [("张三", "2026-12-31", "01", "等县里批复")] * 2
    told = [(note.column, note.text) for note in done.rows[0].notes]
    assert ("F", "2 项议定事项都按“张三”登记，请核对") in told


def test_a_text_that_only_sums_up_makes_no_record(file):
    take_in(file, row("听取了各村汇报，原则同意下步打算"), row("无", day="2026-04-10"))
    assert records("decision") == [] and len(records("meeting")) == 2
    take_in(file, row("同意建冷库", "李四", day="2026-05-10"))
    assert shown("content", "owner") == [("同意建冷库", "李四")]


def test_days_that_cannot_be_are_left_out_and_told(file):
    done = take_in(file, row("修水渠", "张三", "2026-02-01"), row("建冷库", "李四", "长期坚持", day="2026-04-10"))
    assert shown("content", "deadline") == [("修水渠", None), ("建冷库", None)]
    texts = [note.text for one in done.rows for note in one.notes]
    assert any("早于会议日期 2026-03-10，完成时限没有登记" in text for text in texts)
    assert any("“长期坚持”" in text and text.endswith("完成时限没有登记") for text in texts)


def test_a_later_table_adds_and_moves_on_and_says_so_and_is_undone(file):
    take_in(file, row(TWO, "1.张三；2.交通办", "", ""))
    again = take_in(file, row(TWO, "1.张三；2.交通办", "", ""))
    assert [one.verdict for one in again.rows] == ["unchanged"] and len(records("decision")) == 2
    before = state()
    later = take_in(file, row(f"{TWO} 3.补植行道树", "张三", "", "1.已完成；2.未完成；3.未完成"))
    assert [one.verdict for one in later.rows] == ["update"]
    changes = {label: (old, new) for label, old, new in later.rows[0].changes}
    assert changes["“修复双河村水渠3.5公里”落实情况"] == ("未落实", "已落实")
    assert changes["“新建产业路”责任人"] == ("交通办", "张三")
    assert changes["议定事项"] == ("", "补植行道树")
    assert shown("content", "owner", "state") == [
        ("修复双河村水渠3.5公里", "张三", "03"), ("新建产业路", "张三", "01"), ("补植行道树", "张三", "01"),
    ]  # fmt: skip
    operation.undo(OperationRow.select(peewee.fn.MAX(OperationRow.id)).scalar())
    assert {n: r for n, r in state().items() if r} == {n: r for n, r in before.items() if r}


def test_a_table_without_the_matters_themselves_makes_none(file):
    take_in(file, ["2026-03-10", "推进会", "三月推进会", "王主持"], headers=HEADERS[:4])
    assert records("decision") == []


def test_the_cells_beside_the_matters_are_mended_in_the_preview(file, qtbot):
    from PySide6.QtCore import Qt

    from tests.ui.test_import_mending import go, key, mend, opened

    path = book(
        file / "会议台账.xlsx", 会议=[HEADERS, row("建冷库", "李四", "长期坚持"), row("修路", "张三", day="2026-04-02")]
    )
    wizard = opened(qtbot, path, name="meeting")
    wizard.rows.table.setFocus()
    index = go(wizard, 0, "完成时限")
    assert wizard.rows.model.can_edit(index) and "“长期坚持”" in wizard.rows.panel.told.text()
    mend(qtbot, wizard, "2026-12-31")
    assert "长期坚持" not in wizard.rows.panel.told.text() and wizard.focusWidget() is not None
    key(qtbot, wizard, Qt.Key.Key_Return, modifier=Qt.KeyboardModifier.ControlModifier)
    assert shown("content", "owner", "deadline") == [("建冷库", "李四", "2026-12-31"), ("修路", "张三", None)]
