"""The headless commands: what they answer, their exit codes, and that a refusal is one Chinese sentence."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from models import clock, database, ledger_file, query, record
from models.query import Filter, Selection
from models.sample_data import AS_OF
from ui import cli, cli_output

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def db(township, tmp_path):
    clock.freeze(AS_OF)
    path = tmp_path / "台账.db"
    shutil.copyfile(township, path)
    return path


@pytest.fixture
def run(capsys, db):
    """Run a command on the sample; returns (exit code, stdout, stderr)."""

    def call(*words, on=db):
        code = cli.main([*map(str, words), *(["--db", str(on)] if on else [])])
        out = capsys.readouterr()
        assert "Traceback" not in out.err
        assert not database.is_open()
        return code, out.out, out.err

    return call


@pytest.fixture
def answer(run):
    """Run a command with --json; returns what it says."""

    def call(*words, code=0):
        ended, out, err = run(*words, "--json")
        assert (ended, err) == (code, "")
        return json.loads(out)

    return call


def refused(result):
    code, out, err = result
    assert code == 2
    assert out == ""
    assert any("\u4e00" <= char <= "\u9fff" for char in err)
    return err


# --- new --------------------------------------------------------------------------------------------------------


def test_new_makes_an_empty_or_a_sample_file(run, tmp_path):
    assert run("new", on=tmp_path / "a.db")[0] == 0
    code, out, _ = run("new", "--sample", "--json", on=tmp_path / "b.db")
    assert code == 0
    assert json.loads(out)["records"]["household"] == 300
    assert "已经存在" in refused(run("new", "--sample", on=tmp_path / "a.db"))
    assert "文件夹" in refused(run("new", on=tmp_path / "nowhere" / "a.db"))


def test_a_password_from_a_file(run, tmp_path):
    key = tmp_path / "密码.txt"
    key.write_text("青禾123456\n", "utf-8")
    path = tmp_path / "密.db"
    assert run("new", "--password-file", key, on=path)[0] == 0
    assert path.read_bytes()[:6] != b"SQLite"
    assert run("list", "village", "--password-file", key, on=path)[0] == 0
    assert "密码不对" in refused(run("list", "village", on=path))
    key.write_text("错的\n", "utf-8")
    assert "密码不对" in refused(run("list", "village", "--password-file", key, on=path))
    assert "密码文件" in refused(run("list", "village", "--password-file", tmp_path / "没有.txt", on=path))


# --- reading ----------------------------------------------------------------------------------------------------


def test_ledgers_describe_every_field(answer):
    found = {one["name"]: one for one in answer("ledgers")}
    assert set(found) >= {"village", "household", "member", "project", "fund_line", "payment", "product", "sale"}
    fields = {one["identifier"]: one for one in found["sale"]["fields"]}
    assert fields["amount"] == {
        "identifier": "amount", "label": "金额", "kind": fields["amount"]["kind"], "unit": "元", "required": True,
        "readonly": False, "codes": None,
    }  # fmt: skip
    assert {"code": "01", "label": "直接采购"} in fields["kind"]["codes"]
    assert fields["village"]["ledger"] == "village"


def test_ledgers_need_no_file(run):
    code, out, _ = run("ledgers", on=None)
    assert code == 0
    assert "农户（household）" in out


def test_list_filters_sorts_and_cuts(answer, db):
    found = answer(
        "list", "销售", "--where", "渠道=直播带货", "--where", "amount>=1000", "--order", "-金额", "--limit", 5
    )
    amounts = [row["amount"] for row in found["rows"]]
    assert len(amounts) == 5
    assert amounts == sorted(amounts, reverse=True)
    assert {row["channel"] for row in found["rows"]} == {"直播带货"}
    ledger_file.open_existing(db)
    chosen = Selection("sale", filters=(Filter("channel", "in", ["03"]), Filter("amount", ">=", 100_000)))
    assert found["all"] == query.count(chosen)


def test_list_searches_and_speaks_plainly(run):
    code, out, _ = run("list", "village", "--search", "柳溪", "--columns", "name,总户数")
    assert code == 0
    assert out.splitlines()[-1] == "显示 1 / 共 1 个"
    head, _, row, _ = out.splitlines()
    assert cli_output.width(head) == cli_output.width(row)


def test_figures(answer):
    found = answer("figures", "sale_total")
    total = next(one for one in found if "village" not in one and "year" not in one)
    assert total["records"] == 600
    assert total["unit"] == "万元"
    assert total["where"]["ledger"] == "sale"
    assert total["value"] > 100
    assert {"name", "title", "value", "unit", "qualifier", "records", "where"} <= set(total)
    assert len(answer("figures")) > 30


# --- paper and pictures -----------------------------------------------------------------------------------------


def test_chart_as_pdf_and_png(run, tmp_path):
    assert run("chart", "sale_by_month", tmp_path / "图.pdf")[0] == 0
    assert run("chart", "sale_by_month", tmp_path / "图.png")[0] == 0
    assert (tmp_path / "图.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "图.png").read_bytes().startswith(b"\x89PNG")
    assert "sale_by_month" in run("chart")[1]
    assert "没有叫" in refused(run("chart", "nothing", tmp_path / "图.pdf"))
    assert ".pdf" in refused(run("chart", "sale_by_month", tmp_path / "图.bmp"))


def test_all_charts_at_once(run, tmp_path, monkeypatch):
    from models.reports import charts

    assert "没有" in refused(run("chart", "--all", tmp_path / "没有"))
    assert "--all" in refused(run("chart", "sale_by_month", "--all", tmp_path))
    folder = tmp_path / "图"
    folder.mkdir()
    # 每一张都画得出来由别的测试看
    some = charts.names()[:3]
    monkeypatch.setattr(charts, "names", lambda: some)
    assert "3 张图" in run("chart", "--all", folder)[1]
    assert {one.name for one in folder.iterdir()} == {f"{name}.png" for name in some}
    assert all(one.read_bytes().startswith(b"\x89PNG") for one in folder.iterdir())


def test_print_holds_what_was_chosen_and_masks_for_the_public(run, tmp_path):
    out = tmp_path / "农户.pdf"
    code, text, _ = run("print", "household", out, "--where", "village=青禾村", "--public", "--json")
    assert code == 0
    assert json.loads(text)["records"] == 62
    words = subprocess.run(["pdftotext", "-layout", out, "-"], capture_output=True, text=True, check=True).stdout
    assert "青禾村" in words
    assert "石桥村" not in words
    assert not re.search(r"500297\d{8}", words.replace("5002971", "")), "no ID number"
    assert "154" not in words
    assert "第 1 页 共" in words.replace("\u3000", " ")


# --- writing ----------------------------------------------------------------------------------------------------


def test_history_undo_and_blockers(answer, run, db):
    ledger_file.open_existing(db)
    id = query.ids(Selection("household"))[0]
    uid = query.database.execute_sql('SELECT "uid" FROM "household" WHERE "id" = ?', (id,)).fetchone()[0]
    first = record.save("household", {"address": "一号"}, id=id).operation
    second = record.save("household", {"address": "二号"}, id=id).operation
    ledger_file.close()
    changes = answer("history", "household", uid)["changes"]
    assert [one["operation"] for one in changes[:2]] == [second, first]
    field = changes[0]["fields"][0]
    assert (field["field"], field["old"], field["new"]) == ("address", "一号", "二号")
    assert "不能撤销" in refused(run("undo", first))
    assert answer("undo", second)["undoes"] == second
    assert "已经撤销过" in refused(run("undo", second))
    assert "没有第 999 号操作" in refused(run("undo", 999))
    assert answer("history", "household", uid)["changes"][1]["undone"] is True
    assert "uid" in refused(run("history", "household", "no-such-uid"))


def test_a_deleted_record_still_has_its_history(answer, db):
    ledger_file.open_existing(db)
    id = query.ids(Selection("sale"))[0]
    uid = record.load(query.ledger("sale"), [id])[id]["uid"]
    record.delete("sale", [id])
    ledger_file.close()
    assert [one["action"] for one in answer("history", "sale", uid)["changes"]] == ["delete", "add"]


def test_backup_and_restore(answer, run, db):
    copy = Path(answer("backup")["backup"])
    ledger_file.open_existing(db)
    record.delete("sale", query.ids(Selection("sale"))[:100])
    ledger_file.close()
    assert answer("list", "sale", "--limit", 0)["all"] == 500
    assert answer("restore", copy)["records"]["sale"] == 600
    assert answer("list", "sale", "--limit", 0)["all"] == 600
    assert "找不到备份" in refused(run("restore", db.with_name("没有.bak")))


def test_a_damaged_or_lost_file_is_restored_too(answer, run, db):
    copy = Path(answer("backup")["backup"])
    data = bytearray(db.read_bytes())
    for at in range(4096, len(data), 4096):
        data[at : at + 512] = b"\0" * 512
    db.write_bytes(data)
    assert answer("restore", copy)["records"]["sale"] == 600
    db.unlink()
    assert answer("restore", copy)["records"]["sale"] == 600


def test_import_and_export(answer, run, tmp_path):
    out = tmp_path / "销售.xlsx"
    assert answer("export", "sale", out, "--where", "channel=直播带货")["records"] > 10
    sheet = answer("import", out)[0]
    assert sheet["ledger"] == "sale"
    assert sheet["rows"]["error"] == 0
    assert sheet["rows"]["unchanged"] == sheet["rows"]["read"] > 10
    assert "找不到" in refused(run("import", tmp_path / "没有.xlsx"))
    table = tmp_path / "村.csv"
    table.write_text("行政村,总户数\n新丰村,120\n旧丰村,不详\n", "utf-8-sig")
    assert json.loads(run("import", table, "--dry-run", "--json")[1])[0]["rows"]["new"] == 1
    code, text, _ = run("import", table, "--ledger", "village", "--failed", tmp_path / "退回.xlsx")
    assert code == 1
    assert "新增 1" in text
    assert "没能导入的 1 行" in text
    back = answer("import", tmp_path / "退回.xlsx", "--dry-run", "--ledger", "village", code=1)[0]
    assert (back["rows"]["read"], back["rows"]["error"]) == (1, 1)
    assert "不详" in back["problems"][0]["text"]
    assert answer("list", "village", "--search", "新丰")["all"] == 1


def test_the_public_export_has_no_bank_accounts(answer, tmp_path):
    told = answer("export", "member", tmp_path / "公示.xlsx", "--public")
    assert told["records"] > 1000
    assert "household.hh_no" in told["columns"]
    assert not {"id_no", "phone", "bank_account", "health", "birth", "disability_type"} & set(told["columns"])


def test_an_id_in_a_public_column_stops_the_public_export(run, db, tmp_path):
    ledger_file.open_existing(db)
    id = query.ids(Selection("household"))[0]
    number = record.load(query.ledger("household"), [id])[id]["head_id_no"]
    record.save("household", {"local_no": number}, id=id)
    ledger_file.close()
    assert "公示版没有导出" in refused(run("export", "household", tmp_path / "公示.xlsx", "--public"))
    assert not list(tmp_path.glob("*.xlsx"))


# --- self-check -------------------------------------------------------------------------------------------------


def test_a_sound_file_passes(answer, run):
    assert answer("self-check")["ok"] is True
    assert run("self-check", on=None)[0] == 0


def test_what_is_out_of_line_is_told(run, db):
    ledger_file.open_existing(db)
    query.database.execute_sql('UPDATE "household" SET "members_now" = 99 WHERE "id" IN (7, 8)')
    query.database.execute_sql('UPDATE "operation" SET "added" = "added" + 1')
    ledger_file.close()
    code, out, _ = run("self-check", "--json")
    assert code == 1
    wrong = {one["name"]: one["problems"] for one in json.loads(out)["checks"] if not one["ok"]}
    assert set(wrong) == {"自动带出的内容", "修改历史"}
    assert len(wrong["自动带出的内容"]) == 2
    assert "当前家庭人口数" in wrong["自动带出的内容"][0]


# --- refusals ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        (), ("nonsense",), ("list",), ("list", "nothing"), ("list", "sale", "--limit", "x"),
        ("list", "sale", "--limit", "-1"),
        ("list", "sale", "--where", "nothing=1"), ("list", "sale", "--where", "channel=不存在的渠道"),
        ("list", "sale", "--where", "channel"), ("list", "sale", "--order", "nothing"),
        ("list", "sale", "--columns", "x"),
        ("list", "sale", "--where", "date>=2024-13-01"), ("figures", "nothing"), ("figures", "--village", "不存在的村"),
        ("undo", "abc"), ("print", "sale"), ("print", "sale", "a.docx"), ("export", "sale", "a.txt"), ("import",),
        ("restore", "nothing.bak"), ("list", "sale", "--unknown"), ("draft-migration", "1坏名字"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_wrong_words_get_one_sentence(words, run):
    assert len(refused(run(*words)).strip().splitlines()) == 1


def test_wrong_files_get_one_sentence(run, tmp_path, db):
    assert "找不到台账文件" in refused(run("list", "sale", on=tmp_path / "没有.db"))
    assert "--db" in refused(run("list", "sale", on=None))
    (tmp_path / "文本.db").write_text("这不是数据库" * 500, "utf-8")
    assert "密码不对，或者这不是帮扶台账的文件" in refused(run("list", "sale", on=tmp_path / "文本.db"))
    ledger_file.open_existing(db)
    other = subprocess.run(
        [sys.executable, "-m", "ui.cli", "list", "sale", "--db", db], cwd=ROOT, capture_output=True, text=True
    )
    assert other.returncode == 2
    assert "正在另一个窗口中使用" in other.stderr


# --- no Qt, no Matplotlib ---------------------------------------------------------------------------------------

HEAVY = """
import sys
from ui import cli
code = cli.main(sys.argv[1:])
print(code, *sorted({name.partition(".")[0] for name in sys.modules} & {"PySide6", "shiboken6", "matplotlib"}))
"""


@pytest.mark.parametrize("words", [("list", "sale", "--limit", "1"), ("figures",), ("print", "village", "v.pdf")])
def test_no_screen_is_asked_for(words, db, tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", HEAVY, *words, "--db", db], cwd=tmp_path, capture_output=True, text=True,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "BANGFU_HOME": str(tmp_path),
             "PYTHONIOENCODING": "ascii"},
        encoding="utf-8",
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == "0", done.stderr


def test_help_is_chinese(capsys):
    assert cli.main(["--help"]) == 0
    text = capsys.readouterr().out
    assert "用法：" in text
    assert "usage" not in text
    assert "options" not in text
    for word in ("import", "export", "self-check", "figures"):
        assert cli.main([word, "--help"]) == 0
        assert "show this help" not in capsys.readouterr().out


def test_a_closed_pipe_is_no_error(db):
    done = subprocess.run(
        f'"{sys.executable}" -m ui.cli list member --db "{db}" | head -1',
        shell=True,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert "Traceback" not in done.stderr
    assert "Error" not in done.stderr
