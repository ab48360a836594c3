"""The promise of docs/adding-a-ledger.md: a copied file and a drafted migration are a whole ledger without an edit."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("models", "widgets", "ui", "resources", "tests")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A copy of the program with the example made a ledger by the two steps of the document."""
    root = tmp_path_factory.mktemp("house") / "程序"
    root.mkdir()
    for room in ROOMS:
        shutil.copytree(ROOT / room, root / room, ignore=shutil.ignore_patterns("__pycache__", ".hypothesis"))
    for name in ("main.py", "pyproject.toml"):
        shutil.copy(ROOT / name, root / name)
    shutil.copy(root / "models/ledgers/_example.py", root / "models/ledgers/base/handout.py")
    return root


def python(house, *words, code=0):
    """Run Python in the copy; returns what it said."""
    environment = {
        **os.environ,
        "PYTHONPATH": "",
        "BANGFU_HOME": str(house.parent / "home"),
        "QT_QPA_PLATFORM": "offscreen",
    }
    done = subprocess.run(
        [sys.executable, *map(str, words)],
        cwd=house,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
    )
    assert done.returncode == code, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


@pytest.fixture(scope="module")
def drafted(house):
    """The copy after its migration was drafted; returns the migration's path."""
    before = {path.name for path in (house / "models/migrations").glob("*.py")}
    told = json.loads(python(house, "main.py", "draft-migration", "add_handout", "--json"))
    made = {path.name for path in (house / "models/migrations").glob("*.py")} - before
    assert made == {Path(told["migration"]).name}
    return Path(told["migration"])


def test_it_is_not_there_unless_copied():
    told = subprocess.run(
        [sys.executable, "main.py", "ledgers", "--json"], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    assert "handout" not in {one["name"] for one in json.loads(told.stdout)}


def test_the_migration_makes_only_the_new_table(house, drafted):
    assert drafted.name.endswith("_add_handout.py")
    text = drafted.read_text("utf-8")
    assert "db.create_tables(tables)" in text
    assert "tables = [Handout]" in text
    assert "import models" not in text
    assert json.loads(python(house, "main.py", "draft-migration", "again", "--json"))["migration"] is None


def test_the_draft_passes_the_checks_of_the_test_run(house, drafted):
    python(house, "-m", "ruff", "check", "models/migrations", "models/ledgers")
    python(house, "-m", "ruff", "format", "--check", "models/migrations", "models/ledgers/base/handout.py")


def test_the_suite_of_every_ledger_passes_for_it(house, drafted):
    told = python(
        house, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", "handout",
        "tests/test_every_ledger.py", "tests/test_every_ledger_shown.py", "tests/test_every_ledger_exchanged.py",
        "tests/test_migrations.py",
    )  # fmt: skip
    passed = int(told.rsplit(" passed", 1)[0].rsplit(None, 1)[-1])
    assert passed > 20


def test_the_commands_know_it(house, drafted, tmp_path):
    db = tmp_path / "a.db"

    def run(*words, code=0):
        return json.loads(python(house, "main.py", *words, "--db", db, "--json", code=code))

    run("new", "--sample")
    fields = {f["identifier"]: f for one in run("ledgers") if one["name"] == "handout" for f in one["fields"]}
    assert fields["item"]["required"] is True
    assert fields["value"]["unit"] == "元"
    homes = run("list", "household", "--limit", 2, "--columns", "head,hh_no,village")["rows"]
    table = tmp_path / "慰问物资.csv"
    head = "户编号,户主姓名,发放日期,物资名称,数量,折合金额,捐赠单位性质,是否签收\n"
    lines = [f"{one['hh_no']},{one['head']},2026-01-{at + 10},大米,2,180.50,机关,是\n" for at, one in enumerate(homes)]
    table.write_text(
        head + "".join(lines) + f"{homes[0]['hh_no']},{homes[0]['head']},没有日期,油,1,60,机关,是\n", "utf-8"
    )
    sheet = run("import", table, code=1)[0]
    assert sheet["ledger"] == "handout"
    assert sheet["rows"] == {"read": 3, "new": 2, "update": 0, "unchanged": 0, "error": 1}
    listed = run("list", "handout", "--order", "date")
    assert [row["household"] for row in listed["rows"]] == [one["head"] for one in homes]
    assert [row["value"] for row in listed["rows"]] == [180.5, 180.5]
    assert run("export", "handout", tmp_path / "out.xlsx")["records"] == 2
    again = run("import", tmp_path / "out.xlsx", "--ledger", "handout")[0]["rows"]
    assert (again["unchanged"], again["error"]) == (2, 0)
    run("print", "handout", tmp_path / "out.pdf")
    words = subprocess.run(
        ["pdftotext", "-raw", tmp_path / "out.pdf", "-"], capture_output=True, encoding="utf-8"
    ).stdout
    assert "物资发放" in words
    assert "361.00" in words, "合计"
    changes = run("history", "handout", listed["rows"][0]["uid"])["changes"]
    assert [one["action"] for one in changes] == ["add"]
    run("undo", changes[0]["operation"])
    assert run("list", "handout")["all"] == 0
    assert run("self-check")["ok"] is True
