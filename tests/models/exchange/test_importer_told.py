"""What a clerk is told of rows that cannot be registered, and what the title says for all of them."""

import pytest

from models import ledger_file, query
from models.exchange import importer
from models.query import Selection

from .books import book


@pytest.fixture
def file(tmp_path):
    ledger_file.create(tmp_path / "ledger.db")
    yield tmp_path
    ledger_file.close()


def test_who_is_not_known_and_what_has_no_column_is_told_with_what_to_do(file):
    head = ["序号", "会议时间", "会议名称", "主持人"]
    path = book(file / "会议.xlsx", 会议=[["会议登记台账"], head, [1, "2024-03-05", "三月会议", "王建国"]])
    receipt = importer.preview(importer.prepare(path))
    text = "会议类型没有填：表里没有这一列，这一行没有登记；请在原表加上这一列，再导入"
    assert [one for one in receipt.problems if "会议类型" in one] == [f"第 3 行 会议类型：{text}"]
    visits = [
        ["走访登记台账"],
        ["走访日期", "户主姓名", "走访人", "走访情况"],
        ["2024-03-05", "余小芳", "王建国", "核对收入"],
    ]
    receipt = importer.preview(importer.prepare(book(file / "走访.xlsx", 走访=visits)))
    assert any("没有登记过" in one and "先导入写着农户的表" in one for one in receipt.problems)


def test_the_title_says_of_what_kind_the_records_are_where_no_column_does(file):
    head = ["序号", "召开日期", "会议主题", "参加人数"]
    rows = [[at, f"2024-03-0{at}", "商议产业路占地", 20 + at] for at in (1, 2)]
    path = book(file / "a.xlsx", 会议=[["“院坝会”召开情况登记表"], head, *rows])
    receipt = importer.run(importer.prepare(path), back_up=False)
    assert receipt.failed == 0 and any("各行都按标题取 院坝会" in one for one in receipt.problems)
    kinds = query.texts("meeting", ("kind",), query.ids(Selection("meeting")))
    assert [list(row) for row in kinds.values()] == [["院坝会"]] * 2
    # Of two in one title neither is meant.
    head = ["序号", "排查日期", "村", "排查户数", "排查结果"]
    both = [["住房安全和饮水安全排查情况表"], head, [1, "2024-03-05", "青山村", 20, "达标"]]
    receipt = importer.preview(importer.prepare(book(file / "b.xlsx", 排查=both)))
    assert not any("按标题取" in one for one in receipt.problems)


def test_months_and_persons_may_stand_behind_a_number(file):
    head = ["序号", "村", "户主", "姓名", "身份证号码", "与户主关系", "务工所在地", "务工时间"]
    sheet = [["家庭成员花名册"], head, [1, "青山村", "余小芳", "余小芳", "", "户主", "广东省", "10个月"]]
    importer.run(importer.prepare(book(file / "a.xlsx", 成员=sheet)), back_up=False)
    found = query.texts("member", ("work_months",), query.ids(Selection("member")))
    assert [list(row) for row in found.values()] == [["10"]]
