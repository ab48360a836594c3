"""sale_no: every sale has a number of its own; frozen, never edited after a release."""

from peewee import BigIntegerField, Model, TextField


class Sale(Model):
    id = BigIntegerField(primary_key=True)
    date = TextField(null=True)
    no = TextField(null=True)

    class Meta:
        table_name = "sale"
        legacy_table_names = False


def up(migrator, db):
    """Apply."""
    db.bind([Sale])
    migrator.migrate(migrator.add_column("sale", "no", TextField(null=True)))
    counters = {}
    for id, date in list(Sale.select(Sale.id, Sale.date).order_by(Sale.date, Sale.id).tuples()):
        day = (date or "").replace("-", "")
        if day:
            counters[day] = counters.get(day, 0) + 1
            Sale.update(no=f"DH{day}-{counters[day]:02d}").where(Sale.id == id).execute()
    migrator.migrate(migrator.add_index("sale", ("no",), False))
