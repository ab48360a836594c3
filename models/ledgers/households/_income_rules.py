"""What must hold of income sheets (domain.md §6.2, §6.5): their period, their episode, their totals, one of a kind."""

from collections.abc import Iterator, Sequence
from typing import Any

from models.checking import keyed, mine, of_linked
from models.codes import norm
from models.kinds import Problem
from models.ledgers.households._income import (
    ANNUAL,
    DERIVED,
    ELIMINATED,
    IDENTIFIED,
    annual_period,
    derive,
    disagreements,
    rolling_period,
)
from models.ledgers.households._income_items import ITEMS
from models.ledgers.monitoring.episode import Episode
from models.record import Draft, Values, load


def complete_period(values: Values) -> None:
    """The period from the year or from the day of collection, the year from the period."""
    kind, year, day = values.get("kind") or ANNUAL, values.get("year"), values.get("date")
    if values.get("period_end") is None:
        if kind == ANNUAL and year and 1900 <= year <= 2100:
            values["period_start"], values["period_end"] = annual_period(year)
        elif kind != ANNUAL and values.get("episode") is None and day and len(day) >= 7:
            values["period_start"], values["period_end"] = rolling_period(day)
    if year is None and values.get("period_end"):
        values["year"] = int(values["period_end"][:4])


def gaps(values: Values) -> Iterator[Problem]:
    """What a sheet lacks; a period that ends before it begins."""
    start, end = values["period_start"], values["period_end"]
    if start and end and start > end:
        yield Problem("统计时段的止早于起", "period_end")
    if values["net"] is not None and not values["persons"]:
        yield Problem("没有填年度家庭人口数，算不出人均", "persons", "warn")
    if all(values[name] is None for name in (*DERIVED, *ITEMS)):
        yield Problem("一项收入也没有填", "net", "warn")


def implausible(model: Any, values: Values) -> Iterator[Problem]:
    """Amounts outside the usual, within one sheet; every threshold is a setting (domain.md §6.5)."""
    wage, business, cost = values["wage"], values["business"], values["cost"]
    year = values["year"]
    low, high = (norm(f"income.wage_year_{end}_yuan", when=year) for end in ("min", "max"))
    if wage and not low * 100 <= wage <= high * 100:
        yield Problem(f"工资性收入不在 {low}～{high} 元之间，请核对", "wage", "warn")
    if business and not cost:
        yield Problem("有生产经营性收入，却没有生产经营性支出", "cost", "warn")
    for name, key in (("D1", "family_planning"), ("D2", "dibao"), ("D3", "tekun"), ("D4", "pension")):
        least = norm(f"income.{key}_min_yuan", when=year)
        if values[name] and values[name] < least * 100:
            yield Problem(f"{model._meta.fields[name].label}全年不到 {least} 元，请核对", name, "warn")


def follow_episodes(drafts: Sequence[Draft]) -> None:
    """The episode is the household's own; the twelve months end before it began or ended (domain.md §6.2)."""
    found = of_linked(drafts, "episode", Episode, Episode.household, Episode.recognised_on, Episode.eliminated_on)
    for draft in drafts:
        values = draft.values
        if values["episode"] not in found:
            continue
        home, recognised, eliminated = found[values["episode"]]
        if home != values["household"]:
            draft.error("这次监测是另一户的", "episode")
        day = (eliminated if values["kind"] == ELIMINATED else recognised) or values["date"]
        if values["kind"] in (IDENTIFIED, ELIMINATED) and values["period_end"] is None and day and len(day) >= 7:
            start, end = rolling_period(day)
            draft.put("period_start", start)
            draft.put("period_end", end)


def follow_edits(drafts: Sequence[Draft]) -> None:
    """Totals follow the items that an edit changed."""
    if not drafts:
        return
    of = drafts[0].ledger
    stored = load(of, [d.id for d in drafts if d.id])
    for draft in drafts:
        before = stored.get(draft.id or 0)
        if before is not None:
            touched = {name for name in before if name in draft.values and draft.values[name] != before[name]}
            moved = derive(draft.values, touched)
            if draft.changed is not None:
                draft.changed |= moved


def unequal(model: Any, values: Values) -> Iterator[Problem]:
    """Given totals that do not follow from their parts."""
    return disagreements(values, {name: model._meta.fields[name].label for name in DERIVED})


def once(drafts: Sequence[Draft]) -> None:
    """One sheet per household, kind and year; of one episode, or of another twelve months, there may be more."""
    if not drafts:
        return
    model, own = drafts[0].ledger.model, mine(drafts)
    seen: dict[tuple[Any, ...], list[tuple[Any, ...]]] = {}
    columns = (model.id, model.kind, model.year, model.period_end, model.episode)
    for home, id, kind, year, *which in keyed(
        model, model.household, {d.values["household"] for d in drafts}, *columns
    ):
        if id not in own:
            seen.setdefault((home, kind, year), []).append(tuple(which))
    for draft in drafts:
        values = draft.values
        key = (values["household"], values["kind"], values["year"])
        if None in key:
            continue
        others = seen.setdefault(key, [])
        end, episode = values["period_end"], values["episode"]
        same = any(values["kind"] == ANNUAL or one == (end, episode) for one in others)
        if same or (episode is not None and any(one[1] == episode for one in others)):
            word = model._meta.fields["kind"].kind.to_text(values["kind"])
            draft.error(f"这一户 {values['year']} 年度的“{word}”收入已经有一份了", "household")
        others.append((end, episode))
