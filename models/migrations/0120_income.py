"""income: frozen tables, never edited after a release."""

from peewee import (
    BigIntegerField,
    BooleanField,
    CharField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)


class Episode(Model):
    id = BigIntegerField(primary_key=True)

    class Meta:
        table_name = "episode"
        legacy_table_names = False


class Household(Model):
    id = BigIntegerField(primary_key=True)

    class Meta:
        table_name = "household"
        legacy_table_names = False


class Member(Model):
    id = BigIntegerField(primary_key=True)

    class Meta:
        table_name = "member"
        legacy_table_names = False


class Village(Model):
    id = BigIntegerField(primary_key=True)

    class Meta:
        table_name = "village"
        legacy_table_names = False


class RegionIncome(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    county = TextField(null=True)
    year = BigIntegerField(null=True)
    per_capita = BigIntegerField(null=True)
    basis = TextField(null=True)
    initials = TextField(null=True)

    class Meta:
        table_name = "region_income"
        legacy_table_names = False


class Insurance(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    village = ForeignKeyField(Village, null=True, on_delete="RESTRICT", backref="+")
    year = BigIntegerField(null=True)
    should = BigIntegerField(null=True)
    insured = BigIntegerField(null=True)
    reason = TextField(null=True)

    class Meta:
        table_name = "insurance"
        legacy_table_names = False


class IncomeSheet(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    household = ForeignKeyField(Household, null=True, on_delete="RESTRICT", backref="+")
    year = BigIntegerField(null=True, index=True)
    kind = TextField(null=True)
    period_start = TextField(null=True)
    period_end = TextField(null=True)
    episode = ForeignKeyField(Episode, null=True, on_delete="RESTRICT", backref="+")
    persons = BigIntegerField(null=True)
    wage = BigIntegerField(null=True)
    A1_note = TextField(null=True)
    A1 = BigIntegerField(null=True)
    A2_note = TextField(null=True)
    A2 = BigIntegerField(null=True)
    A3_note = TextField(null=True)
    A3 = BigIntegerField(null=True)
    A4_note = TextField(null=True)
    A4 = BigIntegerField(null=True)
    A5_note = TextField(null=True)
    A5 = BigIntegerField(null=True)
    business = BigIntegerField(null=True)
    B1_note = TextField(null=True)
    B1 = BigIntegerField(null=True)
    B2_note = TextField(null=True)
    B2 = BigIntegerField(null=True)
    B3_note = TextField(null=True)
    B3 = BigIntegerField(null=True)
    B4_note = TextField(null=True)
    B4 = BigIntegerField(null=True)
    property = BigIntegerField(null=True)
    C1_note = TextField(null=True)
    C1 = BigIntegerField(null=True)
    C2_note = TextField(null=True)
    C2 = BigIntegerField(null=True)
    C3_note = TextField(null=True)
    C3 = BigIntegerField(null=True)
    C4_note = TextField(null=True)
    C4 = BigIntegerField(null=True)
    C5_note = TextField(null=True)
    C5 = BigIntegerField(null=True)
    transfer = BigIntegerField(null=True)
    D1_note = TextField(null=True)
    D1 = BigIntegerField(null=True)
    D2_note = TextField(null=True)
    D2 = BigIntegerField(null=True)
    D3_note = TextField(null=True)
    D3 = BigIntegerField(null=True)
    D4_note = TextField(null=True)
    D4 = BigIntegerField(null=True)
    D5_note = TextField(null=True)
    D5 = BigIntegerField(null=True)
    D5_1_note = TextField(null=True)
    D5_1 = BigIntegerField(null=True)
    D5_2_note = TextField(null=True)
    D5_2 = BigIntegerField(null=True)
    D5_3_note = TextField(null=True)
    D5_3 = BigIntegerField(null=True)
    D5_4_note = TextField(null=True)
    D5_4 = BigIntegerField(null=True)
    D5_5_note = TextField(null=True)
    D5_5 = BigIntegerField(null=True)
    D6_note = TextField(null=True)
    D6 = BigIntegerField(null=True)
    D6_1_note = TextField(null=True)
    D6_1 = BigIntegerField(null=True)
    D6_2_note = TextField(null=True)
    D6_2 = BigIntegerField(null=True)
    D6_3_note = TextField(null=True)
    D6_3 = BigIntegerField(null=True)
    D6_4_note = TextField(null=True)
    D6_4 = BigIntegerField(null=True)
    D6_5_note = TextField(null=True)
    D6_5 = BigIntegerField(null=True)
    D6_6_note = TextField(null=True)
    D6_6 = BigIntegerField(null=True)
    D6_7_note = TextField(null=True)
    D6_7 = BigIntegerField(null=True)
    D6_8_note = TextField(null=True)
    D6_8 = BigIntegerField(null=True)
    D6_9_note = TextField(null=True)
    D6_9 = BigIntegerField(null=True)
    D6_10_note = TextField(null=True)
    D6_10 = BigIntegerField(null=True)
    D6_11_note = TextField(null=True)
    D6_11 = BigIntegerField(null=True)
    D6_12_note = TextField(null=True)
    D6_12 = BigIntegerField(null=True)
    D6_13_note = TextField(null=True)
    D6_13 = BigIntegerField(null=True)
    D6_14_note = TextField(null=True)
    D6_14 = BigIntegerField(null=True)
    D6_15_note = TextField(null=True)
    D6_15 = BigIntegerField(null=True)
    D6_16_note = TextField(null=True)
    D6_16 = BigIntegerField(null=True)
    cost = BigIntegerField(null=True)
    E1_note = TextField(null=True)
    E1 = BigIntegerField(null=True)
    E2_note = TextField(null=True)
    E2 = BigIntegerField(null=True)
    E3_note = TextField(null=True)
    E3 = BigIntegerField(null=True)
    E4_note = TextField(null=True)
    E4 = BigIntegerField(null=True)
    cost_aid_note = TextField(null=True)
    cost_aid = BigIntegerField(null=True)
    industry_award_note = TextField(null=True)
    industry_award = BigIntegerField(null=True)
    job_award_note = TextField(null=True)
    job_award = BigIntegerField(null=True)
    F_note = TextField(null=True)
    F = BigIntegerField(null=True)
    G_note = TextField(null=True)
    G = BigIntegerField(null=True)
    total = BigIntegerField(null=True)
    net = BigIntegerField(null=True)
    net_pc = BigIntegerField(null=True)
    ref = BigIntegerField(null=True)
    ref_pc = BigIntegerField(null=True)
    collector = TextField(null=True)
    date = TextField(null=True)
    signed = BooleanField(null=True)
    remark = TextField(null=True)

    class Meta:
        table_name = "income_sheet"
        legacy_table_names = False


class DropoutAction(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    child = ForeignKeyField(Member, null=True, on_delete="RESTRICT", backref="+")
    date = TextField(null=True)
    person = TextField(null=True)
    action = TextField(null=True)
    result = TextField(null=True)
    returned_on = TextField(null=True)
    remark = TextField(null=True)

    class Meta:
        table_name = "dropout_action"
        legacy_table_names = False


class GuaranteeCheck(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    household = ForeignKeyField(Household, null=True, on_delete="RESTRICT", backref="+")
    village = ForeignKeyField(Village, null=True, on_delete="RESTRICT", backref="+")
    dimension = TextField(null=True)
    date = TextField(null=True)
    round = BigIntegerField(null=True)
    result = TextField(null=True)
    checked = BigIntegerField(null=True)
    checker = TextField(null=True)
    evidence = TextField(null=True)
    child = ForeignKeyField(Member, null=True, on_delete="RESTRICT", backref="+")
    school = TextField(null=True)
    school_grade = TextField(null=True)
    boarding = BooleanField(null=True)
    home_teaching = BooleanField(null=True)
    dropout = BooleanField(null=True)
    uninsured = BigIntegerField(null=True)
    uninsured_reason = TextField(null=True)
    house = TextField(null=True)
    grade = TextField(null=True)
    appraiser = TextField(null=True)
    appraised_on = TextField(null=True)
    remedy = TextField(null=True)
    subsidy = BigIntegerField(null=True)
    started_on = TextField(null=True)
    finished_on = TextField(null=True)
    accepted_on = TextField(null=True)
    water_source = TextField(null=True)
    water_project = TextField(null=True)
    litres = BigIntegerField(null=True)
    quantity_ok = BooleanField(null=True)
    quality_ok = BooleanField(null=True)
    tested_on = TextField(null=True)
    in_house = BooleanField(null=True)
    minutes = BigIntegerField(null=True)
    convenient_ok = BooleanField(null=True)
    outage_days = BigIntegerField(null=True)
    assurance = BigIntegerField(null=True)
    assured_ok = BooleanField(null=True)
    measure = TextField(null=True)
    handled_on = TextField(null=True)
    remark = TextField(null=True)

    class Meta:
        table_name = "guarantee_check"
        legacy_table_names = False


class InsuredYear(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    member = ForeignKeyField(Member, null=True, on_delete="RESTRICT", backref="+")
    year = BigIntegerField(null=True)
    state = TextField(null=True)
    tier = TextField(null=True)
    amount = BigIntegerField(null=True)
    aid = BigIntegerField(null=True)
    paid_on = TextField(null=True)
    reason = TextField(null=True)
    remark = TextField(null=True)

    class Meta:
        table_name = "insured_year"
        legacy_table_names = False


def up(migrator, db):
    """Apply."""
    tables = [RegionIncome, Insurance, IncomeSheet, DropoutAction, GuaranteeCheck, InsuredYear]
    db.bind([*tables, Episode, Household, Member, Village])
    db.create_tables(tables)
