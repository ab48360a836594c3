"""选项表: an office's additions and changes to the code lists, in force everywhere at once, with history and undo."""

import datetime

import pytest

from models import backup, clock, ledger_file, operation, options, query, record
from models.codes import code_list
from models.kinds import Choice, Choices, Fault
from models.ledger import ledger
from models.query import Selection
from models.record import Refused
from models.reports import returns

CHANNEL, CATEGORY = "sale_channel", "project_cat"


@pytest.fixture
def office(tmp_path):
    clock.freeze(datetime.date(2026, 6, 30))
    ledger_file.create(tmp_path / "a.db")
    yield tmp_path
    ledger_file.close()
    clock.freeze(None)


def labels(name, parent=""):
    return [one.label for one in code_list(name).children(parent)]


def sale(channel, **more):
    values = {"date": "2026-03-01", "kind": "01", "buyer": "示例中学", "amount": 100_00, **more}
    return record.save("sale", {**values, "channel": channel}).id


def test_an_added_choice_is_offered_found_shown_counted_and_undone(office):
    before = labels(CHANNEL)
    kind = Choice(CHANNEL)
    with pytest.raises(Fault):
        kind.parse("社区团购点")
    code = options.add(CHANNEL, "社区团购点")
    # 其他 stays the last
    assert labels(CHANNEL) == [*before[:-1], "社区团购点", before[-1]] and before[-1] == "其他"
    assert kind.parse("社区团购点") == code and kind.to_text(code) == "社区团购点"
    assert code in [one.code for one in kind.options] and code_list(CHANNEL).get(code).local
    id = sale(code)
    assert query.texts("sale", ("channel",), [id])[id] == ["社区团购点"]
    assert list(query.ids(Selection("sale").where("channel", "in", [code]))) == [id]
    with pytest.raises(Refused, match="有 1 笔销售在用，不能删除，可以停用"):
        operation.undo(operation.next_undo().id - 1)
    operation.undo_last()
    operation.undo_last()
    assert labels(CHANNEL) == before
    with pytest.raises(Fault):
        kind.parse("社区团购点")


def test_in_use_is_retired_not_deleted_and_says_how_many(office):
    code = options.add(CHANNEL, "社区团购点")
    for day in (1, 2, 3):
        sale(code, date=f"2026-03-0{day}")
    assert options.uses(CHANNEL)[code] == {("sale", "channel"): 3}
    with pytest.raises(Refused, match="有 3 笔销售在用"):
        options.remove(CHANNEL, code)
    with pytest.raises(Refused, match="有 3 笔销售在用"):
        record.delete("local_code", list(query.ids(Selection("local_code"))))
    options.retire(CHANNEL, code)
    kind = Choice(CHANNEL)
    assert code not in [one.code for one in kind.options] and code in [one.code for one in kind.every]
    assert kind.to_text(code) == "社区团购点"
    with pytest.raises(Fault, match="已停用") as told:
        kind.parse("社区团购点")
    assert told.value.value == code
    options.retire(CHANNEL, code, False)
    assert kind.parse("社区团购点") == code


def test_an_official_name_may_change_and_the_old_one_is_still_understood(office):
    options.rename(CHANNEL, "01", "帮扶832馆")
    one = code_list(CHANNEL).get("01")
    assert (one.label, one.was, one.local) == ("帮扶832馆", "832平台", False)
    assert Choice(CHANNEL).parse("832平台") == Choice(CHANNEL).parse("帮扶832馆") == "01"
    with pytest.raises(Refused, match="自带的选项，不能删除"):
        options.remove(CHANNEL, "01")
    code = options.add(CHANNEL, "驿站")
    options.rename(CHANNEL, code, "便民驿站")
    assert Choice(CHANNEL).parse("驿站") == code
    with pytest.raises(Refused, match="“便民驿站”已经有了"):
        options.add(CHANNEL, "便民驿站")
    with pytest.raises(Refused, match="已经有了：电商平台"):
        options.rename(CHANNEL, code, "电商平台")


def test_order_by_single_steps(office):
    first, second, third = [one.code for one in code_list(CHANNEL)][:3]
    for _ in range(25):  # more than there is room for between two positions
        assert options.move(CHANNEL, third, -1)
        assert [one.code for one in code_list(CHANNEL)][:3] == [first, third, second]
        assert options.move(CHANNEL, second, -1)
        assert [one.code for one in code_list(CHANNEL)][:3] == [first, second, third]
    assert not options.move(CHANNEL, first, -1)
    assert options.move(CHANNEL, second, -1) and not options.move(CHANNEL, second, -1)


def test_three_levels_of_project_categories(office):
    top = options.add(CATEGORY, "基础设施建设")
    middle = options.add(CATEGORY, "水利设施", top)
    low = options.add(CATEGORY, "塘坝整治", middle)
    with pytest.raises(Refused, match="最多分 3 级"):
        options.add(CATEGORY, "更细的", low)
    with pytest.raises(Refused, match="不分级"):
        options.add(CHANNEL, "下级", "01")
    codes = code_list(CATEGORY)
    assert [codes.level(one) for one in (top, middle, low)] == [1, 2, 3]
    id = record.save("project", {"name": "清溪村塘坝", "cat3": low}).id
    values = query.rows("project", ("cat1", "cat2", "cat3"), [id], raw=True)[id]
    assert values == (top, middle, low)
    with pytest.raises(Refused, match="下面还有“水利设施”等 1 项"):
        options.remove(CATEGORY, top)
    assert options.restore(CATEGORY) == ["3 项本地增加的有记录在用，已停用"]
    assert query.texts("project", ("cat3",), [id])[id] == ["塘坝整治"]


def test_back_to_the_official_list_is_one_operation(office):
    shipped = list(code_list(CHANNEL).shipped)
    options.rename(CHANNEL, "01", "帮扶馆")
    options.retire(CHANNEL, "02")
    options.move(CHANNEL, "03", -1)
    used, unused = options.add(CHANNEL, "甲"), options.add(CHANNEL, "乙")
    sale(used)
    assert options.is_changed(code_list(CHANNEL))
    said = options.restore(CHANNEL)
    assert said == ["3 项恢复成自带的样子", "1 项本地增加的没有记录在用，已删除", "1 项本地增加的有记录在用，已停用"]
    assert [one for one in code_list(CHANNEL) if not one.local] == shipped
    assert code_list(CHANNEL).get(used).retired and unused not in code_list(CHANNEL)
    operation.undo_last()
    assert unused in code_list(CHANNEL) and code_list(CHANNEL).label("01") == "帮扶馆"
    assert options.restore(CHANNEL, "01") == ["1 项恢复成自带的样子"] and code_list(CHANNEL).label("01") == "832平台"


def test_lists_that_rules_depend_on_stay_as_they_come(office):
    assert "project_stage" not in options.editable_names() and "sale_kind" in options.editable_names()
    with pytest.raises(Refused, match="不能改"):
        options.add("project_stage", "备料")
    assert "备料" not in labels("project_stage")


def test_names_that_would_be_taken_for_several_are_refused(office):
    with pytest.raises(Refused, match="分隔号"):
        options.add("linkage_way", "订单、托管")
    code = options.add("linkage_way", "代种")
    assert Choices("linkage_way").parse("发展生产、代种").endswith(code)


def test_another_file_has_its_own(office):
    options.add(CHANNEL, "只在甲乡")
    copy = backup.make("手动")
    ledger_file.close()
    assert "只在甲乡" not in labels(CHANNEL)
    ledger_file.create(office / "b.db")
    assert "只在甲乡" not in labels(CHANNEL)
    ledger_file.close()
    ledger_file.open_existing(copy)
    assert "只在甲乡" in labels(CHANNEL)


def test_two_offices_that_add_the_same_fit_together(office):
    code = options.add(CHANNEL, "社区团购点")
    ledger_file.close()
    ledger_file.create(office / "b.db")
    assert options.add(CHANNEL, "社区团购点") == code


def test_a_table_of_choices_comes_in_before_the_records_that_name_them(office):
    of = ledger("local_code")
    base = dict.fromkeys(of.fields)
    record.save("local_code", {**base, "list_name": CATEGORY, "label": "本地类"})
    record.save("local_code", {**base, "list_name": CATEGORY, "label": "本地二级", "parent": "本地类"})
    codes = code_list(CATEGORY)
    assert codes.get(codes.find("本地二级")).parent == codes.find("本地类")


def test_a_kind_of_sale_of_its_own_stands_apart_in_the_report_and_a_renamed_one_bears_its_name(office):
    record.save("village", {"name": "清溪村"})
    code = options.add("sale_kind", "以购代捐")
    options.rename("sale_kind", "01", "单位直购")
    village = query.ids(Selection("village"))[0]
    for kind, amount in (("01", 100_00), ("02", 200_00), (code, 50_00)):
        sale(None, kind=kind, amount=amount, village=village)
    table = returns.build("R18", "2026-03").tables[0]
    found = {head.title: table.total.cells[at].text for at, head in enumerate(table.heads) if head.group == "本月"}
    parts = {title: text for title, text in found.items() if title.startswith("其中")}
    assert parts == {"其中单位直购": "100.00", "其中帮助销售": "200.00", "其中以购代捐": "50.00"}
