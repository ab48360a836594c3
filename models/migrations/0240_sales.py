"""sales: frozen tables, never edited after a release."""

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


class Product(Model):
    id = BigIntegerField(primary_key=True)

    class Meta:
        table_name = "product"
        legacy_table_names = False


class Sale(Model):
    id = BigIntegerField(primary_key=True)

    class Meta:
        table_name = "sale"
        legacy_table_names = False


class Village(Model):
    id = BigIntegerField(primary_key=True)

    class Meta:
        table_name = "village"
        legacy_table_names = False


class Buyer(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    name = TextField(null=True, index=True)
    kind = TextField(null=True)
    level = TextField(null=True)
    canteen = TextField(null=True)
    contact = TextField(null=True)
    phone = TextField(null=True)
    address = TextField(null=True)
    remark = TextField(null=True)
    initials = TextField(null=True)

    class Meta:
        table_name = "buyer"
        legacy_table_names = False


class BuyerQuota(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    buyer = ForeignKeyField(Buyer, null=True, on_delete="CASCADE", backref="+")
    year = BigIntegerField(null=True)
    food_total = BigIntegerField(null=True)
    ratio = BigIntegerField(null=True)
    fixed = BigIntegerField(null=True)
    remark = TextField(null=True)

    class Meta:
        table_name = "buyer_quota"
        legacy_table_names = False


class Promotion(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    name = TextField(null=True)
    kind = TextField(null=True)
    date = TextField(null=True)
    last = TextField(null=True)
    place = TextField(null=True)
    village = ForeignKeyField(Village, null=True, on_delete="RESTRICT", backref="+")
    host = TextField(null=True)
    participants = BigIntegerField(null=True)
    on_site = BigIntegerField(null=True)
    intent = BigIntegerField(null=True)
    remark = TextField(null=True)

    class Meta:
        table_name = "promotion"
        legacy_table_names = False


class Settlement(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    flow_no = TextField(null=True, index=True)
    source = TextField(null=True)
    date = TextField(null=True)
    order_no = TextField(null=True, index=True)
    payer = TextField(null=True)
    payee = TextField(null=True)
    amount = BigIntegerField(null=True)
    fee = BigIntegerField(null=True)
    village = ForeignKeyField(Village, null=True, on_delete="RESTRICT", backref="+")
    summary = TextField(null=True)
    remark = TextField(null=True)

    class Meta:
        table_name = "settlement"
        legacy_table_names = False


class SaleHousehold(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    household = ForeignKeyField(Household, null=True, on_delete="RESTRICT", backref="+")
    sale = ForeignKeyField(Sale, null=True, on_delete="CASCADE", backref="+")
    amount = BigIntegerField(null=True)
    goods = TextField(null=True)

    class Meta:
        table_name = "sale_household"
        legacy_table_names = False


class SaleLine(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    sale = ForeignKeyField(Sale, null=True, on_delete="CASCADE", backref="+")
    product = ForeignKeyField(Product, null=True, on_delete="RESTRICT", backref="+")
    spec = TextField(null=True)
    qty = BigIntegerField(null=True)
    unit = TextField(null=True)
    price = BigIntegerField(null=True)
    amount = BigIntegerField(null=True)
    jin_each = BigIntegerField(null=True)

    class Meta:
        table_name = "sale_line"
        legacy_table_names = False


def up(migrator, db):
    """Apply."""
    tables = [Buyer, BuyerQuota, Promotion, Settlement, SaleHousehold, SaleLine]
    db.bind([*tables, Household, Product, Sale, Village])
    db.create_tables(tables)
    migrator.migrate(
        migrator.add_column("sale", "jin_each", BigIntegerField(null=True)),
    )
    migrator.migrate(
        migrator.add_column(
            "sale",
            "promotion_id",
            ForeignKeyField(Promotion, null=True, on_delete="RESTRICT", backref="+", field=Promotion.id),
        ),
    )
    migrator.migrate(
        migrator.add_column(
            "sale",
            "settlement_id",
            ForeignKeyField(Settlement, null=True, on_delete="RESTRICT", backref="+", field=Settlement.id),
        ),
    )
    migrator.migrate(
        migrator.add_column("income_sheet", "C1_shared", BigIntegerField(null=True)),
    )
    # What each buyer bought is summed by its name.
    migrator.migrate(migrator.add_index("sale", ("buyer",), False))
