"""Texts speak as a Party office does: none of the words of the program, no places to fill in."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

TEXTS = Path(__file__).parents[2] / "bot" / "texts"
# What is not said, and why.
NOT_SAID = {
    "受理": "审核通过",
    "第二人": "复核人",
    "嘉宾": "列席人员",
    "单聊": "私聊",
    "应参加": "发出、收回（票），应到、实到（人）",
    "放行": "不作要求",
    "另一位有权限的同志": "另一位负责同志",
    "种子": "抽签",
    "SHA": "不在人前出现",
    "一条一条": "逐条",
}
# A person of 55 types what he reads: examples stand there, not 「反馈 文字」 nor 「测评 好」.
PLACEHOLDER = re.compile(r"[「“][^」”「“]*[ 　](?:文字|姓名|等次|理由|原因|编号|日期)[」”]")
LEADING = re.compile(r"[「“]测评[ 　](?:好|较好|一般|差)")
NARROW = re.compile(r"\(周")
# The words that are understood, not said; and the columns of the workbook that papers are made of.
UNDERSTOOD = {"acts.py", "workbook.py"}


def spoken(path: Path) -> Iterator[str]:
    """The strings of a module without its docstrings and the keys of its tables, which are words of
    the program, and without what people say themselves; an f-string counts by its pieces.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    keys = {id(key) for node in ast.walk(tree) if isinstance(node, ast.Dict) for key in node.keys}
    # How people ask is heard and not said: the first argument of a question's entry.
    heard = {
        id(node.args[0])
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "asked"
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            continue
        if id(node) not in docstrings | keys | heard:
            yield node.value


MODULES = sorted(path for path in TEXTS.rglob("*.py") if path.name not in UNDERSTOOD)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(TEXTS)))
def test_nothing_is_said_that_an_office_would_not_say(path: Path) -> None:
    for text in spoken(path):
        said = [word for word in NOT_SAID if word in text]
        assert not said, (text, [NOT_SAID[word] for word in said])
        for pattern in (PLACEHOLDER, LEADING, NARROW):
            assert pattern.search(text) is None, text
