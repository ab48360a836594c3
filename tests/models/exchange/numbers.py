"""Identity numbers through the ledger and out again, to be the same byte for byte.

python -m tests.models.exchange.numbers [COUNT]: that many random ones (100,000) in .xlsx, .xls and .csv.
"""

import csv
import datetime
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import xlsxwriter

from models import clock, database, ledger_file
from models.exchange import export, importer
from models.exchange.read import open_book
from models.id_number import check_digit
from models.query import Selection

FORMATS = (".xlsx", ".xls", ".csv")
SHEET = 50_000
HEADER = ["姓名", "证件号码", "人口编号"]
COLUMNS = ["name", "id_no", "person_no"]


def random_numbers(count, seed):
    """Different identity numbers with right check digits, about one in eleven ending in X."""
    rng, found = random.Random(seed), {}
    while len(found) < count:
        day = datetime.date(1930, 1, 1) + datetime.timedelta(rng.randrange(34_000))
        first = f"500297{day:%Y%m%d}{rng.randrange(1000):03d}"
        found[first + check_digit(first)] = None
    return list(found)


def write(path, numbers):
    """A workbook of at most SHEET rows per sheet, an old one by way of LibreOffice; or a text table."""
    rows = [["李平", number, f"{at:014d}"] for at, number in enumerate(numbers)]
    if path.suffix == ".csv":
        with path.open("w", encoding="gb18030", newline="") as file:
            csv.writer(file).writerows([HEADER, *rows])
        return
    book = path.with_suffix(".xlsx")
    with xlsxwriter.Workbook(str(book), {"strings_to_numbers": False}) as file:
        for start in range(0, len(rows), SHEET):
            sheet = file.add_worksheet(f"成员{start // SHEET + 1}")
            for at, row in enumerate([HEADER, *rows[start : start + SHEET]]):
                sheet.write_row(at, 0, row)
    if path.suffix == ".xls":
        profile = f"-env:UserInstallation=file://{path.parent}/office"
        command = ["soffice", profile, "--headless", "--convert-to", "xls", "--outdir", str(path.parent), str(book)]
        subprocess.run(command, check=True, capture_output=True, timeout=900)


def office():
    """Whether the program is there that writes .xls."""
    return shutil.which("soffice") is not None


def round_trip(folder, suffix, numbers):
    """The numbers as they come out of a new ledger file into a workbook and into the bytes of a text table."""
    source = folder / f"in{suffix}"
    write(source, numbers)
    ledger_file.create(folder / f"{suffix[1:]}.db")
    receipt = importer.run(importer.prepare(source), back_up=False)
    assert dict(receipt.counts) == {"new": len(numbers)}
    chosen = Selection("member", order=("person_no",))
    export.export(chosen, COLUMNS, folder / "out.xlsx")
    export.export(chosen, COLUMNS, folder / "out.csv")
    (sheet,) = open_book(folder / "out.xlsx")
    in_book = [row[1] for row in sheet.rows(2)]
    lines = (folder / "out.csv").read_bytes().splitlines()[1:]
    database.close_file()
    return in_book, [line.split(b",")[1].strip(b'"\t=') for line in lines]


def main():
    """Say of each format whether every number came back."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    clock.freeze(datetime.date(2026, 7, 1))
    numbers = random_numbers(count, time.time_ns())
    wrong = 0
    with tempfile.TemporaryDirectory() as place:
        for suffix in FORMATS:
            if suffix == ".xls" and not office():
                print(f"{suffix}: LibreOffice is not there to write it")
                continue
            folder = Path(place) / suffix[1:]
            folder.mkdir()
            in_book, in_text = round_trip(folder, suffix, numbers)
            same = in_book == numbers and in_text == [one.encode() for one in numbers]
            wrong += not same
            print(f"{suffix}: {count:,} numbers, {'all the same' if same else 'NOT the same'}")
    return wrong


if __name__ == "__main__":
    sys.exit(main())
