"""A short header with one wrong sign is taken for what it sounds or looks like where the cells fit, and asked for."""

import pytest

from models.exchange.content import Content
from models.exchange.match import assign
from models.exchange.misspelled import taken_for
from models.exchange.table import Header
from models.ledger import ledger


def assigned(of, headers, *rows):
    columns = [Content([row[at] for row in rows]) for at in range(len(headers))]
    return assign(ledger(of), [Header(at, (one,)) for at, one in enumerate(headers, 1)], "", columns)


@pytest.mark.parametrize(("one", "other", "said"), [
    ("介", "价", True), ("颔", "额", True), ("性", "姓", True), ("玛", "码", True), ("基", "期", True),
    ("总", "单", False), ("收", "支", False), ("男", "女", False),
])  # fmt: skip
def test_signs_that_look_or_sound_alike(one, other, said):
    assert taken_for(one, other) == said


def test_two_wrong_signs_in_a_table_of_sales_are_asked_for():
    headers = ["销售日期", "产品名称", "数量", "单介", "金颔", "购买单位"]
    rows = [["2026-03-01", "大米", 10, 5.5, 55, "某局"], ["2026-03-02", "菜油", 20, 60, 1200, "某局"]]
    columns = assigned("sale", headers, *rows)
    assert [one.target.path for one in columns[3:5]] == ["price", "amount"]
    assert not columns[3].sure and not columns[4].sure


def test_cells_that_do_not_fit_leave_the_header_open():
    headers = ["销售日期", "产品名称", "数量", "单介", "购买单位"]
    rows = [["2026-03-01", "大米", 10, "袋装", "某局"], ["2026-03-02", "菜油", 20, "桶装", "某局"]]
    column = assigned("sale", headers, *rows)[3]
    assert column.target is None or (column.target.path != "price" and not column.sure)


def test_the_right_word_goes_before_a_wrong_one():
    headers = ["销售日期", "产品名称", "数量", "单介", "单价", "购买单位"]
    rows = [["2026-03-01", "大米", 10, 7.5, 5.5, "某局"], ["2026-03-02", "菜油", 20, 9, 60, "某局"]]
    columns = assigned("sale", headers, *rows)
    assert columns[4].target.path == "price" and columns[4].sure
    assert columns[3].target is None or columns[3].target.path != "price"
