"""closed_months: frozen tables, never edited after a release."""

from peewee import Model, TextField


class ClosedMonth(Model):
    part = TextField()
    month = TextField()
    action = TextField()
    at = TextField()
    who = TextField()
    reason = TextField()
    number = TextField()

    class Meta:
        table_name = "closed_month"
        legacy_table_names = False


def up(migrator, db):
    """Apply."""
    db.bind([ClosedMonth])
    db.create_tables([ClosedMonth])
