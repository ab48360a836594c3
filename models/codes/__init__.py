"""Official code lists, policy regimes and regional default norms, as data files with a small reading API.

    code_list("relation").find("妻子")  -> "02"
    code_list("relation").label("02")   -> "配偶"
    regime_for(2023).words["money"]     -> "衔接资金"
    norm("land.arable_max_mu")          -> 100

To add a list, put one file ``lists/<name>.json`` beside the others; nothing else has to be edited:

* ``title`` (Chinese), ``source`` (section of domain.md), ``editable`` (true if the values are local or unverified),
  optionally ``note``;
* ``codes``, in the order to be shown. Each has ``code`` and ``label``, and where needed ``aliases`` (other spellings of
  the same thing), ``loose`` (older, wider or colloquial words: found, but an importer should ask), ``parent`` (a code
  of the same list), ``note`` and ``extra`` (facts for rules, e.g. the sex of a relation).

An office adds to an editable list, renames, retires and orders it in the ledger 选项改动 (``models.options``); a list
read here holds that already. Lists that rules depend on value by value (stages, steps, states) stay as they come.

Stored are the codes, so a code never changes its meaning: new ones go to the end, 99 stays 其他. Words are unique
among the codes that share a parent; the tests check it.
"""

from models.codes.code_list import LISTS, TABLE, Code, CodeList, code_list, names
from models.codes.norms import Norm, norm, norm_entry, norms, read_value, show_value
from models.codes.regimes import Regime, regime_for, regimes, reword, words

__all__ = [
    "LISTS",
    "TABLE",
    "Code",
    "CodeList",
    "Norm",
    "Regime",
    "code_list",
    "names",
    "norm",
    "norm_entry",
    "norms",
    "read_value",
    "regime_for",
    "regimes",
    "reword",
    "show_value",
    "words",
]
