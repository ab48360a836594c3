"""The 附件 tab of a form: added, opened, renamed in category, removed and put back by keyboard; dropped and pasted."""

import os
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage, QImageReader
from PySide6.QtWidgets import QFileDialog

from models import attachment, contents, operation, record, scratch
from models.attachment import New
from tests.widgets.form_samples import press, show, villages
from widgets import attachment_view, jobs, messages, pictures
from widgets.record_form import ATTACHMENTS, RecordForm

__all__ = ["villages"]


@pytest.fixture
def form(qtbot, villages):
    made = show(qtbot, RecordForm())
    home = record.save("household", {"village": villages["上庄村"], "head": "张三"}).id
    made.start("household", home)
    yield made
    made._forget()


@pytest.fixture
def view(form):
    form.show_attachments()
    return form.attachments


def photo(path, width=3000, height=2000):
    """A noisy picture, as big as a photo."""
    image = QImage(os.urandom(width * height * 3), width, height, width * 3, QImage.Format.Format_RGB888)
    image.save(str(path), "JPG", 80)
    return path


def names(view):
    return [view.list.topLevelItem(at).text(0) for at in range(view.list.topLevelItemCount())]


def added(qtbot, view, count):
    # While the work runs, keys are held back; the list may be told of it a moment before it is over.
    qtbot.waitUntil(lambda: view.list.topLevelItemCount() == count and not jobs.busy(), timeout=20_000)


def test_a_new_record_has_no_attachments_yet(form):
    assert form.tabs.isTabEnabled(ATTACHMENTS)
    form.start("household")
    assert not form.tabs.isTabEnabled(ATTACHMENTS) and "保存以后" in form.tabs.tabToolTip(ATTACHMENTS)


def test_insert_adds_delete_removes_and_the_menu_puts_back(qtbot, view, form, tmp_path, monkeypatch):
    (tmp_path / "申请 书.txt").write_bytes(b"abc")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *a, **k: ([str(tmp_path / "申请 书.txt")], ""))
    press(Qt.Key.Key_Insert)
    added(qtbot, view, 1)
    assert names(view) == ["申请 书.txt"] and form.tabs.tabText(ATTACHMENTS) == "附件 (1)"
    monkeypatch.setattr(messages, "ask", lambda *a, **k: True)
    view.list.setFocus()
    press(Qt.Key.Key_Delete)
    assert names(view) == [] and form.tabs.tabText(ATTACHMENTS) == "附件"
    assert view.gone_button.isVisible() and view.empty.isVisible()
    view.gone_menu.actions()[0].trigger()
    assert names(view) == ["申请 书.txt"] and not view.gone_button.isVisible()
    operation.undo_last()
    qtbot.waitUntil(lambda: names(view) == [])


def test_enter_opens_a_private_copy_that_goes_at_the_end(qtbot, view, tmp_path, monkeypatch):
    opened = []
    monkeypatch.setattr(attachment_view.QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    view.add([New(b"hello", "a.txt")])
    added(qtbot, view, 1)
    view.list.setFocus()
    press(Qt.Key.Key_Return)
    copy = Path(opened[0])
    assert copy.read_bytes() == b"hello" and copy.name == "a.txt"
    assert scratch.folder().stat().st_mode & 0o077 == 0 or os.name == "nt"
    assert not copy.stat().st_mode & 0o222, "read-only"
    scratch.clear()
    assert not copy.exists()


def test_dropped_files_are_added_and_programs_told_of(qtbot, view, tmp_path):
    (tmp_path / "照片 😀.jpg").write_bytes(b"\xff\xd8\xff1")
    (tmp_path / "坏.exe").write_bytes(b"MZ")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / name)) for name in ("照片 😀.jpg", "坏.exe")])
    view.dropEvent(
        QDropEvent(
            QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
    )
    added(qtbot, view, 1)
    assert names(view) == ["照片 😀.jpg"] and "不能作附件" in view.told.text()


def test_a_picture_in_the_clipboard_is_pasted(qtbot, view):
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    QGuiApplication.clipboard().setImage(image)
    view.list.setFocus()
    press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    added(qtbot, view, 1)
    assert names(view)[0].startswith("截图 2025-06-01") and names(view)[0].endswith(".png")
    QGuiApplication.clipboard().setText("nur Text")
    press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert "没有文件" in view.told.text()


@pytest.mark.parametrize("answer", ["smaller", "whole", ""])
def test_a_big_photo_is_made_smaller_if_wanted(qtbot, view, tmp_path, monkeypatch, answer):
    path = photo(tmp_path / "大.jpg")
    size = path.stat().st_size

    def run(dialog):
        dialog.answer = answer
        return bool(answer)

    monkeypatch.setattr(messages, "run", run)
    view.add([New(path)])
    if not answer:
        assert not attachment.of_record(view.owner_id)
        return
    added(qtbot, view, 1)
    one = attachment.of_record(view.owner_id)[0]
    kept = pictures.image(contents.read(one.sha256), 10_000)
    if answer == "smaller":
        assert one.size < size and (kept.width(), kept.height()) == (2000, 1333)
    else:
        assert contents.read(one.sha256) == path.read_bytes()


def test_small_pictures_and_documents_are_not_asked_about(tmp_path):
    assert not pictures.is_big(photo(tmp_path / "a.jpg", 300, 200), "a.jpg")
    (tmp_path / "a.pdf").write_bytes(b"x" * pictures.WORTH * 2)
    assert not pictures.is_big(tmp_path / "a.pdf", "a.pdf")
    assert pictures.is_big(photo(tmp_path / "b.jpg"), "b.jpg")


def test_photos_are_turned_as_the_camera_held_them(tmp_path):
    from PIL import Image

    image = Image.new("RGB", (60, 40), "white")
    tags = image.getexif()
    tags[274] = 6
    image.save(tmp_path / "a.jpg", exif=tags)
    data = (tmp_path / "a.jpg").read_bytes()
    turned = pictures.image(data, 100)
    assert (turned.width(), turned.height()) == (40, 60)
    assert QImageReader(str(tmp_path / "a.jpg")).size().width() == 60


def test_category_date_and_note_are_kept_as_operations(qtbot, view):
    view.add([New(b"1", "a.txt"), New(b"2", "b.txt")])
    added(qtbot, view, 2)
    view.list.clearSelection()
    view.list.setCurrentItem(view.list.topLevelItem(1))
    view.category.setCurrentIndex(view.category.findData("05"))
    view.category.activated.emit(view.category.currentIndex())
    view.date.setText("20250520")
    view.date.editingFinished.emit()
    view.note.setText("村口")
    view.note.editingFinished.emit()
    first, second = attachment.of_record(view.owner_id)
    assert (second.category_text, second.made_on, second.note) == ("公示照片", "2025-05-20", "村口")
    assert (first.category, first.made_on, first.note) == ("", "", "")
    view.date.setText("2025-413")
    view.date.editingFinished.emit()
    assert view.told.text() and attachment.of_record(view.owner_id)[1].made_on == "2025-05-20"


def test_thumbnails_appear_and_lost_contents_are_said(qtbot, view, tmp_path):
    view.add([New(photo(tmp_path / "a.jpg", 300, 200))])
    added(qtbot, view, 1)
    qtbot.waitUntil(lambda: not view._waiting)
    qtbot.wait(20)
    assert view.list.topLevelItem(0).icon(0).availableSizes()[0].width() == attachment_view.SIDE * 2
    shutil.rmtree(contents.folder())
    view.refresh()
    assert "内容没有找到" in names(view)[0]
