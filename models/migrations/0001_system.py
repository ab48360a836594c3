"""Tables of the program itself: operations, changes, ids, settings, unsaved forms."""

from peewee import BigIntegerField, ForeignKeyField, IntegerField, Model, TextField


class Operation(Model):
    kind = TextField()
    title = TextField()
    at = TextField()
    who = TextField()
    source = TextField(default="")
    ledgers = TextField(default="")
    added = IntegerField(default=0)
    edited = IntegerField(default=0)
    deleted = IntegerField(default=0)
    undoes = IntegerField(null=True)
    undone_by = IntegerField(null=True)

    class Meta:
        table_name = "operation"


class Change(Model):
    operation = ForeignKeyField(Operation, backref="+")
    ledger = TextField()
    record_id = BigIntegerField(index=True)
    action = TextField()
    data = TextField(null=True)

    class Meta:
        table_name = "change"


class Sequence(Model):
    name = TextField(primary_key=True)
    next = BigIntegerField()

    class Meta:
        table_name = "sequence"


class Setting(Model):
    key = TextField(primary_key=True)
    value = TextField()

    class Meta:
        table_name = "setting"


class UnsavedForm(Model):
    key = TextField(primary_key=True)
    at = TextField()
    data = TextField()

    class Meta:
        table_name = "unsaved_form"


def up(migrator, db):
    """Apply."""
    tables = [Operation, Change, Sequence, Setting, UnsavedForm]
    db.bind(tables)
    db.create_tables(tables)
