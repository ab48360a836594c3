"""Import and export of 100,000 × 30 cells: time against calamine + raw ``executemany`` and xlsxwriter, and the peak.

``python -m benchmarks import_members [--json]``. Each side runs in a process of its own, in turns, on workbooks that
are made by code; the ledger files are plain, as the raw statement's is.
"""

from __future__ import annotations

import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.harness import Result, id_number, person

ROWS = 100_000
ROUNDS = 3
PLAIN = ("name", "id_no", "sex", "birth", "phone", "person_no", "state", "health")
PATHS = (
    "name", "id_no", "sex", "birth", "nation", "politics", "phone", "person_no", "state", "education", "mandarin",
    "health", "labour", "med_resident", "med_worker", "med_serious", "med_commercial", "accident_ins",
    "pension_resident", "pension_worker", "dibao", "tekun", "orphan", "work_place", "work_months", "employer",
    "monthly_wage", "resettled", "bank_account", "remark",
)  # fmt: skip


def workbook(path: Path, count: int = ROWS, paths: Sequence[str] = PATHS) -> None:
    """A 花名册 of fictitious people with these columns."""
    from rustpy_xlsxwriter import write_worksheet

    from models.ledger import ledger

    of = ledger("member")
    rng = random.Random(11)
    labels = [of.fields[name].title for name in PATHS]
    kept = [of.fields[name].title for name in paths]
    choices = {
        name: [of.fields[name].kind.codes.label(code.code) for code in of.fields[name].kind.codes.codes][:8]
        for name in PATHS
        if of.fields[name].kind.name in ("choice", "choices")
    }
    numbers: set[str] = set()
    while len(numbers) < count:
        numbers.add(id_number(rng, rng.randint(0, 999)))
    rows = []
    for at, number in enumerate(sorted(numbers)):
        row: dict[str, object] = {}
        for name, label in zip(PATHS, labels, strict=True):
            kind = of.fields[name].kind.name
            if name in choices:
                row[label] = rng.choice(choices[name])
            elif kind == "yesno":
                row[label] = rng.choice("是否")
        row |= dict(
            zip(
                [of.fields[n].title for n in PLAIN],
                [
                    person(rng), number, "男" if int(number[16]) % 2 else "女",
                    f"{number[6:10]}-{number[10:12]}-{number[12:14]}", f"154{rng.randint(0, 99999999):08d}",
                    f"{at:014d}", "在册", "健康",
                ],
                strict=True,
            )
        )  # fmt: skip
        row[of.fields["work_place"].title] = f"浙江省宁波市{at % 40}"
        row[of.fields["work_months"].title] = rng.randint(1, 12)
        row[of.fields["employer"].title] = f"第{at % 500}制造厂"
        row[of.fields["monthly_wage"].title] = rng.randint(20, 80) * 100.5
        row[of.fields["bank_account"].title] = _card(rng)
        row[of.fields["med_worker"].title] = "否"
        row[of.fields["remark"].title] = f"第{at}号"
        rows.append({label: row[label] for label in kept})
    # Excel and WPS keep each text once, so the workbook does too.
    write_worksheet(rows, str(path), sheet_name="花名册", dedupe_strings=True)


def _card(rng: random.Random) -> str:
    """A card of no bank, with its check digit."""
    from stdnum import luhn

    digits = f"62999900{rng.randint(0, 9999999):07d}"
    return digits + str(luhn.calc_check_digit(digits))


def import_ours(book: Path, db: Path) -> None:
    """Checked, with history, as an open program does it: its ledgers are known."""
    from models import ledger_file
    from models.exchange import importer
    from models.ledger import ledgers

    ledgers()
    ledger_file.create(db)
    start = time.perf_counter()
    receipt = importer.run(importer.prepare(book), back_up=False)
    print(json.dumps({"s": time.perf_counter() - start, "rows": receipt.counts["new"]}))
    ledger_file.close()


def import_raw(book: Path, db: Path) -> None:
    """calamine and the driver, nothing else: the same columns of the same table."""
    import python_calamine

    from models import ledger_file
    from models.database import database

    ledger_file.create(db)
    start = time.perf_counter()
    rows = python_calamine.CalamineWorkbook.from_path(str(book)).get_sheet_by_index(0).to_python()
    names = ", ".join(f'"{name}"' for name in PATHS)
    sql = f"INSERT INTO member (id, uid, revision, {names}) VALUES (?, ?, 1, {', '.join('?' * len(PATHS))})"
    with database.atomic():
        cursor = database.obj.connection().cursor()
        cursor.executemany(sql, ((at, str(at), *row) for at, row in enumerate(rows[1:])))
    print(json.dumps({"s": time.perf_counter() - start, "rows": len(rows) - 1}))
    ledger_file.close()


def export_ours(db: Path, out: Path) -> None:
    """The same table back, every column."""
    from models import ledger_file
    from models.exchange import export
    from models.selection import Selection

    ledger_file.open_existing(db, check=False)
    start = time.perf_counter()
    count = export.export(Selection("member", order=("id_no",)), PATHS, out)
    print(json.dumps({"s": time.perf_counter() - start, "rows": count}))
    ledger_file.close()


def export_rival(db: Path, out: Path) -> None:
    """xlsxwriter with constant memory, the same records."""
    import xlsxwriter

    from models import ledger_file, query
    from models.selection import Selection

    ledger_file.open_existing(db, check=False)
    start = time.perf_counter()
    book = xlsxwriter.Workbook(str(out), {"constant_memory": True})
    sheet = book.add_worksheet()
    shown = query.formatters("member", PATHS)
    count = 0
    for at, (_, values) in enumerate(query.each(Selection("member", order=("id_no",)), PATHS)):
        for column, value in enumerate(values):
            sheet.write(at + 1, column, shown[column](value))
        count += 1
    book.close()
    print(json.dumps({"s": time.perf_counter() - start, "rows": count}))
    ledger_file.close()


def _apart(*arguments: object) -> dict[str, float]:
    """Run one side in a process of its own; its seconds, rows and peak in MiB."""
    # An installed program has its bytecode: what is loaded late would else be timed while it is compiled.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment.setdefault("PYTHONPYCACHEPREFIX", str(Path(tempfile.gettempdir()) / "benchmarks-bytecode"))
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.import_members", *map(str, arguments)],
        capture_output=True, text=True, check=True, env=environment,
    )  # fmt: skip
    return dict(json.loads(done.stdout.splitlines()[-1]))


def run() -> list[Result]:
    """All goals of importing and exporting."""
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        book = base / "花名册.xlsx"
        _apart("workbook", book)
        times: dict[str, list[dict[str, float]]] = {}
        for at in range(ROUNDS):
            for name in ("import_ours", "import_raw"):
                times.setdefault(name, []).append(_apart(name, book, base / f"{name}{at}.db"))
        db = base / "import_ours0.db"
        for at in range(ROUNDS):
            for name in ("export_ours", "export_rival") if at == 0 else ("export_ours",):
                times.setdefault(name, []).append(_apart(name, db, base / f"{name}{at}.xlsx"))
    middle = {name: statistics.median(one["s"] for one in many) for name, many in times.items()}
    peak = max(one["peak"] for one in times["import_ours"])
    return [
        Result(
            "import 100,000 × 30 into members, checked, with history", middle["import_ours"] * 1000,
            middle["import_raw"] * 1000, 1.5, "calamine + raw executemany",
        ),
        Result("peak memory of that import", peak, 300, 1.0, "300 MiB", "MiB"),
        Result(
            "export 100,000 × 30", middle["export_ours"] * 1000, middle["export_rival"] * 1000, 0.15,
            "xlsxwriter constant memory",
        ),
    ]  # fmt: skip


def _main() -> None:
    name, *paths = sys.argv[1:]
    if name == "workbook":
        workbook(Path(paths[0]))
        print("{}")
        return
    work = {one.__name__: one for one in (import_ours, import_raw, export_ours, export_rival)}[name]
    import contextlib
    import io

    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        work(*(Path(path) for path in paths))
    answer = json.loads(said.getvalue())
    # On Linux ru_maxrss is in KiB.
    answer["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(answer))


if __name__ == "__main__":
    _main()
