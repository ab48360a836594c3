"""sale_payments: frozen tables, never edited after a release."""

import uuid

from peewee import BigIntegerField, CharField, ForeignKeyField, IntegerField, Model, TextField


class Settlement(Model):
    id = BigIntegerField(primary_key=True)

    class Meta:
        table_name = "settlement"
        legacy_table_names = False


class Sale(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36)
    amount = BigIntegerField(null=True)
    settlement = ForeignKeyField(Settlement, null=True, backref="+")

    class Meta:
        table_name = "sale"
        legacy_table_names = False


class SalePayment(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    sale = ForeignKeyField(Sale, null=True, on_delete="CASCADE", backref="+")
    settlement = ForeignKeyField(Settlement, null=True, on_delete="RESTRICT", backref="+")
    amount = BigIntegerField(null=True)
    remark = TextField(null=True)

    class Meta:
        table_name = "sale_payment"
        legacy_table_names = False


class Sequence(Model):
    name = TextField(primary_key=True)
    next = BigIntegerField()

    class Meta:
        table_name = "sequence"
        legacy_table_names = False


def up(migrator, db):
    """Apply."""
    db.bind([SalePayment, Sale, Settlement, Sequence])
    db.create_tables([SalePayment])
    _take_over()
    migrator.migrate(migrator.drop_index("sale", "sale_settlement_id"))
    migrator.migrate(migrator.drop_column("sale", "settlement_id"))


def _take_over():
    """What a sale said of the row that paid it becomes a record: the whole sale was paid by that one row.

    Its uid follows from the sale's: copies of a file that are brought up apart hold the same records.
    """
    paid = Sale.select(Sale.id, Sale.uid, Sale.amount, Sale.settlement).where(Sale.settlement.is_null(False))
    rows = list(paid.order_by(Sale.id).tuples())
    first = _ids(len(rows))
    for at, (sale, uid, amount, row) in enumerate(rows):
        known = str(uuid.uuid5(uuid.UUID(uid), "payment"))
        SalePayment.insert(id=first + at, uid=known, sale=sale, settlement=row, amount=amount or 0).execute()


def _ids(count):
    """The first of ``count`` ids that no record has had."""
    if not count:
        return 0
    chosen = Sequence.name == "record"
    Sequence.update(next=Sequence.next + count).where(chosen).execute()
    return Sequence.get(chosen).next - count
