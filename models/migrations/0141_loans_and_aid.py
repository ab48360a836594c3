"""loans_and_aid: frozen tables, never edited after a release."""

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


class Training(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    title = TextField(null=True)
    kind = TextField(null=True)
    village = ForeignKeyField(Village, null=True, on_delete="RESTRICT", backref="+")
    organiser = TextField(null=True)
    place = TextField(null=True)
    start = TextField(null=True)
    end = TextField(null=True)
    trainer = TextField(null=True)
    content = TextField(null=True)
    hours = BigIntegerField(null=True)
    sessions = BigIntegerField(null=True)
    headcount = BigIntegerField(null=True)
    person_times = BigIntegerField(null=True)
    certificate_count = BigIntegerField(null=True)
    cost_yuan = BigIntegerField(null=True)
    remark = TextField(null=True)
    initials = TextField(null=True)

    class Meta:
        table_name = "training"
        legacy_table_names = False


class Award(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    student = TextField(null=True, index=True)
    id_no = TextField(null=True, index=True)
    member = ForeignKeyField(Member, null=True, on_delete="RESTRICT", backref="+")
    village = ForeignKeyField(Village, null=True, on_delete="RESTRICT", backref="+")
    group = TextField(null=True)
    kind = TextField(null=True)
    year = BigIntegerField(null=True)
    school = TextField(null=True)
    amount = BigIntegerField(null=True)
    amount_q = TextField(null=True)
    sponsor = TextField(null=True)
    paid_on = TextField(null=True)
    remark = TextField(null=True)

    class Meta:
        table_name = "award"
        legacy_table_names = False


class Loan(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    borrower = TextField(null=True, index=True)
    id_no = TextField(null=True, index=True)
    member = ForeignKeyField(Member, null=True, on_delete="RESTRICT", backref="+")
    household = ForeignKeyField(Household, null=True, on_delete="RESTRICT", backref="+")
    village = ForeignKeyField(Village, null=True, on_delete="RESTRICT", backref="+")
    group = TextField(null=True)
    bank = TextField(null=True)
    contract_no = TextField(null=True, index=True)
    amount = BigIntegerField(null=True)
    rate = BigIntegerField(null=True)
    purpose = TextField(null=True)
    start = TextField(null=True)
    due = TextField(null=True)
    renewal = TextField(null=True)
    extended_to = TextField(null=True)
    balance = BigIntegerField(null=True)
    overdue = BooleanField(null=True)
    subsidy_rate = BigIntegerField(null=True)
    subsidy_paid = BigIntegerField(null=True)
    repaid_on = TextField(null=True)
    remark = TextField(null=True)

    class Meta:
        table_name = "loan"
        legacy_table_names = False


class Subsidy(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    kind = TextField(null=True)
    name = TextField(null=True)
    year = BigIntegerField(null=True)
    paid_on = TextField(null=True)
    amount = BigIntegerField(null=True)
    amount_q = TextField(null=True)
    persons = BigIntegerField(null=True)
    batch = TextField(null=True)
    one_off = BooleanField(null=True)
    is_income = BooleanField(null=True)
    person = TextField(null=True)
    id_no = TextField(null=True)
    member = ForeignKeyField(Member, null=True, on_delete="RESTRICT", backref="+")
    household = ForeignKeyField(Household, null=True, on_delete="RESTRICT", backref="+")
    village = ForeignKeyField(Village, null=True, on_delete="RESTRICT", backref="+")
    group = TextField(null=True)
    account = TextField(null=True)
    remark = TextField(null=True)

    class Meta:
        table_name = "subsidy"
        legacy_table_names = False


class TrainingPerson(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    training = ForeignKeyField(Training, null=True, on_delete="CASCADE", backref="+")
    person = TextField(null=True)
    id_no = TextField(null=True)
    village = ForeignKeyField(Village, null=True, on_delete="RESTRICT", backref="+")
    group = TextField(null=True)
    member = ForeignKeyField(Member, null=True, on_delete="RESTRICT", backref="+")
    phone = TextField(null=True)
    unit = TextField(null=True)
    times = BigIntegerField(null=True)
    certified = BooleanField(null=True)
    certificate_no = TextField(null=True)

    class Meta:
        table_name = "training_person"
        legacy_table_names = False


class Yulu(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    student = TextField(null=True, index=True)
    id_no = TextField(null=True, index=True)
    member = ForeignKeyField(Member, null=True, on_delete="RESTRICT", backref="+")
    household = ForeignKeyField(Household, null=True, on_delete="RESTRICT", backref="+")
    village = ForeignKeyField(Village, null=True, on_delete="RESTRICT", backref="+")
    group = TextField(null=True)
    school = TextField(null=True)
    level = TextField(null=True)
    major = TextField(null=True)
    enrol_no = TextField(null=True)
    year = BigIntegerField(null=True)
    term = TextField(null=True)
    amount = BigIntegerField(null=True)
    status = TextField(null=True)
    paid_on = TextField(null=True)
    account_name = TextField(null=True)
    account = TextField(null=True)
    remark = TextField(null=True)

    class Meta:
        table_name = "yulu"
        legacy_table_names = False


def up(migrator, db):
    """Apply."""
    tables = [Training, Award, Loan, Subsidy, TrainingPerson, Yulu]
    db.bind([*tables, Household, Member, Village])
    db.create_tables(tables)
