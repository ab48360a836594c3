"""Lists, sorting, searching, encryption and saving, each against the raw statement that does the same."""

from __future__ import annotations

import functools
import os
import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.harness import Result, clocked, in_turns, township
from models import ledger_file, query, record
from models.database import database
from models.ledger import ledger
from models.query import Filter, Selection


def _page() -> list[Result]:
    """First page of a filtered list of 200,000 households, and sorting it by an unindexed column."""
    of = ledger("household")
    paths = of.default_columns
    village = query.ids(Selection("village"))[0]
    chosen = Selection(
        "household", filters=(Filter("village", "in", [village]), Filter("hh_type", "in", ["01"])), order=("hh_no",)
    )
    connection = database.connection()
    names = ", ".join(f't0."{of.fields[path].column_name}"' for path in paths if path != "village")
    raw = (
        f"SELECT t0.id, {names}, t1.name FROM household t0 LEFT JOIN village t1 ON t1.id = t0.village_id "
        "WHERE t0.village_id = ? AND t0.hh_type = ? ORDER BY t0.hh_no, t0.id LIMIT 200"
    )

    def ours() -> None:
        found = query.ids(chosen, limit=200)
        query.rows("household", paths, found)

    first = in_turns(ours, lambda: connection.execute(raw, (village, "01")).fetchall(), 9)
    order = Selection("household", order=("arable_mu",))
    ids = "SELECT id FROM household ORDER BY arable_mu, id"
    second = in_turns(lambda: query.ids(order), lambda: [row[0] for row in connection.execute(ids)], 5)
    return [
        Result("filtered list, first page of 200,000", *first, 1.3, "the same SQL"),
        Result("ordered ids of 200,000, unindexed column", *second, 1.5, "raw SQL"),
    ]


def _scan(connection: Any, sql: str, values: tuple[Any, ...]) -> list[int]:
    return [row[0] for row in connection.execute(sql, values)]


def _search() -> list[Result]:
    connection = database.connection()
    villages = [row[0] for row in connection.execute("SELECT id FROM village WHERE name LIKE '%建国%'")]
    raw = (
        "SELECT id FROM member WHERE name LIKE ? OR id_no LIKE ? OR phone LIKE ? OR initials LIKE ?"
        f" OR village_id IN ({','.join('?' * len(villages)) or 'NULL'}) ORDER BY id"
    )
    results = []
    for text in ("建国", "0012"):
        word = f"%{text}%"
        selection = Selection("member", search=text, order=("state",))
        pair = in_turns(
            functools.partial(query.ids, selection),
            functools.partial(_scan, connection, raw, (word, word, word, word, *villages)),
            9,
        )
        results.append(Result(f"search box over 40,000 members ({text})", *pair, 1.3, "LIKE scan of the columns"))
    return results


def _save(path: Path) -> list[Result]:
    """One saved form, durable, with history, against a 4 KB write + fdatasync, and against its statements alone.

    The statements alone (two questions asked, three rows written to four pages, one sync) are more than one write of
    4 KB already; the second figure tells how much the program itself adds to them.
    """
    of = ledger("household")
    number = query.ids(Selection("household"))[5]
    turn = iter(range(10**9))
    probe = os.open(path.with_suffix(".probe"), os.O_CREAT | os.O_WRONLY)
    block = b"x" * 4096

    def ours() -> None:
        record.save(of.name, {"address": f"第{next(turn)}号"}, id=number)

    def rival() -> None:
        os.pwrite(probe, block, 0)
        os.fdatasync(probe)

    statements = _statements(ours)
    connection = database.connection()

    def raw() -> None:
        for sql in statements:
            connection.execute(sql).fetchall()

    pair = in_turns(ours, rival, 31)
    bare = in_turns(ours, raw, 31)
    os.close(probe)
    return [
        Result("one saved form, durable, with history", *pair, 3.0, "4 KB write + fdatasync"),
        Result("the same saved form", *bare, 2.0, "its statements"),
    ]


def _statements(work: Callable[[], None]) -> list[str]:
    """What a save says to the database, with the values in the text; made to be said again and again.

    A new operation takes a new number each time, so the change that belongs to it asks for the latest.
    """
    said: list[str] = []
    connection = database.connection()
    connection.set_trace_callback(said.append)
    work()
    connection.set_trace_callback(None)
    latest = 'SELECT MAX("id") FROM "operation"'
    last = connection.execute(latest).fetchone()[0]
    return [
        sql.replace(f"VALUES ({last},", f"VALUES (({latest}),").replace(f'"id" = {last}', f'"id" = ({latest})')
        for sql in said
    ]


def _bulk(folder: Path) -> list[Result]:
    """Encrypted against plain: 20,000 households in one operation, then pages."""
    times: dict[str, list[float]] = {"plain": [], "secret": []}
    pages: dict[str, list[float]] = {"plain": [], "secret": []}
    for turn in range(3):
        for name, password in (("plain", ""), ("secret", "bench")):
            path = folder / f"{name}{turn}.db"
            times[name].append(clocked(functools.partial(township, path, 20_000, password=password)))
            wanted = query.ids(Selection("household"))[:200]
            paths = ledger("household").default_columns
            query.rows("household", paths, wanted)
            pages[name] += [clocked(functools.partial(query.rows, "household", paths, wanted)) for _ in range(15)]
            ledger_file.close()
    middle = statistics.median
    return [
        Result("bulk insert, encrypted", middle(times["secret"]), middle(times["plain"]), 1.3, "plain"),
        Result("a page, encrypted", middle(pages["secret"]), middle(pages["plain"]), 1.15, "plain"),
    ]


def run() -> list[Result]:
    """All results of this file."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        township(folder / "county.db", 200_000)
        results = _page()
        ledger_file.close()
        township(folder / "town.db", 10_000, 4)
        results += _search()
        results += _save(folder / "town.db")
        ledger_file.close()
        return results + _bulk(folder)
