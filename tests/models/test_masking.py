"""Public lists: what is left out and what is masked (domain.md §16.5)."""

import pytest

from models.ledger import ledger, ledgers
from models.masking import mask, public_columns


def shown(name, path, value):
    column = ledger(name).column(path)
    return mask(column.kind, column.field, value)


def test_bank_health_disability_and_dropout_are_left_out():
    never = {
        "bank_account", "health", "disability_type", "disability_level", "disability_cert_year", "dropout_reason",
        "birth",
    }  # fmt: skip
    of = ledger("member")
    kept = public_columns(of, of.all_columns)
    assert never <= set(of.all_columns)
    assert not never & set(kept)
    assert {"name", "sex", "age"} <= set(kept)
    assert not {"id_no", "phone"} & set(kept)


def test_a_path_through_a_link_is_judged_by_the_field_at_its_end():
    assert public_columns("member", ("household.address", "household.head_id_no", "village")) == ("village",)


@pytest.mark.parametrize(
    ("path", "value", "text"),
    [
        ("id_no", "11010519491231002X", ""),
        ("id_no", "11010519491231002X42", ""),
        ("phone", "13812341234", ""),
        ("name", "示例甲", "示例甲"),
        ("id_no", None, ""),
        ("health", "02", ""),
        ("bank_account", "6228480000000001234", ""),
    ],
)
def test_masks(path, value, text):
    assert shown("member", path, value) == text


def test_no_kind_lets_a_whole_number_through():
    for of in ledgers():
        for path in public_columns(of, of.all_columns):
            column = of.column(path)
            if column.kind.mask in ("id", "phone", "bank"):
                assert "123456789" not in mask(column.kind, column.field, "123456789012345678"), (of.name, path)
