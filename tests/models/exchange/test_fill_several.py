"""A form for several records at once: a file for each in a folder, or all in one; as PDF where an office is there."""

import json
import zipfile

import pytest

from models import history
from models.database import Trouble
from models.exchange.fill import paper
from models.exchange.fill.form import read_form
from models.exchange.fill.scope import read_scope
from models.exchange.fill.several import save_each, save_together
from models.kinds import Fault
from models.operation import Cancelled
from ui import cli

openpyxl = pytest.importorskip("openpyxl")
docx = pytest.importorskip("docx")
from .county_blanks import BLANKS  # noqa: E402


def blank(name, folder):
    BLANKS[name][0](folder / name)
    return read_form(folder / name)


def heads(truth, village="青山村"):
    return {one["head"] for one in truth["households"] if one["region"]["village"] == village}


def test_a_file_for_each_household(opened, tmp_path, truth):
    form, out = blank("信息卡.xlsx", tmp_path), tmp_path / "各户"
    made = save_each(form, read_scope(["村=青山村"]), out)
    names = sorted(file.stem for file in out.iterdir())
    assert names == sorted(f"青山村-{head}" for head in heads(truth)) == sorted(one.name for one in made)
    for file in out.iterdir():
        assert openpyxl.load_workbook(file).active["D2"].value == file.stem.partition("-")[2]
        with zipfile.ZipFile(form.path) as before, zipfile.ZipFile(file) as after:
            changed = {part for part in before.namelist() if before.read(part) != after.read(part)}
        assert changed == {"xl/worksheets/sheet1.xml"}
    assert f"{len(made)} 份" in history.operations()[0].title
    # A second time nothing is written over.
    save_each(form, read_scope(["户主=程国"]), out)
    assert (out / "青山村-程国（2）.xlsx").is_file() and len(list(out.iterdir())) == len(made) + 1


def test_all_households_in_one_workbook(opened, tmp_path, truth):
    form, out = blank("调查表.xlsx", tmp_path), tmp_path / "合订.xlsx"
    made = save_together(form, read_scope(["村=青山村"]), out)
    book = openpyxl.load_workbook(out)
    assert book.sheetnames[0::2] == [f"{one.name}-调查" for one in made]
    assert {book[name]["B3"].value for name in book.sheetnames[0::2]} == heads(truth)
    merges = {str(one) for one in openpyxl.load_workbook(form.path).worksheets[1].merged_cells.ranges}
    assert all({str(one) for one in book[name].merged_cells.ranges} == merges for name in book.sheetnames[1::2])
    assert sum(sheet.sheet_view.tabSelected or 0 for sheet in book.worksheets) <= 1


def test_print_areas_and_formulas_go_with_each_copy(opened, tmp_path):
    path = tmp_path / "卡.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "卡 片"
    for row, (label, value) in enumerate([("户主姓名", None), ("家庭人口", None), ("人口", "='卡 片'!B2*2")], 1):
        sheet.cell(row, 1).value, sheet.cell(row, 2).value = label, value
        sheet.cell(row, 2).number_format = "0"
    sheet.print_area, sheet.print_title_rows = "A1:B3", "1:1"
    book.save(path)
    out = tmp_path / "合订.xlsx"
    made = save_together(read_form(path), read_scope(["村=柳溪村"]), out)
    filled, values = openpyxl.load_workbook(out), openpyxl.load_workbook(out, data_only=True)
    assert filled.sheetnames == [one.name for one in made] and len(made) == 3
    for name in filled.sheetnames:
        assert filled[name].print_area == f"'{name}'!$A$1:$B$3" and filled[name].print_title_rows == "$1:$1"
        assert filled[name]["B3"].value == f"='{name}'!B2*2"
        assert values[name]["B3"].value == 2 * values[name]["B2"].value


def test_all_households_in_one_document(opened, tmp_path, truth):
    form, out = blank("农户信息表.docx", tmp_path), tmp_path / "合订.docx"
    made = save_together(form, read_scope(["村=青山村"]), out)
    document = docx.Document(out)
    assert [table.cell(0, 1).text for table in document.tables] == [one.name.partition("-")[2] for one in made]
    breaks = document.element.xpath("//w:pageBreakBefore")
    assert len(breaks) == len(made) - 1 and len(document.sections) == 1


def test_what_is_no_form_for_one_and_who_is_nobody(opened, tmp_path):
    with pytest.raises(Fault, match="不是一户"):
        save_each(blank("村汇总.xlsx", tmp_path), read_scope([]), tmp_path / "各村")
    with pytest.raises(Fault, match="没有符合条件"):
        save_each(blank("信息卡.xlsx", tmp_path), read_scope(["bank_name=没有这家"]), tmp_path / "无")
    assert not (tmp_path / "各村").exists() and not (tmp_path / "无").exists()


def test_stopping_keeps_the_files_that_are_whole(opened, tmp_path):
    with pytest.raises(Cancelled):
        save_each(blank("信息卡.xlsx", tmp_path), read_scope(["村=青山村"]), tmp_path / "停",
                  progress=lambda done, _total, _text: done < 2)  # fmt: skip
    assert len(list((tmp_path / "停").iterdir())) == 2
    assert "2 份" in history.operations()[0].title


def test_a_list_object_goes_with_each_copy(opened, tmp_path):
    from openpyxl.worksheet.table import Table

    path = tmp_path / "卡.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["户主姓名", None])
    book.active["B1"].number_format = "@"
    for row in (["甲", "乙"], [1, 2], ["和", "=SUM(码表[乙])"]):
        book.active.append(row)
    book.active.add_table(Table(displayName="码表", ref="A2:B3"))
    book.save(path)
    out = tmp_path / "合订.xlsx"
    made = save_together(read_form(path), read_scope(["村=柳溪村"]), out)
    lists = [next(iter(sheet.tables.values())) for sheet in openpyxl.load_workbook(out)]
    assert [one.displayName for one in lists] == ["码表", "码表_2", "码表_3"][: len(made)]
    assert len({one.id for one in lists}) == len(made) == 3 and {one.ref for one in lists} == {"A2:B3"}
    assert [sheet["B4"].value for sheet in openpyxl.load_workbook(out)] == [
        f"=SUM({one.displayName}[乙])" for one in lists
    ]


def test_a_workbook_with_a_pivot_is_not_doubled(opened, tmp_path):
    path, pivoted = tmp_path / "卡.xlsx", tmp_path / "透视.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["户主姓名", None])
    book.active["B1"].number_format = "@"
    book.save(path)
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/pivotTable"
    rels = "http://schemas.openxmlformats.org/package/2006/relationships"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(pivoted, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.writestr("xl/worksheets/_rels/sheet1.xml.rels", f'<Relationships xmlns="{rels}"><Relationship Id="rId1" '
                     f'Type="{kind}" Target="/xl/pivotTables/pivotTable1.xml"/></Relationships>')  # fmt: skip
        new.writestr("xl/pivotTables/pivotTable1.xml", "<pivotTableDefinition/>")
    with pytest.raises(Trouble, match="每户一个文件"):
        save_together(read_form(pivoted), read_scope(["村=柳溪村"]), tmp_path / "合订.xlsx")


def test_the_command_fills_for_each_and_together(office, tmp_path, capsys):
    blank("信息卡.xlsx", tmp_path)
    where = ["--where", "村=柳溪村", "--db", str(office), "--json"]
    assert cli.main(["fill", str(tmp_path / "信息卡.xlsx"), str(tmp_path / "各户"), "--each", *where]) == 0
    said = json.loads(capsys.readouterr().out)
    assert len(said["forms"]) == 3 == len(list((tmp_path / "各户").iterdir()))
    out = tmp_path / "合.xlsx"
    assert cli.main(["fill", str(tmp_path / "信息卡.xlsx"), str(out), "--together", *where]) == 0
    assert openpyxl.load_workbook(out).sheetnames == [one["name"] for one in said["forms"]]
    assert cli.main(["fill", str(tmp_path / "信息卡.xlsx"), str(out), "--each", "--together", *where]) != 0


def test_without_an_office_program_it_says_what_to_do(opened, tmp_path, monkeypatch):
    monkeypatch.setattr(paper, "office", lambda: None)
    with pytest.raises(paper.NoOffice, match="输出为 PDF"):
        paper.to_pdf(tmp_path / "表.xlsx")


def test_an_office_program_that_fails_costs_nothing(opened, tmp_path, monkeypatch):
    false = tmp_path / "soffice"
    false.write_text("#!/bin/sh\nexit 1\n")
    false.chmod(0o755)
    monkeypatch.setattr(paper, "office", lambda: false)
    (tmp_path / "表.xlsx").write_bytes(b"x")
    with pytest.raises(Trouble, match="表已经存好"):
        paper.save_pdf(tmp_path / "表.xlsx", tmp_path / "表.pdf")
    assert not (tmp_path / "表.pdf").exists()
