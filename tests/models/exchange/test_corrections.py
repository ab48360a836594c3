import datetime

import pytest

from models import clock, ledger_file, query, record
from models.exchange import importer, offers
from models.exchange.corrections import ADD, LEAVE_OUT, Corrections
from models.id_number import check_digit
from models.ledger import ledger
from models.query import Selection

from .books import book, state

PEOPLE = ["户编号", "行政村", "姓名", "证件号码", "与户主关系", "民族"]


def number(first17):
    return first17 + check_digit(first17)


IDS = [number(f"5002971973050{at}135") for at in range(1, 7)]


@pytest.fixture(autouse=True)
def file(tmp_path):
    clock.freeze(datetime.date(2026, 7, 1))
    ledger_file.create(tmp_path / "台账.db")
    return tmp_path


def people(file, *rows, name="a.xlsx", headers=PEOPLE):
    return importer.prepare(book(file / name, 成员=[headers, *rows]))


def verdicts(plans):
    return [row.verdict for row in importer.preview(plans).sheets[0].rows]


def test_a_mended_cell_is_what_preview_and_import_read_and_the_file_stays(file):
    wrong = IDS[0][:17] + ("0" if IDS[0][17] != "0" else "1")
    plans = people(file, ["0100", "青山村", "甲", wrong, "户主", "汉族"])
    before = plans[0].path.read_bytes()
    assert verdicts(plans) == ["error"]
    corrections = plans[0].sheets[0].corrections
    corrections.put("改正", {("cell", 2, 4): IDS[0]})
    trial = importer.preview(plans)
    assert [row.verdict for row in trial.sheets[0].rows] == ["new"] and trial.sheets[0].rows[0].texts[3] == IDS[0]
    importer.run(plans, back_up=False)
    assert query.count(Selection("member").where("id_no", "=", IDS[0])) == 1
    assert plans[0].path.read_bytes() == before


def test_every_step_is_undone_and_done_again():
    corrections = Corrections()
    corrections.put("一", {("cell", 2, 1): "甲"})
    corrections.put("二", {("cell", 2, 1): "乙", ("cell", 3, 1): "乙"})
    corrections.set_rows("三", [2, 4], LEAVE_OUT)
    assert corrections.cells == {2: {1: "乙"}, 3: {1: "乙"}} and corrections.left_out == {2, 4}
    assert [corrections.undo(), corrections.undo()] == ["三", "二"] and corrections.marks == {("cell", 2, 1): "甲"}
    assert corrections.redo() == "二" and corrections.cells[3] == {1: "乙"}
    corrections.put("四", {("cell", 3, 1): None})
    assert corrections.redo() == "" and 3 not in corrections.cells
    assert [corrections.undo() for _ in range(4)] == ["四", "二", "一", ""] and corrections.marks == {}


def test_a_copy_does_not_follow_later_decisions(file):
    plans = people(file, ["0100", "青山村", "甲", IDS[0], "户主", "汉族"])
    kept = plans[0].as_it_stands()
    plans[0].sheets[0].corrections.set_rows("跳过", [2], LEAVE_OUT)
    plans[0].sheets[0].mapping.set_target(6, None)
    assert verdicts([kept]) == ["new"] and verdicts(plans) == ["skipped"]
    assert kept.sheets[0].mapping.columns[5].target is not None


def test_a_row_that_repeats_one_left_out_is_right(file):
    twice = ["0100", "青山村", "甲", IDS[0], "户主", "汉族"]
    plans = people(file, twice, twice)
    assert verdicts(plans) == ["new", "error"]
    plans[0].sheets[0].corrections.set_rows("跳过", [2], LEAVE_OUT)
    assert verdicts(plans) == ["skipped", "new"]


@pytest.fixture
def namesakes(file):
    village = record.save("village", {"name": "青山村"}).id
    return [
        record.save("member", {"name": "李平", "birth": "1990-01-01", "village": village, "nation": nation}).id
        for nation in ("01", "06")
    ]


BORN = ["姓名", "出生日期", "行政村", "文化程度"]


def test_of_two_alike_the_clerk_chooses_one_or_says_that_it_is_new(file, namesakes):
    plans = people(file, ["李平", "1990-01-01", "青山村", "初中"], headers=BORN)
    (row,) = importer.preview(plans).sheets[0].rows
    assert row.verdict == "error" and row.asked.ids == tuple(namesakes)
    offer = offers.alike(plans[0].sheets[0].mapping, row)
    assert [id for id, _ in offer.records] == namesakes and offer.mine[0] == "李平"
    corrections = plans[0].sheets[0].corrections
    corrections.set_rows("选定", [2], namesakes[1])
    (row,) = importer.preview(plans).sheets[0].rows
    assert (row.verdict, row.id, row.asked) == ("update", namesakes[1], None)
    corrections.set_rows("新增", [2], ADD)
    assert verdicts(plans) == ["new"]
    importer.run(plans, back_up=False)
    assert query.count(Selection("member").where("name", "=", "李平")) == 3


def test_a_chosen_record_is_not_taken_by_another_row(file, namesakes):
    plans = people(
        file,
        ["李平", "1990-01-01", "青山村", "初中"],
        ["李平", "1990-01-01", "青山村", "高中"],
        headers=BORN,
    )
    plans[0].sheets[0].corrections.set_rows("选定", [3], namesakes[0])
    first, second = importer.preview(plans).sheets[0].rows
    assert (first.id, second.id) == (namesakes[1], namesakes[0])


def test_a_chosen_record_that_is_gone_is_asked_for_again(file, namesakes):
    plans = people(file, ["李平", "1990-01-01", "青山村", "初中"], headers=BORN)
    plans[0].sheets[0].corrections.set_rows("选定", [2], namesakes[0])
    record.delete("member", [namesakes[0]])
    (row,) = importer.preview(plans).sheets[0].rows
    assert row.verdict == "error" and "已经不在了" in row.notes[0].text


def test_a_linked_record_is_chosen_for_all_rows_that_name_it_so(file):
    village = record.save("village", {"name": "青山村"}).id
    homes = [record.save("household", {"hh_no": f"010{at}", "head": "王明", "village": village}).id for at in (1, 2)]
    headers = ["行政村", "户主姓名", "走访日期", "走访人"]
    plans = importer.prepare(
        book(
            file / "v.xlsx",
            走访=[headers, ["青山村", "王明", "2026-05-01", "甲"], ["青山村", "王明", "2026-05-02", "甲"]],
        ),
        "visit",
    )
    rows = importer.preview(plans).sheets[0].rows
    assert [row.verdict for row in rows] == ["error", "error"] and rows[0].asked.path == "household"
    offer = offers.alike(plans[0].sheets[0].mapping, rows[0])
    assert offer.ledger == "household" and [id for id, _ in offer.records] == homes and "王明" in offer.mine
    question = rows[0].asked
    plans[0].sheets[0].corrections.set_link("选定", question.path, question.combination, homes[1])
    importer.run(plans, back_up=False)
    visits = record.load(ledger("visit"), query.ids(Selection("visit")))
    assert [one["household"] for one in visits.values()] == [homes[1]] * 2


@pytest.mark.parametrize(
    "text, digits",
    [
        ("500297197305010000", "500297197305010"),
        ("5.00297197305010E+17", "500297197305010"),
        ("5.00297E+17", "500297"),
        ("５００２９７１９７３０５０１１３５Ｘ", "500297197305011"),
        ("'500297197305011350", "500297197305011"),
        ("不详", ""),
    ],
)
def test_only_digits_that_can_be_trusted_are_compared(text, digits):
    assert offers.known_digits(text) == digits


def test_people_with_the_name_and_the_first_digits_are_offered_for_a_damaged_number(file):
    village = record.save("village", {"name": "青山村"}).id
    ids = [
        record.save("member", {"name": name, "id_no": one, "village": village}).id
        for name, one in (("甲", number("50029719730502135")), ("乙", number("50029719730502136")))
    ]
    plans = people(file, ["", "青山村", "甲", "500297197305021000", "", "汉族"])
    mapping = plans[0].sheets[0].mapping
    (row,) = importer.preview(plans).sheets[0].rows
    assert row.verdict == "error"
    offer = offers.people_like(mapping, row, mapping.columns[3])
    assert [id for id, _ in offer.records] == ids[:1] and offer.column == 4
    assert offers.number_of(offer, ids[0]) == number("50029719730502135")
    assert offers.people_like(mapping, row, mapping.columns[2]) is None


def test_the_decisions_on_records_end_when_the_table_goes_to_another_ledger(file):
    plans = people(file, ["0100", "青山村", "甲", IDS[0], "户主", "汉族"])
    sheet = plans[0].sheets[0]
    sheet.corrections.put("改正", {("cell", 2, 3): "乙"})
    sheet.corrections.set_rows("跳过", [2], LEAVE_OUT)
    sheet.choose_ledger("household")
    assert sheet.corrections.marks == {("cell", 2, 3): "乙"} and sheet.corrections.undo() == ""


def test_a_preview_with_decisions_writes_nothing(file, namesakes):
    plans = people(file, ["李平", "1990-01-01", "青山村", "初中"], headers=BORN)
    plans[0].sheets[0].corrections.set_rows("新增", [2], ADD)
    before = state()
    importer.preview(plans)
    assert state() == before
