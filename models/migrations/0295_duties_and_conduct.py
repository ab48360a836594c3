"""duties_and_conduct: frozen tables, never edited after a release."""

from peewee import (
    BigIntegerField,
    BooleanField,
    CharField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)


class Village(Model):
    id = BigIntegerField(primary_key=True)

    class Meta:
        table_name = "village"
        legacy_table_names = False


class ConductCheck(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    date = TextField(null=True)
    person = TextField(null=True)
    group = TextField(null=True)
    item = TextField(null=True)
    kept = BooleanField(null=True)
    found = TextField(null=True)
    mended_on = TextField(null=True)
    checker = TextField(null=True)
    initials = TextField(null=True)

    class Meta:
        table_name = "conduct_check"
        legacy_table_names = False


class PartyDuty(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    person = TextField(null=True)
    village = ForeignKeyField(Village, null=True, on_delete="RESTRICT", backref="+")
    branch = TextField(null=True)
    industry = TextField(null=True)
    duty = TextField(null=True)
    task = TextField(null=True)
    since = TextField(null=True)
    until = TextField(null=True)
    remark = TextField(null=True)
    initials = TextField(null=True)

    class Meta:
        table_name = "party_duty"
        legacy_table_names = False


def up(migrator, db):
    """Apply."""
    tables = [ConductCheck, PartyDuty]
    db.bind([*tables, Village])
    db.create_tables(tables)
