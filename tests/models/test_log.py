import faulthandler
import logging
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import log


@pytest.mark.parametrize(
    "number",
    [
        "11010119900307123X",
        "999999199003071234",
        "999999900307123",
        "99999919900307123443",
        "9999991990030712344311",
        "6222021234567890123",
        "6222021234567890",
        "6222 0212 3456 7890 123",
        "6222-0212-3456-7890",
        "999999 19900307 123X",
        "13800001234",
        "138 0000 1234",
        "138-0000-1234",
    ],
)
def test_numbers_of_people_are_taken_out(number):
    masked = log.mask(f"保存 {number} 时出错，编号{number}。")
    assert sum(char.isdigit() for char in masked) == 0
    assert masked.startswith("保存 〔") and masked.endswith("〕。")


@given(st.integers(10**14, 10**22 - 1), st.text("甲，x:/", max_size=5), st.text("甲，:/", max_size=5))
def test_any_run_of_15_to_22_digits_is_taken_out(number, before, after):
    assert str(number) not in log.mask(f"{before}{number}{after}")


def test_dates_money_and_short_numbers_stay():
    text = "2024-03-18 12:30:01 金额 1234567890.55 第 1380 行 户 520123"
    assert log.mask(text) == text


def test_the_log_file_holds_no_number_even_in_arguments_and_tracebacks(tmp_path):
    log.start(tmp_path)
    try:
        try:
            raise ValueError("证件号码 999999199003071234 不对")
        except ValueError:
            logging.getLogger("test").exception("电话 %s", "13800001234")
        logging.getLogger("peewee").debug("SELECT '999999199003071234'")
    finally:
        log.stop()
    text = (tmp_path / "bangfu.log").read_text("utf-8")
    assert "〔号码〕" in text and "〔手机号〕" in text and "ValueError" in text
    assert "9999" not in text and "1380000" not in text and "SELECT" not in text


def test_the_log_turns_over_instead_of_growing(tmp_path, monkeypatch):
    monkeypatch.setattr(log, "SIZE", 2000)
    log.start(tmp_path)
    try:
        for _ in range(200):
            logging.getLogger("test").info("这一行重复很多次")
    finally:
        log.stop()
    files = sorted(path.name for path in tmp_path.glob("bangfu.log*"))
    assert len(files) == log.KEPT + 1
    assert all(path.stat().st_size <= 2100 for path in tmp_path.glob("bangfu.log*"))


def test_a_hard_crash_is_told_once_and_without_numbers(tmp_path):
    (tmp_path / log.CRASHES).write_text("Fatal Python error 999999199003071234", "utf-8")
    assert log.last_crash(tmp_path) == "Fatal Python error 〔号码〕"
    assert log.last_crash(tmp_path) == ""


def test_a_folder_that_cannot_be_made_means_no_log(tmp_path):
    (tmp_path / "file").write_text("")
    assert log.start(tmp_path / "file" / "log") == tmp_path / "file" / "log"


def test_who_watched_for_hard_crashes_before_goes_on_watching(tmp_path):
    with (tmp_path / "watch.txt").open("w") as mine:
        before = faulthandler.is_enabled()
        if not before:
            faulthandler.enable(mine)
        try:
            log.start(tmp_path)
            log.stop()
            assert faulthandler.is_enabled()
        finally:
            if not before:
                faulthandler.disable()


def test_a_hard_crash_of_the_program_is_written_down(tmp_path):
    script = (
        "import faulthandler, pathlib, sys; from models import log\n"
        "log.start(pathlib.Path(sys.argv[1])); log.stop(); assert not faulthandler.is_enabled()\n"
        "log.start(pathlib.Path(sys.argv[1])); faulthandler._sigabrt()"
    )
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path)], capture_output=True, check=False)
    assert done.returncode and "Aborted" in log.last_crash(tmp_path)
