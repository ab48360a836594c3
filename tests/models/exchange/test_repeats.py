"""Columns that repeat without a number: further records, asked for, or left as they are; never sure."""

import pytest

from models.exchange.match import assign
from models.exchange.repeats import unnumbered
from models.exchange.table import Header
from models.ledger import ledger


def headers(text):
    return [Header(at, tuple(one.split("/"))) for at, one in enumerate(text.split(), 1)]


@pytest.mark.parametrize(("text", "found"), [
    ("户编号 姓名 电话 姓名 电话", {1: 1, 2: 1, 3: 2, 4: 2}),
    ("姓名 电话 姓名 电话 姓名 电话 备注", {0: 1, 1: 1, 2: 2, 3: 2, 4: 3, 5: 3}),
    ("姓名 电话 单位 姓名 电话", {}),
    ("姓名 电话 姓名 单位 电话", {}),
    ("姓名 姓名", {}),
    ("姓名 电话 姓名 电话 帮扶人 电话", {}),
    ("户主/姓名 户主/电话 配偶/姓名 配偶/电话", {}),
    ("成员/姓名 成员/电话 成员/姓名 成员/电话", {0: 1, 1: 1, 2: 2, 3: 2}),
])  # fmt: skip
def test_only_whole_groups_side_by_side_repeat(text, found):
    assert unnumbered(headers(text)) == found


@pytest.mark.parametrize("of", ["member", "work_record", "visit", "sale", "household"])
def test_whatever_is_made_of_the_second_group_is_asked_for(of):
    columns = assign(ledger(of), headers("户编号 姓名 证件号码 联系电话 姓名 证件号码 联系电话"))
    assert not any(one.sure for one in columns[4:])
    if of == "member":
        assert [one.target.path for one in columns[1:]] == ["name", "id_no", "phone"] * 2
        assert [one.key for one in columns[1:]] == [{"n": 1}] * 3 + [{"n": 2}] * 3
