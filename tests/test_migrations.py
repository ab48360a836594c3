"""All tables come from migrations: a fresh file equals the models, and an upgrade is all or nothing."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import peewee
import pytest
from filelock import FileLock, Timeout

from models import attachment, backup, database, history, ledger_file, migrate, record, settings, unsaved
from models.closed import ClosedRow
from models.database import DiskFull, NewerDatabase, Trouble
from models.exchange import layouts
from models.fields import LinkField
from models.ledger import ledgers
from models.reports.closing.tables import ClosingRow, FigureRow, ReportRow, SetRow
from models.rules.check import runs
from tests.new_file import really_create

ROOT = Path(__file__).resolve().parents[1]
MODELS = [of.model for of in ledgers()]
CLOSING = [ClosingRow, FigureRow, SetRow, ReportRow, ClosedRow]
SYSTEM = [
    attachment.LEDGER.model,
    settings.SettingRow,
    *CLOSING,
    history.OperationRow,
    history.ChangeRow,
    history.SequenceRow,
    unsaved.UnsavedRow,
    runs.FindingRow,
    layouts.LayoutRow,
]
ALL = [*MODELS, *SYSTEM]


@pytest.fixture
def fresh(tmp_path):
    ledger_file.create(tmp_path / "a.db")
    return tmp_path / "a.db"


@pytest.fixture(scope="module")
def from_migrations(tmp_path_factory):
    """What the program itself has just made, table by table."""
    really_create(tmp_path_factory.mktemp("made") / "a.db")
    made = {model._meta.table_name: described(database.database, model._meta.table_name) for model in ALL}
    ledger_file.close()
    return made


@pytest.fixture(scope="module")
def from_models():
    """An unencrypted database made from the models as they are now."""
    base = peewee.SqliteDatabase(":memory:")
    with base.bind_ctx(ALL):
        base.create_tables(ALL)
        yield base
    base.close()


def described(base, table):
    """What matters of a table: columns, indexes and links, in a form that can be compared."""
    columns = {c.name: (c.data_type.upper(), c.null, c.primary_key) for c in base.get_columns(table)}
    indexes = sorted((tuple(i.columns), i.unique) for i in base.get_indexes(table))
    links = sorted((f.column, f.dest_table, f.dest_column) for f in base.get_foreign_keys(table))
    rules = sorted(
        (row[3], row[2], row[6]) for row in base.execute_sql(f'PRAGMA foreign_key_list("{table}")').fetchall()
    )
    return {"columns": columns, "indexes": indexes, "links": links, "rules": rules}


def test_there_is_no_other_table(fresh):
    expected = {model._meta.table_name for model in ALL}
    assert {name for name in database.database.get_tables() if "migration" not in name} == expected


@pytest.mark.parametrize("model", ALL, ids=lambda model: model._meta.table_name)
def test_a_fresh_file_equals_the_models(model, from_migrations, from_models):
    table = model._meta.table_name
    assert from_migrations[table] == described(from_models, table)


def test_every_link_is_kept_by_the_database(fresh):
    for of in ledgers():
        links = {f.column: f.dest_table for f in database.database.get_foreign_keys(of.name)}
        wanted = {
            one.column_name: one.rel_model._meta.table_name for one in of.fields.values() if isinstance(one, LinkField)
        }
        assert links == wanted


def test_nothing_is_left_to_draft(tmp_path):
    folder = tmp_path / "migrations"
    shutil.copytree(migrate.FOLDER, folder)
    assert migrate.draft("again", folder) is None


def test_a_newer_file_is_refused_and_left_alone(fresh, tmp_path):
    table = next(name for name in database.database.get_tables() if "migration" in name)
    columns = [column.name for column in database.database.get_columns(table)]
    row = dict(zip(columns, database.database.execute_sql(f'SELECT * FROM "{table}"').fetchone(), strict=True))
    row |= {"name": "9999_from_the_future"}
    row.pop("id", None)
    marks = ", ".join("?" * len(row))
    names = ", ".join(f'"{name}"' for name in row)
    database.database.execute_sql(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', list(row.values()))
    ledger_file.close()
    before = fresh.read_bytes()
    with pytest.raises(NewerDatabase, match="更新版本的程序"):
        ledger_file.open_existing(fresh)
    assert not database.is_open()
    assert fresh.read_bytes() == before


def test_a_missing_folder_has_its_sentence(tmp_path, monkeypatch):
    ledger_file.create(tmp_path / "a.db")
    ledger_file.close()
    monkeypatch.setattr(migrate, "FOLDER", tmp_path / "nowhere")
    with pytest.raises(Trouble, match=r"缺少 migrations 文件夹.*请重新安装程序"):
        ledger_file.open_existing(tmp_path / "a.db")
    assert not database.is_open()


BREAKING = '''
"""A migration that breaks off half-way."""


def up(migrator, db):
    """Apply."""
    db.execute_sql('ALTER TABLE "village" ADD COLUMN "half" TEXT')
    db.execute_sql('UPDATE "village" SET "half" = "name", "name" = NULL')
    raise RuntimeError("power cut")
'''
ADDING = '''
"""A migration that adds a column."""


def up(migrator, db):
    """Apply."""
    db.execute_sql('ALTER TABLE "village" ADD COLUMN "half" TEXT')
'''


LOSING = '''
"""A migration that loses what was changed."""


def up(migrator, db):
    """Apply."""
    db.execute_sql('DELETE FROM "change"')
'''


def on():
    """The file that is worked on."""
    return database.database.obj.database


def beside(path):
    """What an upgrade left beside a file."""
    return sorted(one.name for one in path.parent.iterdir() if migrate.STAGED in one.name)


@pytest.fixture
def upgrade(fresh, tmp_path, monkeypatch):
    """A function that puts one more migration beside ours and opens the file, which holds a village."""
    record.save("village", {"name": "青禾村"})
    ledger_file.close()
    folder = tmp_path / "migrations"
    shutil.copytree(migrate.FOLDER, folder)
    monkeypatch.setattr(migrate, "FOLDER", folder)

    def run(text):
        (folder / "0900_more.py").write_text(text, "utf-8")
        return ledger_file.open_existing(fresh)

    return run


def rows(path):
    with sqlite3.connect(path) as connection:
        tables = sorted(row[0] for row in connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL"))
        found = tables, connection.execute("SELECT * FROM village").fetchall()
    connection.close()
    return found


def test_an_interrupted_migration_leaves_the_file_as_it_was(fresh, upgrade):
    before, bytes_before = rows(fresh), fresh.read_bytes()
    with pytest.raises(RuntimeError, match="power cut"):
        upgrade(BREAKING)
    assert not database.is_open()
    assert rows(fresh) == before
    assert fresh.read_bytes() == bytes_before
    assert beside(fresh) == []


def test_a_power_cut_in_the_middle_of_a_migration_costs_nothing(fresh, upgrade, tmp_path):
    before = fresh.read_bytes()
    killed = tmp_path / "killed.py"
    killed.write_text(
        "from pathlib import Path\n"
        "from models import ledger_file, migrate\n"
        f"migrate.FOLDER = Path({str(tmp_path / 'migrations')!r})\n"
        f"ledger_file.open_existing({str(fresh)!r})\n"
    )
    (tmp_path / "migrations" / "0900_more.py").write_text(
        BREAKING.replace(
            'raise RuntimeError("power cut")', "import os, signal\n    os.kill(os.getpid(), signal.SIGKILL)"
        )
    )
    done = subprocess.run([sys.executable, str(killed)], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert done.returncode == -signal.SIGKILL
    assert len(beside(fresh)) > 0  # the half-migrated copy
    assert fresh.read_bytes() == before
    assert upgrade(ADDING) == ["0900_more"]
    ledger_file.close()
    assert beside(fresh) == []
    assert [row[-1] for row in rows(fresh)[1]] == [None]


def test_an_encrypted_file_is_migrated_on_its_copy_too(tmp_path, monkeypatch):
    path, secret = tmp_path / "密.db", "青禾-8866"
    ledger_file.create(path, secret)
    record.save("village", {"name": "青禾村"})
    ledger_file.close()
    folder = tmp_path / "migrations"
    shutil.copytree(migrate.FOLDER, folder)
    (folder / "0900_more.py").write_text(ADDING, "utf-8")
    monkeypatch.setattr(migrate, "FOLDER", folder)
    assert ledger_file.open_existing(path, secret) == ["0900_more"]
    assert database.database.execute_sql("SELECT name, half FROM village").fetchall() == [("青禾村", None)]
    with pytest.raises(Timeout):  # the lock is held all the while
        FileLock(f"{path}.lock").acquire(timeout=0)
    ledger_file.close()
    assert not database.is_plain(path) and beside(path) == []


def test_a_migrated_copy_that_lost_history_is_not_put_in_place(fresh, upgrade):
    before = fresh.read_bytes()
    with pytest.raises(Trouble, match=r"没有通过检查.*原来的台账没有动"):
        upgrade(LOSING)
    assert not database.is_open()
    assert fresh.read_bytes() == before and beside(fresh) == []


def test_a_migrated_copy_that_is_damaged_is_not_put_in_place(fresh, upgrade, monkeypatch):
    before = fresh.read_bytes()
    # 原来的没有毛病，抄出来的有
    monkeypatch.setattr(
        migrate, "integrity_faults", lambda most: ["坏页"] if str(on()).endswith(migrate.STAGED) else []
    )
    with pytest.raises(Trouble, match=r"没有通过检查（坏页）.*原来的台账没有动"):
        upgrade(ADDING)
    assert fresh.read_bytes() == before and beside(fresh) == []


def test_without_room_for_the_copy_nothing_is_migrated(fresh, upgrade, monkeypatch):
    before = fresh.read_bytes()
    room = shutil.disk_usage(fresh.parent)._replace(free=fresh.stat().st_size * 2)
    monkeypatch.setattr(shutil, "disk_usage", lambda place: room)
    with pytest.raises(DiskFull, match="原来的没有动"):
        upgrade(ADDING)
    assert fresh.read_bytes() == before and beside(fresh) == []


def test_a_migrated_copy_that_cannot_take_its_place_is_given_up(fresh, upgrade, monkeypatch):
    before = fresh.read_bytes()
    real = Path.replace

    def refuse(self, target):
        if self.name.endswith(migrate.STAGED):
            raise PermissionError(13, "正在使用")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(Trouble, match=r"换不上.*原来的台账没有动"):
        upgrade(ADDING)
    assert fresh.read_bytes() == before and beside(fresh) == []


def test_a_migration_is_applied_once_after_a_backup(fresh, upgrade):
    assert upgrade(ADDING) == ["0900_more"]
    assert "half" in {column.name for column in database.database.get_columns("village")}
    copies = backup.listing()
    assert [one.why for one in copies] == ["升级前"]
    assert backup.verify(copies[0].path)
    assert len(rows(copies[0].path)[1][0]) == len(rows(fresh)[1][0]) - 1
    ledger_file.close()
    assert upgrade(ADDING) == []
    assert len(backup.listing()) == 1


def test_without_room_for_a_backup_nothing_is_migrated(fresh, upgrade, monkeypatch):
    before = rows(fresh)

    def full(why, progress=None):
        raise Trouble("备份盘空间不够")

    monkeypatch.setattr(backup, "make", full)
    with pytest.raises(Trouble, match="备份盘空间不够"):
        upgrade(ADDING)
    assert rows(fresh) == before


def test_a_new_field_of_an_old_ledger_is_drafted_as_a_column(tmp_path, from_models):
    # 旧表少两列：把建表文件里的这两列拿掉，看能不能补回来，补回来的和直接建的一样
    folder = tmp_path / "migrations"
    shutil.copytree(migrate.FOLDER, folder)
    old = folder / "0002_ledgers.py"
    lines = old.read_text("utf-8").splitlines(keepends=True)
    gone = ("    platform_order = ", "    product = ")
    old.write_text("".join(line for line in lines if not line.startswith(gone)), "utf-8")
    path = migrate.draft("add_columns", folder)
    assert path is not None
    assert path.read_text("utf-8").count("migrator.add_column") == 2
    assert migrate.draft("again", folder) is None
    base = peewee.SqliteDatabase(tmp_path / "old.db")
    migrate.runner(base, folder).up()
    assert described(base, "sale") == described(from_models, "sale")
    base.close()


def test_the_packed_program_does_without_pythons_own_sqlite(tmp_path):
    code = (
        "import sys; sys.modules['sqlite3'] = None; from pathlib import Path; from models import ledger_file; "
        f"ledger_file.create(Path({str(tmp_path / 'a.db')!r})); print('made')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.stdout.strip() == "made", done.stderr[-500:]


def test_the_row_that_paid_a_sale_becomes_a_record_of_its_own(tmp_path, monkeypatch):
    """0326: what a sale said of its row is kept, under an id that no record has had, and the rest stays as it is."""
    old = tmp_path / "migrations"
    old.mkdir()
    for one in migrate.files():
        if one.name < "0326":
            shutil.copy(one, old)
    with monkeypatch.context() as patch:
        patch.setattr(migrate, "FOLDER", old)
        really_create(tmp_path / "old.db")
    run = database.database.execute_sql
    uids = [f"01900000-0000-7000-8000-00000000000{at}" for at in range(4)]
    run('INSERT INTO "settlement" ("id", "uid", "revision", "date", "amount") VALUES (1, ?, 1, ?, 900)',
        (uids[0], "2026-03-09"))  # fmt: skip
    for id, amount, row in ((2, 500, 1), (3, 400, 1), (4, 70, None)):
        run('INSERT INTO "sale" ("id", "uid", "revision", "date", "amount", "settlement_id") VALUES (?, ?, 1, ?, ?, ?)',
            (id, uids[id - 1], "2026-03-01", amount, row))  # fmt: skip
    run('INSERT INTO "sequence" ("name", "next") VALUES (\'record\', 5)')
    ledger_file.close()
    assert "0326_sale_payments" in ledger_file.open_existing(tmp_path / "old.db")[0:2]
    run = database.database.execute_sql
    assert run('SELECT "id", "sale_id", "settlement_id", "amount" FROM "sale_payment"').fetchall() == [
        (5, 2, 1, 500), (6, 3, 1, 400),
    ]  # fmt: skip
    assert run('SELECT "id", "amount" FROM "sale"').fetchall() == [(2, 500), (3, 400), (4, 70)]
    assert run('SELECT "next" FROM "sequence"').fetchall() == [(7,)]
