"""R19, R21, R25 and R26: days, gifts, written summaries and notices, each number held against what was entered."""

import datetime

import docx
import pytest

from models import clock, ledger_file, query, record, settings
from models.reports import returns
from models.reports.figures import compute
from models.reports.returns.base import Said


@pytest.fixture
def town(tmp_path):
    clock.freeze(datetime.date(2026, 6, 30))
    ledger_file.create(tmp_path / "a.db")
    settings.township.put("清溪乡")
    settings.reporter.put("清溪乡人民政府")
    yield record.save("village", {"name": "清溪村"}).id
    ledger_file.close()
    clock.freeze(None)


def person(village, name="程远航", **more):
    return record.save("team_member", {"name": name, "role": "01", "village": village, **more}).id


def cells(table):
    heads = [head.title for head in table.heads]
    return [dict(zip(heads, row.cells, strict=True)) for row in table.rows]


def test_days_in_post_count_halves_and_are_held_against_the_norm(town):
    one, two = person(town), person(town, "季晓岚", start="2026-05-20")
    person(town, "尚知远", start="2024-01-01", end="2026-04-30")
    for day in range(1, 21):
        record.save("attendance", {"member": one, "date": f"2026-05-{day:02d}", "state": "01" if day > 1 else "02"})
    record.save("attendance", {"member": two, "date": "2026-05-21", "half": "01", "state": "01"})
    record.save("attendance", {"member": two, "date": "2026-05-21", "half": "02", "state": "04"})
    leave = {"member": two, "kind": "01", "first": "2026-05-21", "last": "2026-05-21", "approver": "某乡党委"}
    record.save("leave", leave)
    record.save("spotcheck", {"member": two, "date": "2026-05-25", "found": "03"})
    record.save("worklog", {"member": two, "date": "2026-05-21", "text": "走访"})
    (table,) = returns.build("R19", "2026-05").tables
    rows = {row["姓名"].text: row for row in cells(table)}
    assert set(rows) == {"程远航", "季晓岚"}, "who had left is not listed"
    assert (rows["程远航"]["在岗天数"].text, rows["程远航"]["是否达标"].text) == ("20", "达标")
    half = {name: cell.text for name, cell in rows["季晓岚"].items()}
    assert (half["在岗"], half["请假"], half["在岗天数"], half["是否达标"]) == ("0.5", "0.5", "0.5", "未达标")
    assert (half["请假次数"], half["抽查次数"], half["其中不在岗"], half["纪实篇数"]) == ("1", "1", "1", "1")
    assert query.count(rows["程远航"]["在岗天数"].where) == 20
    assert "2 人中达标 1 人" in table.notes[0]


def test_what_was_left_last_year_is_carried_over(town):
    old = record.save("donation", {
        "date": "2025-03-01", "donor": "某公司", "kind": "02", "item": "大米", "qty": 100_000, "unit": "袋",
        "value_yuan": 900_000, "valuation_basis": "01",
    }).id  # fmt: skip
    record.save("donation", {"date": "2026-02-01", "donor": "某局", "kind": "01", "value_yuan": 5_000_000})
    for date, qty in (("2025-10-01", 30_000), ("2026-01-20", 50_000)):
        record.save("issue", {
            "date": date, "donation": old, "village": town, "item": "大米", "qty": qty, "value": qty * 9, "persons": 5
        })  # fmt: skip
    record.save(
        "issue", {"date": "2026-01-25", "receiver": "留守老人", "village": town, "value": 180_000, "persons": 9}
    )
    book, handed, villages = returns.build("R21", "2026").tables
    rice, money = ([cell.text for cell in row.cells][5:11] for row in book.rows)
    assert rice == ["70", "", "", "50", "4,500.00", "20"]
    assert money == ["", "", "50,000.00", "", "0.00", ""]
    assert len(handed.rows) == 2
    assert [cell.text for cell in villages.total.cells] == [
        "合计",
        "1",
        "50,000.00",
        "1",
        "4,500.00",
        "1",
        "1,800.00",
        "14",
    ]


def test_a_summary_says_what_the_ledgers_say_and_no_more(town):
    one = record.save("household", {"village": town, "head": "柏望山"}).id
    record.save("visit", {"household": one, "date": "2026-03-01", "problems": "房屋漏雨", "solved": True})
    record.save("visit", {"household": one, "date": "2026-03-09"})
    record.save("dispute", {"date": "2026-03-01", "village": town, "kind": "01", "result": "01"})
    record.save("dispute", {"date": "2026-04-01", "village": town, "kind": "01", "result": "04"})
    for at, level in enumerate(("01", "03", "04", None)):
        record.save("media", {"date": f"2026-02-0{at + 1}", "title": f"报道{at}", "outlet": "某报", "level": level})
    made = returns.build("summary_half", "2026H1")
    (letter,) = made.letters
    text = "".join(part.text for part in letter.paragraphs)
    assert letter.title == "清溪乡2026年上半年帮扶工作总结"
    assert "走访农户2次，覆盖1户，发现问题1个，已解决1个，解决率100.00%。" in text
    assert "受理矛盾纠纷2件，调解成功1件，调解成功率50.00%。" in text
    assert "媒体报道4篇，其中省部级及以上1篇。" in text
    assert "矛盾纠纷1件没有办结。下一步" in text
    assert "项目" not in text and "捐赠" not in text, "nothing is said of what has no record"
    assert [part.text for part in letter.paragraphs if part.level] == [
        "一、防止返贫动态监测", "二、乡村治理", "三、宣传和培训", "四、还没有办结的事",
    ]  # fmt: skip


@pytest.fixture
def year(reading):
    return returns.build("summary_year", "2026")


def test_every_number_of_a_summary_opens_its_records_and_is_listed(year):
    said = [piece for part in year.letters[0].paragraphs for piece in part.pieces if isinstance(piece, Said)]
    (sources,) = year.tables
    assert len(said) == len(sources.rows) > 40
    for one, row in zip(said, sources.rows, strict=True):
        assert row.cells[2].text == one.cell.text
        assert row.cells[4].value == query.count(one.cell.where)
        if one.unit in ("件", "篇", "条", "场", "笔") and "." not in one.cell.text:
            assert one.cell.value == query.count(one.cell.where), one.label


SAME = {
    "走访": "visit_count", "媒体报道": "media_count", "简报": "bulletin_count", "活动": "activity_count",
    "受理矛盾纠纷": "dispute_count", "调解成功率": "dispute_success", "登记积分": "point_sum",
    "兑换积分": "point_redeemed", "帮扶项目": "project_count", "会议": "meeting_count", "议定事项": "decision_count",
    "慰问和发放人数": "issue_persons", "在岗抽查": "spotcheck_count", "工作纪实": "worklog_count",
}  # fmt: skip


def test_a_summary_of_the_year_agrees_with_the_figures(year):
    said = {p.label: p.cell for part in year.letters[0].paragraphs for p in part.pieces if isinstance(p, Said)}
    found = {one.name: one.value for one in compute(list(SAME.values()), year=2026) if one.village is None}
    assert {label: float(said[label].text) for label in SAME} == {k: float(found[v]) for k, v in SAME.items()}


def test_a_notice_says_what_how_long_and_where_to_object(town):
    project = record.save("project", {"name": "清溪村产业路", "year": 2026, "budget_total": 40_000_000}).id
    record.save("project_place", {"project": project, "village": town})
    record.save("notice", {
        "project": project, "kind": "01", "subject": "04", "level": "03", "village": town,
        "title": "清溪村产业路开工前公示", "place": "村务公开栏", "first": "2026-06-01", "last": "2026-06-10",
    })  # fmt: skip
    (letter,) = returns.build("R26", "2026-06").letters
    lines = [part.text for part in letter.paragraphs]
    assert letter.title == "清溪乡清溪村产业路开工前公示" and letter.signer == "清溪村民委员会"
    assert "公示时间：2026年6月1日至2026年6月10日，共10天。" in lines and "公示地点：村务公开栏。" in lines
    (table,) = letter.tables
    assert table.rows[0][0] == "清溪村产业路" and "40.00" in table.rows[0][3]
    assert "没有登记" in returns.build("R26", "2026-05").letters[0].paragraphs[0].text


def test_a_summary_goes_on_in_word(year, tmp_path):
    returns.word(year, tmp_path / "a.docx")
    book = docx.Document(tmp_path / "a.docx")
    letter = year.letters[0]
    texts = [one.text for one in book.paragraphs if one.text]
    assert texts == [letter.title, *(part.text for part in letter.paragraphs), letter.signer, letter.date_text]
    page = book.sections[0]
    assert round(page.left_margin.mm) == 28 and round(page.top_margin.mm) == 37


@pytest.mark.parametrize(
    ("text", "key"), [("2026H1", "2026H1"), ("2026年下半年", "2026H2"), ("2026上半年", "2026H1"), ("", "2026H1")]
)
def test_a_half_year_is_written_as_clerks_write_it(text, key):
    from models.reports.returns import period

    found = period.parse(period.HALF, text, datetime.date(2026, 7, 5))
    assert found.key == key and period.parse(period.HALF, found.text, datetime.date(2020, 1, 1)) == found
    assert found.moved(1).moved(-1) == found and found.moved(2).year == 2027
