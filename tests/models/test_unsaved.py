import datetime

import pytest

from models import clock, ledger_file, unsaved


@pytest.fixture(autouse=True)
def book(tmp_path):
    ledger_file.create(tmp_path / "册.db", "密码一二三")
    yield tmp_path / "册.db"
    ledger_file.close()
    clock.freeze(None)


def test_a_kept_form_is_there_after_reopening_the_file(book):
    key = unsaved.key_of("household", None, "a1")
    unsaved.keep(key, "household", None, "新农户", {"values": {"head": "张三", "village": 7}, "bad": {"phone": "x"}})
    ledger_file.close()
    ledger_file.open_existing(book, "密码一二三")
    (entry,) = unsaved.pending()
    assert (entry.key, entry.ledger, entry.id, entry.title) == ("household:new:a1", "household", None, "新农户")
    assert entry.state == {"values": {"head": "张三", "village": 7}, "bad": {"phone": "x"}}


def test_keeping_again_replaces_and_the_latest_comes_first():
    clock.freeze(datetime.datetime(2025, 6, 1, 9, 0))
    unsaved.keep("household:3", "household", 3, "张三", {"values": {}})
    clock.freeze(datetime.datetime(2025, 6, 1, 9, 1))
    unsaved.keep("project:4", "project", 4, "桥", {})
    clock.freeze(datetime.datetime(2025, 6, 1, 9, 2))
    unsaved.keep("household:3", "household", 3, "张三", {"values": {"head": "张四"}})
    assert [(e.key, e.at[-8:]) for e in unsaved.pending()] == [("household:3", "09:02:00"), ("project:4", "09:01:00")]
    assert unsaved.pending()[0].state == {"values": {"head": "张四"}}


def test_forgotten_forms_are_not_offered_and_no_open_file_is_no_error():
    unsaved.keep("household:3", "household", 3, "张三", {})
    unsaved.forget("household:3")
    assert unsaved.pending() == []
    ledger_file.close()
    unsaved.forget("household:3")
