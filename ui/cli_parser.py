"""The words a headless command understands, with their help in Chinese."""

from __future__ import annotations

import argparse
import re
import sys
from typing import Any, NoReturn

PROGRAM = "bangfu" if getattr(sys, "frozen", False) else "./run"
DESCRIPTION = "帮扶台账的命令：不开窗口，直接登记、查询、导入、导出和打印。不带任何参数则打开窗口。"
EXIT_CODES = "退出码：0 完成；1 完成但有问题（例如有几行没能导入）；2 没有做（stderr 上有一句原因）。"

_SENTENCES = (
    (r"the following arguments are required: (.*)", "缺少：{}"),
    (r"unrecognized arguments: (.*)", "不认识的参数：{}"),
    (r"argument (\S+): invalid choice: (.*?) \(choose from (.*)\)", "{} 不能是 {}，只能是 {}"),
    (r"argument (.*?): expected one argument", "{} 后面要跟一个值"),
    (r"argument (.*?): expected at least one argument", "{} 后面至少要跟一个值"),
    (r"argument (.*?): invalid int value: (.*)", "{} 要填整数，不能是 {}"),
    (r"argument (.*?): ignored explicit argument (.*)", "{} 后面不带值，多出了 {}"),
    (r"ambiguous option: (.*?) could match (.*)", "{} 不够明确，可能是 {}"),
    (r"argument (.*?): not allowed with argument (.*)", "{} 不能和 {} 一起用"),
)


class Refusal(Exception):
    """A command that was not done; the text says why, in the clerk's words."""


def chinese(message: str) -> str:
    """argparse's complaint in Chinese."""
    for pattern, sentence in _SENTENCES:
        if match := re.fullmatch(pattern, message, re.S):
            return sentence.format(*match.groups())
    return message


class Parser(argparse.ArgumentParser):
    """argparse that speaks Chinese and raises instead of leaving the program."""

    def __init__(self, **more: Any) -> None:
        super().__init__(add_help=False, formatter_class=_Help, allow_abbrev=False, **more)
        self._positionals.title, self._optionals.title = "要填的", "可选的"
        self.add_argument("-h", "--help", action="help", help="显示这段说明")

    def error(self, message: str) -> NoReturn:
        """Refuse wrong arguments."""
        raise Refusal(f"{chinese(message)}。用法见：{self.prog} --help")


class _Help(argparse.RawDescriptionHelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30, width=110)

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: Any = None) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


def _common() -> Any:
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    common.add_argument("--db", metavar="文件", help="台账文件")
    common.add_argument("--password-file", metavar="文件", help="装着密码的文本文件（没有密码的台账不用）")
    common.add_argument("--json", action="store_true", help="输出 JSON，给别的程序读")
    return common


def choosing(parser: argparse.ArgumentParser) -> None:
    """The words that choose records."""
    parser.add_argument(
        "--where",
        metavar="字段=值",
        action="append",
        default=[],
        help="条件，可写几次；还可用 >= <= ~（包含），“字段=”表示未填；字段用标识或名称",
    )
    parser.add_argument("--search", metavar="文字", default="", help="同窗口里的搜索框")
    parser.add_argument("--order", metavar="字段", action="append", default=[], help="排序，字段前加 - 为从大到小")


def build() -> Parser:
    """The parser of all commands; ``command`` names the function."""
    from ui import cli_attach, cli_closing, cli_fill, cli_monitor, cli_reconcile, cli_rules

    main = Parser(prog=PROGRAM, description=DESCRIPTION, epilog=EXIT_CODES, parents=[_common()])
    # 名单里没有的命令由 main() 说成一句话，这里不列一长串
    commands = main.add_subparsers(dest="command", metavar="命令", title="命令", required=False, parser_class=Parser)

    def add(name: str, help: str, more: str = "") -> Parser:
        return commands.add_parser(name, help=help, description=more or help, parents=[_common()])

    new = add("new", "新建台账文件")
    new.add_argument("--sample", action="store_true", help="装入示例（青禾乡，全部为虚构）")

    add("ledgers", "列出各台账和它们的字段（标识、名称、类型、单位、必填、选项）")

    load = add("import", "导入表格（xlsx、xls、csv、docx、网页表格），一次导入就是一次操作，可以撤销")
    load.add_argument("files", nargs="+", metavar="表格")
    load.add_argument("--ledger", metavar="台账", help="导入到哪个台账（不写则按表头判断）")
    load.add_argument("--dry-run", action="store_true", help="只看会怎样，不写入")
    load.add_argument("--failed", metavar="文件.xlsx", help="把没能导入的行另存一份，每行写明问题，改好可以再导入")

    read = add(
        "predict",
        "只认表不导入：一个文件夹里每个文件认出了什么，各写一份 JSON",
        "只认表不导入，不用台账文件：文件夹里每个表格认成哪个台账、各列是什么、各行的值和问题，写成 名称.pred.json。",
    )
    read.add_argument("folder", metavar="文件夹")
    read.add_argument("out", metavar="结果文件夹")

    save = add("export", "导出到 Excel（xlsx）、文本表（csv）或 Word（docx）")
    save.add_argument("ledger", metavar="台账")
    save.add_argument("out", metavar="文件.xlsx|csv|docx")
    save.add_argument("--mask", metavar="样式", default="whole", help="证件号码的样式，同 fill 的 --mask")
    choosing(save)
    save.add_argument("--columns", metavar="字段,字段", default="", help="导出哪些列（不写则全部）")
    save.add_argument("--public", action="store_true", help="公示版：证件号码、电话、健康状况等个人信息不导出")

    show = add("list", "列出记录")
    show.add_argument("ledger", metavar="台账")
    choosing(show)
    show.add_argument("--columns", metavar="字段,字段", default="", help="显示哪些列")
    show.add_argument("--limit", type=int, metavar="条数", help="最多几条")

    figures = add("figures", "算出领导要的数（项目投资、支出率、销售额、集体收入分档……）")
    figures.add_argument("names", nargs="*", metavar="指标", help="不写则全部")
    figures.add_argument("--village", metavar="村", help="只看一个村")
    figures.add_argument("--year", type=int, metavar="年", help="只看一年")
    figures.add_argument("--asof", metavar="日期", help="支出率和序时进度算到哪一天，例如 2022-06-30（不写则到今天）")

    chart = add("chart", "把一张图存成 PDF 或 PNG", "把一张图存成 PDF 或 PNG。不写图名则列出有哪些图。")
    chart.add_argument("name", metavar="图名", nargs="?")
    chart.add_argument("out", metavar="文件.pdf|png", nargs="?")
    chart.add_argument("--all", metavar="文件夹", help="全部的图各存一张 PNG 到这个文件夹")

    todo = add("todos", "今日待办：到期、超期和该提醒的事")
    todo.add_argument("--today", metavar="日期", default="", help="当作哪一天，例如 2026-06-30（不写则今天）")
    todo.add_argument("--village", metavar="村", help="只看一个村")
    todo.add_argument("--person", metavar="责任人", help="只看一个人的")
    todo.add_argument("--subject", metavar="事项", action="append", default=[], help="只看这一类，可写几次")

    report = add("report", "做一份上报的报表（PDF 或 Excel）", "做一份上报的报表。不写名称则列出有哪些报表。")
    report.add_argument("name", metavar="报表", nargs="?", help="编号（R15）、标识或名称")
    report.add_argument("out", metavar="文件.pdf|xlsx", nargs="?")
    report.add_argument(
        "--period", metavar="期间", default="", help="2026-06、2026Q2、2026 或 2026-06-30（不写则最近一期）"
    )
    report.add_argument("--village", metavar="村", help="只做一个村的")
    report.add_argument("--closing", metavar="结账", default="", help="照结账时的样子：编号（JZ202606-1）或月份")
    report.add_argument("--public", action="store_true", help="公示版：个人信息不印")

    paper = add("print", "把一份台账印成 PDF")
    paper.add_argument("ledger", metavar="台账")
    paper.add_argument("out", metavar="文件.pdf")
    choosing(paper)
    paper.add_argument("--columns", metavar="字段,字段", default="", help="印哪些列")
    paper.add_argument("--public", action="store_true", help="公示版：个人信息不印")

    cli_fill.add_commands(add)
    cli_attach.add_commands(add)
    cli_monitor.add_commands(add)
    cli_reconcile.add_commands(add)
    cli_rules.add_commands(add)
    cli_closing.add_commands(add)

    past = add("history", "一条记录的修改历史", "一条记录的修改历史；uid 用 list --json 查。")
    past.add_argument("ledger", metavar="台账")
    past.add_argument("uid", metavar="UID")

    back = add(
        "undo", "撤销一次操作", "撤销一次操作；之后又有人改过同样内容的，会说明并拒绝。不写编号则列出最近的操作。"
    )
    back.add_argument("operation", metavar="操作编号", type=int, nargs="?")

    add("backup", "马上备份一次")
    restore = add("restore", "从备份恢复（先把现在的数据另存一份）")
    restore.add_argument("file", metavar="备份文件")
    restore.add_argument("--backup-password-file", metavar="文件", help="备份时的密码（改过密码的才要）")

    add("before-upgrade", "升级前给最近用过的台账各存一份（不用密码；安装程序会运行它）")

    add("self-check", "检查台账文件和程序本身是否完好")
    draft = add("draft-migration", "给开发人员：为新加的台账或字段写出建表文件")
    draft.add_argument("name", metavar="名称", help="英文小写，例如 add_visit")
    return main
