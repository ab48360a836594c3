"""The five exports of the national system, 10,000 households with 40,000 people: time against reading them, the peak.

``python -m benchmarks national [--json]``. The workbooks are the sample's exports many times over: the same columns and
contradictions, but new numbers with valid check digits. Each side runs in a process of its own, in turns.

Memory: calamine holds a sheet as a whole, the largest of the five alone in 390 MiB while it reads it, and all five in
460 MiB once they are recognised, as the batch has to know which of them are there before the first row is written.
The limit leaves 100 MiB to the program with its ledgers, words of headers and one chunk of rows.
"""

from __future__ import annotations

import itertools
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.harness import WEIGHTS, Result

SAMPLE = Path(__file__).parents[1] / ".." / "shared" / "data" / "national" / "sample"
PEOPLE = 40_000
ROUNDS = 3
PEAK = 560
PERSONS, HOMES, PHONES = ("证件号码", "户主证件号码"), ("户编号",), ("电话",)


def workbooks(folder: Path) -> None:
    """Write the five files as often as it takes."""
    import python_calamine
    from rustpy_xlsxwriter import write_worksheet

    for path in sorted(SAMPLE.glob("*.xlsx")):
        sheet = python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
        _, second, head, *rows = sheet.to_python(skip_empty_area=False)
        times = 1 if "行政村" in path.name else _times()
        more = [_copy(head, row, at) for at in range(times) for row in rows]
        # Titles and header are rows like others, under a header that nobody reads as one.
        names = [f"{'　' * (at + 1)}" for at in range(len(head))]
        body = [dict(zip(names, row, strict=True)) for row in itertools.chain([second, head], more)]
        write_worksheet(body, str(folder / path.name), sheet_name=sheet.name, dedupe_strings=True)


def _times() -> int:
    """How often the sample makes 40,000 people."""
    return -(-PEOPLE // json.loads((SAMPLE / "manifest.json").read_text(encoding="utf-8"))["rows"]["object"])


def _copy(head: list[str], row: list[Any], at: int) -> list[Any]:
    """The row of another household with other people."""
    new = [*row]
    for column, header in enumerate(head):
        text = row[column]
        if header in PERSONS:
            new[column] = _number(text, at)
        elif header.endswith(("户编号", "人编号")) and text:
            new[column] = f"{text[:6]}{at:03d}{text[9:]}"
        elif header.endswith("电话") and len(text) == 11:
            new[column] = f"{text[:3]}{(int(text[3:]) + at * 1_234_567) % 100_000_000:08d}"
    return new


def _number(text: str, at: int) -> str:
    """Another number of the same birthday and sex, its check digit right if it was."""
    if at == 0 or len(text) < 18 or not text[:17].isdigit() or text.startswith("999999"):
        return text
    first = f"{int(text[:6]) + at:06d}{text[6:17]}"
    return first + (_check(first) if _check(text[:17]) == text[17] else text[17]) + text[18:]


def _check(first: str) -> str:
    return "10X98765432"[sum(int(a) * b for a, b in zip(first, WEIGHTS, strict=True)) % 11]


def ours(folder: Path, db: Path) -> None:
    """All five as one operation, with history."""
    from models import ledger_file
    from models.exchange import importer
    from models.ledger import ledgers

    ledgers()
    ledger_file.create(db)
    start = time.perf_counter(), time.process_time()
    receipt = importer.run(importer.prepare(sorted(folder.glob("*.xlsx"))), back_up=False)
    print(json.dumps(_spent(start) | {"rows": receipt.counts["new"]}))
    ledger_file.close()


def reading(folder: Path, _: Path) -> None:
    """calamine alone."""
    import python_calamine

    start = time.perf_counter(), time.process_time()
    rows = 0
    for path in sorted(folder.glob("*.xlsx")):
        rows += len(python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()) - 3
    print(json.dumps(_spent(start) | {"rows": rows}))


def _spent(start: tuple[float, float]) -> dict[str, float]:
    return {"s": time.perf_counter() - start[0], "cpu": time.process_time() - start[1]}


def _apart(name: str, *paths: Path) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.national", name, *map(str, paths)],
        stdout=subprocess.PIPE, text=True, check=True, env={**os.environ, "PYTHONHASHSEED": "0"},
    )  # fmt: skip
    return dict(json.loads(done.stdout.splitlines()[-1]))


def run() -> list[Result]:
    """Time and memory."""
    times: dict[str, list[dict[str, float]]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "exports"
        folder.mkdir()
        _apart("workbooks", folder, folder)
        for at in range(ROUNDS):
            for side in ("ours", "reading"):
                times.setdefault(side, []).append(_apart(side, folder, Path(name) / f"{at}.db"))
    middle = {side: statistics.median(one["cpu"] for one in many) * 1000 for side, many in times.items()}
    peak = max(one["peak"] for one in times["ours"])
    return [
        Result("import five exports of 10,000 households", middle["ours"], middle["reading"], 2.5, "calamine alone"),
        Result("peak memory of that import", peak, PEAK, 1.0, f"{PEAK} MiB", "MiB"),
    ]


def _main() -> None:
    name, folder, db = sys.argv[1:]
    if name == "workbooks":
        workbooks(Path(folder))
        print("{}")
        return
    import contextlib
    import io

    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        {"ours": ours, "reading": reading}[name](Path(folder), Path(db))
    # On Linux ru_maxrss is in KiB.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(json.loads(said.getvalue()) | {"peak": peak}))


if __name__ == "__main__":
    _main()
