"""Records, operations, history and undo: whatever is done can be taken back, and nothing is half done."""

import json
import random

import peewee
import pytest

from models import changes, database, history, ledger_file, query, record
from models.history import ChangeRow, OperationRow
from models.ledger import ledger
from models.operation import Cancelled, Operation, blockers, bulk_edit, new_uids, redo_last, restore, undo, undo_last
from models.query import Filter, Selection
from models.record import DetailDraft, Refused
from tests import factory
from tests.factory import everything


@pytest.fixture
def place(tmp_path):
    """An empty file with two villages; returns the id of the first."""
    ledger_file.create(tmp_path / "a.db")
    first = record.save("village", {"name": "青禾村", "township": "青禾乡"}).id
    record.save("village", {"name": "石桥村", "township": "青禾乡"})
    return first


def family(*names):
    relations = ["01", "03", "04"]
    return [DetailDraft({"name": name, "relation": relations[at]}) for at, name in enumerate(names)]


# --- one record -------------------------------------------------------------------------------------------------


def test_a_household_with_its_members_is_one_operation(place):
    saved = record.save("household", {"village": place}, details={"member": family("张三", "张小明")})
    assert query.count(Selection("member")) == 2
    row = record.load(ledger("household"), [saved.id])[saved.id]
    assert (row["head"], row["members_now"], row["initials"]) == ("张三", 2, "zs")
    noted = history.of_operation(saved.operation)
    assert sorted(one.ledger for one in noted if one.action == "add") == ["household", "member", "member"]
    undo(saved.operation)
    assert query.count(Selection("member")) == query.count(Selection("household")) == 0


def test_a_wrong_member_keeps_the_whole_household_out(place):
    before = everything()
    with pytest.raises(Refused, match="已经有户主"):
        record.save("household", {"village": place}, details={"member": [*family("张三"), *family("李四")]})
    assert everything() == before
    assert OperationRow.select().count() == 2


def test_what_is_equal_already_is_no_operation(place):
    saved = record.save("village", {"name": "青禾村"}, id=place)
    assert saved.operation == 0
    assert record.load(ledger("village"), [place])[place]["revision"] == 1


def test_ids_are_never_used_twice_and_uids_stay(place):
    one = record.save("product", {"name": "蜂蜜"})
    uid = record.load(ledger("product"), [one.id])[one.id]["uid"]
    number = record.delete("product", [one.id])
    other = record.save("product", {"name": "竹笋"})
    assert other.id > one.id
    undo(number)
    assert record.load(ledger("product"), [one.id])[one.id]["uid"] == uid


def test_a_village_in_use_is_not_deleted(place):
    record.save("household", {"village": place, "head": "张三"})
    before = everything()
    with pytest.raises(Refused, match="用到它"):
        record.delete("village", [place])
    assert everything() == before


def test_masters_follow_their_details(place):
    home = record.save("household", {"village": place}, details={"member": family("张三", "张小明", "张小红")}).id
    people = {row["name"]: id for id, row in factory.stored(ledger("member")).items()}
    record.save("member", {"state": "03"}, id=people["张小红"])
    assert record.load(ledger("household"), [home])[home]["members_now"] == 2
    record.delete("member", [people["张小明"]])
    assert record.load(ledger("household"), [home])[home]["members_now"] == 1
    other = next(id for id in query.ids(Selection("village")) if id != place)
    record.save("household", {"village": other}, id=home)
    assert {row["village"] for row in factory.stored(ledger("member")).values()} == {other}


def test_a_payment_may_not_exceed_its_fund_line(place):
    project = record.save("project", {"name": "道路"}).id
    line = record.save("fund_line", {"project": project, "source": "F1", "amount": 1000}).id
    record.save("payment", {"fund_line": line, "date": "2024-03-01", "amount": 600})
    with pytest.raises(Refused, match="只剩"):
        record.save("payment", {"fund_line": line, "date": "2024-03-02", "amount": 401})
    record.save("payment", {"fund_line": line, "date": "2024-03-02", "amount": 400})
    with pytest.raises(Refused, match="不能比它小"):
        record.save("fund_line", {"amount": 999}, id=line)


# --- announcing -------------------------------------------------------------------------------------------------


def test_changes_are_told_once_after_the_commit(place):
    heard = []

    def listen(names):
        assert not database.database.obj.in_transaction()
        heard.append(names)

    stop = changes.subscribe(listen)
    try:
        record.save("household", {"village": place}, details={"member": family("张三")})
        with pytest.raises(Refused):
            record.save("household", {"village": None})
    finally:
        stop()
    assert heard == [frozenset({"household", "member"})]


# --- undo and redo ----------------------------------------------------------------------------------------------


def do_something(draw, place, serial):
    """One random, valid act; returns nothing. Acts that are refused change nothing, which is checked at the end."""
    homes, people = list(query.ids(Selection("household"))), list(query.ids(Selection("member")))
    act = draw.randrange(8)
    try:
        if act == 0 or not homes:
            record.save(
                "household", {"village": place, "address": str(serial)}, details={"member": family("张三", "张小明")}
            )
        elif act == 1:
            record.save("household", {"address": str(serial), "remark": draw.choice("甲乙丙")}, id=draw.choice(homes))
        elif act == 2 and people:
            record.save("member", {"name": "测" + draw.choice("春夏秋冬")}, id=draw.choice(people))
        elif act == 3:
            record.delete("household", [draw.choice(homes)])
        elif act == 4 and people:
            record.delete("member", [draw.choice(people)])
        elif act == 5:
            bulk_edit("household", draw.sample(homes, min(2, len(homes))), {"remark": draw.choice("甲乙丙")})
        elif act == 6:
            record.save(
                "member", {"household": draw.choice(homes), "name": "新" + draw.choice("生来"), "relation": "03"}
            )
        else:
            record.save("sale", {"date": "2024-03-01", "amount": 100 + serial, "village": place})
    except Refused:
        assert act in (2, 4, 5)


@pytest.mark.parametrize("seed", range(6))
def test_undoing_everything_gives_the_start_and_redoing_the_end(seed, place):
    draw = random.Random(seed)
    start = everything()
    steps = [start]
    for serial in range(15):
        do_something(draw, place, serial)
        now = everything()
        if now != steps[-1]:
            steps.append(now)
    # The first two operations made the villages: they stay.
    for wanted in reversed(steps[:-1]):
        assert undo_last() is not None
        assert everything() == wanted
    for wanted in steps[1:]:
        assert redo_last() is not None
        assert everything() == wanted
    assert redo_last() is None


@pytest.mark.parametrize("seed", range(3))
def test_whatever_can_be_undone_out_of_order_leaves_sound_tables(seed, place):
    draw = random.Random(100 + seed)
    start = everything()
    for serial in range(12):
        do_something(draw, place, serial)
    todo = [row.id for row in history.operations(100) if row.id > 2]
    draw.shuffle(todo)
    while todo:
        left = []
        for number in todo:
            why = blockers(number)
            before = everything()
            if why:
                with pytest.raises(Refused, match="不能撤销"):
                    undo(number)
                assert everything() == before
                left.append(number)
            else:
                undo(number)
            assert database.integrity_faults() == []
        assert len(left) < len(todo), "some operation can never be undone"
        todo = left
    assert everything() == start


def test_an_undo_is_blocked_only_by_the_same_fields(place):
    home = record.save("household", {"village": place, "head": "张三"}).id
    first = record.save("household", {"address": "一号"}, id=home).operation
    record.save("household", {"remark": "别的字段"}, id=home)
    assert blockers(first) == []
    second = record.save("household", {"address": "二号"}, id=home).operation
    assert "之后又改了同一条农户" in blockers(first)[0]
    undo(second)
    assert blockers(first) == []
    undo(first)
    row = record.load(ledger("household"), [home])[home]
    assert (row["address"], row["remark"]) == (None, "别的字段")


def test_an_added_village_is_not_undone_while_a_household_lives_there(place):
    added = record.save("village", {"name": "新村"})
    record.save("household", {"village": added.id, "head": "张三"})
    assert "要用到" in blockers(added.operation)[0]
    with pytest.raises(Refused, match="要用到"):
        undo(added.operation)


def test_new_work_ends_the_redo(place):
    home = record.save("household", {"village": place, "head": "张三"}).id
    record.save("household", {"address": "一号"}, id=home)
    undo_last()
    record.save("household", {"remark": "新内容"}, id=home)
    assert redo_last() is None


def test_an_old_value_is_put_back(place):
    home = record.save("household", {"village": place, "address": "一号"}).id
    record.save("household", {"address": "二号"}, id=home)
    restore("household", home, {"address": "一号"})
    assert record.load(ledger("household"), [home])[home]["address"] == "一号"
    assert history.operations(1)[0].kind == "restore"


def test_a_deleted_member_is_not_restored_without_its_household(place):
    home = record.save("household", {"village": place}, details={"member": family("张三")}).id
    person = query.ids(Selection("member"))[0]
    record.delete("household", [home])
    gone = next(one for one in history.of_records([person]) if one.action == "delete")
    with pytest.raises(Refused, match="请先恢复"):
        restore("member", person, {name: pair[0] for name, pair in gone.fields.items()})


# --- many -------------------------------------------------------------------------------------------------------


def test_bulk_edit_is_all_or_nothing(filled):
    people = list(query.ids(Selection("member")))
    before = factory.stored(ledger("member"))
    with pytest.raises(Refused) as refused:
        bulk_edit("member", people, {"sex": "1"})
    assert len(refused.value.problems) > 100
    assert factory.stored(ledger("member")) == before


def test_a_cancelled_bulk_edit_writes_nothing(filled):
    people = list(query.ids(Selection("member")))
    before, operations = factory.stored(ledger("member")), OperationRow.select().count()
    with pytest.raises(Cancelled):
        bulk_edit("member", people, {"remark": "批"}, progress=lambda done, total, text: done < 600)
    assert factory.stored(ledger("member")) == before
    assert OperationRow.select().count() == operations


def test_an_error_in_the_middle_of_an_operation_leaves_nothing(place):
    before, noted = everything(), ChangeRow.select().count()
    with pytest.raises(RuntimeError), Operation("test", "半途而废") as operation:
        operation.add(ledger("product"), [{"name": "蜂蜜"}])
        raise RuntimeError
    assert everything() == before
    assert ChangeRow.select().count() == noted


def test_what_is_rolled_back_inside_is_told_from_what_is_around_it(place):
    def save(name):
        record.save("product", {"name": name})

    atomic = database.database.atomic
    with atomic():
        save("蜂蜜")
        with pytest.raises(RuntimeError), atomic():
            save("木耳")
            with pytest.raises(ValueError, match="里面"), atomic():
                save("花椒")
                raise ValueError("里面")
            save("竹笋")
            raise RuntimeError
        with atomic() as inner:
            save("茶叶")
            inner.rollback()
            save("核桃")
    names = [row[0] for row in query.rows("product", ["name"], query.ids(Selection("product"))).values()]
    assert sorted(names) == sorted(["蜂蜜", "核桃"])


def test_the_statements_of_a_save_stay_prepared_after_a_day_of_others(place):
    connection, compiled = database.database.connection(), []
    # The driver asks for leave whenever it compiles a statement.
    connection.set_authorizer(lambda *what: compiled.append(what) or 0)
    for number in range(700):
        database.run(f"SELECT {number}").fetchall()
    for turn in range(3):
        compiled.clear()
        record.save("village", {"remark": f"第{turn}次"}, id=place)
        with database.database.atomic(), database.database.atomic():
            record.save("village", {"remark": f"第{turn}次，里面"}, id=place)
        assert compiled or turn
    assert compiled == []


def test_history_holds_what_was_there_before_and_after(filled):
    homes = list(query.ids(Selection("household", filters=(Filter("hh_type", "in", ["01"]),))))
    before = record.load(ledger("household"), homes)
    number, _ = bulk_edit("household", homes, {"remark": "已核对", "tv": True})
    told = {one.record_id: one.fields for one in history.of_operation(number)}
    assert set(told) == set(homes)
    assert all(fields["remark"] == (before[id]["remark"], "已核对") for id, fields in told.items())
    assert history.operation_row(number).edited == len(homes)
    stored = [
        json.loads(data) for (data,) in ChangeRow.select(ChangeRow.data).where(ChangeRow.operation == number).tuples()
    ]
    assert all("remark" in data for data in stored)


def test_the_number_of_statements_does_not_grow_with_the_records(filled, monkeypatch):
    counted = []
    run = database.database.obj.execute_sql
    monkeypatch.setattr(database.database.obj, "execute_sql", lambda sql, *more: counted.append(sql) or run(sql, *more))

    def statements(size):
        counted.clear()
        bulk_edit("household", list(query.ids(Selection("household"), limit=size)), {"remark": f"第{size}次"})
        return len(counted)

    few, many = statements(20), statements(300)
    assert many <= few + 2


def test_a_full_disk_is_told_as_such_and_takes_back_the_whole_operation(place):
    # SQLite 自己先撤销了，再撤销一次会失败，不能让那一句盖住“磁盘满了”
    base = database.database
    pages = base.execute_sql("PRAGMA page_count").fetchone()[0]
    villages = query.count(Selection("village"))
    base.execute_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(Exception, match="disk is full") as caught:
        for number in range(5000):
            with base.atomic():
                record.save("village", {"name": f"村{number}" * 50})
                saved = number + 1
    assert isinstance(database.explain(caught.value), database.DiskFull)
    assert not base.obj.connection().in_transaction
    base.execute_sql("PRAGMA max_page_count = 1000000")
    # 满了的那一次整个没有，之前的都在，接着还能写
    assert query.count(Selection("village")) == villages + saved
    record.save("village", {"name": "有地方了"})


def test_a_disk_error_is_a_full_disk_or_one_that_went_away(place, monkeypatch):
    error = peewee.OperationalError("disk I/O error")
    assert database.is_known(error)
    assert "磁盘出错" in str(database.explain(error))
    monkeypatch.setattr(database, "free_space", lambda path: 0)
    assert isinstance(database.explain(error), database.DiskFull)


def test_names_of_records_sort_as_they_were_asked_for():
    made = [uid for many in (1, 3, 1, 2) * 200 for uid in new_uids(many)]
    assert made == sorted(set(made)) and len(made) == 1400
    assert all(len(uid) == 36 and uid[14] == "7" and uid[19] == "8" for uid in made)
