"""New ledger files without waiting: the program makes the first of a run, every later one is a copy of it.

Byte for byte the file that ``ledger_file.create`` makes, hundreds of times over, without running all migrations each
time. Tests of the making itself call ``really_create`` or take the fixture ``made_by_the_program``.
"""

import tempfile
from pathlib import Path

from models import ledger_file, migrate

really_create = ledger_file.create
_migrations = migrate.FOLDER
_made: dict[str, bytes] = {}


def create(path: Path | str, password: str = "") -> None:
    """In place of ``ledger_file.create``: a new, empty file, left open."""
    path = Path(path)
    refused = path.exists() or not path.parent.is_dir()
    other_migrations = migrate.FOLDER is not _migrations
    if refused or other_migrations:
        really_create(path, password)
        return
    if password not in _made:
        with tempfile.TemporaryDirectory() as folder:
            first = Path(folder, "new.db")
            really_create(first, password)
            ledger_file.close()
            _made[password] = first.read_bytes()
    path.write_bytes(_made[password])
    try:
        ledger_file.open_existing(path, password, check=False)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
