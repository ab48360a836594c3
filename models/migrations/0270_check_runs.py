"""check_runs: frozen tables, never edited after a release."""

from peewee import (
    BigIntegerField,
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


class CheckRun(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    date = TextField(null=True)
    time = TextField(null=True)
    village = ForeignKeyField(Village, null=True, on_delete="RESTRICT", backref="+")
    rules = BigIntegerField(null=True)
    errors = BigIntegerField(null=True)
    reds = BigIntegerField(null=True)
    warns = BigIntegerField(null=True)
    exempt = BigIntegerField(null=True)
    fresh = BigIntegerField(null=True)
    mended = BigIntegerField(null=True)
    still = BigIntegerField(null=True)
    remark = TextField(null=True)

    class Meta:
        table_name = "check_run"
        legacy_table_names = False


class CheckExemption(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    household = ForeignKeyField(Household, null=True, on_delete="CASCADE", backref="+")
    village = ForeignKeyField(Village, null=True, on_delete="RESTRICT", backref="+")
    person = TextField(null=True)
    rule = TextField(null=True, index=True)
    title = TextField(null=True)
    record_uid = TextField(null=True)
    reason = TextField(null=True)
    evidence = TextField(null=True)
    granted_by = TextField(null=True)
    granted_on = TextField(null=True)
    until = TextField(null=True)

    class Meta:
        table_name = "check_exemption"
        legacy_table_names = False


class Doubt(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    issued_on = TextField(null=True)
    rule = TextField(null=True, index=True)
    content = TextField(null=True)
    household = ForeignKeyField(Household, null=True, on_delete="RESTRICT", backref="+")
    person = TextField(null=True)
    id_no = TextField(null=True)
    state = TextField(null=True)
    result = TextField(null=True)
    due = TextField(null=True)
    done_on = TextField(null=True)
    handler = TextField(null=True)

    class Meta:
        table_name = "doubt"
        legacy_table_names = False


class CheckFinding(Model):
    rule = TextField()
    also = TextField()
    severity = TextField()
    scope = TextField()
    ledger = TextField()
    record_id = BigIntegerField()
    uid = TextField()
    field = TextField()
    household = BigIntegerField(null=True, index=True)
    household_no = TextField()
    id_no = TextField()
    village = BigIntegerField(null=True)
    place = TextField()
    text = TextField()
    first_run = BigIntegerField()
    last_run = BigIntegerField()
    gone_run = BigIntegerField(null=True)
    gone_on = TextField(null=True)

    class Meta:
        table_name = "check_finding"
        legacy_table_names = False
        indexes = ((("rule", "uid"), True),)


def up(migrator, db):
    """Apply."""
    tables = [CheckRun, CheckExemption, Doubt, CheckFinding]
    db.bind([*tables, Household, Village])
    db.create_tables(tables)
