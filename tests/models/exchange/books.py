"""Small workbooks made for tests, and the shared ones when they lie beside the repository."""

import xlsxwriter

from tests.models.reports import seeds

SHARED = seeds.FOLDER.parent


def book(path, **sheets):
    """Write sheets of rows; text stays text, numbers stay numbers."""
    with xlsxwriter.Workbook(str(path), {"strings_to_numbers": False}) as file:
        for name, rows in sheets.items():
            sheet = file.add_worksheet(name)
            for at, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, str):
                        sheet.write_string(at, column, cell)
                    elif cell is not None:
                        sheet.write(at, column, cell)
    return path


def state():
    """Everything that is stored, without revisions and uids."""
    from models.ledger import ledgers
    from models.record import load

    found = {}
    for of in ledgers():
        ids = [row[0] for row in of.model.select(of.model.id).tuples()]
        found[of.name] = {id: {n: v for n, v in row.items() if n != "revision"} for id, row in load(of, ids).items()}
    return found
