"""kill -9 in the middle of an import: the file opens, is sound, and holds all of the import or nothing."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from models import ledger_file, query
from models.query import Selection
from models.sample_data import id_number

ROOT = Path(__file__).resolve().parent.parent
ROWS = 3_000
KILLS = 20
COMMAND = [sys.executable, "-m", "ui.cli"]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no kill -9"),
]


@pytest.fixture(scope="module")
def workbook(tmp_path_factory):
    """A table of some thousand people."""
    import datetime

    import xlsxwriter

    path = tmp_path_factory.mktemp("kill") / "花名册.xlsx"
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet("家庭成员")
    sheet.write_row(0, 0, ["行政村", "户编号", "姓名", "与户主关系", "证件号码", "民族", "文化程度", "成员备注"])
    for at in range(ROWS):
        home = at // 4
        number = id_number(datetime.date(1950, 1, 1) + datetime.timedelta(at * 5), 1 + at % 997)
        role = "户主" if at % 4 == 0 else "之兄弟姐妹"
        row = [
            f"{'青石柳云'[home % 4]}村",
            f"{9_000_000 + home}",
            "测" + "春夏秋冬"[at % 4],
            role,
            number,
            "汉族",
            "初中",
            f"第{at}人",
        ]
        sheet.write_row(at + 1, 0, row)
    book.close()
    return path


def start(db, workbook, home):
    return subprocess.Popen(
        [*COMMAND, "import", str(workbook), "--ledger", "member", "--db", str(db), "--json"],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "BANGFU_HOME": str(home)},
    )  # fmt: skip


def wait_for_log(worker, db, size):
    """Until the write-ahead log is longer than ``size`` bytes or the import is over."""
    log = Path(f"{db}-wal")
    while worker.poll() is None and not (log.exists() and log.stat().st_size > size):
        time.sleep(0.001)


def look(db):
    """(members, operations) of a file that must open and be sound."""
    ledger_file.open_existing(db)
    try:
        assert query.database.execute_sql("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert query.database.execute_sql("PRAGMA foreign_key_check").fetchall() == []
        operations = query.database.execute_sql('SELECT count(*) FROM "operation"').fetchone()[0]
        changes = query.database.execute_sql("SELECT count(*) FROM \"change\" WHERE ledger = 'member'").fetchone()[0]
        members = query.count(Selection("member"))
        assert changes == members
        return members, operations
    finally:
        ledger_file.close()


def test_all_or_nothing(workbook, tmp_path, own_home):
    whole = tmp_path / "whole.db"
    ledger_file.create(whole)
    ledger_file.close()
    begun = time.perf_counter()
    done = start(whole, workbook, own_home)
    out, err = done.communicate(timeout=60)
    lasted = time.perf_counter() - begun
    assert done.returncode == 0, err.decode()
    assert json.loads(out)[0]["rows"]["new"] == ROWS
    full = look(whole)
    assert full == (ROWS, 1)

    draw = random.Random(9)
    killed, seen = 0, []
    for turn in range(KILLS):
        db = tmp_path / f"{turn}.db"
        ledger_file.create(db)
        ledger_file.close()
        worker = start(db, workbook, own_home)
        if turn % 2:
            time.sleep(lasted * draw.uniform(0.3, 1.0))
        else:  # in the middle of the commit, which chance alone hardly meets
            wait_for_log(worker, db, draw.randrange(0, 900_000))
        worker.send_signal(signal.SIGKILL)
        worker.communicate(timeout=60)
        killed += worker.returncode == -signal.SIGKILL
        found = look(db)
        assert found in ((0, 0), full), f"kill {turn}: {found}"
        seen.append(found)
    assert killed >= KILLS // 2
    assert (0, 0) in seen


def test_a_killed_import_does_not_lock_the_file(workbook, tmp_path, own_home):
    db = tmp_path / "a.db"
    ledger_file.create(db)
    ledger_file.close()
    worker = start(db, workbook, own_home)
    wait_for_log(worker, db, 0)
    worker.send_signal(signal.SIGKILL)
    worker.communicate(timeout=60)
    again = start(db, workbook, own_home)
    out, err = again.communicate(timeout=60)
    assert again.returncode == 0, err.decode()
    rows = json.loads(out)[0]["rows"]
    assert rows["new"] + rows["unchanged"] == ROWS
    assert look(db)[0] == ROWS
