"""The names of fields.json, in which results of the recognition are told, and the words that clerks use for them."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

from models import codes

_FILE = Path(codes.__file__).parent / "vocabulary.json"
# Detail ledgers whose tables go by the name of what they belong to.
_GO_BY = {
    "fund_line": "project",
    "measure": "assist_plan",
    "insured_year": "insurance",
    "training_person": "training",
    "project_progress": "project",
    "yard_household": "point_account",
    "decision": "meeting",
    "open_decision": "meeting",
    "work_record": "member",
    "rural_survey": "household",
    "help_pair": "household",
    "project_quantity": "project",
    "project_step": "project",
    "project_change": "project",
    "project_target": "project",
    "linkage": "project",
    "sale_line": "sale",
    "sale_household": "sale",
    "leave": "attendance",
}


# Fields that other records of ours keep.
_ALSO = {
    "point_rule.name": "point_entry.rule",
    "point_rule.code": "point_entry.rule_code",
    "visit_round.name": "visit.round",
    "decision.content": "meeting.decisions",
    "distribution_plan.source": "distribution.source",
    "distribution_plan.year": "distribution.year",
    "work_record.person_no": "member.person_no",
    "work_record.labour": "member.labour",
    "work_record.phone": "member.phone",
    "work_record.employer": "member.employer",
    "work_record.channel": "member.channel",
    "work_record.monthly_wage": "member.monthly_wage",
    "work_record.place": "member.work_place",
    "work_record.lasting": "member.work_months",
    "work_record.hh_type": "household.hh_type",
    "work_record.monitor_category": "episode.category",
    "rural_survey.place": "region.village",
    "rural_survey.group": "region.group",
    "rural_survey.head": "household.head",
    "rural_survey.head_id_no": "household.head_id_no",
    "rural_survey.phone": "household.phone",
    "rural_survey.hh_type": "household.hh_type",
    "rural_survey.monitor_category": "episode.category",
    "rural_survey.persons": "household.members_now",
    "rural_survey.floor_area": "household.house_area",
    "rural_survey.unsafe_house": "household.unsafe_house",
    "rural_survey.safe_water": "household.safe_water",
    "rural_survey.toilet": "household.toilet",
    "rural_survey.life_power": "household.life_power",
    "rural_survey.road_type": "household.road_type",
    "insured_year.year": "insurance.year",
    "insured_year.reason": "member.med_reason",
    "sale_line.spec": "sale.spec",
    "sale_line.qty": "sale.qty",
    "sale_line.unit": "sale.unit",
    "sale_line.price": "sale.price",
    "sale_line.amount": "sale.amount",
    "product.name": "sale.product",
    "project_quantity.quantity": "project.quantity",
    "project_quantity.unit": "project.quantity_unit",
    "project_progress.percent": "project.progress",
    "activity.person_times": "activity.persons",
}


@functools.cache
def _known() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_FILE.read_text("utf-8"))
    return found


def type_of(name: str) -> str:
    """The type of a field's value there, "" for a field that the vocabulary does not have."""
    return str(_known()["fields"].get(name_there(name), ""))


def name_there(name: str) -> str:
    """The name of one of our fields there."""
    return _ALSO.get(name, name)


def words_for(name: str) -> tuple[str, ...]:
    """How counties and villages head the column of a field, beside the synonyms that its ledger gives.

    ``words`` has those of fields that fields.json names, ``ours`` those of fields that only our ledgers have.
    """
    known, ours = _known()["words"], _known()["ours"]
    return tuple(dict.fromkeys((*known.get(name, ()), *known.get(name_there(name), ()), *ours.get(name, ()))))


def loose_words_for(name: str) -> tuple[str, ...]:
    """Headings that may mean the field and may mean another: they lead to it, and the clerk is asked."""
    return tuple(_known()["loose"].get(name, ()))


def titles_for(name: str) -> tuple[str, ...]:
    """Words by which titles of tables tell of a ledger, beside those that it gives itself."""
    return tuple(_known()["titles"].get(name, ()))


def ledger_name(name: str) -> str | None:
    """The name of a ledger there, None without one."""
    name = _GO_BY.get(name, name)
    return name if name in _known()["ledgers"] else None
