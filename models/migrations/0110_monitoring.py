"""monitoring: frozen tables, never edited after a release."""

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


class Village(Model):
    id = BigIntegerField(primary_key=True)

    class Meta:
        table_name = "village"
        legacy_table_names = False


class Clue(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    no = TextField(null=True, index=True)
    date = TextField(null=True)
    village = ForeignKeyField(Village, null=True, on_delete="RESTRICT", backref="+")
    household = ForeignKeyField(Household, null=True, on_delete="RESTRICT", backref="+")
    person = TextField(null=True)
    source = TextField(null=True)
    content = TextField(null=True)
    reporter = TextField(null=True)
    reporter_phone = TextField(null=True)
    accepted_on = TextField(null=True)
    accepted_by = TextField(null=True)
    assigned_to = TextField(null=True)
    due = TextField(null=True)
    result = TextField(null=True)
    result_on = TextField(null=True)
    reason = TextField(null=True)
    told_on = TextField(null=True)
    remark = TextField(null=True)

    class Meta:
        table_name = "clue"
        legacy_table_names = False


class CluePass(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    clue = ForeignKeyField(Clue, null=True, on_delete="CASCADE", backref="+")
    level = TextField(null=True)
    person = TextField(null=True)
    at = TextField(null=True)
    note = TextField(null=True)

    class Meta:
        table_name = "clue_pass"
        legacy_table_names = False


class Episode(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    household = ForeignKeyField(Household, null=True, on_delete="RESTRICT", backref="+")
    episode_no = BigIntegerField(null=True)
    category = TextField(null=True)
    was_poor_hh = BooleanField(null=True)
    recognised_on = TextField(null=True)
    state = TextField(null=True)
    clue = ForeignKeyField(Clue, null=True, on_delete="RESTRICT", backref="+")
    applied_on = TextField(null=True)
    risks = TextField(null=True)
    disaster_sub = TextField(null=True)
    other_remark = TextField(null=True)
    accident_on = TextField(null=True)
    key_attention = BooleanField(null=True)
    no_labour_backstop = BooleanField(null=True)
    resettled = BooleanField(null=True)
    resettle_site = TextField(null=True)
    ident_dropout = BooleanField(null=True)
    ident_house = BooleanField(null=True)
    ident_water = BooleanField(null=True)
    ident_insured = BooleanField(null=True)
    ident_wage = BigIntegerField(null=True)
    ident_business = BigIntegerField(null=True)
    ident_property = BigIntegerField(null=True)
    ident_transfer = BigIntegerField(null=True)
    ident_cost = BigIntegerField(null=True)
    ident_net = BigIntegerField(null=True)
    ident_income_pc = BigIntegerField(null=True)
    ident_claim = BigIntegerField(null=True)
    ident_self_paid = BigIntegerField(null=True)
    dev_measure_state = TextField(null=True)
    measures = TextField(null=True)
    contact_name = TextField(null=True)
    contact_phone = TextField(null=True)
    eliminated = BooleanField(null=True)
    eliminated_on = TextField(null=True)
    elim_way = TextField(null=True)
    elim_removed = BooleanField(null=True)
    elim_spending = BooleanField(null=True)
    elim_note = TextField(null=True)
    elim_dropout = BooleanField(null=True)
    elim_house = BooleanField(null=True)
    elim_insured = BooleanField(null=True)
    elim_water = BooleanField(null=True)
    elim_wage = BigIntegerField(null=True)
    elim_business = BigIntegerField(null=True)
    elim_property = BigIntegerField(null=True)
    elim_transfer = BigIntegerField(null=True)
    elim_cost = BigIntegerField(null=True)
    elim_net = BigIntegerField(null=True)
    elim_income_pc = BigIntegerField(null=True)
    elim_claim = BigIntegerField(null=True)
    elim_self_paid = BigIntegerField(null=True)
    closed_on = TextField(null=True)
    closed_reason = TextField(null=True)
    collector = TextField(null=True)
    collector_phone = TextField(null=True)
    collected_on = TextField(null=True)
    head_signed = BooleanField(null=True)
    remark = TextField(null=True)

    class Meta:
        table_name = "episode"
        legacy_table_names = False


class EpisodeStep(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    episode = ForeignKeyField(Episode, null=True, on_delete="CASCADE", backref="+")
    step = TextField(null=True)
    date = TextField(null=True)
    until = TextField(null=True)
    actor = TextField(null=True)
    persons = BigIntegerField(null=True)
    agreed = BigIntegerField(null=True)
    document = TextField(null=True)
    doc_no = TextField(null=True)
    opinion = TextField(null=True)
    told_on = TextField(null=True)
    state_before = TextField(null=True)
    state_after = TextField(null=True)
    late_days = BigIntegerField(null=True)
    remark = TextField(null=True)

    class Meta:
        table_name = "episode_step"
        legacy_table_names = False


def up(migrator, db):
    """Apply."""
    tables = [Clue, CluePass, Episode, EpisodeStep]
    db.bind([*tables, Household, Village])
    db.create_tables(tables)
