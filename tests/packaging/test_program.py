"""What a packed program needs and a run from source would not show: see packaging/windows."""

import importlib.util
import re
import sys
import tomllib
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QListView, QMenuBar

from models.attachment import PICTURES
from widgets import look

ROOT = Path(__file__).resolve().parents[2]
WINDOWS = ROOT / "packaging" / "windows"


def load(path):
    """A script of packaging/ as a module; the folder is no package on purpose."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_no_date_is_written_by_a_format_with_chinese_in_it():
    # Windows 的 strftime 不认中文：在那里一打开首页就出错，在 Linux 上看不出来
    wrong = re.compile(r"%[a-zA-Z][^\"']*[\u4e00-\u9fff]")
    for room in ("models", "widgets", "ui"):
        for path in (ROOT / room).rglob("*.py"):
            for line in path.read_text("utf-8").splitlines():
                if "strftime" in line or re.search(r"\{[^{}]*:%[YmdHMS]", line):
                    assert not wrong.search(line), f"{path.relative_to(ROOT)}：{line.strip()}"


def test_fonts_given_to_single_classes_do_not_win_over_ours(qtbot, request):
    # Windows 另给列表、菜单定字体；这里照样定一次
    application = QApplication.instance()
    sheet, font = application.styleSheet(), application.font()
    request.addfinalizer(lambda: (application.setStyleSheet(sheet), application.setFont(font)))
    look.apply(application, 12)
    for kind in (QListView, QMenuBar):
        application.setFont(QFont("Courier", 7), kind.__name__)
        widget = kind()
        qtbot.addWidget(widget)
        widget.ensurePolished()
        assert (widget.font().pointSize(), widget.font().family()) == (12, look.family())


def test_notices_name_every_shipped_package_with_its_licence(tmp_path):
    notices = load(ROOT / "packaging" / "notices.py")
    packages = Path(importlib.util.find_spec("numpy").origin).parents[1]
    own = tmp_path / "LICENSE"
    own.write_text("PSF LICENSE")
    target = tmp_path / "notices.txt"
    names = notices.write(target, packages, own, "linux")
    text = target.read_text("utf-8-sig")
    assert {"pyside6-essentials", "peewee", "sqlcipher3", "numpy", "reportlab"} <= set(names)
    assert not {"pytest", "ruff", "mypy"} & set(names)
    for words in ("GNU LESSER GENERAL PUBLIC LICENSE", "SIL OPEN FONT LICENSE", "PSF LICENSE", "OpenBLAS"):
        assert words in text
    for part in text.split(notices.LINE)[1:]:
        assert len(part) > 300 or "同上文" in part or "PSF" in part, f"no licence text: {part[:80]}"


def test_about_lists_what_the_notices_beside_the_program_list(qtbot, tmp_path, monkeypatch):
    from ui.dialogs import about

    notices = load(ROOT / "packaging" / "notices.py")
    packages = Path(importlib.util.find_spec("numpy").origin).parents[1]
    target = tmp_path / "THIRD-PARTY-NOTICES.txt"
    names = notices.write(target, packages, ROOT / "LICENSE", "linux")
    monkeypatch.setattr(about.paths, "program_folder", lambda: tmp_path)
    dialog = about.AboutDialog(None)
    qtbot.addWidget(dialog)
    shown = dialog.view.toPlainText()
    assert [name for name in names if name not in shown] == []
    assert "OFL-1.1" in shown and "全部许可的原文" in shown
    assert len(about.parts(target)) == len(names) + 2


def test_notices_refuse_a_package_that_is_not_there(tmp_path):
    notices = load(ROOT / "packaging" / "notices.py")
    with pytest.raises(ValueError, match="numpy"):
        notices.write(tmp_path / "notices.txt", tmp_path, ROOT / "LICENSE")


def test_the_manifest_asks_for_no_rights_and_for_sharp_screens_long_paths_and_utf8():
    tree = ElementTree.parse(WINDOWS / "bangfu.manifest")
    found = {element.tag.rsplit("}", 1)[-1]: element for element in tree.iter()}
    assert found["requestedExecutionLevel"].get("level") == "asInvoker"
    assert found["dpiAwareness"].text == "PerMonitorV2"
    assert found["longPathAware"].text == "true"
    assert found["activeCodePage"].text == "UTF-8"


def test_the_uninstaller_removes_just_the_files_the_packer_adds():
    script = (WINDOWS / "setup.nsi").read_text("utf-8")
    removing = script.split("Section Uninstall")[1]
    packer = (WINDOWS / "pack.py").read_text("utf-8")
    for name in re.findall(r'"([^"\\]+\.txt)"', packer):
        assert f"$INSTDIR\\{name}" in removing, name
    # 程序文件夹里可能有人放了台账：只许按名字删
    assert 'RMDir /r "$INSTDIR"' not in script


def test_launcher_and_installer_refuse_the_same_windows():
    build = re.search(r"OLDEST_BUILD (\d+)", (WINDOWS / "launcher.c").read_text("utf-8"))[1]
    assert f"AtLeastBuild}} {build}" in (WINDOWS / "setup.nsi").read_text("utf-8")


def test_the_exit_codes_of_the_launcher_are_those_the_instructions_and_the_smoke_test_name():
    source = (WINDOWS / "launcher.c").read_text("utf-8")
    names = re.search(r"enum \{ TOO_LONG = 2, ([A-Z_, ]+) \}", source)[1].split(", ")
    codes = dict(zip(names, range(3, 9), strict=True))
    told = re.search(r"打不开时的退出码.*?：(3 .*?)。", (ROOT / "docs" / "install.md").read_text("utf-8"), re.S)[1]
    words = {"TOO_OLD": "太旧", "NOT_WHOLE": "不全", "NO_RUNTIME": "运行库", "NOT_WRITABLE": "不能写", "FULL": "64 MB"}
    for name, word in words.items():
        assert re.search(rf"{codes[name]} [^；]*{word}", told), name
    smoke = (WINDOWS / "smoke_inside.sh").read_text("utf-8")
    tried = dict(re.findall(r"refused (wine-[a-z-]+) (\d) wine '?\S*帮扶台账\.exe", smoke.replace('"$PLACE\\\\', "'")))
    wanted = {"wine-old-windows": "TOO_OLD", "wine-disk-full": "FULL", "wine-read-only": "NOT_WRITABLE"}
    assert {one: int(code) for one, code in tried.items() if one in wanted} == {o: codes[n] for o, n in wanted.items()}


def test_the_green_zip_has_the_mark_that_keeps_data_beside_the_program(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "path", list(sys.path))
    pack = load(WINDOWS / "pack.py")
    program = tmp_path / "program"
    (program / "_internal").mkdir(parents=True)
    (program / "bangfu.exe").write_bytes(b"MZ")
    (program / "_internal" / "数据.txt").write_text("一", "utf-8")
    target = tmp_path / "green.zip"
    pack.make_zip(program, target)
    import zipfile

    with zipfile.ZipFile(target) as archive:
        assert set(archive.namelist()) == {"帮扶台账/bangfu.exe", "帮扶台账/_internal/数据.txt", "帮扶台账/portable"}
        # 没有这个标记，中文文件名在 Windows 里解出来是乱码
        assert archive.getinfo("帮扶台账/portable").flag_bits & 0x800
    first = target.read_bytes()
    pack.make_zip(program, target)
    assert target.read_bytes() == first


def test_the_script_for_a_real_windows_keeps_in_step_with_the_one_for_debian():
    here, there = ((WINDOWS / name).read_text("utf-8-sig") for name in ("build", "build.ps1"))
    tools = (WINDOWS / "tools.sh").read_text("utf-8")
    assert re.search(r"ziglang==[\d.]+", tools)[0] == re.search(r"ziglang==[\d.]+", there)[0]
    for name in re.search(r'for name in \(("program".*?)\):', (WINDOWS / "pack.py").read_text("utf-8"))[1].split(", "):
        option = "--" + name.strip('"')
        assert option in here and option in there, option
    for words in ("--no-dev", "--group pack", "--noconfirm", "build.spec"):
        assert words in there and words in here + tools, words
    # 没有开头的标记，Windows 自带的 PowerShell 把中文当 GBK 读
    assert (WINDOWS / "build.ps1").read_bytes().startswith(b"\xef\xbb\xbf")


def test_what_shows_an_attached_picture_is_packed():
    spec = (ROOT / "build.spec").read_text("utf-8")
    left_out = set(re.findall(r'"(?:plugins/imageformats/(?:lib)?q|PIL\._)([a-z]+)"', spec))
    assert "pdf" in left_out
    readers = set(PICTURES)
    assert {"gif", "webp", "tiff", "jpeg"} <= readers
    assert not left_out & readers


def test_the_version_is_the_same_everywhere():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    about = (ROOT / "ui" / "dialogs" / "about.py").read_text("utf-8")
    assert f'VERSION = "{version}"' in about
