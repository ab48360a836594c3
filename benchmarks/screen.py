"""The list on the screen against Qt's own SQL model, sorting against raw SQL, charts against Figure.draw()."""

from __future__ import annotations

import dataclasses
import os
import random
import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.harness import Result, clocked, in_turns, township

ROWS = 200_000


def _memory() -> float:
    import ctypes
    import gc

    import psutil

    gc.collect()
    if hasattr(ctypes.CDLL(None), "malloc_trim"):
        # Memory that was freed before would be used again and hide what is needed now.
        ctypes.CDLL(None).malloc_trim(0)
    return float(psutil.Process().memory_info().rss) / 1e6


def _jumps(view: Any, count: int = 40) -> list[float]:
    from PySide6.QtWidgets import QApplication

    rng = random.Random(5)
    times = []
    for _ in range(count):
        row = rng.randrange(ROWS)

        def jump(row: int = row) -> None:
            view.scrollTo(view.model().index(row, 0))
            view.viewport().repaint()
            QApplication.processEvents()

        times.append(clocked(jump))
    return times


def _settle(until: Callable[[], bool]) -> None:
    from PySide6.QtWidgets import QApplication

    while not until():
        QApplication.processEvents()


def _lists(path: Path) -> list[Result]:
    from PySide6.QtSql import QSqlDatabase, QSqlQueryModel
    from PySide6.QtWidgets import QApplication, QTableView

    from models.database import database
    from models.ledger import ledger
    from models.query import Selection
    from widgets.record_table import RecordTable

    before = _memory()
    ours = RecordTable()
    ours.resize(1366, 700)
    ours.show()
    ours.set_selection(Selection("household"))
    _settle(lambda: ours.model().rowCount() == ROWS)
    jumps = _jumps(ours)
    our_memory = _memory() - before

    connection = database.connection()
    turn = iter(range(10**6))

    def click() -> None:
        path = "arable_mu" if next(turn) % 2 else "members_now"
        ours.set_selection(Selection("household", order=(path,)))
        _settle(lambda: ours.model().rowCount() > 0)
        ours.viewport().repaint()

    other = iter(range(10**6))

    def raw() -> None:
        column = "arable_mu" if next(other) % 2 else "members_now"
        _ = [row[0] for row in connection.execute(f"SELECT id FROM household ORDER BY {column}, id")]

    clicks, raws = [], []
    for _round in range(6):
        clicks.append(clocked(click))
        _settle(lambda: ours.model().rowCount() == ROWS)
        raws.append(clocked(raw))
    sort = statistics.median(clicks), statistics.median(raws)
    ours.hide()
    QApplication.processEvents()

    base = QSqlDatabase.addDatabase("QSQLITE")
    base.setDatabaseName(str(path))
    base.open()
    before = _memory()
    of = ledger("household")
    columns = ", ".join(f'h."{of.fields[name].column_name}"' for name in of.default_columns if name != "village")
    model = QSqlQueryModel()
    model.setQuery(f"SELECT h.id, v.name, {columns} FROM household h LEFT JOIN village v ON v.id = h.village_id", base)
    while model.canFetchMore():
        model.fetchMore()
    rival = QTableView()
    rival.resize(1366, 700)
    rival.setModel(model)
    rival.show()
    QApplication.processEvents()
    rival_jumps = _jumps(rival)
    rival_memory = _memory() - before
    rival.hide()
    return [
        Result(
            "jump to any row of 200,000", statistics.median(jumps), statistics.median(rival_jumps), 5, "QSqlQueryModel"
        ),
        Result("memory of that list", our_memory, rival_memory, 0.25, "QSqlQueryModel, fetched", "MB"),
        Result("sort 200,000, click to painted", *sort, 1.5, "raw ordered ids"),
    ]


def _charts() -> list[Result]:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from PySide6.QtWidgets import QApplication

    from models.reports import charts
    from widgets.chart import ChartGrid
    from widgets.chart_draw import draw

    data = list(charts.for_home())[:4]
    grid = ChartGrid()
    grid.resize(1366, 700)
    grid.show()
    QApplication.processEvents()
    figures = []
    for one in data:
        figure = Figure(figsize=(6.8, 3.4), dpi=100)
        FigureCanvasAgg(figure)
        draw(figure, one)
        figures.append(figure)

    turn = iter(range(10**6))

    def ours() -> None:
        # Another subtitle is new data: nothing drawn before may be shown again.
        grid.set_charts([dataclasses.replace(one, subtitle=f"第 {next(turn)} 次") for one in data])
        for panel in grid.panels():
            panel.ensure_drawn()
            panel.repaint()

    def rival() -> None:
        for figure in figures:
            figure.canvas.draw()

    def again() -> None:
        for panel in grid.panels():
            panel.repaint()

    pair = in_turns(ours, rival, 5)
    same = in_turns(again, rival, 5)
    return [
        Result("redraw of four charts", *pair, 2.2, "Figure.draw()"),
        Result("four unchanged charts shown again", *same, 0.05, "Figure.draw()"),
    ]


def run() -> list[Result]:
    """All results of this file."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from models import ledger_file, sample

    application = QApplication.instance() or QApplication([])
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "county.db"
        township(path, ROWS)
        results = _lists(path)
        ledger_file.close()
        sample.build(Path(name) / "sample.db")
        from models.database import is_open

        if not is_open():
            ledger_file.open_existing(Path(name) / "sample.db")
        results += _charts()
        ledger_file.close()
    del application
    return results
