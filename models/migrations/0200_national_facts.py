"""add_national_facts: frozen tables, never edited after a release."""

from peewee import (
    BigIntegerField,
    BooleanField,
    CharField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)


class Household(Model):
    id = BigIntegerField(primary_key=True)

    class Meta:
        table_name = "household"
        legacy_table_names = False


class RuralSurvey(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    household = ForeignKeyField(Household, null=True, on_delete="CASCADE", backref="+")
    surveyed_on = TextField(null=True)
    place = TextField(null=True)
    group = TextField(null=True)
    head = TextField(null=True)
    head_id_no = TextField(null=True)
    phone = TextField(null=True)
    hh_type = TextField(null=True)
    monitor_category = TextField(null=True)
    persons = BigIntegerField(null=True)
    residents = BigIntegerField(null=True)
    structure = TextField(null=True)
    built_year = BigIntegerField(null=True)
    floor_area = BigIntegerField(null=True)
    unsafe_house = BooleanField(null=True)
    tap_water = BooleanField(null=True)
    safe_water = BooleanField(null=True)
    toilet = BooleanField(null=True)
    toilet_type = TextField(null=True)
    toilet_usable = BooleanField(null=True)
    shower = BooleanField(null=True)
    sewage = TextField(null=True)
    rubbish = TextField(null=True)
    cook_fuel = TextField(null=True)
    heat_fuel = TextField(null=True)
    life_power = BooleanField(null=True)
    broadband = BooleanField(null=True)
    road_type = TextField(null=True)
    washer = BooleanField(null=True)
    fridge = BooleanField(null=True)
    colour_tv = BooleanField(null=True)
    car = BooleanField(null=True)
    remark = TextField(null=True)
    told = TextField(null=True)

    class Meta:
        table_name = "rural_survey"
        legacy_table_names = False


TEXTS = {
    "village": "province city told",
    "household": "resettle_site resettle_way resettle_help told",
    "member": "serious_disease chronic_disease told",
    "episode": (
        "warn_source warned_on aid_applied_on civil_category last_visit_on contact_org contact_post "
        "entered_by entered_phone altered_on told"
    ),
    "income_sheet": "told",
    "work_plan": "person_no hh_type monitor_category labour told",
    "work_record": "person_no hh_type monitor_category labour told",
}
NUMBERS = {
    "village": (
        "left_year group_count poor_households poor_persons monitored_households monitored_persons "
        "labour_persons away_persons minority_persons hard_water medical_persons farmer_income arable_mu "
        "forest_mu coops broadband_households"
    ),
    "household": "irrigated_mu",
    "episode": "process_days insurance_paid temporary_aid",
}
ANSWERS = {
    "household": "only_child two_daughters no_labour_backstop",
    "episode": "consent_signed spirit_aid aid_applied",
}


def up(migrator, db):
    """Apply."""
    tables = [RuralSurvey]
    db.bind([*tables, Household])
    db.create_tables(tables)
    for columns, field in ((TEXTS, TextField), (NUMBERS, BigIntegerField), (ANSWERS, BooleanField)):
        for table, names in columns.items():
            migrator.migrate(*[migrator.add_column(table, name, field(null=True)) for name in names.split()])
    for table in ("work_record", "work_plan"):
        link = ForeignKeyField(Household, null=True, on_delete="RESTRICT", backref="+", field=Household.id)
        migrator.migrate(migrator.add_column(table, "household_id", link))
    migrator.migrate(migrator.add_index("member", ("person_no",)))
