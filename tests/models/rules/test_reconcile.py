"""Sixty breaks put into the sample behind the program's back: each is found, and nothing else is (domain.md §9–13)."""

import datetime
import shutil

import pytest

from models import clock, ledger_file, query, record
from models.database import database, run
from models.ledger import ledger
from models.query import Selection
from models.record import blank
from models.rules import reconcile

TODAY = datetime.date(2026, 6, 30)
WAN = 1_000_000


@pytest.fixture
def opened(township, tmp_path):
    clock.freeze(TODAY)
    shutil.copy(township, tmp_path / "a.db")
    ledger_file.open_existing(tmp_path / "a.db", "")
    yield
    ledger_file.close()
    clock.freeze(None)


def ids(name, *filters):
    chosen = Selection(name)
    for one in filters:
        chosen = chosen.where(*one)
    return list(query.ids(chosen))


def put(name, id, **values):
    """Write past every check, as another program, an old version or a merge could have."""
    columns = ", ".join(f'"{ledger(name).model._meta.fields[key].column_name}" = ?' for key in values)
    run(f'UPDATE "{name}" SET {columns} WHERE "id" = ?', (*values.values(), id))


def add(name, /, **values):
    model = ledger(name).model
    serial = run(f'SELECT COALESCE(MAX("id"), 0) FROM "{name}"').fetchone()[0] + 1_000_000
    model.insert({**blank(ledger(name)), **values, "id": serial, "uid": f"{name}-{serial}"}).execute()
    return serial


def stored(name, id):
    return record.load(ledger(name), [id])[id]


def copied(name, id, **changes):
    values = {key: value for key, value in stored(name, id).items() if key in ledger(name).fields}
    return add(name, **{**values, **changes})


def live(*filters):
    return ids("project", ("stage", "in", ["09", "10", "11", "12"]), *filters)


def two_of_each():
    """(kind, ledger, id of the record that is told of): 63 breaks, each planted when it is asked for."""
    works = live()
    for id in works[:2]:
        total = stored("project", id)["budget_total"]
        put("project", id, budget_total=total + WAN)
        yield "budget_differs", "project", id
    for id in ids("fund_line", ("project", "in", works[2:4]))[:2]:
        paid = query.rows("fund_line", ("paid",), [id], raw=True)[id][0]
        line = stored("fund_line", id)
        # The total follows, so that only the overpayment is wrong.
        project = stored("project", line["project"])
        put("project", line["project"], budget_total=project["budget_total"] + paid - 100 - line["amount"],
            contract_amount=None, settled_amount=None)  # fmt: skip
        put("fund_line", id, amount=paid - 100)
        yield "line_overpaid", "fund_line", id
    stands = ids("fund_line", ("project", "in", works[6:8]))[0]
    put("fund_line", stands, remark="按表登记")
    beside = {**stored("fund_line", stands), "source": "F9", "doc_no": "示例文号", "amount": 1, "remark": None}
    add("fund_line", **{name: value for name, value in beside.items() if name not in ("id", "uid", "revision")})
    project = stored("fund_line", stands)["project"]
    put("project", project, budget_total=stored("project", project)["budget_total"] + 1)
    yield "stated_beside_lines", "fund_line", stands
    both = ids("payment", ("fund_line.project", "in", [works[12]]))
    last = max(both, key=lambda id: stored("payment", id)["date"])
    put("payment", last, purpose="按表登记")
    yield "stated_beside_payments", "payment", last
    for id in ids("payment", ("fund_line.project", "in", works[4:6]))[:2]:
        # Before the money and before the approval: both are told.
        put("payment", id, date="2023-12-30")
        yield "paid_before_received", "payment", id
        yield "paid_before_approval", "payment", id
    for at, field in ((6, "contract_amount"), (7, "settled_amount")):
        paid = query.rows("project", ("paid",), [works[at]], raw=True)[works[at]][0]
        put("project", works[at], **{"settled_amount": None, field: paid - 1})
        yield "paid_over_contract", "project", works[at]
    for at, field, over in ((8, "settled_amount", "contract_amount"), (9, "contract_amount", "budget_total")):
        put("project", works[at], settled_amount=None)
        put("project", works[at], **{field: stored("project", works[at])[over] + 1})
        yield "settled_over_budget", "project", works[at]
    lines = [ids("fund_line", ("project", "in", [works[at]]))[0] for at in (10, 11)]
    first, second = (ids("payment", ("fund_line", "in", [line]))[:2] for line in lines)
    put("payment", first[1], voucher_no=stored("payment", first[0])["voucher_no"])
    yield "voucher_twice", "payment", max(first)
    one = stored("payment", second[0])
    put("payment", second[1], voucher_no=None, **{key: one[key] for key in ("date", "payee", "amount", "fund_line")})
    yield "voucher_twice", "payment", max(second)
    for id in ids("fund_line", ("project", "in", works[12:14]))[:2]:
        put("fund_line", id, doc_no=None)
        yield "line_without_document", "fund_line", id
    for at, field in ((14, "end_real"), (15, "accepted_on")):
        put("project", works[at], **{field: None})
        yield "stage_without_date", "project", works[at]
    for id in works[:2]:
        put("project", id, progress=9_900)
        yield "finished_below_100", "project", id
    for id in ids("project_step", ("stage", "=", "03"), ("project.stage", "=", "07"))[:2]:
        put("project_step", id, done_on="2020-01-01")
        yield "stages_out_of_order", "project_step", id
    for id in ids("project", ("stage", "in", ["07"]))[:2]:
        place = ids("project_place", ("project", "in", [id]))[0]
        put("project_place", place, share=9_000)
        yield "shares_not_100", "project", id
    for id in ids("project", ("stage", "in", ["06"]))[:2]:
        put("project", id, targets=None)
        run('DELETE FROM "project_target" WHERE "project_id" = ?', (id,))
        yield "no_target", "project", id
    for id in ids("project", ("stage", "in", ["08"]), ("cat1", "in", ["P1"]))[:2]:
        put("project", id, linkage=None)
        run('DELETE FROM "linkage" WHERE "project_id" = ?', (id,))
        yield "no_linkage", "project", id
    for id in ids("notice")[:2]:
        put("notice", id, last=stored("notice", id)["first"])
        yield "notice_short", "notice", id
    yield from _assets(works)
    yield from _trade()
    yield from _shares()


def _assets(works):
    assets = ids("asset")
    for id in assets[:2]:
        put("asset", id, owner_level=None, owner=None)
        yield "asset_without_owner", "asset", id
    for id in assets[2:4]:
        put("asset", id, keeper=None)
        yield "asset_without_keeper", "asset", id
    for asset, project in zip(assets[4:6], works[12:14], strict=True):
        worth = query.rows("project", ("investment",), [project], raw=True)[project][0]
        put("asset", asset, project=project, value=worth + 1)
        yield "assets_over_investment", "project", project
    for id in ids("asset_income")[:2]:
        put("asset_income", id, shared=stored("asset_income", id)["actual"] + 1)
        yield "asset_shared_over_income", "asset_income", id
    for id in assets[6:8]:
        put("asset", id, contract_end="2026-06-29")
        yield "contract_over", "asset", id


def _trade():
    sales = ids("sale", ("seller", "filled"))
    yield "sale_twice", "sale", copied("sale", sales[0], platform_order=None)
    put("sale", sales[1], platform_order="示例订单1")
    yield "sale_twice", "sale", copied("sale", sales[1])
    plain = ids("sale", ("seller", "filled"), ("lines", "<=", 0), ("paid", "<=", 0))
    for id in plain[2:4]:
        put("sale", id, qty=2_000, price=80_000, amount=1_602, collective_gain=None)
        yield "sale_amount", "sale", id
    for id in sales[4:6]:
        put("sale", id, collective_gain=stored("sale", id)["amount"] + 1)
        yield "gain_over_amount", "sale", id
    yield from _around_sales()
    gifts = [id for id in ids("donation", ("qty", "filled")) if not ids("issue", ("donation", "in", [id]))]
    for id in gifts[:2]:
        add("issue", date="2026-06-01", donation=id, receiver="学校", qty=stored("donation", id)["qty"] + 1)
        yield "issued_over_received", "donation", id
    for id in gifts[:2]:
        put("donation", id, kind="02", valuation_basis=None)
        yield "gift_without_basis", "donation", id
    for id in ids("supply", ("value", "filled"))[:2]:
        add("match", title="多对接的", supply=id, value=stored("supply", id)["value"] + 1)
        yield "match_over_supply", "supply", id


def _around_sales():
    cut = ids("sale_line")
    for id in (cut[0], cut[-1]):
        put("sale_line", id, amount=stored("sale_line", id)["amount"] + 2)
        yield "lines_amount", "sale", stored("sale_line", id)["sale"]
    helped = sorted({stored("sale_household", id)["sale"] for id in ids("sale_household")})[:2]
    for sale in helped:
        whole = stored("sale", sale)["amount"] + 1
        put("sale_household", ids("sale_household", ("sale", "in", [sale]))[0], amount=whole)
        yield "households_over_amount", "sale", sale
    matched = ids("settlement", ("matched", ">=", 1))
    for id in matched[:2]:
        put("settlement", id, amount=stored("settlement", id)["amount"] - 100)
        yield "settlement_differs", "settlement", id
    paid = stored("sale_payment", ids("sale_payment")[-1])["sale"]
    put("sale", paid, amount=stored("sale", paid)["amount"] - 100, qty=None, price=None)
    yield "settlement_differs", "sale", paid
    for id in ids("settlement", ("matched", "<=", 0))[:2]:
        put("settlement", id, date="2026-03-02")
        yield "settlement_alone", "settlement", id
    event = add("promotion", name="还没有办的展销会", date="2026-06-29")
    for id in ids("sale", ("promotion", "blank"))[:2]:
        put("sale", id, promotion=event)
        yield "sale_before_promotion", "sale", id
    shares = ids("distribution", ("household", "filled"))
    for id in shares[-2:]:
        share = stored("distribution", id)
        chosen = (("household", "in", [share["household"]]), ("year", "=", share["year"]), ("kind", "in", ["01"]))
        sheet = ids("income_sheet", *chosen)[0]
        put("income_sheet", sheet, C1_shared=share["amount"] + 1)
        yield "dividend_stale", "income_sheet", sheet


def _shares():
    plans = ids("distribution_plan")
    for id, by in zip(plans[:2], (1, -1), strict=True):
        put("distribution_plan", id, distributable=stored("distribution_plan", id)["distributable"] + by)
        yield "plan_unbalanced", "distribution_plan", id
    for id in plans[2:4]:
        put("distribution_plan", id, meeting_date=None)
        yield "plan_undecided", "distribution_plan", id
    for id in ids("distribution", ("plan", "in", [plans[4]]))[:2]:
        put("distribution", id, paid_on="2025-12-05")
        yield "paid_before_publicity", "distribution", id
    rows = ids("distribution", ("plan", "in", [plans[5]]))
    for one, other in ((rows[0], rows[1]), (rows[2], rows[3])):
        put("distribution", max(one, other), household=stored("distribution", min(one, other))["household"])
        yield "shared_twice", "distribution", max(one, other)
    for id in ids("ce_entry", ("class", "in", ["R1"]))[:2]:
        put("ce_entry", id, operating=stored("ce_entry", id)["amount"] + 1)
        yield "income_part", "ce_entry", id


def test_nothing_is_told_of_the_clean_sample(opened):
    assert reconcile.breaks() == []


def test_every_planted_break_is_told_and_nothing_else(opened):
    with database.atomic():
        planted = list(two_of_each())
    assert len(planted) >= 60
    assert {kind for kind, _, _ in planted} == set(reconcile.CHECKS)
    found = [(one.kind, one.ledger, one.id) for one in reconcile.breaks()]
    assert (set(found) - set(planted), set(planted) - set(found)) == (set(), set())
    assert len(found) == len(planted)


def test_sentences_carry_names_and_figures(opened):
    list(two_of_each())
    texts = {one.kind: one.text for one in reconcile.breaks()}
    assert "多付 0.0001 万元" in texts["line_overpaid"]
    assert "金额 16.02 元" in texts["sale_amount"] and "数量×单价 16.00 元" in texts["sale_amount"]
    assert "才立项" in texts["paid_before_approval"]
    assert all(len(text) < 120 for text in texts.values())


def test_a_check_that_is_not_there_is_named():
    with pytest.raises(KeyError, match="没有名为“moon”的对账项"):
        reconcile.known("moon")
