"""The settings of a print: paper, margins, type, rows, totals, header, signatures, watermark."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from models.reports.paper import PaperSettings

REST_MS = 350
"""Milliseconds after the last change until the pages are made anew."""
LANDSCAPE = {"自动": None, "纵向": False, "横向": True}
SIDES = ("上", "右", "下", "左")


class PrintSettingsPanel(QScrollArea):
    """Shows and edits settings; ``changed(settings)`` when they have come to rest.

    ``hidden``: names of settings that mean nothing for what is printed; ``locked``: shown but not to be changed.
    """

    changed = Signal(object)

    def __init__(
        self,
        settings: PaperSettings,
        usual: PaperSettings | None = None,
        hidden: Collection[str] = (),
        locked: Collection[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._usual = usual or PaperSettings()
        self._hidden = frozenset(hidden)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._tell)
        self._make()
        self._show(settings)
        for name in locked:
            for widget in self._fields[name]:
                widget.setEnabled(False)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QScrollArea.Shape.NoFrame)

    def settings(self) -> PaperSettings:
        """What is chosen now."""
        top, right, bottom, left = (float(box.value()) for box in self._margins)
        return replace(
            self._settings,
            size=self._size.currentText(),
            landscape=LANDSCAPE[self._landscape.currentText()],
            margins_mm=(top, right, bottom, left),
            font_size=self._font.value(),
            rows_per_page=self._rows.value() or None,
            min_row_mm=self._row_height.value(),
            total_first=self._total.currentIndex() == 1,
            page_totals=self._page_totals.isChecked(),
            header_text=self._header.text().strip(),
            watermark=self._watermark.text().strip(),
            footer=tuple(part for part in re.split(r"[、，,；;\s]+", self._footer.text()) if part),
            footer_every_page=self._footer_every.isChecked(),
        )

    def set_settings(self, settings: PaperSettings) -> None:
        """Show other settings, without a signal."""
        self._settings = settings
        self._show(settings)

    def _make(self) -> None:
        inside = QWidget()
        box = QVBoxLayout(inside)
        box.setContentsMargins(12, 12, 12, 12)
        form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        form.setVerticalSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        box.addLayout(form)
        self._fields: dict[str, list[QWidget]] = {}

        def row(name: str, label: str, *widgets: QWidget, field: QWidget | None = None) -> None:
            shown = field or widgets[0]
            self._fields[name] = list(widgets)
            if name not in self._hidden:
                form.addRow(label, shown)
                for widget in widgets:
                    widget.setAccessibleName(widget.accessibleName() or label or name)

        self._size = _combo("A4", "A3")
        row("size", "纸张", self._size)
        self._landscape = _combo(*LANDSCAPE)
        row("landscape", "方向", self._landscape)
        self._margins = [_spin(0, 60, " mm") for _ in SIDES]
        row("margins_mm", "页边距", *self._margins, field=self._margin_grid())
        self._font = QDoubleSpinBox(minimum=6.5, maximum=16, singleStep=0.5, decimals=1, suffix=" 磅")
        row("font_size", "字号", self._font)
        self._row_height = QDoubleSpinBox(minimum=3, maximum=40, singleStep=0.5, decimals=1, suffix=" mm")
        row("min_row_mm", "行高", self._row_height)
        self._rows = _spin(0, 200, " 行")
        self._rows.setSpecialValueText("自动")
        row("rows_per_page", "每页行数", self._rows)
        self._total = _combo("放在最后", "放在最前")
        row("total_first", "合计", self._total)
        self._page_totals = QCheckBox("每页加小计")
        row("page_totals", "", self._page_totals)
        self._header = QLineEdit(maxLength=60, placeholderText="不印")
        row("header_text", "页眉", self._header)
        self._footer = QLineEdit(maxLength=120, placeholderText="不印")
        self._footer.setToolTip("用顿号隔开，如：单位负责人、审核人、填表人")
        row("footer", "签字栏", self._footer)
        self._footer_every = QCheckBox("每页都印签字栏")
        row("footer_every_page", "", self._footer_every)
        self._watermark = QLineEdit(maxLength=20, placeholderText="不印")
        row("watermark", "水印", self._watermark)
        again = QPushButton("恢复常用设置")
        again.setProperty("flat", True)
        again.clicked.connect(self._restore)
        box.addWidget(again, 0, Qt.AlignmentFlag.AlignLeft)
        box.addStretch()
        self.setWidget(inside)
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        self.setFixedWidth(max(inside.minimumSizeHint().width(), self.fontMetrics().height() * 14) + bar)
        self._connect()

    def _margin_grid(self) -> QWidget:
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(4)
        for number, (side, box) in enumerate(zip(SIDES, self._margins, strict=True)):
            box.setAccessibleName(f"页边距（{side}）")
            grid.addWidget(QLabel(side), number // 2, number % 2 * 2)
            grid.addWidget(box, number // 2, number % 2 * 2 + 1)
            grid.setColumnStretch(number % 2 * 2 + 1, 1)
        return holder

    def _connect(self) -> None:
        for combo in (self._size, self._landscape, self._total):
            combo.currentIndexChanged.connect(self._soon)
        for whole in (*self._margins, self._rows):
            whole.valueChanged.connect(self._soon)
        for part in (self._font, self._row_height):
            part.valueChanged.connect(self._soon)
        for check in (self._page_totals, self._footer_every):
            check.toggled.connect(self._soon)
        # textEdited comes with committed text only, never while an input method composes
        for line in (self._header, self._footer, self._watermark):
            line.textEdited.connect(self._soon)

    def _show(self, settings: PaperSettings) -> None:
        everything = [widget for widgets in self._fields.values() for widget in widgets]
        blockers = [QSignalBlocker(widget) for widget in everything]
        self._size.setCurrentText(settings.size)
        self._landscape.setCurrentIndex(list(LANDSCAPE.values()).index(settings.landscape))
        for box, value in zip(self._margins, settings.margins_mm, strict=True):
            box.setValue(round(value))
        self._font.setValue(settings.font_size)
        self._row_height.setValue(settings.min_row_mm)
        self._rows.setValue(settings.rows_per_page or 0)
        self._total.setCurrentIndex(int(settings.total_first))
        self._page_totals.setChecked(settings.page_totals)
        self._header.setText(settings.header_text)
        self._footer.setText("、".join(settings.footer))
        self._footer.setCursorPosition(0)
        self._footer_every.setChecked(settings.footer_every_page)
        self._watermark.setText(settings.watermark)
        del blockers

    def _restore(self) -> None:
        self._show(replace(self._usual, watermark=self._watermark.text()))
        self._soon()

    def _soon(self) -> None:
        self._rest.start()

    def _tell(self) -> None:
        settings = self.settings()
        if settings != self._settings:
            self._settings = settings
            self.changed.emit(settings)


def _combo(*texts: str) -> QComboBox:
    combo = QComboBox()
    combo.addItems(texts)
    return combo


def _spin(low: int, high: int, suffix: str) -> QSpinBox:
    return QSpinBox(minimum=low, maximum=high, suffix=suffix)
