"""Lists and cards: what is on the paper, in which order, with which totals, and what the public version leaves out."""

import pytest

from models import query, record, settings
from models.ledger import ledger, ledgers
from models.query import Selection
from models.reports.lists import list_table, paper_settings, record_card, remember_paper
from models.reports.paper import PaperSettings, render

from .fictitious import texts

ID = "500297198105030019"
PHONE = "15407368787"


@pytest.fixture
def home(book):
    """One household of two people in 下庄村, and an empty one in 上湾村; the household's id."""
    settings.township.put("青禾乡")
    settings.reporter.put("青禾乡人民政府")
    down = record.save("village", {"name": "下庄村"}).id
    up = record.save("village", {"name": "上湾村"}).id
    values = {"village": down, "head": "示例甲", "hh_type": "01", "phone": PHONE, "arable_mu": 520, "address": "某处"}
    people = [
        {"name": "示例甲", "relation": "01", "id_no": ID, "health": "02", "bank_account": "6228480000000001234"},
        {"name": "示例乙", "relation": "03", "birth": "2015-06-01", "phone": PHONE, "sex": "1"},
    ]
    rows = [record.DetailDraft({**one, "village": down}) for one in people]
    id = record.save("household", values, details={"member": rows}).id
    record.save("household", {"village": up, "head": "示例丙", "hh_type": "02", "members_now": 3, "arable_mu": 80})
    return id


def test_a_list_has_its_title_block(home):
    table = list_table(Selection("household").where("village", "in", ["下庄村"]))
    assert table.title == "青禾乡农户台账"
    assert table.subtitle == "（行政村：下庄村）"
    assert table.unit_text == "单位：户、人"
    assert table.reporter == "青禾乡人民政府"
    assert table.date_text == "截至2026年11月24日"
    assert list_table(Selection("household")).subtitle == ""


def test_rows_follow_the_selection_and_totals_are_exact(home):
    columns = ("village", "head", "members_now", "arable_mu")
    table = list_table(Selection("household"), columns)
    assert list(table.rows) == [["下庄村", "示例甲", "2", "5.2"], ["上湾村", "示例丙", "3", "0.8"]]
    assert table.total == ["", "", "5", "6"]
    assert table.unit_text == "单位：户、人、亩"
    assert [(one.title, one.align) for one in table.columns][-1] == ("耕地面积（亩）", "right")
    backwards = list_table(Selection("household", order=("-village",)), columns)
    assert next(iter(backwards.rows))[0] == "下庄村"


def test_no_total_row_where_nothing_adds_up(home):
    assert list_table(Selection("household"), ("village", "head")).total is None
    assert list_table(Selection("household").where("head", "=", "无"), ("members_now",)).total is None


def test_people_of_one_household_stay_together(home):
    table = list_table(Selection("member"))
    assert table.columns[table.keep].title == "所属农户"
    assert list_table(Selection("member", order=("name",))).keep is None


def test_the_public_version(home):
    columns = ("name", "id_no", "phone", "health", "bank_account", "birth", "age")
    table = list_table(Selection("member"), columns, masked=True)
    assert [one.title for one in table.columns] == ["姓名", "年龄（岁）"]
    rows = list(table.rows)
    assert rows[0][0] == "示例甲"
    assert "公示版" in table.notes[0]
    inside = list(list_table(Selection("member"), columns).rows)
    assert inside[0][1] == ID and inside[0][3] == "长期慢性病"


def test_no_whole_number_gets_onto_public_paper(home):
    for of in ledgers():
        ids = query.ids(Selection(of.name))
        blocks = [list_table(Selection(of.name), of.all_columns, masked=True)]
        blocks += [record_card(of.name, id, masked=True) for id in ids]
        words = "".join(texts(render(blocks, PaperSettings(size="A3")).pdf, "-layout"))
        for secret in (ID, PHONE, "6228480000000001234", "长期慢性病", "某处"):
            assert secret not in words, (of.name, secret[:4])


def test_a_card_shows_what_is_filled_and_what_must_be(home):
    card = record_card("household", home)
    assert (card.title, card.subtitle) == ("青禾乡农户登记卡", "（示例甲）")
    sections = {title: dict(pairs) for title, pairs in card.sections}
    assert sections["基本信息"]["户主姓名"] == "示例甲"
    assert sections["基本信息"]["当前家庭人口数"] == "2人"
    assert sections["土地"] == {"耕地面积": "5.2亩"}
    assert "生活条件" not in sections
    assert card.signatures[0] == "户主签字"
    (people,) = card.tables
    assert people.title == "家庭成员"
    assert [row[0] for row in people.rows] == ["示例甲", "示例乙"]
    assert "所属农户" not in [one.title for one in people.columns]


def test_a_required_field_is_printed_blank(home):
    id = record.save("project", {"name": "示例项目"}).id
    line = record.save("fund_line", {"project": id, "source": "F1", "amount": 1_000_000}).id
    record.save("payment", {"fund_line": line, "date": "2026-01-05", "amount": 500_000})
    card = record_card("project", id)
    assert [table.title for table in card.tables] == ["资金", "拨付"]
    payments = card.tables[1]
    assert payments.total is not None and "5,000.00" in payments.total
    assert "项目" not in [one.title for one in payments.columns]
    pages = texts(render([card], paper_settings("project")).pdf, "-layout")
    assert "示例项目" in pages[0]


def test_every_ledger_prints(home):
    for of in ledgers():
        result = render([list_table(Selection(of.name))], paper_settings(of.name))
        assert result.pages >= 1 and f"青禾乡{of.title}台账" in "".join(texts(result.pdf)), of.name


def test_a_record_that_is_gone(home):
    with pytest.raises(LookupError, match="这条农户已不在台账里"):
        record_card("household", 999_999)


def test_paper_is_remembered_per_ledger(home):
    remember_paper("household", PaperSettings(size="A3", landscape=True, font_size=10.5))
    assert paper_settings("household") == PaperSettings(size="A3", landscape=True, font_size=10.5)
    assert paper_settings("member") == PaperSettings()


def test_sample_data_carry_the_word(home):
    settings.sample.put(True)
    assert paper_settings("sale").watermark == "示例"
    remember_paper("sale", paper_settings("sale"))
    settings.sample.put(False)
    assert paper_settings("sale").watermark == ""


def test_a_hundred_rows_cost_a_fixed_number_of_questions(home, monkeypatch):
    for at in range(100):
        record.save("product", {"name": f"产品{at}"})
    asked = []
    real = query.rows
    monkeypatch.setattr(query, "rows", lambda *a, **k: asked.append(a) or real(*a, **k))
    assert len(list(list_table(Selection("product")).rows)) == 100
    assert len(asked) == 1
    assert ledger("product").counter == "种"
