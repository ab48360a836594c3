"""plans: frozen tables, never edited after a release."""

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


class AssistPlan(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    household = ForeignKeyField(Household, null=True, on_delete="RESTRICT", backref="+")
    episode = ForeignKeyField(Episode, null=True, on_delete="RESTRICT", backref="+")
    made_on = TextField(null=True)
    goal = TextField(null=True)
    author = TextField(null=True)
    helper_signed = BooleanField(null=True)
    signed = BooleanField(null=True)
    remark = TextField(null=True)

    class Meta:
        table_name = "assist_plan"
        legacy_table_names = False


class Measure(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    household = ForeignKeyField(Household, null=True, on_delete="RESTRICT", backref="+")
    episode = ForeignKeyField(Episode, null=True, on_delete="RESTRICT", backref="+")
    plan = ForeignKeyField(AssistPlan, null=True, on_delete="CASCADE", backref="+")
    group = TextField(null=True)
    kind = TextField(null=True)
    content = TextField(null=True)
    responsible_unit = TextField(null=True)
    responsible_person = TextField(null=True)
    planned_start = TextField(null=True)
    planned_end = TextField(null=True)
    expected_gain = BigIntegerField(null=True)
    status = TextField(null=True)
    done_on = TextField(null=True)
    evidence = TextField(null=True)
    remark = TextField(null=True)

    class Meta:
        table_name = "measure"
        legacy_table_names = False


def up(migrator, db):
    """Apply."""
    tables = [AssistPlan, Measure]
    db.bind([*tables, Episode, Household])
    db.create_tables(tables)
