"""A table of 2,000 × 12 to PDF, against LibreOffice doing the same; every name and ID must be found in it."""

from __future__ import annotations

import random
import shutil
import subprocess
import tempfile
from pathlib import Path

from benchmarks.harness import Result, id_number, in_turns, person

ROWS, COLUMNS = 2_000, 12


def _rows() -> list[list[str]]:
    rng = random.Random(3)
    return [
        [
            f"{rng.choice('青红白黑')}山村",
            f"{rng.randint(1, 9)}组",
            person(rng),
            id_number(rng, at),
            "脱贫户",
            str(rng.randint(1, 7)),
        ]
        + [f"{rng.randint(0, 9999999) / 100:,.2f}" for _ in range(COLUMNS - 6)]
        for at in range(ROWS)
    ]


def _workbook(path: Path, rows: list[list[str]]) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(0)
    for at, row in enumerate([[f"第{n}列" for n in range(COLUMNS)], *rows]):
        sheet.write_row(at, 0, row)
    book.close()


def run() -> list[Result]:
    """The ratio; nothing where LibreOffice is not installed."""
    office = shutil.which("soffice")
    if office is None:
        print("paper: LibreOffice is not installed, left out")
        return []
    from models.reports.paper import PaperColumn, PaperSettings, PaperTable, render

    rows = _rows()
    columns = tuple(PaperColumn(f"第{n}列", 20 if n == 3 else 9, "right" if n > 5 else "left") for n in range(COLUMNS))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _workbook(folder / "t.xlsx", rows)
        command = [office, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
        command += ["--outdir", str(folder), str(folder / "t.xlsx")]

        def ours() -> None:
            result = render([PaperTable("速度", columns, rows)], PaperSettings(landscape=True))
            (folder / "ours.pdf").write_bytes(result.pdf)

        def rival() -> None:
            subprocess.run(command, check=True, capture_output=True)

        pair = in_turns(ours, rival, 3)
        text = subprocess.run(
            ["pdftotext", "-layout", folder / "ours.pdf", "-"], check=True, capture_output=True, text=True
        )
    missing = sum(row[2] not in text.stdout or row[3] not in text.stdout for row in rows)
    return [
        Result("2,000 × 12 table to PDF", *pair, 0.4, "LibreOffice"),
        Result("names and IDs not found in its text", missing, 1, 0, "none may be missing", "rows"),
    ]
