"""closing: frozen tables, never edited after a release."""

from peewee import BlobField, ForeignKeyField, IntegerField, Model, TextField


class Closing(Model):
    number = TextField(unique=True)
    month = TextField()
    asof = TextField()
    at = TextField()
    who = TextField()
    note = TextField()
    operation = IntegerField()
    figures = IntegerField()
    before = TextField()
    digest = TextField()

    class Meta:
        table_name = "closing"
        legacy_table_names = False


class ClosingFigure(Model):
    closing = ForeignKeyField(Closing, backref="+")
    seq = IntegerField()
    name = TextField()
    title = TextField()
    village = TextField(null=True)
    year = IntegerField(null=True)
    value = TextField()
    unit = TextField()
    qualifier = TextField()
    records = IntegerField()
    note = TextField()
    chosen = TextField()
    behind = TextField()

    class Meta:
        table_name = "closing_figure"
        legacy_table_names = False


class ClosingSet(Model):
    digest = TextField(primary_key=True)
    members = BlobField()

    class Meta:
        table_name = "closing_set"
        legacy_table_names = False


class ClosingReport(Model):
    closing = ForeignKeyField(Closing, backref="+")
    seq = IntegerField()
    name = TextField()
    number = TextField()
    title = TextField()
    period = TextField()
    digest = TextField()
    data = BlobField()

    class Meta:
        table_name = "closing_report"
        legacy_table_names = False


def up(migrator, db):
    """Apply."""
    tables = [Closing, ClosingFigure, ClosingSet, ClosingReport]
    db.bind(tables)
    db.create_tables(tables)
