"""The five exports of the national system, as they are (issue 6)."""

import collections
import datetime
import json
import shutil
from pathlib import Path

import pytest
import python_calamine
import xlsxwriter

from models import clock, history, ledger_file, operation
from models.codes import code_list
from models.exchange import importer
from models.exchange.headers import plain
from models.exchange.national.layout import MapError, layouts
from models.exchange.national.layout import _place as place
from models.kinds import Fault
from models.ledger import ledger, ledgers
from models.record import load, save

SAMPLE = Path(__file__).parents[3] / ".." / "shared" / "data" / "national" / "sample"
SHEETS = {
    "object": "监测对象信息",
    "survey": "户信息",
    "work": "已外出务工",
    "plan": "计划外出务工",
    "village": "行政村信息",
}
MEASURES = (
    *(
        "义务教育保障",
        "产业帮扶",
        "住房安全保障",
        "健康帮扶",
        "公益岗位帮扶",
        "公益性岗位帮扶其他备注",
        "就业帮扶",
        "搬迁",
    ),
    *("生产生活条件改善", "教育帮扶", "社会帮扶", "金融帮扶", "饮水安全保障", "综合保障", "基础设施建设"),
)
STEPS = (
    *("入户核查时间", "民主评议时间", "公示开始时间", "乡级审核时间", "县级审定时间", "首次落实帮扶时间"),
    *("消除公示开始时间", "消除审定时间"),
)
OF_OBJECT = {
    *("village", "household", "member", "income_sheet", "episode", "episode_step", "assist_plan", "measure"),
    *("helper", "help_pair"),
}


def path_of(name):
    (found,) = SAMPLE.glob(f"*{SHEETS[name]}*.xlsx")
    return found


def rows_of(name):
    """The sheet as rows of texts, without the program's own reader."""
    read = python_calamine.CalamineWorkbook.from_path(str(path_of(name))).get_sheet_by_index(0)
    return [[str(cell) for cell in row] for row in read.to_python(skip_empty_area=False)]


@pytest.fixture(scope="module")
def sheets():
    return {name: rows_of(name) for name in SHEETS}


@pytest.fixture(scope="module")
def files(sheets):
    """Every sheet as (headers, rows of {header: text})."""
    return {
        name: (rows[2], [dict(zip(rows[2], row, strict=False)) for row in rows[3:]]) for name, rows in sheets.items()
    }


@pytest.fixture(scope="module")
def taken(tmp_path_factory):
    """A ledger file with all five sheets, and the receipt."""
    clock.freeze(datetime.date(2026, 6, 30))
    path = tmp_path_factory.mktemp("five") / "五表.db"
    ledger_file.create(path)
    receipt = all_five()
    ledger_file.close()
    return path, receipt


@pytest.fixture(autouse=True)
def file(taken, tmp_path):
    clock.freeze(datetime.date(2026, 6, 30))
    ledger_file.create(tmp_path / "台账.db")
    return tmp_path


@pytest.fixture
def five(taken, file):
    """The five sheets are in; returns the receipt."""
    path, receipt = taken
    ledger_file.close()
    shutil.copyfile(path, file / "五表.db")
    ledger_file.open_existing(file / "五表.db", check=False)
    return receipt


def take_in(*paths, **more):
    return importer.run(importer.prepare(list(paths)), back_up=False, **more)


def all_five():
    return take_in(*(path_of(name) for name in SHEETS))


def small(sheets, folder, change=lambda rows, set_cell: None, name="object", count=40):
    """An export with the sample's first rows after ``change(rows, set_cell)``; rows count as in the sheet."""
    rows = [[*row] for row in sheets[name][: count + 3]]

    def set_cell(row, header, text):
        rows[row - 1][rows[2].index(header)] = text

    change(rows, set_cell)
    path = folder / f"{SHEETS[name]}.xlsx"
    with xlsxwriter.Workbook(str(path), {"strings_to_numbers": False}) as book:
        page = book.add_worksheet(SHEETS[name])
        for at, row in enumerate(rows):
            page.write_row(at, 0, row)
    return path


def records(name):
    of = ledger(name)
    return list(load(of, [id for (id,) in of.model.select(of.model.id).order_by(of.model.id).tuples()]).values())


def totals():
    return {of.name: count for of in ledgers() if (count := of.model.select().count())}


def test_all_five_are_one_operation_with_the_counts_that_the_files_have(files, five):
    _, people = files["object"]
    homes = {row["户编号"]: row for row in people}
    watched = [row for row in homes.values() if row["监测对象类别"]]
    assert len(five.operations) == 1 and five.failed == 0
    assert dict(five.counts) == {"new": sum(len(rows) for _, rows in files.values())}
    found = totals()
    assert found == {
        "village": len(files["village"][1]), "household": len(homes), "member": len(people),
        "income_sheet": len(homes), "rural_survey": len(files["survey"][1]), "episode": len(watched),
        "assist_plan": sum(1 for row in watched if row["帮扶计划制定时间"]),
        "measure": sum(len(row[one].split(",")) for row in watched for one in MEASURES if row[one]),
        "episode_step": sum(1 for row in watched for one in STEPS if row[one]),
        "helper": len({(row["帮扶联系人"], row["帮扶联系人电话"]) for row in homes.values()}), "help_pair": len(homes),
        "work_record": len(files["work"][1]), "work_plan": len(files["plan"][1]),
    }  # fmt: skip
    assert history.operation_row(five.operations[0]).added == sum(found.values())


def same(field, stored, told, text):
    """Whether what is stored, with the words beside it, says the same as the cell."""
    if not text:
        return stored is None
    if f"〔{field.label}〕{text}" in (told or ""):
        return True
    if stored is None:
        return False
    kind = field.kind
    if kind.name == "date":
        digits, short = "".join(filter(str.isdigit, text)), stored.replace("-", "")
        return short == digits or (kind.precision == "month" and digits.startswith(short))
    if kind.numeric:
        return float(kind.to_text(stored).replace(",", "")) == float(text)
    if kind.name == "choices":
        return {kind.codes.find(one) or one for one in text.split(",")} == set(stored.split(","))
    return kind.to_text(stored) == text or (kind.name == "choice" and kind.codes.find(text) == stored)


def compare(name, of, pairs):
    """How many columns were compared; ``pairs`` (row of the file, stored record)."""
    layout = next(one for one in layouts() if one.name == name)
    compared = 0
    for header in pairs[0][0]:
        for one in layout.places.get(plain(header), ()):
            if one.ledger != of.name or one.standin or one.code or one.field == "risks":
                continue
            field = of.fields[one.field]
            wrong = [row for row, values in pairs if not same(field, values[one.field], values["told"], row[header])]
            assert not wrong, (header, len(wrong))
            compared += 1
    return compared


@pytest.mark.parametrize(
    "name, of, columns",
    [
        *(("object", "member", 38), ("survey", "rural_survey", 31), ("work", "work_record", 23)),
        *(("plan", "work_plan", 16), ("village", "village", 41)),
    ],
)
def test_every_cell_of_every_row_is_kept_or_told(files, five, name, of, columns):
    """In the order of the file; blank cells are blank."""
    assert compare(name, ledger(of), list(zip(files[name][1], records(of), strict=True))) >= columns


def test_facts_of_households_incomes_and_episodes_are_kept_or_told(files, five):
    homes = {}
    for row in files["object"][1]:
        homes.setdefault(row["户编号"], row)
    stored = {values["hh_no"]: values for values in records("household")}
    assert compare("object", ledger("household"), [(row, stored[no]) for no, row in homes.items()]) >= 35
    watched = {no: row for no, row in homes.items() if row["监测对象类别"]}
    for name, count, rows in (("income_sheet", 19, homes), ("episode", 38, watched)):
        mine = {values["household"]: values for values in records(name)}
        pairs = [(row, mine[stored[no]["id"]]) for no, row in rows.items()]
        assert len(mine) == len(rows) and compare("object", ledger(name), pairs) >= count
    risks = code_list("risk")
    for no, row in watched.items():
        codes = [risks.find(row[f"致贫/返贫风险{n}"]) for n in range(1, 6) if row[f"致贫/返贫风险{n}"]]
        assert mine[stored[no]["id"]]["risks"] == (",".join(codes) or None)
    village = {values["id"]: values["name"] for values in records("village")}
    assert all(village[stored[no]["village"]] == row["村"] for no, row in homes.items())


def test_measures_and_steps_hang_on_their_episode(files, five):
    homes = {row["户编号"]: row for row in files["object"][1]}
    number = {values["id"]: values["hh_no"] for values in records("household")}
    episodes = {values["id"]: number[values["household"]] for values in records("episode")}
    groups = code_list("measure_group")
    found = collections.defaultdict(set)
    for values in records("measure"):
        assert episodes[values["episode"]] == number[values["household"]]
        found[number[values["household"]], groups.label(values["group"])].add(values["content"])
    steps = {(episodes[values["episode"]], values["step"]): values for values in records("episode_step")}
    for no, row in homes.items():
        for header in (*MEASURES[:5], *MEASURES[6:]):
            assert found.get((no, header), set()) == set(filter(None, row[header].split(","))), header
        assert (steps.get((no, "05")) or {"until": None})["until"] == day(row["公示结束时间"])
        assert (steps.get((no, "26")) or {"date": None})["date"] == day(row["消除审定时间"])


def day(text):
    return f"{text[:4]}-{text[4:6]}-{text[6:]}" if text else None


def test_people_of_one_number_stay_two_and_workers_that_no_household_has_stay_unlinked(files, five):
    _, people = files["object"]
    numbers = collections.Counter(row["证件号码"] for row in people)
    assert collections.Counter(values["id_no"] for values in records("member")) == numbers
    assert max(numbers.values()) > 1 and any("两人都留着" in text for text in five.problems)
    inside = {(row["户编号"], row["证件号码"]) for row in people}
    alone = [row for row in files["work"][1] if (row["户编号"], row["证件号码"]) not in inside]
    assert alone and sum(values["member"] is None for values in records("work_record")) == len(alone)
    homes = {values["id"]: values["hh_no"] for values in records("household")}
    rows = [row["户编号"] for row in files["work"][1]]
    assert [homes[values["household"]] for values in records("work_record")] == rows


def test_damaged_numbers_are_kept_with_a_warning_and_a_form_still_refuses_them(files, five):
    odd = [row["证件号码"] for row in files["object"][1] if len(row["证件号码"]) in (15, 17) or "O" in row["证件号码"]]
    members = {values["id_no"] for values in records("member")}
    told = [note for sheet in five.sheets for _, note in sheet.problems if note.label == "证件号码"]
    assert odd and members.issuperset(odd)
    assert len(told) >= len(odd) and {note.level for note in told} == {"warn"}
    kind = ledger("member").fields["id_no"].kind
    for number in odd:
        with pytest.raises(Fault):
            kind.parse(number)


def test_the_words_beside_a_value_go_when_the_value_is_changed(five):
    def stored():
        return load(ledger("work_record"), [wage["id"]])[wage["id"]]

    wage = next(values for values in records("work_record") if "〔务工月收入〕" in (values["told"] or ""))
    assert wage["monthly_wage"] is not None and wage["told"].endswith("元")
    save("work_record", {"remark": "核对过"}, id=wage["id"])
    assert stored()["told"] == wage["told"]
    save("work_record", {"monthly_wage": 390_000}, id=wage["id"])
    assert stored()["monthly_wage"] == 390_000 and "务工月收入" not in (stored()["told"] or "")


def test_a_second_import_changes_nothing_and_doubles_nothing(files, five):
    before = totals()
    again = all_five()
    assert dict(again.counts) == {"unchanged": sum(len(rows) for _, rows in files.values())}
    assert totals() == before and again.operations == []


def test_a_file_given_twice_and_one_cut_in_two_are_taken_in_once(sheets, file):
    def half(first):
        def cut(rows, _):
            rows[3:] = rows[3:23] if first else rows[23:]

        return cut

    whole = [small(sheets, file, name=name) for name in SHEETS]
    (file / "再来").mkdir()
    again = [small(sheets, file / "再来", name=name) for name in SHEETS]
    counts = take_in(*whole, *again).counts
    assert counts["new"] == counts["unchanged"] and counts["error"] == 0
    before = totals()
    for name in ("甲", "乙"):
        (file / name).mkdir()
    halves = [small(sheets, file / name, half(name == "甲")) for name in ("甲", "乙")]
    receipt = take_in(*halves)
    assert set(receipt.counts) == {"unchanged"} and receipt.missing == [] and totals() == before


def test_a_later_export_shows_only_what_differs(sheets, five, file):
    before = totals()

    def change(rows, set_cell):
        set_cell(4, "文化程度", "高中")
        set_cell(4, "在校生状况", "")
        for row in range(4, len(rows) + 1):
            if rows[row - 1][4] == rows[9][4]:
                set_cell(row, "住房面积", "333")

    receipt = take_in(small(sheets, file, change), keep_rows=True)
    (sheet,) = receipt.sheets
    rows = [row for row in sheet.rows if row.changes]
    assert receipt.counts["update"] == len(rows) == 2 and receipt.counts["unchanged"] == 38
    assert [one[0] for row in rows for one in row.changes] == ["文化程度", "住房面积"]
    assert rows[1].changes[0][2] == "333" and totals() == before
    operation.undo(receipt.operations[0])
    assert not any(values["house_area"] == 33300 for values in records("household"))


def test_what_changes_in_an_episode_is_its_own_and_a_new_month_is_a_new_episode(sheets, file):
    def first(rows, set_cell):
        for row in range(4, len(rows) + 1):
            set_cell(row, "风险是否已消除", "是" if rows[row - 1][12] else "")
            set_cell(row, "识别监测时间", "202401" if rows[row - 1][12] else "")

    def later(rows, set_cell):
        for row in range(4, len(rows) + 1):
            set_cell(row, "风险是否已消除", "否" if rows[row - 1][12] else "")
            set_cell(row, "识别监测时间", "202605" if rows[row - 1][12] else "")

    take_in(small(sheets, file, first))
    count = totals()["episode"]
    take_in(small(sheets, file, later))
    numbers = collections.Counter(values["episode_no"] for values in records("episode"))
    assert count and numbers == {1: count, 2: count}
    again = take_in(small(sheets, file, later))
    assert again.counts["unchanged"] == 40 and totals()["episode"] == 2 * count


def test_whom_the_export_lists_has_been_recognised_and_stays_at_the_step_reached_here(sheets, file):
    def change(rows, set_cell):
        for row in range(4, len(rows) + 1):
            set_cell(row, "风险是否已消除", "否" if rows[row - 1][12] else "")
            set_cell(row, "识别监测时间", "")

    take_in(small(sheets, file, change))
    assert {values["state"] for values in records("episode")} == {"11"}
    first, *_ = records("episode")
    with operation.Operation("edit", "拟消除") as change_state:
        change_state.edit(ledger("episode"), {first["id"]: {"state": "21"}})
    take_in(small(sheets, file, change))
    assert records("episode")[0]["state"] == "21"


def test_whom_a_later_export_names_no_more_stays_and_is_named(sheets, file):
    numbers = list(dict.fromkeys(row[4] for row in sheets["object"][3:43]))
    gone, thinned = numbers[1], numbers[3]

    def later(rows, _):
        rows[3:] = [row for row in rows[3:] if row[4] != gone]
        del rows[next(at for at in range(len(rows) - 1, 0, -1) if rows[at][4] == thinned)]

    first = take_in(small(sheets, file))
    before = totals()
    home = records("household")[0]
    save("member", {"household": home["id"], "name": "新来的", "relation": "99"})
    receipt = take_in(small(sheets, file, later))
    people = [row for row in sheets["object"][3:43] if row[4] in (gone, thinned)]
    whole = [one.name for one in receipt.missing if one.whole]
    name = sheets["object"][2].index("姓名")
    assert first.missing == [] and whole == [row[name] for row in people if row[4] == gone]
    assert [one.name for one in receipt.missing if not one.whole] == [people[-1][name]]
    assert any(f"1 户、{len(whole) + 1} 人，都留着" in text for text in receipt.problems)
    assert receipt.operations == [] and totals() == {**before, "member": before["member"] + 1}
    assert receipt.to_json()[0]["missing"][-1]["household_no"] == thinned
    # Who is left out of an import stands in the sheet all the same; a preview says the same.
    path = small(sheets, file, later)
    assert take_in(path, choices={(path.name, 0): range(4, 9)}).missing == receipt.missing
    assert importer.preview(importer.prepare([path])).missing == receipt.missing
    # Marked one by one, they are asked for no more.
    for one in receipt.missing:
        save("member", {"state": "03", "state_reason": "23", "state_on": "2026-06-01"}, id=one.member)
    assert take_in(path).missing == []


def test_another_helper_ends_the_pair_before(sheets, file):
    def change(rows, set_cell):
        for row in range(4, len(rows) + 1):
            set_cell(row, "帮扶联系人", "贺新来")
            set_cell(row, "帮扶联系人电话", "15400001111")
            set_cell(row, "结对开始时间", "20260601")

    take_in(small(sheets, file))
    homes = totals()["household"]
    receipt = take_in(small(sheets, file, change))
    pairs = records("help_pair")
    (new,) = [values["id"] for values in records("helper") if values["name"] == "贺新来"]
    assert receipt.failed == 0 and len(pairs) == 2 * homes
    assert {values["end"] for values in pairs if values["helper"] != new} == {"2026-05-31"}
    assert all(values["helper"] == new for values in records("household"))


def test_the_import_is_undone_as_a_whole(sheets, file):
    paths = [small(sheets, file, name=name) for name in SHEETS]
    receipt = take_in(*paths)
    counts = totals()
    assert counts["member"] == 40 and counts["work_record"] == 40
    operation.undo(receipt.operations[0])
    assert totals() == {}
    take_in(*paths)
    assert totals() == counts


def test_a_preview_says_the_same_and_writes_nothing(sheets, file):
    receipt = importer.preview(importer.prepare([small(sheets, file), small(sheets, file, name="work")]))
    assert receipt.counts["new"] == 80 and totals() == {}
    assert len(receipt.sheets[0].rows[0].texts) == len(sheets["object"][2])


@pytest.mark.parametrize(
    "name, made",
    [
        ("village", {"village"}),
        ("object", OF_OBJECT),
        ("survey", {"village", "household", "rural_survey"}),
        ("work", {"village", "household", "work_record"}),
        ("plan", {"village", "household", "work_plan"}),
    ],
)
def test_one_file_alone_and_the_others_later_lead_to_the_same(sheets, file, name, made):
    paths = {one: small(sheets, file, name=one) for one in SHEETS}
    first = take_in(paths[name])
    assert set(totals()) == made and first.failed == 0
    assert take_in(paths[name]).counts["unchanged"] == first.counts["new"]
    assert take_in(*paths.values()).failed == 0
    numbers = {row[4] for one in ("object", "work", "plan") for row in sheets[one][3:43]}
    numbers |= {row[6] for row in sheets["survey"][3:43]}
    assert totals()["member"] == 40 and totals()["household"] == len(numbers)


def test_columns_without_a_ledger_are_named_and_a_stand_in_is_used_only_when_needed(sheets, file):
    def change(rows, set_cell):
        for row in rows:
            row.insert(2, "")
        rows[2][2] = "星座"
        set_cell(3, "监测对象类别", "另一列")

    said = " ".join(take_in(small(sheets, file, change)).problems)
    assert "这 2 列没有导入：星座、另一列" in said and "年龄（由出生日期算出）" in said and "gender" in said
    watched = {row[4] for row in sheets["object"][3:43] if row[12]}
    assert all(values["category"] for values in records("episode")) and totals()["episode"] == len(watched) > 0


def test_rows_of_a_household_that_contradict_each_other_are_told_of(sheets, file):
    receipt = take_in(small(sheets, file, lambda _, set_cell: set_cell(5, "住房面积", "7777")))
    texts = [text for text in receipt.problems if "与同一户第 4 行写的不一样" in text]
    assert len(texts) == 1 and "住房面积：“7777”" in texts[0]
    assert records("household")[0]["house_area"] != 777_700


def test_a_row_without_household_number_fails_and_the_rest_is_taken_in(sheets, file):
    receipt = take_in(small(sheets, file, lambda _, set_cell: set_cell(7, "户编号", "")))
    assert receipt.failed == 1 and receipt.sheets[0].failed == {7: "户编号没有填，不知道是哪一户"}
    assert totals()["member"] == 39


def test_a_sheet_without_a_column_that_is_needed_says_so_and_the_others_are_taken_in(sheets, file):
    def without(*headers):
        def change(rows, _):
            out = {rows[2].index(one) for one in headers if one in rows[2]}
            rows[:] = [[cell for at, cell in enumerate(row) if at not in out] for row in rows]

        return change

    numberless = [small(sheets, file, without("户编号"), name) for name in ("object", "survey", "work")]
    receipt = take_in(*numberless, small(sheets, file, name="plan"), small(sheets, file, name="village"))
    assert receipt.failed == 120 and any("没有“户编号”这一列" in text for text in receipt.problems)
    assert set(totals()) == {"village", "household", "work_plan"}
    take_in(small(sheets, file))
    heads = {one["hh_no"]: one["head"] for one in records("household")}
    nameless = take_in(small(sheets, file, without("姓名", "户主姓名", "出生日期", "与户主关系")))
    assert nameless.failed == 0 and {one["hh_no"]: one["head"] for one in records("household")} == heads


def test_an_export_without_names_is_taken_in(sheets, file):
    def change(rows, set_cell):
        for row in range(4, len(rows) + 1):
            set_cell(row, "姓名", "")

    assert take_in(small(sheets, file, change)).failed == 0
    assert {one["head"] for one in records("household")} == {row[6] for row in sheets["object"][3:43]}


def test_what_no_list_knows_and_what_is_no_number_is_kept(sheets, file):
    def change(rows, set_cell):
        for header, text in (("劳动技能", "会飞"), ("健康状况", "残疾,怪病"), ("务工时间（月）", "半年"), ("性别", "")):
            set_cell(4, header, text)
        for row in range(4, len(rows) + 1):
            if rows[row - 1][4] == rows[3][4]:
                set_cell(row, "耕地面积（亩）", "-5")
                set_cell(row, "监测对象类别", "边缘易致贫户")
                set_cell(row, "识别监测时间", "203001")
                set_cell(row, "民主评议时间", "改天")

    take_in(small(sheets, file, change))
    first = records("member")[0]
    assert (first["labour"], first["health"], first["work_months"], first["sex"]) == ("会飞", "04,怪病", None, None)
    assert "〔务工时间〕半年" in first["told"]
    assert records("household")[0]["arable_mu"] == -500
    episode = records("episode")[0]
    assert episode["recognised_on"] == "2030-01" and "〔民主评议时间〕改天" in episode["told"]


def test_a_household_that_a_clerk_typed_without_number_is_the_same_one(sheets, files, file):
    rows = files["object"][1][:40]
    row = next(row for row in rows if row["与户主关系"] == "户主" and len(row["证件号码"]) == 18)
    village = save("village", {"name": row["村"]}).id
    home = save("household", {"village": village, "head": row["姓名"], "head_id_no": row["证件号码"]}).id
    person = save("member", {"household": home, "name": row["姓名"], "id_no": row["证件号码"], "relation": "01"}).id
    take_in(small(sheets, file))
    assert load(ledger("household"), [home])[home]["hh_no"] == row["户编号"]
    assert load(ledger("member"), [person])[person]["person_no"] == row["人编号"]
    assert totals()["household"] == len({one["户编号"] for one in rows})
    assert totals()["member"] == 40 and totals()["village"] == 1


def test_a_map_that_names_no_field_is_refused():
    with pytest.raises(MapError, match=r"星座 = member\.star"):
        place("member.star", "星座")
    with pytest.raises(MapError):
        place("nowhere.name", "星座")


def test_the_command_line_takes_five_files_and_answers_for_each(sheets, file, capsys):
    from ui.cli import main

    ledger_file.close()
    files = [str(small(sheets, file, name=name)) for name in ("work", "object", "plan", "village", "survey")]
    assert main(["import", *files, "--db", str(file / "台账.db"), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert len(answer) == 5 and len({one["operation"] for one in answer}) == 1
    fields = {one["header"]: one["field"] for one in answer[1]["columns"]}
    assert answer[1]["ledger"] == "member" and fields["综合保障"] == "measure:100A48"
    assert fields["户类型"] == "household.hh_type" and fields["年龄"] is None
