"""A small fictitious township for tests of lists: four villages, some households; made in one operation."""

from __future__ import annotations

from contextlib import contextmanager

from models import ledger_file, record
from models.database import database
from models.ledger import ledger
from models.operation import Operation

VILLAGES = ("青禾村", "陶化村", "石桥村", "柳湾村")


def make(path, households=12, password=""):
    """Create and open a file; returns {village: id} and the ids of the households in hh_no order."""
    ledger_file.create(path, password)
    of = ledger("household")
    with Operation("form", "测试数据") as operation:
        places = ledger("village")
        rows = [{**record.blank(places), "name": name, "seq": at} for at, name in enumerate(VILLAGES, 1)]
        villages = dict(zip(VILLAGES, operation.add(places, rows), strict=True))
        ids = operation.add(of, [_household(of, at, villages) for at in range(households)]) if households else []
    return villages, ids


def _household(of, at, villages):
    return {
        **record.blank(of),
        "hh_no": f"00500{at:04d}",
        "village": villages[VILLAGES[at % 4]],
        "group": f"{at % 3 + 1}组",
        "head": f"测户{'甲乙丙丁戊己庚辛壬癸'[at % 10]}",
        "head_id_no": f"11010119600101{at:04d}",
        "hh_type": ("01", "02", "03")[at % 3],
        "members_now": at % 7 + 1,
        "arable_mu": 125 * at,
        "safe_water": (True, False, None)[at % 3],
        "filled_on": f"202{at % 4 + 3}-0{at % 9 + 1}-15",
    }


@contextmanager
def statements():
    """Every statement Peewee executes inside, as text."""
    seen = []
    original = database.obj.execute_sql

    def listen(sql, *values, **more):
        seen.append(sql)
        return original(sql, *values, **more)

    database.obj.execute_sql = listen
    try:
        yield seen
    finally:
        database.obj.execute_sql = original
