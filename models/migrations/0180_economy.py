"""economy: frozen tables, never edited after a release."""

from peewee import (
    BigIntegerField,
    BooleanField,
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


class Project(Model):
    id = BigIntegerField(primary_key=True)

    class Meta:
        table_name = "project"
        legacy_table_names = False


class Village(Model):
    id = BigIntegerField(primary_key=True)

    class Meta:
        table_name = "village"
        legacy_table_names = False


class LoanSupport(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    date = TextField(null=True)
    bank = TextField(null=True)
    borrower = TextField(null=True)
    amount = BigIntegerField(null=True)
    amount_q = TextField(null=True)
    purpose = TextField(null=True)
    remark = TextField(null=True)

    class Meta:
        table_name = "loan_support"
        legacy_table_names = False


class Asset(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    code = TextField(null=True)
    name = TextField(null=True)
    asset_class = TextField(null=True)
    project = ForeignKeyField(Project, null=True, on_delete="RESTRICT", backref="+")
    village = ForeignKeyField(Village, null=True, on_delete="RESTRICT", backref="+")
    built_on = TextField(null=True)
    life_years = BigIntegerField(null=True)
    qty = BigIntegerField(null=True)
    unit = TextField(null=True)
    value = BigIntegerField(null=True)
    net_value = BigIntegerField(null=True)
    owner_level = TextField(null=True)
    owner = TextField(null=True)
    user = TextField(null=True)
    beneficiary = TextField(null=True)
    keeper = TextField(null=True)
    keeper_phone = TextField(null=True)
    registered_on = TextField(null=True)
    contract_no = TextField(null=True)
    contract_end = TextField(null=True)
    expected = BigIntegerField(null=True)
    state = TextField(null=True)
    inspected_on = TextField(null=True)
    disposal = TextField(null=True)
    remark = TextField(null=True)
    initials = TextField(null=True)

    class Meta:
        table_name = "asset"
        legacy_table_names = False


class DistributionPlan(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    village = ForeignKeyField(Village, null=True, on_delete="RESTRICT", backref="+")
    year = BigIntegerField(null=True)
    source = TextField(null=True)
    plan_no = TextField(null=True)
    distributable = BigIntegerField(null=True)
    meeting_date = TextField(null=True)
    approved_on = TextField(null=True)
    public_from = TextField(null=True)
    public_to = TextField(null=True)
    remark = TextField(null=True)

    class Meta:
        table_name = "distribution_plan"
        legacy_table_names = False


class Donation(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    date = TextField(null=True)
    donor = TextField(null=True)
    kind = TextField(null=True)
    item = TextField(null=True)
    village = ForeignKeyField(Village, null=True, on_delete="RESTRICT", backref="+")
    receiver = TextField(null=True)
    qty = BigIntegerField(null=True)
    unit = TextField(null=True)
    value_yuan = BigIntegerField(null=True)
    value_q = TextField(null=True)
    valuation_basis = TextField(null=True)
    purpose = TextField(null=True)
    receipt_no = TextField(null=True)
    remark = TextField(null=True)
    initials = TextField(null=True)

    class Meta:
        table_name = "donation"
        legacy_table_names = False


class Enterprise(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    name = TextField(null=True)
    kind = TextField(null=True)
    village = ForeignKeyField(Village, null=True, on_delete="RESTRICT", backref="+")
    year = BigIntegerField(null=True)
    sales = BigIntegerField(null=True)
    sales_q = TextField(null=True)
    cost = BigIntegerField(null=True)
    wages = BigIntegerField(null=True)
    posts = BigIntegerField(null=True)
    dividends = BigIntegerField(null=True)
    households_led = BigIntegerField(null=True)
    area_mu = BigIntegerField(null=True)
    remark = TextField(null=True)
    initials = TextField(null=True)

    class Meta:
        table_name = "enterprise"
        legacy_table_names = False


class Facility(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    village = ForeignKeyField(Village, null=True, on_delete="RESTRICT", backref="+")
    project = ForeignKeyField(Project, null=True, on_delete="RESTRICT", backref="+")
    year = BigIntegerField(null=True)
    item = TextField(null=True)
    qty = BigIntegerField(null=True)
    qty_q = TextField(null=True)
    unit = TextField(null=True)
    amount = BigIntegerField(null=True)
    remark = TextField(null=True)
    initials = TextField(null=True)

    class Meta:
        table_name = "facility"
        legacy_table_names = False


class Industry(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    village = ForeignKeyField(Village, null=True, on_delete="RESTRICT", backref="+")
    year = BigIntegerField(null=True)
    product = TextField(null=True)
    main = BooleanField(null=True)
    brand = TextField(null=True)
    operator = TextField(null=True)
    area_mu = BigIntegerField(null=True)
    greenhouses = BigIntegerField(null=True)
    stock = BigIntegerField(null=True)
    capacity = BigIntegerField(null=True)
    output = BigIntegerField(null=True)
    output_unit = TextField(null=True)
    value = BigIntegerField(null=True)
    value_q = TextField(null=True)
    workers = BigIntegerField(null=True)
    remark = TextField(null=True)
    initials = TextField(null=True)

    class Meta:
        table_name = "industry"
        legacy_table_names = False


class Match(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    date = TextField(null=True)
    title = TextField(null=True)
    kind = TextField(null=True)
    unit = TextField(null=True)
    village = ForeignKeyField(Village, null=True, on_delete="RESTRICT", backref="+")
    value = BigIntegerField(null=True)
    value_q = TextField(null=True)
    state = TextField(null=True)
    result = TextField(null=True)
    initials = TextField(null=True)

    class Meta:
        table_name = "match"
        legacy_table_names = False


class AssetIncome(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    asset = ForeignKeyField(Asset, null=True, on_delete="CASCADE", backref="+")
    year = BigIntegerField(null=True)
    expected = BigIntegerField(null=True)
    actual = BigIntegerField(null=True)
    shared = BigIntegerField(null=True)
    received_on = TextField(null=True)
    published_on = TextField(null=True)
    remark = TextField(null=True)

    class Meta:
        table_name = "asset_income"
        legacy_table_names = False


class Distribution(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    household = ForeignKeyField(Household, null=True, on_delete="RESTRICT", backref="+")
    plan = ForeignKeyField(DistributionPlan, null=True, on_delete="CASCADE", backref="+")
    target = TextField(null=True)
    year = BigIntegerField(null=True)
    source = TextField(null=True)
    basis = TextField(null=True)
    weight = TextField(null=True)
    amount = BigIntegerField(null=True)
    paid_on = TextField(null=True)
    signed = BooleanField(null=True)
    remark = TextField(null=True)

    class Meta:
        table_name = "distribution"
        legacy_table_names = False


class Issue(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    date = TextField(null=True)
    donation = ForeignKeyField(Donation, null=True, on_delete="RESTRICT", backref="+")
    receiver = TextField(null=True)
    village = ForeignKeyField(Village, null=True, on_delete="RESTRICT", backref="+")
    household = ForeignKeyField(Household, null=True, on_delete="RESTRICT", backref="+")
    item = TextField(null=True)
    qty = BigIntegerField(null=True)
    unit = TextField(null=True)
    value = BigIntegerField(null=True)
    persons = BigIntegerField(null=True)
    signed = BooleanField(null=True)
    remark = TextField(null=True)

    class Meta:
        table_name = "issue"
        legacy_table_names = False


class LandTransfer(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    village = ForeignKeyField(Village, null=True, on_delete="RESTRICT", backref="+")
    household = ForeignKeyField(Household, null=True, on_delete="RESTRICT", backref="+")
    lessor = TextField(null=True)
    lessee = TextField(null=True)
    area_mu = BigIntegerField(null=True)
    use = TextField(null=True)
    rent = BigIntegerField(null=True)
    start = TextField(null=True)
    end = TextField(null=True)
    contract_no = TextField(null=True)
    remark = TextField(null=True)

    class Meta:
        table_name = "land_transfer"
        legacy_table_names = False


def up(migrator, db):
    """Apply."""
    tables = [
        LoanSupport,
        Asset,
        DistributionPlan,
        Donation,
        Enterprise,
        Facility,
        Industry,
        Match,
        AssetIncome,
        Distribution,
        Issue,
        LandTransfer,
    ]
    db.bind([*tables, Household, Project, Village])
    db.create_tables(tables)
