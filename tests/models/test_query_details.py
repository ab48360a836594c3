"""Filters that look into detail records: projects by village."""

import pytest

from models import ledger_file, query, record
from models.ledger import WrongDefinition, ledger
from models.query import Filter, Selection


@pytest.fixture
def places(tmp_path):
    ledger_file.create(tmp_path / "a.db")
    villages = [record.save("village", {"name": name}).id for name in ("上坪村", "下坪村", "长坡村")]
    record.save("project", {"name": "道路", "places": "上坪村、下坪村"})
    record.save("project", {"name": "水渠", "places": "下坪村"})
    record.save("project", {"name": "广场", "places": "全乡"})
    yield villages
    ledger_file.close()


def names(*filters: Filter) -> set[str]:
    of = Selection("project", filters=filters)
    return {row[0] for _, row in query.each(of, ("name",))}


def test_projects_of_a_village(places):
    assert names(Filter("project_place.village", "in", [places[0]])) == {"道路"}
    assert names(Filter("project_place.village", "in", ["下坪村"])) == {"道路", "水渠"}


def test_no_detail_is_it_or_has_it(places):
    assert names(Filter("project_place.village", "not in", [places[0]])) == {"水渠", "广场"}
    assert names(Filter("project_place.village", "blank")) == {"广场"}
    assert names(Filter("project_place.village", "filled")) == {"道路", "水渠"}


def test_through_a_link_and_then_into_details(places):
    roads = query.ids(Selection("project", filters=(Filter("name", "=", "道路"),)))
    record.save("fund_line", {"project": roads[0], "source": "F1", "amount": 100})
    of = Selection("fund_line").where("project.project_place.village", "in", [places[1]])
    assert query.count(of) == 1
    assert query.count(Selection("fund_line").where("project.project_place.village", "in", [places[2]])) == 0


def test_a_saved_filter_into_details_survives_and_has_a_label(places):
    of = Selection("project").where("project_place.village", "in", [places[0]])
    assert Selection.from_json(of.to_json()) == of
    assert ledger("project").column("project_place.village").label == "行政村"
    assert ledger("household").column("member.name").label == "家庭成员"


def test_details_cannot_be_a_column(places):
    with pytest.raises(WrongDefinition, match="can only filter"):
        query.rows("project", ("project_place.share",), [1])
