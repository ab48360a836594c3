"""Every code list is sound, and finds what the workbooks hold."""

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from models.codes import Code, code_list, names, norm, norm_entry, norms, regime_for, regimes, words

DATA = Path(__file__).parents[4] / "shared" / "data"

REQUIRED = [
    "hh_type",
    "classification_2026",
    "poverty_cause",
    "road_type",
    "house_grade",
    "house_grade_full",
    "fuel",
    "industry_help_type",
    "member_state",
    "state_reason",
    "sex",
    "id_type",
    "relation",
    "nation",
    "politics",
    "education",
    "school_state",
    "dropout_reason",
    "health",
    "disability_type",
    "disability_level",
    "labour",
    "dibao",
    "tekun",
    "employment_channel",
    "post_type",
    "grad_unemployed_reason",
    "monitor_category",
    "risk",
    "region_level",
    "org_level",
    "project_cat",
    "project_nature",
    "project_stage",
    "fund_source",
    "fund_task",
    "linkage_way",
    "target_level",
    "asset_class",
    "asset_owner",
    "asset_state",
    "notice_level",
    "sale_kind",
    "buyer_kind",
    "seller_kind",
    "sale_channel",
    "product_category",
    "unit",
    "ce_class",
    "ce_band",
    "qualifier",
    "yes_no",
    "household_state",
]

# Fields of the workbooks' truth files and the list that must know their values; a level for the project tree.
FIELDS = {
    "household.hh_type": ("hh_type", None),
    "household.road_type": ("road_type", None),
    "household.fuel": ("fuel", None),
    "household.unsafe_grade": ("house_grade", None),
    "household.poverty_causes": ("poverty_cause", None),
    "member.state": ("member_state", None),
    "member.sex": ("sex", None),
    "member.id_type": ("id_type", None),
    "member.relation": ("relation", None),
    "member.nation": ("nation", None),
    "member.politics": ("politics", None),
    "member.education": ("education", None),
    "member.school_state": ("school_state", None),
    "member.health": ("health", None),
    "member.disability_type": ("disability_type", None),
    "member.disability_level": ("disability_level", None),
    "member.labour": ("labour", None),
    "member.dibao": ("dibao", None),
    "member.tekun": ("tekun", None),
    "member.channel": ("employment_channel", None),
    "team_member.sex": ("sex", None),
    "post.kind": ("post_kind", None),
    "episode.category": ("monitor_category", None),
    "episode.risks": ("risk", None),
    "episode.disaster_sub": ("disaster_sub", None),
    "episode.elim_way": ("elim_way", None),
    "episode.measures": ("measure_group", None),
    "assist_plan.measure_group": ("measure_group", None),
    "visit.kind": ("visit_kind", None),
    "project.cat1": ("project_cat", 1),
    "project.cat2": ("project_cat", 2),
    "project.cat3": ("project_cat", 3),
    "project.nature": ("project_nature", None),
    "project.stage": ("project_stage", None),
    "project.quantity_unit": ("unit", None),
    "fund_line.source": ("fund_source", None),
    "sale.kind": ("sale_kind", None),
    "sale.channel": ("sale_channel", None),
    "sale.buyer_kind": ("buyer_kind", None),
    "sale.product": ("product_category", None),
    "sale.unit": ("unit", None),
    "donation.unit": ("unit", None),
    "facility.unit": ("unit", None),
    "industry.output_unit": ("unit", None),
    "industry.product": ("product_category", None),
    "ce_entry.class": ("ce_class", None),
    "household.linkage": ("linkage_way", None),
    "distribution.basis": ("distribution_basis", None),
}


def need_data() -> None:
    if not DATA.is_dir():
        pytest.skip(f"no workbooks at {DATA}")


def test_all_lists_are_there() -> None:
    assert not set(REQUIRED) - set(names())


def test_unknown_list_is_named() -> None:
    with pytest.raises(KeyError, match="no_such_list"):
        code_list("no_such_list")


@pytest.mark.parametrize("name", names())
def test_list_is_sound(name: str) -> None:
    one = code_list(name)
    assert one.name == name and one.title and one.codes
    assert one.source.startswith(("domain.md §", "seeds-map.md "))
    assert isinstance(one.editable, bool) and all(isinstance(code, Code) for code in one.codes)
    assert len({code.code for code in one.codes}) == len(one.codes)
    assert len({(code.parent, code.label) for code in one.codes}) == len(one.codes)
    for code in one.codes:
        assert code.code == code.code.strip() and code.label == code.label.strip() and code.label
        assert not code.parent or code.parent in one


@pytest.mark.parametrize("name", names())
def test_find_goes_round(name: str) -> None:
    one = code_list(name)
    for code in one.codes:
        assert one.find(code.code) == code.code
        assert one.find(code.label, parent=code.parent) == code.code
        assert one.is_certain(code.label, parent=code.parent)
        assert one.find(f" {code.label}\u3000", parent=code.parent) == code.code
        assert one.label(code.code) == code.label


@pytest.mark.parametrize("name", names())
def test_every_word_leads_to_one_code(name: str) -> None:
    one = code_list(name)
    for code in one.codes:
        for alias in code.aliases:
            assert one.find(alias, parent=code.parent) == code.code, alias
            assert one.is_certain(alias, parent=code.parent), alias
        for word in code.loose:
            assert one.find(word, parent=code.parent) == code.code, word
            assert not one.is_certain(word, parent=code.parent), word
        wordings = [code.label, *code.aliases, *code.loose]
        assert len(wordings) == len(set(wordings)), wordings


@pytest.mark.parametrize(
    "name", ["health", "poverty_cause", "industry_help_type", "linkage_way", "risk", "measure_group"]
)
def test_labels_of_lists_with_many_choices_can_be_joined(name: str) -> None:
    assert not [code.label for code in code_list(name) if set(code.label) & set(",，、;；/+| ")]


def test_find_reads_what_people_write() -> None:
    relation = code_list("relation")
    assert (
        relation.find("户主（本人）") == relation.find("1") == relation.find("０１") == relation.find("户 主") == "01"
    )
    assert relation.find("配偶(妻子)") == relation.find("妻子") == "02"
    assert relation.is_certain("配偶") and not relation.is_certain("妻子")
    assert relation.find("查无此称") is None and relation.find("") is None and relation.find("（）") is None
    assert relation.label("77") == "77"
    assert code_list("nation").find("土家") == "15" and code_list("nation").is_certain("土家")
    assert code_list("yes_no").find("√") == "1" and code_list("yes_no").find("×") == "0"
    assert code_list("unit").label(code_list("unit").find("㎏") or "") == "公斤"
    assert code_list("ce_band").find("5-10万元") == code_list("ce_band").find("5～10万元") == "02"
    assert code_list("fund_source").find("中央财政衔接资金") == "F1" and code_list("fund_source").find("f7") == "F7"


def test_every_word_of_the_money_finds_the_central_source() -> None:
    assert {code_list("fund_source").find(one.words["money_central"]) for one in regimes()} == {"F1"}


def test_project_tree() -> None:
    tree = code_list("project_cat")
    assert (
        [code.code for code in tree.children("")]
        == [f"P{i}" for i in range(1, 9)]
        == [c.code for c in tree.at_level(1)]
    )
    assert all(code.code.startswith(code.parent) for code in tree)
    assert all(tree.level(code.code) == code.extra["level"] for code in tree)
    assert tree.find("易地搬迁后扶") == "P4"
    assert tree.find("易地搬迁后扶", parent="P4") == tree.find("易地搬迁后扶", level=2) == "P401"
    assert tree.find("其他", level=3) == "P80103" and tree.find("其他基础设施", parent="P301") == "P30108"


def test_official_numbers() -> None:
    nations = code_list("nation").codes
    assert [code.code for code in nations] == [f"{i:02d}" for i in range(1, 57)]
    assert (nations[0].label, nations[14].label, nations[55].label) == ("汉族", "土家族", "基诺族")
    assert code_list("relation").label("14") == "之岳母" and code_list("relation").label("99") == "其他"
    assert [code.label for code in code_list("id_type")] == ["居民身份证", "军官证", "残疾人证"]
    assert code_list("id_type").find("残疾人证") == "09"
    assert len(code_list("risk")) == 11 and len(code_list("politics")) == 13 and len(code_list("school_state")) == 25


def test_relations_know_their_sex() -> None:
    sexes = {code.code: code.extra["sex"] for code in code_list("relation")}
    assert len(sexes) == 28 and set(sexes.values()) == {"M", "F", "opposite", None}
    assert [code for code, sex in sexes.items() if sex is None] == ["01", "21", "99"]
    assert sexes["02"] == "opposite" and sexes["03"] == "M" and sexes["14"] == "F"


def test_facts_for_rules() -> None:
    for unit in code_list("unit"):
        if unit.extra["kind"] == "weight":
            assert unit.extra["g"] == round(unit.extra["kg"] * 1000)
    assert [code.code for code in code_list("ce_class") if code.extra.get("operating")] == ["R1", "R2", "R3"]
    assert Counter(code.extra["side"] for code in code_list("ce_class")) == {"income": 5, "cost": 4}
    bands = code_list("ce_band").codes
    assert [band.extra["from_fen"] // 100 for band in bands] == norm("ce.bands_yuan")
    assert [band.extra["to_fen"] for band in bands[:-1]] == [band.extra["from_fen"] for band in bands[1:]]
    stages = {code.extra["identifier"]: code.code for code in code_list("project_stage")}
    assert stages["idea"] == "01" and stages["maintained"] == "12" and stages["dropped"] == "99"
    for category in code_list("monitor_category"):
        assert all(code in code_list("hh_type") for code in category.extra["hh_types"])


def test_regimes_follow_each_other() -> None:
    assert [one.id for one in regimes()] == ["R2016", "R2021", "R2026"]
    assert regime_for(date(2020, 12, 31)).id == regime_for(1999).id == "R2016"
    assert regime_for("2021-01-01").id == regime_for(2025).id == regime_for(date(2025, 12, 31)).id == "R2021"
    assert regime_for("2026-01").id == regime_for("2099").id == "R2026"
    assert words(2024)["people"] == "监测对象" and words(2026)["people"] == "防止返贫致贫对象"
    assert len({frozenset(one.words) for one in regimes()}) == 1
    assert regime_for(2026).facts["credit_cap_yuan"] == 2 * regime_for(2025).facts["credit_cap_yuan"]
    with pytest.raises(ValueError, match="'上月'"):
        regime_for("上月")


def test_norms() -> None:
    assert norm("land.arable_max_mu") == 100 and norm("land.forest_max_mu") == 200 and norm("road_km") == 5
    assert norm("sale.reserve_percent") == 10 and norm("income.year_start") == "10-01"
    assert norm("sale.price_tolerance_fen") == 1 and norm("sale.near_duplicate_days") == 3
    assert norm("insurance.goal_percent") == 98 and not norm_entry("income.year_start").verified
    assert all(one.source.startswith("domain.md §") and one.title for one in norms().values())
    with pytest.raises(KeyError, match=r"no\.such"):
        norm("no.such")


def test_defaults_cannot_be_changed_by_a_reader() -> None:
    norm("ce.bands_yuan").append(1)
    words(2024)["people"] = "x"
    assert norm("ce.bands_yuan")[-1] != 1 and words(2024)["people"] == "监测对象"


def values_of_workbooks() -> dict[str, set[str]]:
    """Field of the truth files → every text recorded for it."""
    found: dict[str, set[str]] = {}
    for records in sorted(DATA.rglob("*.records.jsonl")):
        truth = json.loads(records.with_name(records.name.replace(".records.jsonl", ".truth.json")).read_text("utf-8"))
        fields = {
            (sheet["index"], at, column["col"]): column["field"]
            for sheet in truth["sheets"]
            for at, table in enumerate(sheet.get("tables", ()))
            for column in table["columns"]
            if column.get("field")
        }
        for line in records.read_text("utf-8").splitlines():
            record = json.loads(line)
            for column, value in record["v"].items():
                field = fields.get((record["s"], record["t"], column))
                if field in FIELDS and value is not None:
                    found.setdefault(field, set()).update(
                        str(one) for one in (value if isinstance(value, list) else [value])
                    )
    return found


def test_workbooks_values_are_found() -> None:
    need_data()
    found = values_of_workbooks()
    assert found["member.relation"] and found["project.stage"] and found["sale.channel"]
    unknown = {
        (field, value)
        for field, values in found.items()
        for value in values
        if code_list(FIELDS[field][0]).find(value, level=FIELDS[field][1]) is None
    }
    # Several products in one cell, and the sum of a herd, belong to no single category.
    assert not {(field, value) for field, value in unknown if "、" not in value and value != "存栏合计"}


def test_values_of_workbooks_are_certain() -> None:
    need_data()
    free = {"sale.product", "industry.product"}
    for field, values in values_of_workbooks().items():
        if field not in free:
            name, level = FIELDS[field]
            assert not [one for one in values if not code_list(name).is_certain(one, level=level)], field


def test_repairs_of_workbooks_are_right() -> None:
    """A spelling to be put right silently is certain, one to be confirmed is not; both lead to the expected value."""
    need_data()
    seen = 0
    for path in sorted(DATA.rglob("*.truth.json")):
        for sheet in json.loads(path.read_text("utf-8")).get("sheets", ()):
            for table in sheet.get("tables", ()):
                fields = {column["col"]: column.get("field") for column in table["columns"]}
                for defect in table.get("defects", ()):
                    field = fields.get(defect.get("col"))
                    if defect["kind"] != "code_synonym" or field not in FIELDS:
                        continue
                    one = code_list(FIELDS[field][0])
                    value = defect["value"][0] if isinstance(defect["value"], list) else defect["value"]
                    assert one.find(defect["raw"]) == one.find(value) is not None, defect
                    assert one.is_certain(defect["raw"]) == (defect["expect"] != "warn"), defect
                    seen += 1
    assert seen


def test_fund_sources_are_those_of_the_workbooks() -> None:
    need_data()
    fields = json.loads((DATA / "books" / "fields.json").read_text("utf-8"))
    assert {code.code: code.label for code in code_list("fund_source")} == fields["fund_sources"]
    income = {code.code: code.label for code in code_list("ce_class") if code.extra["side"] == "income"}
    assert income == fields["ce_classes"]
