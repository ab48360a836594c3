"""One field on a form: label, editor, unit, help, and what is wrong with it, in words under the editor."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from models import query
from models.kinds import Link, Problem
from models.ledger import Ledger
from widgets.editors import editor_for
from widgets.line_editors import LongTextEditor

WORDS = {"error": "错误：", "warn": "提醒："}


def called(of: Ledger, id: int) -> str:
    """张三（下庄村）: a record's name, with its village where it has one; 张三 2025 where a date says which it is."""
    paths = [of.display]
    if of.column(of.display).kind.name in ("year", "date", "choice"):
        links = (path for path in of.default_columns if isinstance(of.column(path).kind, Link))
        paths += [path for path in links if path.rpartition(".")[2] != "village"][:1]
    village = "village" in of.fields and "village" not in paths
    texts = query.texts(of.name, [*paths, "village"] if village else paths, [id]).get(id, [""])
    name = " ".join(text for text in reversed(texts[: len(paths)]) if text)
    return f"{name}（{texts[-1]}）" if village and len(texts) > len(paths) and texts[-1] else name


class FieldRow(QWidget):
    """The cell right of a label. ``wide`` ones take both columns. ``linked(id)``: the record offered was asked for."""

    linked = Signal(int)

    def __init__(self, field: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.name = field.name
        self.editor = editor_for(field, self)
        self.wide = isinstance(self.editor, LongTextEditor)
        self.label = QLabel(parent)
        self.label.setWordWrap(True)
        self.label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        self.label.setTextFormat(Qt.TextFormat.RichText)
        self.label.setText(
            f"{field.label}&nbsp;<span style='color:#A8322A'>＊</span>" if field.required else field.label
        )
        self.label.setBuddy(self.editor)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        line = QHBoxLayout()
        line.setSpacing(4)
        line.addWidget(self.editor, 1)
        if field.unit:
            unit = QLabel(field.unit, self)
            unit.setProperty("role", "soft")
            unit.setAlignment(Qt.AlignmentFlag.AlignTop)
            unit.setContentsMargins(0, 5, 0, 0)
            line.addWidget(unit)
        box.addLayout(line)
        self.help = QLabel(field.help, self)
        self.help.setProperty("role", "small")
        self.help.setWordWrap(True)
        self.help.setVisible(bool(field.help))
        box.addWidget(self.help)
        self.problem = QLabel(self)
        self.problem.setWordWrap(True)
        self.problem.hide()
        box.addWidget(self.problem)
        self.offer = QLabel(self)
        self.offer.setWordWrap(True)
        self.offer.setTextInteractionFlags(Qt.TextInteractionFlag.LinksAccessibleByMouse)
        self.offer.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByKeyboard | Qt.TextInteractionFlag.LinksAccessibleByMouse
        )
        self.offer.linkActivated.connect(lambda target: self.linked.emit(int(target)))
        self.offer.hide()
        box.addWidget(self.offer)
        box.addStretch(1)

    def show_problems(self, problems: list[Problem]) -> None:
        """Say what is wrong, errors first; nothing clears it."""
        problems = sorted(problems, key=lambda one: one.level != "error")
        level = problems[0].level if problems else ""
        text = "\n".join(WORDS[one.level] + one.text for one in problems)
        self.editor.set_problem(level, text)
        if self.problem.property("role") != level:
            self.problem.setProperty("role", level)
            self.problem.style().unpolish(self.problem)
            self.problem.style().polish(self.problem)
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    def show_offer(self, of: Ledger, ids: list[int]) -> None:
        """Offer to open records that carry the same number; none takes the offer away."""
        links = "、".join(f"<a href='{id}'>打开 {called(of, id)}</a>" for id in ids[:3])
        self.offer.setText(f"已经登记过：{links}（F3）" if links else "")
        self.offer.setVisible(bool(links))
        self.offered = ids[0] if ids else None

    offered: int | None = None

    def set_derived(self, on: bool, why: str = "") -> None:
        """Grey the editor because the program keeps the value; the reason stands under it."""
        on = on or self.field.readonly
        if self.editor.read_only() == on:
            return
        self.editor.set_read_only(on, why)
        self.help.setText(why if on and why else self.field.help)
        self.help.setVisible(bool(self.help.text()))
