"""work_and_posts: frozen tables, never edited after a release."""

from peewee import (
    BigIntegerField,
    BooleanField,
    CharField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)


class Member(Model):
    id = BigIntegerField(primary_key=True)

    class Meta:
        table_name = "member"
        legacy_table_names = False


class Village(Model):
    id = BigIntegerField(primary_key=True)

    class Meta:
        table_name = "village"
        legacy_table_names = False


class Post(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    person = TextField(null=True, index=True)
    id_no = TextField(null=True, index=True)
    member = ForeignKeyField(Member, null=True, on_delete="RESTRICT", backref="+")
    name = TextField(null=True)
    kind = TextField(null=True)
    village = ForeignKeyField(Village, null=True, on_delete="RESTRICT", backref="+")
    group = TextField(null=True)
    employer = TextField(null=True)
    agreement_no = TextField(null=True)
    start = TextField(null=True)
    end = TextField(null=True)
    fund_source = TextField(null=True)
    monthly_subsidy = BigIntegerField(null=True)
    paid_to = TextField(null=True)
    paid_months = BigIntegerField(null=True)
    insurance_no = TextField(null=True)
    assessment = TextField(null=True)
    exit_on = TextField(null=True)
    exit_reason = TextField(null=True)
    remark = TextField(null=True)

    class Meta:
        table_name = "post"
        legacy_table_names = False


class WorkPlan(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    person = TextField(null=True, index=True)
    id_no = TextField(null=True, index=True)
    member = ForeignKeyField(Member, null=True, on_delete="RESTRICT", backref="+")
    village = ForeignKeyField(Village, null=True, on_delete="RESTRICT", backref="+")
    group = TextField(null=True)
    phone = TextField(null=True)
    planned = BooleanField(null=True)
    planned_out = BooleanField(null=True)
    month = TextField(null=True)
    place = TextField(null=True)
    province = TextField(null=True)
    city = TextField(null=True)
    county = TextField(null=True)
    scope = TextField(null=True)
    need = TextField(null=True)
    wage = BigIntegerField(null=True)
    remark = TextField(null=True)

    class Meta:
        table_name = "work_plan"
        legacy_table_names = False


class WorkRecord(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    person = TextField(null=True, index=True)
    id_no = TextField(null=True, index=True)
    member = ForeignKeyField(Member, null=True, on_delete="RESTRICT", backref="+")
    village = ForeignKeyField(Village, null=True, on_delete="RESTRICT", backref="+")
    group = TextField(null=True)
    phone = TextField(null=True)
    working = BooleanField(null=True)
    start = TextField(null=True)
    end = TextField(null=True)
    employer = TextField(null=True)
    industry = TextField(null=True)
    channel = TextField(null=True)
    monthly_wage = BigIntegerField(null=True)
    point_to_point = BooleanField(null=True)
    contract = BooleanField(null=True)
    trained = BooleanField(null=True)
    place = TextField(null=True)
    province = TextField(null=True)
    city = TextField(null=True)
    county = TextField(null=True)
    scope = TextField(null=True)
    traffic_applied = BooleanField(null=True)
    traffic_subsidy = BigIntegerField(null=True)
    traffic_paid_on = TextField(null=True)
    confirmed = TextField(null=True)
    remark = TextField(null=True)

    class Meta:
        table_name = "work_record"
        legacy_table_names = False


def up(migrator, db):
    """Apply."""
    tables = [Post, WorkPlan, WorkRecord]
    db.bind([*tables, Member, Village])
    db.create_tables(tables)
