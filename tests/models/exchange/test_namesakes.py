"""A household that a table knows by its head only: the village of the row tells which one; else the clerk is asked."""

import pytest
from PySide6.QtCore import Qt

from models import clock, ledger_file, query, record
from models.exchange import importer
from models.ledger import ledger
from models.query import Selection
from models.record import load
from tests.conftest import TODAY
from tests.models.exchange.books import book

HEADERS = ["发现日期", "行政村", "户主姓名", "线索来源", "线索内容"]


@pytest.fixture
def homes(tmp_path):
    """{(head, village): id} of six households, two of one name in one village."""
    clock.freeze(TODAY)
    ledger_file.create(tmp_path / "台账.db")
    places = {name: record.save("village", {"name": name}).id for name in ("青山村", "白水村")}
    found = {}
    for number, (head, place) in enumerate(
        [("张甲", "青山村"), ("张甲", "白水村"), ("李乙", "青山村"), ("王丙", "白水村"), ("赵丁", "青山村"),
         ("赵丁", "青山村")], 1,
    ):  # fmt: skip
        values = {"hh_no": f"0{number}00", "head": head, "village": places[place]}
        found.setdefault((head, place), record.save("household", values).id)
    return found


def clue(village, head, content="家里有人得了大病"):
    return [TODAY.isoformat(), village, head, "农户自主申报", content]


def tried(folder, *rows, name="clue", headers=HEADERS, choose=()):
    plans = importer.prepare(book(folder / "清单.xlsx", 清单=[headers, *rows]), name)
    for path, combination, id in choose:
        plans[0].sheets[0].corrections.set_link("", path, combination, id)
    return plans, importer.preview(plans).sheets[0].rows


def stored(name):
    return [one["household"] for one in load(ledger(name), query.ids(Selection(name))).values()]


def test_the_village_of_the_row_tells_namesakes_apart(tmp_path, homes):
    plans, rows = tried(tmp_path, clue("青山村", "张甲"), clue("白水村", "张甲"), clue("青山村", "李乙"))
    assert [row.verdict for row in rows] == ["new"] * 3
    importer.run(plans, back_up=False)
    wanted = [("张甲", "青山村"), ("张甲", "白水村"), ("李乙", "青山村")]
    assert sorted(stored("clue")) == sorted(homes[one] for one in wanted)


@pytest.mark.parametrize(("village", "head", "text", "count"), [
    ("青山村", "赵丁", "已有 2 条同样的记录", 2),
    ("白水村", "李乙", "按表上的行政村没有对上，有 1 户同名", 1),
    ("", "张甲", "只写了姓名，有 2 户同名", 2),
    ("", "王丙", "只写了姓名，有 1 户同名", 1),
])  # fmt: skip
def test_where_the_village_does_not_tell_the_clerk_is_asked(tmp_path, homes, village, head, text, count):
    _, (row,) = tried(tmp_path, clue(village, head))
    assert row.verdict == "error" and text in row.notes[-1].text
    assert row.asked.ledger == "household" and len(row.asked.ids) == count


def test_the_answer_holds_for_all_rows_that_say_the_same(tmp_path, homes):
    rows = clue("白水村", "李乙"), clue("白水村", "李乙", "房子漏雨"), clue("白水村", "王丙")
    _, (first, *_) = tried(tmp_path, *rows)
    question = first.asked
    plans, answered = tried(tmp_path, *rows, choose=[(question.path, question.combination, question.ids[0])])
    assert [row.verdict for row in answered] == ["new"] * 3
    importer.run(plans, back_up=False)
    assert sorted(stored("clue")) == sorted([*[homes["李乙", "青山村"]] * 2, homes["王丙", "白水村"]])


def test_whom_nobody_is_called_like_is_not_registered(tmp_path, homes):
    _, (row,) = tried(tmp_path, clue("青山村", "孙戊"))
    assert row.verdict == "error" and "没有登记过" in row.notes[-1].text and row.asked is None


def test_a_number_goes_before_the_village(tmp_path, homes):
    headers = [*HEADERS[:2], "户编号", *HEADERS[2:]]
    row = clue("白水村", "李乙")
    _, (found,) = tried(tmp_path, [*row[:2], "0300", *row[2:]], headers=headers)
    assert found.verdict == "new"


def test_by_keys_the_household_is_chosen(tmp_path, homes, qtbot):
    from tests.ui.test_import_mending import key, opened, verdicts

    path = book(tmp_path / "线索.xlsx", 清单=[HEADERS, clue("白水村", "李乙"), clue("白水村", "李乙", "房子漏雨")])
    wizard = opened(qtbot, path, name="clue")
    wizard.rows.table.setFocus()
    assert verdicts(wizard) == ["有误"] * 2
    table = wizard.rows.panel.table
    places = [table.horizontalHeaderItem(at).text() for at in range(table.columnCount())].index("行政村")
    assert [table.item(row, places).text() for row in (0, 1)] == ["白水村", "青山村"]
    key(qtbot, wizard, Qt.Key.Key_F7)
    assert wizard.focusWidget() is wizard.rows.panel.table
    key(qtbot, wizard, Qt.Key.Key_Return)
    assert verdicts(wizard) == ["新增"] * 2 and wizard.focusWidget() is wizard.rows.table
    key(qtbot, wizard, Qt.Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
    assert verdicts(wizard) == ["有误"] * 2 and wizard.focusWidget() is not None


def test_two_rows_cannot_be_said_to_be_the_same_record(tmp_path, homes):
    known = record.save("member", {"name": "张甲", "household": homes["张甲", "青山村"], "phone": "15400000001"}).id
    headers = ["姓名", "户编号", "联系电话"]
    rows = [["张甲", "0100", "15400000002"], ["张加", "0100", "15400000003"]]
    plans = importer.prepare(book(tmp_path / "花名册.xlsx", 成员=[headers, *rows]), "member")
    plans[0].sheets[0].corrections.set_rows("", [2, 3], known)
    first, second = importer.preview(plans).sheets[0].rows
    assert (first.verdict, first.id) == ("update", known)
    assert second.verdict == "error" and second.notes[-1].text == "和第 2 行选定了同一条家庭成员，请改其中一行"
