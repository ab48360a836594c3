"""The seed workbooks imported as they are: every expectation about our ledgers holds (../shared/data/seeds)."""

import functools
import json
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise

import pytest

from models import query
from models.exchange import importer
from models.kinds import Money
from models.ledger import ledger, ledgers
from models.query import Selection
from models.record import load
from models.reports.figures import compute

from . import seeds

OURS = {of.name for of in ledgers()}
FEN = {"万元": 1_000_000, "元": 100}


@functools.cache
def truth(file):
    return json.loads((seeds.FOLDER / file.replace(".xlsx", ".truth.json")).read_text("utf-8"))


def ledger_of(expected):
    """Our ledger that keeps the sheet's rows, None when we have none."""
    if "sheet" not in expected:
        return "payment" if expected["op"] == "pay_rate" else None
    tables = next(sheet["tables"] for sheet in truth(expected["file"])["sheets"] if sheet["name"] == expected["sheet"])
    name = tables[0]["ledger"]
    return "fund_line" if expected.get("field", "").startswith("fund_line.") else name if name in OURS else None


def is_ours(expected):
    if expected["op"] == "behaviour" or not expected["file"].endswith(".xlsx") or ledger_of(expected) is None:
        return False
    paths = [expected.get("field"), expected.get("den"), *expected.get("where", {})]
    return all(path.partition(".")[0] in OURS | {"region"} for path in paths if path)


CASES = [one for one in seeds.expectations() if is_ours(one)]


def called(one):
    return f"{one['test']} {one['op']} {one.get('field', '')} {one.get('where', '')} {one['expected']}"


def take_in(expected):
    """Import the workbook; of several sheets for one ledger only the one that is asked about."""
    (plan,) = importer.prepare(seeds.FOLDER / expected["file"])
    asked = next((one.ledger for one in plan.sheets if one.sheet.name == expected.get("sheet")), None)
    for one in plan.sheets:
        if one.ledger is asked and one.sheet.name != expected.get("sheet"):
            one.choose_ledger(None)
    receipt = importer.run([plan], back_up=False)
    assert not [sheet.failed for sheet in receipt.sheets if sheet.failed]


# --- computing an expectation from the ledger ---------------------------------------------------------------------


def path_in(name, field):
    """The path of a field of fields.json as seen from a ledger."""
    head, _, rest = field.partition(".")
    if own := next((n for n, one in ledger(name).fields.items() if field in one.names), None):
        return own
    if head == "region":
        # A record of a household lies in the household's village.
        own = {**ledger(name).fields, **ledger(name).computed}
        return rest if rest in own or "household" not in own else f"household.{rest}"
    if head == name:
        return rest
    master = ledger(name).master
    return f"{master}.{rest}" if master and ledger(name).master_ledger.name == head else field


def limited(selection, where):
    for field, wanted in where.items():
        path = path_in(selection.ledger, field)
        kind = ledger(selection.ledger).column(path).kind
        if isinstance(wanted, dict):
            ((op, value),) = wanted.items()
            selection = selection.where(path, op, value)
        elif isinstance(wanted, list):
            selection = selection.where(path, "in", [kind.parse(one) for one in wanted])
        elif kind.name in ("link", "yesno"):
            selection = selection.where(path, "in", [wanted])
        else:
            selection = selection.where(path, "=", kind.parse(wanted))
    return selection


def chosen(expected):
    selection = limited(Selection(ledger_of(expected)), expected.get("where", {}))
    join = expected.get("join")
    return selection.where(path_in(selection.ledger, join["on"]), "in", joined(expected)) if join else selection


def joined(expected):
    """Values of the joining column in the rows of another sheet, read from the truth (we keep no such ledger yet)."""
    join = expected["join"]
    sheet = next(one for one in truth(expected["file"])["sheets"] if one["name"] == join["sheet"])
    letters = {column["field"]: column["col"] for column in sheet["tables"][0]["columns"]}
    lines = (seeds.FOLDER / expected["file"].replace(".xlsx", ".records.jsonl")).read_text("utf-8").splitlines()
    rows = [row["v"] for row in map(json.loads, lines) if row["s"] == sheet["index"]]
    return [
        row[letters[join["on"]]]
        for row in rows
        if all(row.get(letters[field]) == wanted for field, wanted in join["where"].items())
    ]


def step_of(name, path, unit):
    kind = ledger(name).column(path).kind
    return FEN[unit.partition("/")[0]] if isinstance(kind, Money) else getattr(kind, "step", 1)


def added(selection, field, unit):
    path = path_in(selection.ledger, field)
    return Fraction(query.totals(selection, [path])[path], step_of(selection.ledger, path, unit))


def per_group(expected, selection):
    path = path_in(selection.ledger, expected["field"])
    unit = "万元" if expected["unit"] in ("%", "个") else expected["unit"]
    step = step_of(selection.ledger, path, unit)
    by = path_in(selection.ledger, expected["by"])
    names = {id: row[0] for id, row in query.each(Selection("village"), ("name",))}
    return {names[one.key[0]]: Fraction(one.sums[0], step) for one in query.groups(selection, (by,), (path,))}


def growth_mean(expected, selection):
    """Arithmetic mean of the yearly growth per head; an income sheet counts its persons."""
    path, by = (path_in(selection.ledger, expected[name]) for name in ("field", "by"))
    sums = (path, "persons") if "persons" in ledger(selection.ledger).fields else (path,)
    years = sorted(query.groups(selection, (by,), sums), key=lambda one: one.key)
    heads = [Fraction(one.sums[0], one.sums[1] if len(sums) > 1 else 1) for one in years]
    rates = [(new - old) * 100 / old for old, new in pairwise(heads)]
    return sum(rates) / len(rates)


def computed(expected):
    op, unit, selection = expected["op"], expected["unit"], chosen(expected)
    field = expected.get("field", "")
    if op == "count":
        return query.count(selection)
    if op in ("sum", "value"):
        return added(selection, field, unit)
    if op == "mean":
        return added(selection, field, unit) / query.count(selection)
    if op == "ratio":
        return added(selection, field, unit) / added(selection, expected["den"], "")
    if op == "distinct":
        return len(query.distinct(selection, path_in(selection.ledger, field)))
    if op == "share":
        base = limited(Selection(selection.ledger), expected.get("base", {}))
        return Fraction(query.count(selection) * 100, query.count(base))
    if op == "convert":
        return added(selection, "sale.weight", unit)
    if op in ("group_min_count", "group_cells"):
        by = [expected["by"]] if isinstance(expected["by"], str) else expected["by"]
        counts = [one.count for one in query.groups(selection, tuple(path_in(selection.ledger, one) for one in by))]
        return min(counts) if op == "group_min_count" else len(counts)
    if op == "max":
        path = path_in(selection.ledger, field)
        return max(Fraction(row[0] or 0) for _, row in query.each(selection, (path,)))
    if op == "ratio_pct":
        return added(selection, field, "万元") * 100 / added(selection, expected["den"], "万元")
    if op == "group_min_ratio":
        paths = [path_in(selection.ledger, expected[name]) for name in ("field", "den")]
        found = query.groups(selection, (path_in(selection.ledger, expected["by"]),), paths)
        return min(Fraction(100 * one.sums[0], one.sums[1]) for one in found)
    if op == "growth_mean":
        return growth_mean(expected, selection)
    groups = per_group(expected, selection)
    if op == "group_mean":
        return sum(groups.values()) / len(groups)
    if op == "group_max":
        assert max(groups, key=groups.get) == expected["who"]
        return max(groups.values())
    if op == "group_max_share":
        return max(groups.values()) * 100 / sum(groups.values())
    assert op == "group_count_ge", op
    found = sum(1 for value in groups.values() if value >= Decimal(expected["threshold"]))
    assert printed(Fraction(found * 100, len(groups)), 2) == Decimal(expected["share"])
    return found


def printed(number, places):
    exact = Decimal(number.numerator) / Decimal(number.denominator)
    return exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


COMPARE = {
    "eq": lambda found, wanted: found == wanted,
    "ge": lambda found, wanted: found >= wanted,
    "gt": lambda found, wanted: found > wanted,
    "le": lambda found, wanted: found <= wanted,
    "lt": lambda found, wanted: found < wanted,
}


def test_there_is_something_to_check():
    seeds.require()
    assert {one["test"] for one in CASES} >= {
        "T01",
        "T02",
        "T03",
        "T04",
        "T07",
        "T09",
        "T15",
        "T16",
        "T20",
        "T23",
        "B23",
        "B24",
    }


@pytest.mark.parametrize("expected", CASES, ids=called)
def test_expectation(book, expected):
    take_in(expected)
    if expected["op"] == "pay_rate":
        found = {
            one.title: one.value for one in compute(["pay_rate", "pay_schedule", "pay_gap"], asof=expected["asof"])
        }
        assert list(found.values()) == list(expected["expected"].values())
        return
    if expected["op"] == "stored":
        (row,) = load(ledger("ce_entry"), query.ids(Selection("ce_entry"))).values()
        wanted = expected["expected"]
        assert (row["amount"], row["amount_q"]) == (int(wanted["value"]) * FEN[wanted["unit"]], wanted["qualifier"])
        return
    if expected["op"] == "coverage":
        cells = {f"{one.village}|{one.title.partition('：')[2]}": one.value for one in compute(["visit_coverage"])}
        assert {key: value for key, value in cells.items() if not key.startswith("None|")} == {
            key: expected["expected"].get(key, expected["expected"]["*"]) for key in cells if "None|" not in key
        }
        assert len(cells) == 18 + 3  # 各村各轮，另有每轮全乡一个
        return
    found = Fraction(computed(expected))
    wanted = Decimal(str(expected["expected"]))
    shown = printed(found, expected.get("decimals", max(0, -wanted.as_tuple().exponent)))
    assert COMPARE[expected["qualifier"]](shown, wanted), (shown, wanted)
    if "exact" in expected:
        assert found == Fraction(expected["exact"])


SAID = {
    "T11_组团服务组": {"service_group_count": 5, "team_count": 10, "first_secretary_count": 10},
    "T12_推进会联系会2021": {"meeting_by_kind.02": 11, "meeting_by_kind.03": 4},
    "T13_媒体与简报2023": {"media_count": 150, "media_high": 40, "media_high_share": "26.67", "bulletin_count": 120},
    "T14_党性教育培训2023": {"training_sessions": 96, "training_person_times": 5613, "training_mean": "58.47"},
    "T17_小院家": {"yard_count": 15, "village_count": 6, "villages_without_yard": 0, "yard_households": 380},
    "T18_星级支部": {
        "branch_count": 6, "branch_stars": "3.50",
        "branch_by_stars.5": 1, "branch_by_stars.4": 1, "branch_by_stars.3": 4,
    },
    "SA_巫溪三村": {"first_secretary_count": 3, "team_units": 3},
    "SB_竹贤乡2023其他": {
        "first_secretary_count": 22, "meeting_by_kind.04": 4, "visit_in_count": 62, "loan_support_total": "27800.00",
        "industry_area_by_product.烤烟": "2200", "industry_area_by_product.洋芋": "4000",
        "industry_output_by_product.核桃青果": "250000", "industry_weight_by_product.核桃青果": "125",
        "industry_per_mu.蔬菜": "8400.00", "industry_by_product.蔬菜": "840.00",
    },
    "SC_关口镇组团服务": {
        "meeting_by_kind.01": 4, "problem_solved": 5, "stock_by_product.黑猪": "700", "stock_utilisation": "26.00",
        "linked_household_count": 43, "post_disabled": 14,
    },
    "SD_大观区": {
        "talent_by_kind.01": 31, "talent_by_kind.03": 4, "greenhouse_count": 5, "greenhouse_value": "4.00",
    },
    "SE_凌云六村其他": {
        "activity_by_kind.08": 47, "activity_by_kind.04": 22, "activity_by_kind.03": 8, "activity_by_kind.06": 14,
        "talent_by_kind.01": 8, "talent_by_kind.02": 5, "dispute_count": 33, "dispute_success": "100.00",
    },
}  # fmt: skip
"""Figures over the whole of a seed workbook: teams, meetings, matching, governance and publicity."""


@pytest.mark.parametrize("file", SAID)
def test_figures_say_what_the_seeds_report(book, file):
    seeds.require()
    importer.run(importer.prepare(seeds.FOLDER / f"{file}.xlsx"), back_up=False)
    found = {one.name: one.value for one in reversed(compute(sorted(SAID[file]))) if one.village is None}
    assert {name: found.get(name) for name in SAID[file]} == SAID[file]


def test_figures_of_products_lead_to_their_records(book):
    seeds.require()
    importer.run(importer.prepare(seeds.FOLDER / "SB_竹贤乡2023其他.xlsx"), back_up=False)
    names = ["industry_area_by_product", "industry_output_by_product", "industry_weight_by_product", "industry_per_mu"]
    found = compute(names)
    assert len(found) == 6 * len(names) and {one.unit for one in found} == {"亩", "斤", "吨", "元/亩"}
    for one in found:
        assert query.count(Selection.from_json(one.where)) == one.records == 1
