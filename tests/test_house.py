"""Rules of the house that import-linter cannot say."""

import ast
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def imported(path: Path) -> set[str]:
    """Names of the top packages a file imports; a relative import counts as ours ("models")."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add("models" if node.level else (node.module or "").partition(".")[0])
    return names


def test_migrations_import_nothing_of_ours():
    # 迁移是冻结的历史：引用现在的模型，模型一改，旧库就升不上来
    for path in sorted((ROOT / "models" / "migrations").glob("*.py")):
        assert not imported(path) & {"models", "widgets", "ui", "resources", "main"}, path.name


def test_nobody_imports_main():
    for room in ("models", "widgets", "ui", "resources"):
        for path in (ROOT / room).rglob("*.py"):
            assert "main" not in imported(path), path


def test_main_is_start_up_only():
    assert len((ROOT / "main.py").read_text("utf-8").splitlines()) <= 80


def test_our_packaging_folder_does_not_hide_the_package_of_that_name():
    # Matplotlib 和 pytest 都要用名叫 packaging 的软件包；我们的同名文件夹没有 __init__.py，才不会挡住它
    assert not (ROOT / "packaging" / "__init__.py").exists()


def test_a_ledger_is_one_short_file():
    for path in sorted((ROOT / "models" / "ledgers").rglob("*.py")):
        lines = len(path.read_text("utf-8").splitlines())
        if not path.name.startswith("_"):
            assert lines <= 120, f"{path.name}: {lines}"


LATE = (
    "models.rules", "models.reports", "models.exchange", "matplotlib", "numpy", "reportlab", "PIL", "lxml", "docxtpl",
    "python_calamine", "pypinyin", "html.entities",
)  # fmt: skip
"""What the window is made and a list is shown without."""


def test_a_start_waits_for_nothing_that_the_first_page_does_without():
    code = (
        "import sys; import ui.startup, ui.main_window, ui.tab_page, ui.ledger_page; from models import ledger; "
        "from ui.pages import pages; ledger.ledgers(); pages(); print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr[-500:]
    loaded = done.stdout.split()
    assert "models.ledgers.households.household" in loaded
    assert [one for one in loaded if one in LATE or one.startswith(tuple(f"{name}." for name in LATE))] == []
    listed = {f"ui.pages.{path.stem}" for path in (ROOT / "ui" / "pages").glob("*.py")} & set(loaded)
    assert listed == {f"ui.pages.{name}" for name in ("base", "home", "home_cards", "home_due", "home_steps")}


def test_the_reports_do_without_the_check_rules():
    code = (
        "import sys; from models.reports import returns; returns.reports(); print('models.rules.check' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.stdout.strip() == "False", done.stderr[-500:]


def test_charts_import_matplotlib_in_one_place():
    # Elsewhere it would be imported with the help that it writes for itself, in twice the time.
    for room in ("models", "widgets", "ui"):
        found = {path.name for path in (ROOT / room).rglob("*.py") if "matplotlib" in imported(path)}
        assert found <= {"chart_library.py"}, found
