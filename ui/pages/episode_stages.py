"""The line of steps: done, now and coming, in three groups that wrap when the window is narrow."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from models.rules.monitoring.stages import DONE, GROUPS, NOW, Stage
from widgets.flow import FlowLayout

_LINES = (GROUPS[:1], GROUPS[1:])
_SIGNS = {DONE: "✓", NOW: "●"}
_WORDS = {DONE: "已办", NOW: "现在", "coming": "以后"}


class _Chip(QFrame):
    """One step."""

    def __init__(self, stage: Stage, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("stage")
        self.setProperty("stage", stage.state)
        self.setProperty("late", bool(stage.late))
        name = QLabel(f"{_SIGNS.get(stage.state, '○')} {stage.step.title}", self)
        name.setProperty("part", "name")
        under = QLabel(stage.text or "\u2003", self)
        under.setProperty("part", "under")
        box = QVBoxLayout(self)
        box.setContentsMargins(8, 4, 8, 4)
        box.setSpacing(0)
        box.addWidget(name)
        box.addWidget(under)
        self.setAccessibleName(f"{stage.step.title}：{_WORDS[stage.state]} {stage.text}")
        self.setToolTip(f"{stage.step.title}（{stage.step.actor}）" if stage.step.actor else stage.step.title)


class StageLine(QWidget):
    """All stages of an episode."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(4)
        self.lines: list[QWidget] = []

    def show_stages(self, stages: Sequence[Stage]) -> None:
        """Show them anew."""
        for line in self.lines:
            line.hide()
            self.box.removeWidget(line)
            line.deleteLater()
        self.lines = []
        for groups in _LINES:
            inside = QWidget(self)
            flow = FlowLayout(inside, 4)
            for group in groups:
                title = QLabel(group, inside)
                title.setProperty("role", "soft")
                title.setContentsMargins(8 if group != groups[0] else 0, 5, 4, 0)
                flow.addWidget(title)
                for stage in stages:
                    if stage.group == group:
                        flow.addWidget(_Chip(stage, inside))
            policy = inside.sizePolicy()
            policy.setHeightForWidth(True)
            inside.setSizePolicy(policy)
            self.box.addWidget(inside)
            self.lines.append(inside)
