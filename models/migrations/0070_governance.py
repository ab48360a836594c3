"""governance: frozen tables, never edited after a release."""

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


class Village(Model):
    id = BigIntegerField(primary_key=True)

    class Meta:
        table_name = "village"
        legacy_table_names = False


class Bulletin(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    no = TextField(null=True, index=True)
    date = TextField(null=True)
    title = TextField(null=True)
    kind = TextField(null=True)
    reported_to = TextField(null=True)
    adopted = BooleanField(null=True)
    author = TextField(null=True)
    remark = TextField(null=True)
    initials = TextField(null=True)

    class Meta:
        table_name = "bulletin"
        legacy_table_names = False


class Goods(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    name = TextField(null=True)
    unit = TextField(null=True)
    points = BigIntegerField(null=True)
    stock = BigIntegerField(null=True)
    remark = TextField(null=True)
    initials = TextField(null=True)

    class Meta:
        table_name = "goods"
        legacy_table_names = False


class Honor(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    date = TextField(null=True)
    name = TextField(null=True)
    level = TextField(null=True)
    issuer = TextField(null=True)
    object = TextField(null=True)
    doc_no = TextField(null=True)
    remark = TextField(null=True)
    initials = TextField(null=True)

    class Meta:
        table_name = "honor"
        legacy_table_names = False


class PointRule(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    code = TextField(null=True, index=True)
    name = TextField(null=True)
    points = BigIntegerField(null=True)
    cap = BigIntegerField(null=True)
    valid_from = TextField(null=True)
    valid_to = TextField(null=True)
    remark = TextField(null=True)
    initials = TextField(null=True)

    class Meta:
        table_name = "point_rule"
        legacy_table_names = False


class Activity(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    date = TextField(null=True)
    village = ForeignKeyField(Village, null=True, on_delete="RESTRICT", backref="+")
    kind = TextField(null=True)
    title = TextField(null=True)
    place = TextField(null=True)
    organiser = TextField(null=True)
    persons = BigIntegerField(null=True)
    person_times = BigIntegerField(null=True)
    cost = BigIntegerField(null=True)
    remark = TextField(null=True)
    initials = TextField(null=True)

    class Meta:
        table_name = "activity"
        legacy_table_names = False


class BranchStar(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    branch = TextField(null=True)
    village = ForeignKeyField(Village, null=True, on_delete="RESTRICT", backref="+")
    year = BigIntegerField(null=True)
    score = BigIntegerField(null=True)
    stars = BigIntegerField(null=True)
    public_from = TextField(null=True)
    public_to = TextField(null=True)
    level = TextField(null=True)
    remark = TextField(null=True)
    initials = TextField(null=True)

    class Meta:
        table_name = "branch_star"
        legacy_table_names = False


class Dispute(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    no = TextField(null=True, index=True)
    date = TextField(null=True)
    village = ForeignKeyField(Village, null=True, on_delete="RESTRICT", backref="+")
    source = TextField(null=True)
    kind = TextField(null=True)
    parties = TextField(null=True)
    content = TextField(null=True)
    amount = BigIntegerField(null=True)
    mediator = TextField(null=True)
    level = TextField(null=True)
    result = TextField(null=True)
    agreement = TextField(null=True)
    performed = BooleanField(null=True)
    closed_on = TextField(null=True)
    revisit_date = TextField(null=True)
    remark = TextField(null=True)

    class Meta:
        table_name = "dispute"
        legacy_table_names = False


class GridWorker(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    village = ForeignKeyField(Village, null=True, on_delete="RESTRICT", backref="+")
    group = TextField(null=True)
    name = TextField(null=True)
    phone = TextField(null=True)
    post = TextField(null=True)
    start = TextField(null=True)
    end = TextField(null=True)
    remark = TextField(null=True)
    initials = TextField(null=True)

    class Meta:
        table_name = "grid_worker"
        legacy_table_names = False


class HonorRoll(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    village = ForeignKeyField(Village, null=True, on_delete="RESTRICT", backref="+")
    period = TextField(null=True)
    side = TextField(null=True)
    subject = TextField(null=True)
    reason = TextField(null=True)
    decided_by = TextField(null=True)
    published_from = TextField(null=True)
    published_to = TextField(null=True)
    removed_on = TextField(null=True)
    rectified = TextField(null=True)

    class Meta:
        table_name = "honor_roll"
        legacy_table_names = False


class Media(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    date = TextField(null=True)
    title = TextField(null=True)
    outlet = TextField(null=True)
    level = TextField(null=True)
    form = TextField(null=True)
    village = ForeignKeyField(Village, null=True, on_delete="RESTRICT", backref="+")
    author = TextField(null=True)
    url = TextField(null=True)
    adopted = BooleanField(null=True)
    remark = TextField(null=True)
    initials = TextField(null=True)

    class Meta:
        table_name = "media"
        legacy_table_names = False


class Talent(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    name = TextField(null=True)
    kind = TextField(null=True)
    village = ForeignKeyField(Village, null=True, on_delete="RESTRICT", backref="+")
    since = TextField(null=True)
    source = TextField(null=True)
    post = TextField(null=True)
    phone = TextField(null=True)
    remark = TextField(null=True)
    initials = TextField(null=True)

    class Meta:
        table_name = "talent"
        legacy_table_names = False


class Yard(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    village = ForeignKeyField(Village, null=True, on_delete="RESTRICT", backref="+")
    name = TextField(null=True, index=True)
    head = TextField(null=True)
    phone = TextField(null=True)
    households = BigIntegerField(null=True)
    founded = TextField(null=True)
    remark = TextField(null=True)
    initials = TextField(null=True)

    class Meta:
        table_name = "yard"
        legacy_table_names = False


class PointEntry(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    household = ForeignKeyField(Household, null=True, on_delete="RESTRICT", backref="+")
    date = TextField(null=True)
    rule = ForeignKeyField(PointRule, null=True, on_delete="RESTRICT", backref="+")
    points = BigIntegerField(null=True)
    judge = TextField(null=True)
    batch = TextField(null=True)
    public_from = TextField(null=True)
    public_to = TextField(null=True)
    evidence = TextField(null=True)

    class Meta:
        table_name = "point_entry"
        legacy_table_names = False


class Redeem(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    household = ForeignKeyField(Household, null=True, on_delete="RESTRICT", backref="+")
    date = TextField(null=True)
    goods = ForeignKeyField(Goods, null=True, on_delete="RESTRICT", backref="+")
    qty = BigIntegerField(null=True)
    points = BigIntegerField(null=True)
    receiver = TextField(null=True)
    signed = BooleanField(null=True)
    remark = TextField(null=True)

    class Meta:
        table_name = "redeem"
        legacy_table_names = False


class YardHousehold(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    yard = ForeignKeyField(Yard, null=True, on_delete="CASCADE", backref="+")
    household = ForeignKeyField(Household, null=True, on_delete="RESTRICT", backref="+")
    joined = TextField(null=True)
    remark = TextField(null=True)

    class Meta:
        table_name = "yard_household"
        legacy_table_names = False


def up(migrator, db):
    """Apply."""
    tables = [
        Bulletin,
        Goods,
        Honor,
        PointRule,
        Activity,
        BranchStar,
        Dispute,
        GridWorker,
        HonorRoll,
        Media,
        Talent,
        Yard,
        PointEntry,
        Redeem,
        YardHousehold,
    ]
    db.bind([*tables, Household, Village])
    db.create_tables(tables)
