"""visits: frozen tables, never edited after a release."""

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


class Helper(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    name = TextField(null=True, index=True)
    sex = TextField(null=True)
    politics = TextField(null=True)
    org = TextField(null=True)
    org_level = TextField(null=True)
    post = TextField(null=True)
    phone = TextField(null=True)
    is_team_member = BooleanField(null=True)
    education = TextField(null=True)
    skill = TextField(null=True)
    remark = TextField(null=True)
    initials = TextField(null=True)

    class Meta:
        table_name = "helper"
        legacy_table_names = False


class VisitRound(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    name = TextField(null=True, index=True)
    start = TextField(null=True)
    end = TextField(null=True)
    classes = TextField(null=True)
    remark = TextField(null=True)
    initials = TextField(null=True)

    class Meta:
        table_name = "visit_round"
        legacy_table_names = False


class RoundPlace(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    visit_round = ForeignKeyField(VisitRound, null=True, on_delete="CASCADE", backref="+")
    village = ForeignKeyField(Village, null=True, on_delete="RESTRICT", backref="+")
    remark = TextField(null=True)

    class Meta:
        table_name = "round_place"
        legacy_table_names = False


class HelpPair(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    household = ForeignKeyField(Household, null=True, on_delete="CASCADE", backref="+")
    helper = ForeignKeyField(Helper, null=True, on_delete="RESTRICT", backref="+")
    start = TextField(null=True)
    end = TextField(null=True)
    remark = TextField(null=True)

    class Meta:
        table_name = "help_pair"
        legacy_table_names = False


class RoundHousehold(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    visit_round = ForeignKeyField(VisitRound, null=True, on_delete="CASCADE", backref="+")
    household = ForeignKeyField(Household, null=True, on_delete="CASCADE", backref="+")
    remark = TextField(null=True)

    class Meta:
        table_name = "round_household"
        legacy_table_names = False


class Visit(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    household = ForeignKeyField(Household, null=True, on_delete="RESTRICT", backref="+")
    date = TextField(null=True)
    kind = TextField(null=True)
    round = ForeignKeyField(VisitRound, null=True, on_delete="RESTRICT", backref="+")
    visitors = TextField(null=True)
    findings = TextField(null=True)
    problems = TextField(null=True)
    solved = BooleanField(null=True)
    policy_told = BooleanField(null=True)
    declaration_on = TextField(null=True)
    assistance_on = TextField(null=True)
    photo = BooleanField(null=True)
    signed = BooleanField(null=True)
    goods = TextField(null=True)
    goods_value = BigIntegerField(null=True)
    remark = TextField(null=True)

    class Meta:
        table_name = "visit"
        legacy_table_names = False
        indexes = ((("household", "date", "kind"), False),)


class Task(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    village = ForeignKeyField(Village, null=True, on_delete="RESTRICT", backref="+")
    household = ForeignKeyField(Household, null=True, on_delete="RESTRICT", backref="+")
    visit = ForeignKeyField(Visit, null=True, on_delete="RESTRICT", backref="+")
    content = TextField(null=True)
    found_on = TextField(null=True)
    owner = TextField(null=True)
    deadline = TextField(null=True)
    state = TextField(null=True)
    result = TextField(null=True)
    closed_on = TextField(null=True)
    remark = TextField(null=True)

    class Meta:
        table_name = "task"
        legacy_table_names = False


def up(migrator, db):
    """Apply."""
    tables = [Helper, VisitRound, RoundPlace, HelpPair, RoundHousehold, Visit, Task]
    db.bind([*tables, Household, Village])
    db.create_tables(tables)
    helper = ForeignKeyField(Helper, null=True, on_delete="RESTRICT", backref="+", field=Helper.id)
    migrator.migrate(migrator.add_column("household", "helper_id", helper))
