"""选项改动 (domain.md §0.2, §9.1, §10.2): what an office adds to an official list, renames, retires or orders anew."""

import hashlib
from collections.abc import Iterator, Sequence

from models import options
from models.codes import LISTS, CodeList, code_list
from models.fields import ChoiceField, CodeField, IntegerField, TextField, YesNoField
from models.kinds import Problem
from models.ledger import Ledger, register
from models.record import Draft, InitialsField, Record, Values


class LocalCode(Record):
    """One code of one list: an addition, or what differs from the code as it is shipped."""

    list_name = ChoiceField("选项表", LISTS, required=True, shown=True, width=18, synonyms=("列表", "所属选项表"))
    label = TextField("名称", required=True, shown=True, width=18, synonyms=("选项", "选项名称"))
    parent = CodeField("上级", shown=True, help="分级的选项表填上级的代码或名称，第一级不填", synonyms=("上级选项",))
    aliases = TextField("也叫", shown=True, width=20, help="导入时认的别的写法，用顿号隔开", synonyms=("别名",))
    retired = YesNoField("停用", shown=True, help="停用的不再供选，已登记的照样显示")
    position = IntegerField("次序", total=False, help="小的在前；空着排在最后")
    code = CodeField("代码", shown=True, help="空着由程序编；填自带的代码就是改那一项")
    remark = TextField("备注", long=True)
    initials = InitialsField("label")

    class Meta:
        """Storage."""

        table_name = "local_code"

    @classmethod
    def complete(cls, values: Values) -> None:
        """The code of a name that is there already, else a new one; an upper code named by its label."""
        if values.get("list_name") not in options.editable_names() or not values.get("label"):
            return
        codes = code_list(values["list_name"])
        if values.get("parent") and values["parent"] not in codes:
            values["parent"] = codes.find(values["parent"]) or values["parent"]
        if not values.get("code"):
            known = next((one for one in codes if one.label == values["label"]
                          and one.parent == (values.get("parent") or one.parent)), None)  # fmt: skip
            values["code"] = known.code if known else new_code(codes, values["label"], values.get("parent") or "")
        if (one := codes.get(values["code"])) is not None:
            values["parent"] = values.get("parent") or one.parent or None

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """The list may be changed, the upper code is there, the name can be told from others when several are typed."""
        if values["list_name"] not in options.editable_names():
            if values["list_name"]:
                yield Problem("这一份选项是统一规定的，不能改", "list_name")
            return
        codes = code_list(values["list_name"])
        parent = values["parent"] or ""
        shipped = next((one for one in codes.shipped if one.code == values["code"]), None)
        if shipped is not None and parent != shipped.parent:
            yield Problem(f"“{shipped.label}”是自带的选项，不能换上级", "parent")
        elif parent and (parent not in codes or parent == values["code"]):
            yield Problem(f"“{codes.title}”里没有上级“{parent}”", "parent")
        elif parent and codes.level(parent) >= options.depth(codes):
            deepest = options.depth(codes)
            yield Problem(f"“{codes.title}”{f'最多分 {deepest} 级' if deepest > 1 else '不分级'}", "parent")
        signs = [sign for sign in options.SEPARATORS if sign in (values["label"] or "")]
        if signs and options.is_multiple(codes.name) and (shipped is None or shipped.label != values["label"]):
            yield Problem(f"名称里不能有“{signs[0]}”：这一项可以填几个，它是分隔号", "label")

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """One record per code; one name once under its upper code."""
        query = cls.select(cls.id, cls.list_name, cls.code).tuples()
        stored = {(name, code): id for id, name, code in query}
        taken: dict[tuple[str, str, str], str] = {}
        for draft in drafts:
            values = draft.values
            if values["list_name"] not in options.editable_names() or not values["label"]:
                continue
            codes, code = code_list(values["list_name"]), values["code"]
            if stored.setdefault((codes.name, code), draft.id or -id(draft)) not in (draft.id, -id(draft)):
                draft.error(f"“{codes.title}”的代码 {code} 已经有一条了，请改那一条", "code")
            key = (codes.name, values["parent"] or "", values["label"])
            other = codes.find(values["label"], parent=key[1])
            if other not in (None, code):
                draft.error(f"“{values['label']}”已经有了：{codes.label(str(other))}", "label")
            elif taken.setdefault(key, code) != code:
                draft.error(f"“{values['label']}”写了两次", "label")

    @classmethod
    def keep_back(cls, ids: Sequence[int]) -> Iterator[Problem]:
        """An addition that records hold is retired, not deleted: they would show nothing but its code."""
        for name, code, label in cls.select(cls.list_name, cls.code, cls.label).where(cls.id.in_(ids)).tuples():
            if name in options.editable_names() and (why := options.why_kept(code_list(name), code)):
                yield Problem(f"“{label}”{why}，不能删除，可以停用", "label")


def new_code(codes: CodeList, label: str, parent: str) -> str:
    """A code for a name: the same in every office, so that copies which added the same thing fit together."""
    text, number = f"{codes.name}/{parent}/{label}", 0
    while True:
        code = "L" + hashlib.sha256(f"{text}{number or ''}".encode()).hexdigest()[:6].upper()
        if code not in codes:
            return code
        number += 1


LEDGER = register(
    Ledger(
        LocalCode,
        "选项改动",
        display="label",
        order=63,
        keys=(("list_name", "code"), ("list_name", "parent", "label"), ("list_name", "label")),
        columns=("list_name", "label", "parent", "aliases", "retired", "code"),
        sort=("list_name", "position", "label"),
        search=("list_name", "label", "initials", "aliases"),
        filters=("list_name", "retired"),
        synonyms=("选项改动", "本地选项"),
        hint="在“选项表”页增加、改名、停用过的选项都在这里；别处的选项改动导出成表，可以从这里导入。",
    )
)
