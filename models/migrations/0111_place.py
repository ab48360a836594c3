"""place: frozen tables, never edited after a release."""

from peewee import (
    BigIntegerField,
    CharField,
    IntegerField,
    Model,
    TextField,
)


class LocalNorm(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    norm = TextField(null=True)
    value = TextField(null=True)
    region = TextField(null=True)
    first_year = BigIntegerField(null=True)
    last_year = BigIntegerField(null=True)
    basis = TextField(null=True)
    doc_no = TextField(null=True)
    remark = TextField(null=True)

    class Meta:
        table_name = "local_norm"
        legacy_table_names = False


class MonitorLine(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    region = TextField(null=True)
    year = BigIntegerField(null=True)
    amount = BigIntegerField(null=True)
    basis = TextField(null=True)
    doc_no = TextField(null=True)
    remark = TextField(null=True)

    class Meta:
        table_name = "monitor_line"
        legacy_table_names = False


class RegimeWord(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    regime = TextField(null=True)
    valid_from = TextField(null=True)
    people = TextField(null=True)
    people_short = TextField(null=True)
    people_risk = TextField(null=True)
    money = TextField(null=True)
    money_full = TextField(null=True)
    money_central = TextField(null=True)
    credit = TextField(null=True)
    credit_cap = BigIntegerField(null=True)
    credit_months = BigIntegerField(null=True)
    basis = TextField(null=True)

    class Meta:
        table_name = "regime_word"
        legacy_table_names = False


class Workday(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    date = TextField(null=True)
    kind = TextField(null=True)
    name = TextField(null=True)
    basis = TextField(null=True)

    class Meta:
        table_name = "workday"
        legacy_table_names = False


def up(migrator, db):
    """Apply."""
    tables = [LocalNorm, MonitorLine, RegimeWord, Workday]
    db.bind([*tables])
    db.create_tables(tables)
