"""Preview of 5,000 × 25 cells, from the file to a verdict on every row, against calamine reading the same file.

``python -m benchmarks preview [--json]``. Both run in this process in turns; nothing is written by either. The second
figure is the check of all rows again that follows each mended cell: 写入 waits for it.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.harness import Result, in_turns
from benchmarks.import_members import PATHS, workbook

ROWS, COLUMNS = 5_000, 25


def run() -> list[Result]:
    """The goal of the preview."""
    import python_calamine

    from models import ledger_file
    from models.exchange import importer

    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "花名册.xlsx"
        workbook(book, ROWS, PATHS[:COLUMNS])
        ledger_file.create(Path(folder) / "台账.db")

        def ours() -> None:
            (sheet,) = importer.preview(importer.prepare(book)).sheets
            assert len(sheet.rows) == ROWS and sheet.counts["new"] == ROWS

        def rival() -> None:
            python_calamine.CalamineWorkbook.from_path(str(book)).get_sheet_by_index(0).to_python()

        mine, theirs = in_turns(ours, rival)
        plans = importer.prepare(book)
        again, once_more = in_turns(lambda: importer.preview(plans), rival)
        ledger_file.close()
    return [
        Result(f"preview {ROWS:,} × {COLUMNS}, a verdict on every row", mine, theirs, 3.0, "calamine reads it"),
        Result("all rows again after one mended cell", again, once_more, 2.0, "calamine reads it"),
    ]
