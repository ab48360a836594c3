"""Blanks in the shapes of other counties: every value as the state says it, nothing else changed, the same pages."""

import shutil
import subprocess
import zipfile

import pytest

from models.exchange.fill.form import fill, read_form, save
from models.exchange.fill.scope import read_scope

openpyxl = pytest.importorskip("openpyxl")
docx = pytest.importorskip("docx")
from .conftest import BLANKS as SHARED_FOLDER  # noqa: E402
from .county_blanks import BLANKS, ONE, OTHER, PROJECT, VILLAGES  # noqa: E402
from .test_fill import FORMS  # noqa: E402

SHARED_BLANKS = ("td1_监测对象动态管理台账.xlsx", "td3_一户一策帮扶计划表.docx")
PARTS = {".xlsx": ("xl/worksheets/", "xl/workbook.xml"), ".docx": ("word/document.xml",)}


def done(name, folder):
    make, wheres = BLANKS[name]
    blank, out = folder / name, folder / f"已填{name}"
    make(blank)
    result = fill(read_form(blank), read_scope(wheres))
    save(read_form(blank), result, out)
    return result, blank, out


def cells(out, sheet=0, values=True):
    made = openpyxl.load_workbook(out, data_only=values).worksheets[sheet]
    return lambda *names: [made[name].value for name in names]


def tables(out):
    return [[[cell.text for cell in row.cells] for row in one.rows] for one in docx.Document(out).tables]


def home(truth, head):
    return next(one for one in truth["households"] if one["head"] == head)


def yuan(fen):
    return pytest.approx(fen / 100)


@pytest.mark.parametrize("name", BLANKS)
def test_only_what_is_filled_changes(opened, tmp_path, name):
    result, blank, out = done(name, tmp_path)
    assert len(result.cells) >= 4
    with zipfile.ZipFile(blank) as before, zipfile.ZipFile(out) as after:
        assert before.namelist() == after.namelist()
        changed = [part for part in before.namelist() if before.read(part) != after.read(part)]
    assert changed and all(part.startswith(PARTS[out.suffix]) for part in changed)
    written = {(one.sheet, one.cell) for one in result.cells}
    assert not [one for one in result.open if one.cell and (one.sheet, one.cell) in written and "签字" in one.reason]
    assert all(one.name for one in result.cells if one.ledger)
    if out.suffix == ".xlsx":
        for sheet, made in zip(openpyxl.load_workbook(blank), openpyxl.load_workbook(out), strict=True):
            grid = next(at for at, one in enumerate(openpyxl.load_workbook(blank).sheetnames) if one == sheet.title)
            edits = result.edits[grid]
            for row in sheet.iter_rows():
                for cell in row:
                    at = (edits.moved(cell.row), cell.column)
                    text = cell.value is not None and not str(cell.value).startswith("=")
                    if text and at not in edits.values and at not in edits.splices:
                        assert made.cell(*at).value == cell.value


def test_a_month_of_projects(opened, tmp_path, truth):
    result, _, out = done("项目月报.xlsx", tmp_path)
    wanted = truth["projects"]
    made = cells(out)
    assert made("A1", "A2", "D2") == ["云岭县青禾乡（镇）衔接资金项目进度月报", "填报单位（盖章）：青禾乡",
                                      "截止时间：2024年11月30日"]  # fmt: skip
    for row, one in enumerate(wanted, 5):
        number, name, total, central, own, stage = made(*(f"{c}{row}" for c in "ABDEGI"))
        assert (number, name, stage) == (row - 4, one["name"], one["stage"])
        assert total == pytest.approx(one["budget_total"] / 1e6)
        assert (central or 0, own or 0) == (pytest.approx(one["funds"]["F1"] / 1e6),
                                            pytest.approx(one["funds"]["F13"] / 1e6))  # fmt: skip
    last = 4 + len(wanted)
    assert made(f"D{last + 1}") == [pytest.approx(sum(one["budget_total"] for one in wanted) / 1e6)]
    formulas = cells(out, values=False)
    assert formulas(f"D{last + 1}", f"H{last}") == [f"=SUM(D5:D{last})", f'=IF(D{last}="","",E{last}/D{last})']
    book = openpyxl.load_workbook(out)
    sheet = book.worksheets[0]
    assert [str(one.sqref) for one in sheet.data_validations.dataValidation] == [f"I5:I{last}"]
    assert [str(one.sqref) for one in sheet.conditional_formatting] == [f"H5:H{last}"]
    assert sheet.print_area.replace("$", "").endswith(f"A1:J{last + 2}") and sheet.print_title_rows == "$3:$4"
    assert book.defined_names["投资"].attr_text == f"项目!$D$5:$D${last}"
    assert f"A{last + 1}:C{last + 1}" in {str(one) for one in sheet.merged_cells.ranges}
    assert {one.label for one in result.open if "签字" in one.reason} == {
        "单位负责人",
        "填表人",
        "联系电话",
        "报出日期",
    }


def test_who_holds_a_post(opened, tmp_path, truth):
    _, _, out = done("公益岗.xlsx", tmp_path)
    made = cells(out)
    people = {one["id_no"]: one for home in truth["households"] for one in home["members"]}
    found = [made(*(f"{c}{row}" for c in "BCDEFGHI")) for row in range(3, 3 + len(truth["posts"]))]
    wanted = [
        [one["village"], one["person"], one["id_no"], people[one["id_no"]]["sex"], one["name"],
         one["monthly_subsidy"] / 100, people[one["id_no"]]["bank_account"], None]
        for one in truth["posts"]
    ]  # fmt: skip
    assert sorted(found) == sorted(wanted)
    assert made("C14", "G23") == [None, sum(one["monthly_subsidy"] for one in truth["posts"]) / 100]


def test_a_card(opened, tmp_path, truth):
    result, _, out = done("信息卡.xlsx", tmp_path)
    one, made = home(truth, ONE), cells(out)
    columns = "CDEFGHIJKLMNOPQRST"
    assert "".join(made(*(f"{c}3" for c in columns))) == one["members"][0]["id_no"]
    workers = sum("无" not in member["labour"] for member in one["members"])
    assert made("D2", "J2", "M4", "R4") == [ONE, one["hh_no"], f"{one['members_now']}人", workers]
    assert made("C5", "M5") == ["□是  ☑否", "(√)是 ( )否"]
    assert made("C12", "J12") == [float(one["arable_mu"]), float(one["house_area"])]
    assert [made(f"A{row}", f"G{row}") for row in range(8, 12)] == [[m["name"], m["id_no"]] for m in one["members"]]
    assert {"照片", "户主签字", "填表人"} <= {entry.label for entry in result.open}


def test_blocks_and_a_second_sheet(opened, tmp_path, truth):
    _, _, out = done("调查表.xlsx", tmp_path)
    one, made = home(truth, OTHER), cells(out)
    more = len(one["members"]) - 3
    assert made("B3", "D3", "B4", "D4") == [OTHER, one["hh_no"], one["hh_type"], one["members_now"]]
    able = [made(f"A{row}", f"F{row}") for row in range(7, 7 + len(one["members"]))]
    assert able == [[m["name"], "是" if m["labour"] in ("普通劳动力", "技能劳动力") else "否"] for m in one["members"]]
    year = next(sheet for sheet in one["incomes"] if sheet["year"] == 2023)
    assert made(f"B{11 + more}", f"D{11 + more}", f"F{11 + more}") == [
        pytest.approx(year["wage"] / 1e6), pytest.approx(year["net"] / 1e6), yuan(year["net_pc"])
    ]  # fmt: skip
    days = [visit["date"] for visit in truth["visits"] if visit["head"] == OTHER]
    assert made(*(f"A{14 + more + at}" for at in range(len(days)))) == days
    episode, second = one["episodes"][-1], cells(out, 1)
    assert second("B2", "D2", "B3") == [episode["category"], episode["recognised_ym"], episode["risks"][0]]
    assert second("D3") == ["☑是 □否" if episode["eliminated"] else "□是 ☑否"]


def test_a_years_income_of_a_village(opened, tmp_path, truth):
    result, _, out = done("收入汇总.xlsx", tmp_path)
    poor = [one for one in truth["households"] if one["region"]["village"] == "青山村" and one["hh_type"] == "脱贫户"]
    sheets = {one["head"]: next(s for s in one["incomes"] if s["year"] == 2024) for one in poor}
    made = cells(out)
    rows = [made(*(f"{c}{row}" for c in "BCDEFGH")) for row in range(4, 4 + len(poor))]
    assert {row[0] for row in rows} == set(sheets)
    for head, persons, wage, transfer, low, pension, mean in rows:
        one = sheets[head]
        assert (persons, wage, transfer) == (one["persons"], yuan(one["wage"]), yuan(one["transfer"]))
        assert (low, pension, mean) == (yuan(one["D2"]), yuan(one["D4"]), yuan(one["net_pc"]))
    total, persons = sum(one["wage"] for one in sheets.values()) / 100, sum(one["persons"] for one in sheets.values())
    assert made("D14", "H14") == [pytest.approx(total), pytest.approx(round(total / persons, 2))]
    assert any("脱贫户" in note for note in result.notes)


def test_risks_are_counted_once_where_rows_are_added_up(opened, tmp_path, truth):
    result, _, out = done("风险统计.xlsx", tmp_path)
    made = cells(out)
    watched = [(one, e) for one in truth["households"] for e in one["episodes"] if e["recognised_on"] <= "2024-11-30"]
    for row in range(4, 12):
        name, homes, persons, still, people = made(*(f"{c}{row}" for c in "ABCDE"))
        mine = [(one, e) for one, e in watched if e["risks"][0].startswith({"因灾": "因自然灾害"}.get(name, name))]
        left = [(one, e) for one, e in mine if not e["eliminated"] or e["eliminated_on"] > "2024-11-30"]
        assert (homes, persons) == (len(mine), sum(one["members_now"] for one, _ in mine))
        assert (still, people) == (len(left), sum(one["members_now"] for one, _ in left))
    assert made("B12") == [len(watched)] and any("主要" in note for note in result.notes)


def test_a_summary_out_of_three_ledgers(opened, tmp_path, truth):
    _, _, out = done("村汇总.xlsx", tmp_path)
    made = cells(out)
    for row, village in enumerate(VILLAGES, 5):
        homes = [one for one in truth["households"] if one["region"]["village"] == village]
        poor = [one for one in homes if one["hh_type"] == "脱贫户"]
        people = [member for one in homes for member in one["members"]]
        assert made(*(f"{c}{row}" for c in "ABCDEFGH")) == [
            village, len(homes), sum(one["members_now"] for one in homes),
            len(poor), sum(one["members_now"] for one in poor),
            sum(m["labour"] in ("普通劳动力", "技能劳动力") for m in people),
            sum(m["disability_level"] is not None for m in people),
            sum(bool(one["episodes"]) for one in homes),
        ]  # fmt: skip
    assert made("B4") == [len(truth["households"])]


def test_a_title_says_who_is_listed(opened, tmp_path, truth):
    result, _, out = done("务工花名册.xlsx", tmp_path)
    homes = [one for one in truth["households"] if one["region"]["village"] == "石桥村" and one["hh_type"] == "脱贫户"]
    away = [(one, m) for one in homes for m in one["members"] if m["work_place"]]
    made = cells(out)
    rows = [made(*(f"{c}{row}" for c in "ABCDEFGH")) for row in range(4, 4 + len(away))]
    assert made("A1") == ["石桥村脱贫人口外出务工花名册"]
    assert sorted(row[3] for row in rows) == sorted(m["id_no"] for _, m in away)
    by_number = {m["id_no"]: (one, m) for one, m in away}
    for head, name, sex, number, able, low, insured, firm in rows:
        one, m = by_number[number]
        assert (head, name, sex, firm) == (one["head"], m["name"], m["sex"], m["employer"])
        assert able == ("是" if m["labour"] in ("普通劳动力", "技能劳动力") else "否")
        assert insured == ("是" if m["med_resident"] else "否") and (low == "是") is bool(m["dibao"])
    assert any("务工" in note for note in result.notes)


def test_documents_with_titles_beside_and_boxes_behind(opened, tmp_path, truth):
    one = home(truth, ONE)
    _, _, out = done("农户信息表.docx", tmp_path)
    (made,) = tables(out)
    assert docx.Document(out).paragraphs[1].text == "所在村：青山村二组"
    assert made[0][1::2] == [ONE, one["hh_no"], "脱贫户☑  一般农户□"]
    assert made[1][1::2] == [f"{one['members_now']}人", "2", "（√）是 （  ）否"]
    assert [row[1] for row in made[3:7]] == [m["name"] for m in one["members"]]
    assert {row[0] for row in made[3:7]} == {"家庭成员"}
    year = next(sheet for sheet in one["incomes"] if sheet["year"] == 2023)
    plain = [f"{year[name] / 100:.2f}".rstrip("0").rstrip(".") for name in ("wage", "net", "property", "net_pc")]
    assert [made[7][2], made[7][4], made[8][2], made[8][4]] == plain
    assert made[9][1] == "（盖章）\n年   月   日"


def test_content_controls_stay_controls(opened, tmp_path, truth):
    result, _, out = done("内容控件.docx", tmp_path)
    text = zipfile.ZipFile(out).read("word/document.xml").decode()
    episode = home(truth, ONE)["episodes"][-1]
    assert text.count("<w:sdt>") + text.count("<w:sdt ") == 5 and "showingPlcHdr" not in text
    for said in (ONE, episode["category"], episode["contact_name"]):
        assert f">{said}</w:t>" in text
    assert "单击此处" not in text and text.count('w14:val="1"') == 1
    assert text.index("☐") < text.index("☒") and not [one for one in result.open if one.cell]


def test_a_table_in_a_cell(opened, tmp_path, truth):
    _, _, out = done("表中表.docx", tmp_path)
    inner = docx.Document(out).tables[0].cell(1, 1).tables[0]
    wanted = [[m["name"], m["sex"], m["relation"]] for m in home(truth, ONE)["members"]]
    assert [[cell.text for cell in row.cells] for row in inner.rows][1:] == wanted


def test_cells_for_year_month_and_day(opened, tmp_path, truth):
    one = next(one for one in truth["projects"] if one["name"] == PROJECT)
    _, _, out = done("项目表.docx", tmp_path)
    (made,) = tables(out)
    year, month, day = (int(part) for part in one["start_real"].split("-"))
    assert made[2][1:4] == [f"{year}年", f"{month}月", f"{day}日"]
    assert made[0][4] == "□新建 □改扩建 □续建".replace(f"□{one['nature']}", f"☑{one['nature']}")
    assert made[1][1:5] == [f"{one['budget_total'] / 1e6:g}", "万元", "受益户数", str(one["benefit_hh"])]


def test_lines_and_boxes_in_plain_paragraphs(opened, tmp_path, truth):
    one = next(v for v in truth["visits"] if v["head"] == OTHER and v["date"] == "2024-09-09")
    _, _, out = done("走访卡.docx", tmp_path)
    text = [paragraph.text for paragraph in docx.Document(out).paragraphs]
    assert text[1:3] == ["走访时间：2024年9月9日", f"户主：{OTHER}  家庭人口：{home(truth, OTHER)['members_now']}人"]
    assert f"☑{one['kind']}" in text[3] and text[3].count("☑") == 1
    assert text[4] == f"走访情况：{one['findings']}" and text[5] == "是否解决：☑已解决  □未解决"
    assert text[6] == "走访人签字：__________   农户签字：__________"


def test_what_there_is_in_a_village(opened, tmp_path, truth):
    _, _, out = done("村情况.docx", tmp_path)
    (made,) = tables(out)
    homes = [one for one in truth["households"] if one["region"]["village"] == "青山村"]
    poor = [one for one in homes if one["hh_type"] == "脱贫户"]
    watched = [one for one in homes if any(not e["eliminated"] for e in one["episodes"])]
    persons = [str(sum(one["members_now"] for one in some)) for some in (homes, poor)]
    assert made[0] == ["村名", "青山村", "总人口", persons[0]]
    assert made[1] == ["脱贫户数", str(len(poor)), "脱贫人口数", persons[1]]
    assert made[2][1] == str(len(watched))


@pytest.mark.skipif(shutil.which("soffice") is None, reason="没有装 LibreOffice，不能数页数")
def test_another_office_opens_them_all_and_prints_as_many_pages(opened, tmp_path):
    import pypdfium2

    files, grown = [], set()
    for name in BLANKS:
        result, blank, out = done(name, tmp_path)
        files += [blank, out]
        grown |= {name} if any(edits.inserts for edits in result.edits.values()) else set()
    for name in SHARED_BLANKS:
        out = tmp_path / f"已填{name}"
        form = read_form(SHARED_FOLDER / name)
        result = fill(form, read_scope(FORMS[name]))
        save(form, result, out)
        files += [form.path, out]
        grown |= {name} if any(edits.inserts for edits in result.edits.values()) else set()
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf",
               "--outdir", tmp_path / "pdf", *files]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    pages = {file.name: len(pypdfium2.PdfDocument(tmp_path / "pdf" / f"{file.stem}.pdf")) for file in files}
    for name in (*BLANKS, *SHARED_BLANKS):
        more = pages[f"已填{name}"] - pages[name]
        assert more == 0 or (name in grown and more == 1), name
