"""Selections, the search box and conditions written as text."""

import pytest

from models import kinds, ledger_file, options, query, record
from models.codes import code_list
from models.ledger import Ledger, WrongDefinition, ledger, ledgers, tabs, verify
from models.query import Filter, Selection


@pytest.fixture
def people(tmp_path):
    """Two villages, three households, four people; returns {name: id} of the members."""
    ledger_file.create(tmp_path / "a.db")
    north = record.save("village", {"name": "北山村", "township": "青禾乡"}).id
    south = record.save("village", {"name": "南坡村", "township": "青禾乡"}).id
    found = {}
    for place, head, more in ((north, "张三丰", ["张无忌"]), (south, "阿依古丽·买买提", []), (south, "李四", [])):
        home = record.save("household", {"village": place, "hh_no": f"500{len(found)}"}).id
        for at, name in enumerate([head, *more]):
            values = {
                "household": home,
                "name": name,
                "relation": "03" if at else "01",
                "phone": f"1540000000{len(found)}",
            }
            found[name] = record.save("member", values).id
    return found


def found(text, name="member"):
    return {query.label_of(ledger(name), id) for id in query.ids(Selection(name, search=text))}


def test_the_search_box(people):
    assert found("张") == {"张三丰", "张无忌"}
    assert found("zsf") == {"张三丰"}
    assert found("ZWJ") == {"张无忌"}
    assert found("00000002") == {"阿依古丽·买买提"}
    assert found("南坡") == {"阿依古丽·买买提", "李四"}
    assert found("南坡 李") == {"李四"}
    assert found("张　无") == {"张无忌"}
    assert found("  ") == set(people)
    assert found("%") == found("_") == set()
    assert found("０００００００３") == {"李四"}


def test_a_household_is_found_by_any_of_its_people(people):
    assert found("张无忌", "household") == {"张三丰"}
    assert found("zwj", "household") == {"张三丰"}


def test_searching_leaves_the_order_and_the_filters_alone(people):
    chosen = Selection("member", "南坡", (Filter("relation", "in", ["01"]),), ("-name",))
    assert list(query.ids(chosen)) == [people["阿依古丽·买买提"], people["李四"]]
    assert query.count(chosen) == 2
    assert list(query.ids(chosen, limit=1)) == [people["阿依古丽·买买提"]]


def test_choices_stand_in_the_order_of_their_list_not_of_their_codes(people):
    project = record.save("project", {"name": "水渠", "year": 2026}).id
    labels = ["自筹", "银行贷款", "省级", "彩票公益金", "中央"]
    kind = ledger("fund_line").column("source").kind
    for at, label in enumerate(labels):
        record.save("fund_line", {"project": project, "source": kind.parse(label), "amount": 100 + at})

    def sources(*order):
        ids = query.ids(Selection("fund_line", order=order))
        told = query.texts("fund_line", ("source",), ids)
        return [told[id][0] for id in ids]

    assert sources("source") == ["中央", "省级", "彩票公益金", "银行贷款", "自筹"]
    assert sources("-source") == sources("source")[::-1]
    record.save("project", {"cat1": None}, id=project)
    assert sources("project.name", "source") == sources("source")


def test_where_the_office_moved_a_choice_the_lists_follow(people):
    code = options.add("sale_channel", "社区团购点")
    for channel in ("01", code, None):
        record.save("sale", {"date": "2026-03-01", "channel": channel, "quantity": 100, "unit": "斤", "amount": 50000})
    order = [value for _, (value,) in query.each(Selection("sale", order=("channel",)), ("channel",), raw=True)]
    assert order == [None, "01", code]
    for _ in code_list("sale_channel"):
        options.move("sale_channel", code, -1)
    order = [value for _, (value,) in query.each(Selection("sale", order=("channel",)), ("channel",), raw=True)]
    assert order == [None, code, "01"]


@pytest.mark.parametrize("of", ledgers(), ids=lambda of: of.name)
def test_a_selection_is_kept_as_text(of):
    chosen = Selection(of.name, "甲", (Filter(of.default_columns[0], "filled"),), ("-" + of.default_columns[-1],))
    assert Selection.from_json(chosen.to_json()) == chosen


def test_a_condition_on_a_column_that_is_gone_is_left_out():
    text = Selection("sale", filters=(Filter("amount", ">=", 1),)).to_json().replace("amount", "gone")
    assert Selection.from_json(text) == Selection("sale")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("channel=直播带货", Filter("channel", "in", ["03"])), ("渠道=03", Filter("channel", "in", ["03"])),
        ("amount>=12.5", Filter("amount", ">=", 1250)), ("金额<=1万", Filter("amount", "<=", 1_000_000)),
        ("buyer~食堂", Filter("buyer", "contains", "食堂")), ("buyer=", Filter("buyer", "blank")),
        ("date=2024", Filter("date", "=", "2024")), ("来源村=北山村", Filter("village", "in", ["北山村"])),
    ],
)  # fmt: skip
def test_conditions_written_as_text(text, wanted):
    assert query.parse_where(ledger("sale"), text) == wanted


@pytest.mark.parametrize("text", ["", "amount", "nothing=1", "amount=很多", "channel=没有的", "date>=2024-13"])
def test_wrong_conditions_have_a_sentence(text):
    with pytest.raises(kinds.Fault) as fault:
        query.parse_where(ledger("sale"), text)
    assert any("\u4e00" <= char <= "\u9fff" for char in fault.value.text)


def test_values_with_wildcards_and_quotes_are_only_text(people):
    for name in ("100%", "a_b", "it's", '"引号"', "back\\slash", "; DROP TABLE village; --"):
        record.save("product", {"name": name})
        assert list(query.ids(Selection("product").where("name", "contains", name))) == list(
            query.ids(Selection("product").where("name", "=", name))
        )
        assert query.count(Selection("product").where("name", "=", name)) == 1


def test_a_path_over_two_links_is_joined_once(filled):
    rows = query.texts(
        "payment", ("fund_line.project.name", "fund_line.project.year"), query.ids(Selection("payment"))[:5]
    )
    assert all(name.startswith(f"{year}年") for name, year in rows.values())
    text, _ = query.Source(ledger("payment")).select().sql()
    assert "JOIN" not in text


# --- what a wrong definition says -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("attribute", "value"),
    [
        ("columns", ("nothing",)), ("filters", ("village.nothing",)), ("sort", ("-nothing",)), ("display", "nothing"),
        ("keys", (("date", "nothing"),)), ("master", "amount"), ("search", ("nothing",)), ("columns", ("amount.name",)),
    ],
)  # fmt: skip
def test_a_wrong_definition_names_its_attribute(attribute, value, monkeypatch):
    of = ledger("sale")
    monkeypatch.setattr(of, attribute, value)
    with pytest.raises(WrongDefinition, match="sale") as wrong:
        verify(of)
    if attribute != "search":
        assert attribute in str(wrong.value)


def test_a_code_list_that_is_not_there_is_named(monkeypatch):
    of = ledger("sale")
    name, one = next((name, one) for name, one in of.fields.items() if isinstance(one.kind, kinds.Choice))
    monkeypatch.setattr(one, "kind", kinds.Choice("no_such_list"))
    with pytest.raises(WrongDefinition, match=rf"sale.*{name}.*no_such_list"):
        verify(of)


def test_tabs_have_titles_and_an_order():
    titles = [tab.title for tab in tabs()]
    assert [one for one in titles if one in ("农户", "项目", "消费帮扶", "基础信息")] == [
        "农户",
        "项目",
        "消费帮扶",
        "基础信息",
    ]
    assert titles[0] == "农户" and titles[-1] == "基础信息"
    assert all(isinstance(of, Ledger) and of.tab in tabs() for of in ledgers())
    with pytest.raises(KeyError, match="没有名为"):
        ledger("nothing")


def test_the_foot_of_a_list_adds_up_only_what_adds_up(people):

    village = query.ids(Selection("village"))[0]
    for year, should in ((2025, 240), (2026, 250)):
        record.save("insurance", {"village": village, "year": year, "should": should, "insured": should - 1})
    columns = ("village", "year", "should", "insured", "rate")
    assert query.foot(Selection("insurance"), columns) == {}
    assert query.foot(Selection("insurance").where("year", "=", 2026), columns) == {"should": 250, "insured": 249}
    # A column without any value has no sum, and what a link leads to would be counted once per row.
    record.save("enterprise", {"name": "合作社", "village": village, "year": 2026, "sales": 980_000})
    assert query.foot(Selection("enterprise"), ("village.seq", "sales", "wages")) == {"sales": 980_000}
