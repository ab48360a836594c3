"""Recalls and pledges were once fields of a member: an older file keeps them as records of their own."""

import shutil

from models import ledger_file, migrate, query
from models.database import run
from models.query import Selection


def test_recalls_and_pledges_of_an_older_file_are_taken_over(tmp_path, monkeypatch):
    folder = tmp_path / "older"
    shutil.copytree(migrate.FOLDER, folder)
    for one in folder.glob("*.py"):
        if one.name >= "0260":
            one.unlink()
    with monkeypatch.context() as patch:
        patch.setattr(migrate, "FOLDER", folder)
        ledger_file.create(tmp_path / "a.db")
    run('INSERT INTO "sequence" ("name", "next") VALUES (\'record\', 8)')
    columns = '"id", "uid", "revision", "name", "end", "recalled", "recall_reason", "pledge_on", "pledge", '
    run(
        f'INSERT INTO "team_member" ({columns} "pledge_published") VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, ?)',
        (7, "01900000-0000-7000-8000-000000000007", "程远航", "2026-05-01", True, "长期不在村", "2025-07-05",
         "每月驻村二十天", "2025-07-10"),
    )  # fmt: skip
    ledger_file.close()
    ledger_file.open_existing(tmp_path / "a.db")
    recalls = [row for _, row in query.each(Selection("recall"), ("member", "date", "reason"), raw=True)]
    assert recalls == [(7, "2026-05-01", "长期不在村")]
    paths = ("member", "kind", "year", "signed_on", "text", "published_on")
    pledges = [row for _, row in query.each(Selection("pledge", order=("kind",)), paths, raw=True)]
    assert pledges == [
        (7, "01", 2025, "2025-07-05", None, None),
        (7, "02", 2025, None, "每月驻村二十天", "2025-07-10"),
    ]
    assert run('SELECT "next" FROM "sequence"').fetchone()[0] == 11, "ids that no other record will have"
    ledger_file.close()
