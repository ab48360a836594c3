"""What every report must do: hold together, print, become a workbook, lead from each figure to its records."""

import re

import openpyxl
import pytest

from models import query
from models.ledger import ledger
from models.reports import returns
from models.reports.returns import period as periods
from models.reports.returns import workbook
from models.reports.returns.base import DATA, SUBTOTAL, number

REPORTS = [one.name for one in returns.reports()]
VILLAGE = "青禾村"


@pytest.mark.parametrize("name", REPORTS)
def test_every_report_has_a_description_that_holds(name):
    one = returns.find(name)
    assert re.fullmatch(r"R\d\d(-\d)?", one.number) and returns.find(one.number) == one
    assert one.title and one.period in periods.KINDS
    assert one.ledgers and all(ledger(of).title for of in one.ledgers)
    assert returns.find(one.title) == one


@pytest.mark.parametrize("name", REPORTS)
def test_every_report_is_made_from_the_sample_and_from_nothing(name, reading):
    made = returns.build(name)
    for table in made.tables:
        assert made.parts and table.title and table.heads
        for row in [*table.rows, *([table.total] if table.total else [])]:
            assert len(row.cells) == len(table.heads)
    far = {"month": "1999-01", "quarter": "1999Q1", "half": "1999H1", "year": "1999", "day": "1999-01-01"}.get(
        made.report.period, ""
    )
    returns.paper(returns.build(name, far))


@pytest.mark.parametrize("name", REPORTS)
def test_every_report_prints_and_becomes_a_workbook(name, reading, tmp_path):
    made = returns.build(name)
    result = returns.paper(made)
    assert result.pdf.startswith(b"%PDF") and result.pages >= len(made.parts)
    if not made.tables:
        return
    assert workbook.write(made, tmp_path / "a.xlsx", returns.paper_settings(made)) >= 0
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert len(book.worksheets) == len(made.tables)
    for sheet, table in zip(book.worksheets, made.tables, strict=True):
        assert sheet["A1"].value == table.title
        printed = {str(cell.value) for line in sheet.iter_rows() for cell in line if cell.value is not None}
        assert {head.title for head in table.heads} <= printed
        assert sheet.page_setup.paperSize == "9" or sheet.page_setup.paperSize == 9
        assert sheet.print_title_rows


@pytest.mark.parametrize("name", REPORTS)
def test_every_figure_of_a_summary_opens_its_records(name, reading):
    counted = {}  # many figures open the same records
    for table in returns.build(name).tables:
        for row in [*table.rows, *([table.total] if table.total else [])]:
            for cell in row.cells:
                if cell.where is not None:
                    same = repr(cell.where)
                    if same not in counted:
                        counted[same] = query.count(cell.where)
                    assert counted[same] or not cell.value, (table.title, cell.text)
                if cell.record is not None:
                    assert ledger(cell.record[0])


@pytest.mark.parametrize("name", REPORTS)
def test_every_column_adds_up_to_its_total(name, reading):
    for table in returns.build(name).tables:
        if table.total is None or table.rounding_shows():
            continue
        for at, head in enumerate(table.heads):
            whole = number(table.total.cells[at].text)
            if head.adds and whole is not None:
                parts = [number(row.cells[at].text) for row in table.rows if row.kind == DATA]
                assert sum(part for part in parts if part is not None) == whole, head.title


@pytest.mark.parametrize("name", REPORTS)
def test_every_report_of_one_village_holds_that_village_only(name, reading):
    whole, part = returns.build(name), returns.build(name, village=VILLAGE)
    others = [text for text in whole.scope.villages.values() if text != VILLAGE]
    for all_, one in zip(whole.tables, part.tables, strict=False):
        assert len(one.rows) <= len(all_.rows)
        for row in one.rows:
            assert row.kind == SUBTOTAL or not {cell.text for cell in row.cells} & set(others)


@pytest.mark.parametrize("name", REPORTS)
def test_every_public_report_hides_whole_numbers(name, reading):
    from models.exchange.export import _WHOLE_NUMBER

    for table in returns.build(name, public=True).tables:
        assert not [head.title for head in table.heads if head.personal]
        for row in table.rows:
            for cell in row.cells:
                assert not (_WHOLE_NUMBER.search(cell.text) and cell.value is None), cell.text


def test_the_numbers_are_unique():
    assert len({one.number for one in returns.reports()}) == len(returns.reports())
