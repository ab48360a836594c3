"""Tables of the first ledgers: frozen, never edited after a release."""

from peewee import (
    BigIntegerField,
    BooleanField,
    CharField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)


class Project(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    code = TextField(null=True, index=True)
    name = TextField(null=True, index=True)
    year = BigIntegerField(null=True)
    cat1 = TextField(null=True)
    cat2 = TextField(null=True)
    cat3 = TextField(null=True)
    nature = TextField(null=True)
    to_household = BooleanField(null=True)
    places = TextField(null=True)
    content = TextField(null=True)
    quantity = BigIntegerField(null=True)
    quantity_unit = TextField(null=True)
    budget_total = BigIntegerField(null=True)
    contract_amount = BigIntegerField(null=True)
    settled_amount = BigIntegerField(null=True)
    stage = TextField(null=True)
    progress = BigIntegerField(null=True)
    start_plan = TextField(null=True)
    end_plan = TextField(null=True)
    start_real = TextField(null=True)
    end_real = TextField(null=True)
    accepted_on = TextField(null=True)
    benefit_villages = BigIntegerField(null=True)
    benefit_hh = BigIntegerField(null=True)
    benefit_persons = BigIntegerField(null=True)
    benefit_poor_hh = BigIntegerField(null=True)
    benefit_poor_persons = BigIntegerField(null=True)
    benefit_mon_hh = BigIntegerField(null=True)
    benefit_mon_persons = BigIntegerField(null=True)
    linkage = TextField(null=True)
    targets = TextField(null=True)
    unit_resp = TextField(null=True)
    unit_impl = TextField(null=True)
    unit_super = TextField(null=True)
    person = TextField(null=True)
    phone = TextField(null=True)
    remark = TextField(null=True)
    initials = TextField(null=True)

    class Meta:
        table_name = "project"
        legacy_table_names = False


class Village(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    name = TextField(null=True)
    township = TextField(null=True)
    county = TextField(null=True)
    code = TextField(null=True)
    seq = BigIntegerField(null=True)
    groups = TextField(null=True)
    poor = BooleanField(null=True)
    secretary = TextField(null=True)
    phone = TextField(null=True)
    households = BigIntegerField(null=True)
    persons = BigIntegerField(null=True)
    dibao_households = BigIntegerField(null=True)
    dibao_persons = BigIntegerField(null=True)
    tekun_persons = BigIntegerField(null=True)
    disabled_persons = BigIntegerField(null=True)
    unsafe_houses = BigIntegerField(null=True)
    unsafe_water = BigIntegerField(null=True)
    pension_persons = BigIntegerField(null=True)
    income = BigIntegerField(null=True)
    schools = BigIntegerField(null=True)
    clinics = BigIntegerField(null=True)
    doctors = BigIntegerField(null=True)
    public_toilets = BigIntegerField(null=True)
    rubbish_points = BigIntegerField(null=True)
    libraries = BigIntegerField(null=True)
    bus = BooleanField(null=True)
    paved = BooleanField(null=True)
    remark = TextField(null=True)
    initials = TextField(null=True)

    class Meta:
        table_name = "village"
        legacy_table_names = False


class CeEntry(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    village = ForeignKeyField(Village, null=True, on_delete="RESTRICT", backref="+")
    year = BigIntegerField(null=True)
    date = TextField(null=True)
    locals()["class"] = TextField(null=True)
    item = TextField(null=True)
    counterparty = TextField(null=True)
    amount = BigIntegerField(null=True)
    amount_q = TextField(null=True)
    operating = BigIntegerField(null=True)
    voucher = TextField(null=True)
    remark = TextField(null=True)

    class Meta:
        table_name = "ce_entry"
        legacy_table_names = False


class FundLine(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    project = ForeignKeyField(Project, null=True, on_delete="CASCADE", backref="+")
    source = TextField(null=True)
    task = TextField(null=True)
    doc_no = TextField(null=True)
    amount = BigIntegerField(null=True)
    received_on = TextField(null=True)
    remark = TextField(null=True)

    class Meta:
        table_name = "fund_line"
        legacy_table_names = False


class Household(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    hh_no = TextField(null=True, index=True)
    local_no = TextField(null=True)
    village = ForeignKeyField(Village, null=True, on_delete="RESTRICT", backref="+")
    group = TextField(null=True)
    head = TextField(null=True, index=True)
    head_id_no = TextField(null=True, index=True)
    hh_type = TextField(null=True)
    members_now = BigIntegerField(null=True)
    members_year = BigIntegerField(null=True)
    phone = TextField(null=True)
    address = TextField(null=True)
    classification_2026 = TextField(null=True)
    classified_on = TextField(null=True)
    classification_basis = TextField(null=True)
    leave_year = BigIntegerField(null=True)
    poverty_causes = TextField(null=True)
    martyr_family = BooleanField(null=True)
    resettled = BooleanField(null=True)
    bank_name = TextField(null=True)
    bank_account = TextField(null=True)
    house_area = BigIntegerField(null=True)
    unsafe_house = BooleanField(null=True)
    unsafe_grade = TextField(null=True)
    safe_water = BooleanField(null=True)
    life_power = BooleanField(null=True)
    prod_power = BooleanField(null=True)
    tv = BooleanField(null=True)
    toilet = BooleanField(null=True)
    toilet_usable = BooleanField(null=True)
    fuel = TextField(null=True)
    road_type = TextField(null=True)
    road_hardened = BooleanField(null=True)
    road_km = BigIntegerField(null=True)
    arable_mu = BigIntegerField(null=True)
    forest_mu = BigIntegerField(null=True)
    conversion_mu = BigIntegerField(null=True)
    orchard_mu = BigIntegerField(null=True)
    grass_mu = BigIntegerField(null=True)
    water_mu = BigIntegerField(null=True)
    coop = BooleanField(null=True)
    leading_firm = BooleanField(null=True)
    rich_leader = BooleanField(null=True)
    industry_help_type = TextField(null=True)
    linkage = TextField(null=True)
    remark = TextField(null=True)
    filled_by = TextField(null=True)
    filled_phone = TextField(null=True)
    filled_on = TextField(null=True)
    head_signed = BooleanField(null=True)
    initials = TextField(null=True)

    class Meta:
        table_name = "household"
        legacy_table_names = False


class Product(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    name = TextField(null=True, index=True)
    category = TextField(null=True)
    spec = TextField(null=True)
    unit = TextField(null=True)
    kg_per_unit = BigIntegerField(null=True)
    price = BigIntegerField(null=True)
    village = ForeignKeyField(Village, null=True, on_delete="RESTRICT", backref="+")
    qualified = BooleanField(null=True)
    remark = TextField(null=True)
    initials = TextField(null=True)

    class Meta:
        table_name = "product"
        legacy_table_names = False


class ProjectPlace(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    project = ForeignKeyField(Project, null=True, on_delete="CASCADE", backref="+")
    village = ForeignKeyField(Village, null=True, on_delete="RESTRICT", backref="+")
    share = BigIntegerField(null=True)

    class Meta:
        table_name = "project_place"
        legacy_table_names = False


class ProjectQuantity(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    project = ForeignKeyField(Project, null=True, on_delete="CASCADE", backref="+")
    item = TextField(null=True)
    quantity = BigIntegerField(null=True)
    unit = TextField(null=True)
    cost = BigIntegerField(null=True)

    class Meta:
        table_name = "project_quantity"
        legacy_table_names = False


class Member(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    household = ForeignKeyField(Household, null=True, on_delete="CASCADE", backref="+")
    village = ForeignKeyField(Village, null=True, on_delete="RESTRICT", backref="+")
    person_no = TextField(null=True)
    name = TextField(null=True, index=True)
    relation = TextField(null=True)
    id_type = TextField(null=True)
    id_no = TextField(null=True, index=True)
    sex = TextField(null=True)
    birth = TextField(null=True)
    nation = TextField(null=True)
    politics = TextField(null=True)
    phone = TextField(null=True)
    state = TextField(null=True)
    state_reason = TextField(null=True)
    state_on = TextField(null=True)
    seq = BigIntegerField(null=True)
    education = TextField(null=True)
    school_state = TextField(null=True)
    school_name = TextField(null=True)
    dropout_reason = TextField(null=True)
    mandarin = BooleanField(null=True)
    health = TextField(null=True)
    disability_type = TextField(null=True)
    disability_level = TextField(null=True)
    disability_cert_year = BigIntegerField(null=True)
    labour = TextField(null=True)
    med_resident = BooleanField(null=True)
    med_worker = BooleanField(null=True)
    med_reason = TextField(null=True)
    med_serious = BooleanField(null=True)
    med_commercial = BooleanField(null=True)
    med_aid = BooleanField(null=True)
    other_health_help = BooleanField(null=True)
    accident_ins = BooleanField(null=True)
    pension_resident = BooleanField(null=True)
    pension_worker = BooleanField(null=True)
    dibao = TextField(null=True)
    tekun = TextField(null=True)
    orphan = BooleanField(null=True)
    work_place = TextField(null=True)
    work_months = BigIntegerField(null=True)
    employer = TextField(null=True)
    abroad = BooleanField(null=True)
    channel = TextField(null=True)
    monthly_wage = BigIntegerField(null=True)
    post_type = TextField(null=True)
    post_months = BigIntegerField(null=True)
    grad_unemployed_reason = TextField(null=True)
    soldier = BooleanField(null=True)
    resettled = BooleanField(null=True)
    bank_account = TextField(null=True)
    remark = TextField(null=True)
    initials = TextField(null=True)

    class Meta:
        table_name = "member"
        legacy_table_names = False


class Payment(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    fund_line = ForeignKeyField(FundLine, null=True, on_delete="CASCADE", backref="+")
    date = TextField(null=True)
    amount = BigIntegerField(null=True)
    payee = TextField(null=True)
    voucher_no = TextField(null=True)
    purpose = TextField(null=True)
    remark = TextField(null=True)

    class Meta:
        table_name = "payment"
        legacy_table_names = False


class Sale(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    date = TextField(null=True, index=True)
    kind = TextField(null=True)
    channel = TextField(null=True)
    village = ForeignKeyField(Village, null=True, on_delete="RESTRICT", backref="+")
    buyer = TextField(null=True)
    buyer_kind = TextField(null=True)
    helper_unit = TextField(null=True)
    seller = TextField(null=True)
    seller_kind = TextField(null=True)
    product = ForeignKeyField(Product, null=True, on_delete="RESTRICT", backref="+")
    spec = TextField(null=True)
    qty = BigIntegerField(null=True)
    unit = TextField(null=True)
    price = BigIntegerField(null=True)
    amount = BigIntegerField(null=True)
    households_led = BigIntegerField(null=True)
    collective_gain = BigIntegerField(null=True)
    platform_order = TextField(null=True, index=True)
    invoice = TextField(null=True)
    operator = TextField(null=True)
    remark = TextField(null=True)

    class Meta:
        table_name = "sale"
        legacy_table_names = False


def up(migrator, db):
    """Apply."""
    tables = [
        Project,
        Village,
        CeEntry,
        FundLine,
        Household,
        Product,
        ProjectPlace,
        ProjectQuantity,
        Member,
        Payment,
        Sale,
    ]
    db.bind([*tables])
    db.create_tables(tables)
