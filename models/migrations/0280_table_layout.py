"""Layouts of tables that the program has learned: frozen tables, never edited after a release."""

from peewee import IntegerField, Model, TextField


class TableLayout(Model):
    key = TextField(primary_key=True)
    name = TextField()
    ledger = TextField()
    columns = TextField()
    at = TextField()
    used = IntegerField(default=0)

    class Meta:
        table_name = "table_layout"


def up(migrator, db):
    """Apply."""
    tables = [TableLayout]
    db.bind(tables)
    db.create_tables(tables)
