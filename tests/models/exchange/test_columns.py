"""What is read a column at a time says and stores the same as what is read cell by cell."""

import calendar
import datetime
import random

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from models import clock, id_number, ledger_file, query, record
from models.exchange import importer
from models.exchange import rows as rows_of_tables
from models.exchange.cells import ERROR, WARN, CellReader
from models.exchange.match import Column, Target
from models.exchange.read import Sheet
from models.exchange.table import Header, Table
from models.fields import Computed, LinkField
from models.id_number import check_digit
from models.kinds import MISSING, Date, Fault, Phone, cell_text
from models.kinds.dates import are_days
from models.ledger import ledger, ledgers
from models.query import Selection

from .books import book, state

DAY = datetime.date(2026, 7, 1)
IDS = ["500297197305061358", "500297198911028114", "50029719610406091X", "11010119900307803X", "999999199003070014"]
TIDY = {
    "IdNumber": IDS[:3],
    "Date": ["2024-02-29", "1999-12-31", "2026-07-01"],
    "Phone": ["13800000000", "19912345678"],
    "BankCard": ["6299990000000017", "6299990012345678006"],
    "Name": ["青山村", "A1公司"],
    "PersonName": ["张三", "买买提"],
    "Text": ["无名", "第1号。", "a-b"],
    "Code": ["0100", "12"],
}
DIRTY = [
    *(
        "",
        " ",
        "/",
        "—",
        "无",
        "#N/A",
        "张三",
        "张",
        "欧阳 锋",
        "张3",
        "买买提・江",
        "a" * 61,
        "张三\u200b",
        "是",
        "否",
        "√",
    ),
    *("500297197305061359", "50029719610406091x", "500297197302301358", "500297203005061358", "5002971973050613581X"),
    *("2023-02-29", "1900-02-29", "2000-02-29", "2026-07-02", "2024-13-01", "1700-01-01", "2024-03", "2024-3-1"),
    *(
        "20240301",
        "12800000000",
        "138000000001",
        "023-12345678",
        "６２９９",
        "6299990000000018",
        "62999900000000170000",
    ),
    *(
        "１３８００００００００",
        "0100a",
        "01 00",
        "'0100",
        "1.0",
        "约5万",
        "20余万",
        "3人",
        "汉族",
        "5.0E+17",
        "一\n二",
        "-",
    ),
    *("２０２４-０１-０１", "0", "男", True, False, 1, 0, 1.0, 12.5, 45000, 5.00297197305061e17, None),
    *(datetime.date(2024, 1, 1), datetime.datetime(2024, 1, 1, 9, 30)),
]
CELLS = st.one_of(st.sampled_from(DIRTY), st.sampled_from([text for many in TIDY.values() for text in many]))


@pytest.fixture(autouse=True)
def today():
    clock.freeze(DAY)


def kinds():
    """One field of each kind of every ledger; lists of choices count as one kind."""
    found = {}
    for of in ledgers():
        for one in of.fields.values():
            if not isinstance(one, LinkField | Computed):
                told = [
                    getattr(one.kind, name, None) for name in ("precision", "future", "long", "low", "high", "ordered")
                ]
                found.setdefault((type(one.kind), *told), one)
    return list(found.values())


FIELDS = kinds()


def reader(one):
    return CellReader(Column(Header(1, (one.label,)), Target(one.name, one.name, one.label, one)))


def alone(one, cell):
    """(value, what is said) of one cell, by the kind's own words."""
    cell = "是" if cell is True else "否" if cell is False else cell
    if reader(one)._is_blank(cell):
        return None, []
    if cell == "#N/A" and one.kind.name != "id_number":
        return None, [(ERROR, "单元格是错误值 #N/A，请在原表改好公式或填上内容")]
    said = []
    try:
        value = one.kind.parse(cell)
    except Fault as fault:
        value = None if fault.value is MISSING else fault.value
        if value is None and (later := to_come(one.kind, cell)):
            return later, [(WARN, fault.text), *[(WARN, text) for text in [one.kind.warning(later)] if text]]
        said.append((ERROR if fault.value is MISSING else WARN, fault.text))
    if value is not None and (text := one.kind.warning(value)):
        if isinstance(one.kind, Phone):
            return None, [(WARN, f"{text}；“{cell_text(cell)}”没有登记")]
        said.append((WARN, text))
    return value, said


def to_come(kind, cell):
    """The day of a cell that a ledger has no future days for: it is kept, and told of."""
    if not isinstance(kind, Date) or kind.future:
        return None
    try:
        return Date(kind.precision).parse(cell)
    except Fault:
        return None


@pytest.mark.parametrize("one", FIELDS, ids=lambda one: f"{one.model._meta.table_name}.{one.name}")
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chunks=st.lists(st.lists(CELLS, min_size=1, max_size=6), min_size=1, max_size=3), sound=st.booleans())
def test_a_column_is_read_as_its_cells_are(one, chunks, sound):
    if sound:
        # Mostly whole columns of right cells, some of them with one wrong cell at the end.
        good = TIDY.get(type(one.kind).__name__, ["1"])
        chunks = [good * 2, *chunks, [*good, *chunks[0][:1]]]
    whole = reader(one)
    for cells in chunks:
        values, notes = whole.read(tuple(cells))
        assert [(value, value.__class__) for value in values] == [
            (value, value.__class__) for value, _ in (alone(one, cell) for cell in cells)
        ]
        said = {at: [(note.level, note.text) for note in some] for at, some in notes.items()}
        assert said == {at: some for at, cell in enumerate(cells) if (some := alone(one, cell)[1])}


@pytest.mark.parametrize("name", TIDY)
def test_right_columns_are_taken_at_a_glance_and_wrong_ones_are_not(name):
    kind = next(one.kind for one in FIELDS if type(one.kind).__name__ == name and not getattr(one.kind, "long", False))
    good = TIDY[name]
    if name == "IdNumber":
        assert id_number._all_right(good) and not id_number._all_right([*good, good[0][:17] + "0"])
        return
    assert kind.tidy(good, "".join(good))
    wrong = {"Date": "2023-02-29", "Phone": "12800000000", "BankCard": good[0][:-1] + "3", "Code": "a"}.get(name, "a b")
    assert not kind.tidy([*good, wrong], "".join([*good, wrong]))


DAYS = st.lists(st.dates(datetime.date(1850, 1, 1), datetime.date(2200, 12, 31)), min_size=1)


@settings(max_examples=200, deadline=None)
@given(days=DAYS, year=st.integers(1850, 2200))
def test_days_are_real_or_not(days, year):
    assert are_days("".join(f"{day:%Y%m%d}" for day in days))
    assert are_days(f"{year}0229") is calendar.isleap(year)
    assert not are_days("20240431") and not are_days("18491231") and not are_days("20240100")


WORDS = ["", "1", 2.0, "张三", "合计", "平均分", "说明：", "序号", "姓名", "金额", " ", None, "一、"]
ROWS = st.lists(st.lists(st.sampled_from(WORDS), min_size=2, max_size=5), max_size=8)


class _Rows(Sheet):
    def __init__(self, rows):
        super().__init__("", 0)
        self._rows = rows

    def rows(self, start=1):
        return iter([list(row) for row in self._rows[start - 1 :]])


@settings(max_examples=300, deadline=None)
@given(rows=ROWS, size=st.integers(1, 3), plain=st.integers(0, 6))
@example(rows=[["", ""], ["说明：", "说明：", "说明："]], size=1, plain=0)
def test_the_same_rows_are_records_whatever_the_size_of_the_chunks(rows, size, plain):
    rows = [["序号", "姓名", "金额"], *[[at, "张三", "5"] for at in range(plain)], *rows, [9, "李四", ""]]
    headers = [Header(at, (text,)) for at, text in enumerate(rows[0], 1)]
    found = []
    for one in (size, 100):  # the first chunk is looked at row by row
        read = Table(_Rows(rows), (1, 1), headers)
        chunks = list(read.chunks(one))
        assert all(len(numbers) == len(cells) <= one for numbers, cells in chunks)
        found.append(([pair for many in chunks for pair in zip(*many, strict=True)], read.data_rows))
    assert found[0] == found[1]


HEADERS = [
    *(
        "户编号",
        "行政村",
        "姓名",
        "证件号码",
        "与户主关系",
        "户类型",
        "性别",
        "出生日期",
        "家庭成员联系电话",
        "本人银行卡号",
    ),
    *("务工所在地", "务工时间（月）", "务工月收入（元）", "健康状况", "是否会讲普通话", "人口编号", "成员备注"),
]


def people(rng, count):
    """Rows of which most are right and some are not."""
    rows = []
    for at in range(count):
        birth = datetime.date(1940, 1, 1) + datetime.timedelta(rng.randint(0, 25_000))
        number = f"500297{birth:%Y%m%d}{rng.randint(0, 999):03d}"
        number += check_digit(number)
        row = [
            *(
                f"01{at // 4:04d}",
                "青山村",
                rng.choice("张王李赵") + rng.choice(["伟", "秀英"]),
            ),
            *(number, "其他", "脱贫户", "男" if int(number[16]) % 2 else "女", birth.isoformat()),
            *(f"138{rng.randint(0, 10**8 - 1):08d}", rng.choice(TIDY["BankCard"]), rng.choice(["宁波", ""])),
            *(
                rng.choice([6, ""]),
                rng.choice([3200.5, "3200元", ""]),
                "健康",
                rng.choice("是否"),
                f"{at:06d}",
                f"第{at}号",
            ),
        ]
        if rng.random() < 0.3:
            row[rng.randrange(1, len(row))] = rng.choice([cell for cell in DIRTY if cell is not None])
        if at and rng.random() < 0.05:
            row[3] = rows[-1][3]
        rows.append(row)
    return rows


def take_in(folder, name, path):
    ledger_file.create(folder / f"{name}.db")
    told = []
    for step in (path["first"], path["second"]):
        tried = importer.preview(importer.prepare(step))
        done = importer.run(importer.prepare(step), back_up=False)
        told.append((tried.to_json(), tried.sheets[0].rows, done.to_json(), [one.failed for one in done.sheets]))
    kept = {
        name: [{n: v for n, v in row.items() if n != "uid"} for _, row in sorted(rows.items())]
        for name, rows in state().items()
    }
    ledger_file.close()
    return told, kept


@pytest.mark.parametrize("seed", range(4))
def test_an_import_says_and_stores_the_same_cell_by_cell(tmp_path, monkeypatch, seed):
    rng = random.Random(seed)
    rows = people(rng, 60)
    changed = [[*row[:8], f"139{at:08d}", *row[9:]] if at % 3 else row for at, row in enumerate(rows)]
    paths = {
        "first": book(tmp_path / "a.xlsx", 成员=[HEADERS, *rows, ["合计", "", 60, "", ""]]),
        "second": book(tmp_path / "b.xlsx", 成员=[HEADERS, *changed, *people(rng, 10)]),
    }
    monkeypatch.setattr(importer, "CHUNK", 7)
    at_a_glance = take_in(tmp_path, "quick", paths)
    for one in FIELDS:
        monkeypatch.setattr(type(one.kind), "tidy", lambda self, texts, joined: False)
    monkeypatch.setattr(id_number, "_all_right", lambda cells: False)
    monkeypatch.setattr(rows_of_tables, "are_records", lambda *given: False)
    assert take_in(tmp_path, "slow", paths) == at_a_glance
    counted = at_a_glance[0][0][2][0]["rows"]
    assert counted["new"] > 20 and counted["error"] > 5


def test_yes_and_no_and_the_names_of_new_records_are_kept_as_before(tmp_path):
    ledger_file.create(tmp_path / "a.db")
    rows = [["1", "测试", IDS[0], "是"], ["2", "测验", IDS[1], "否"], ["3", "测量", IDS[2], ""]]
    path = book(tmp_path / "a.xlsx", 成员=[["人口编号", "姓名", "证件号码", "是否会讲普通话"], *rows])
    importer.run(importer.prepare(path), back_up=False)
    stored = record.load(ledger("member"), query.ids(Selection("member", order=("person_no",))))
    assert [row["mandarin"] for row in stored.values()] == [True, False, None]
    assert all(row["mandarin"].__class__ in (bool, type(None)) for row in stored.values())
    uids = [row["uid"] for row in stored.values()]
    assert len(set(uids)) == 3 and uids == sorted(uids) and all(len(one) == 36 and one[14] == "7" for one in uids)


def test_a_telephone_told_of_is_written_as_the_table_shows_it():
    phone = next(one for one in FIELDS if isinstance(one.kind, Phone))
    for cell in (123456, 123456.0, "123456"):
        _, notes = reader(phone).read((cell,))
        assert "“123456”没有登记" in notes[0][0].text
