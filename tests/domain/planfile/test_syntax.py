"""A plan file that is no TOML: one problem, where it is, and what to do."""

from decimal import Decimal

import pytest

from bot.domain.planfile.problems import PlanInvalid
from bot.domain.planfile.syntax import read_toml

CLOSE = "这里开始的方括号没有用 ] 结束"
DEEP = "这一行的名称有太多级，请检查是否多写了点号"


def problem(text: str) -> tuple[int, str, str]:
    with pytest.raises(PlanInvalid) as caught:
        read_toml(text)
    (only,) = caught.value.problems
    return only.line, only.key, only.message


def test_decimals_are_exactly_as_written() -> None:
    assert read_toml("a = 0.10\n[b]\nc = 1") == {"a": Decimal("0.10"), "b": {"c": 1}}


@pytest.mark.parametrize(
    ("text", "table"),
    [
        ("[input.考试]\na = 1", {"input": {"考试": {"a": 1}}}),
        ("[category.党员]\na = 1", {"category": {"党员": {"a": 1}}}),
    ],
)
def test_a_chinese_name_needs_no_quotes(text: str, table: dict[str, object]) -> None:
    assert read_toml(text) == table


@pytest.mark.parametrize(
    ("text", "line", "key", "message"),
    [
        ("a = 1\nb = [1,\nc = 2", 2, "b", CLOSE),
        ("a = 1\nb = [[1], [2]\n", 2, "b", CLOSE),
        ("a = [\n[b]\nc = 1", 1, "a", CLOSE),
        ("a = 1\na = 2", 2, "a", "这一项重复了，请删去一个"),
        ("[a]\nx = 1\n[a]\ny = 2", 3, "a", "这一节重复了，请删去一个"),
        ("[a\nx = 1", 1, "a", "标题少了右边的方括号 ]"),
        ("a = 2026-02-30", 1, "a", "没有这一天，请检查年月日"),
        ('a = 1\nb = "我系', 2, "b", "这一行的文字少了一个英文双引号"),
        ("a = “我系”", 1, "a", "这里有中文标点 “ ” ，请改成英文标点（半角）"),
        ("a＝1", 1, "a＝1", "这里有中文标点 ＝ ，请改成英文标点（半角）"),
        ("a." * 200 + "b = 1", 1, "", DEEP),
        ("x = 1\n" + "a." * 200 + "b = 1", 2, "", DEEP),
        ("a = " + "[" * 100_000, 1, "", "方括号套得太深，请检查是否多写了方括号"),
        ("a = " + "1" * 5_000, 1, "", "文件里有一个过长的数字，请改短"),
        ("#" * 300_000, 1, "", "文件太长，方案文件不超过 200000 字"),
    ],
)
def test_the_first_slip_is_told(text: str, line: int, key: str, message: str) -> None:
    found = problem(text)
    assert found[2] == message
    assert found == (line, key, message)


def test_many_short_names_are_no_deep_one() -> None:
    text = "\n".join(f"a{number}.b.c = 1" for number in range(300))
    assert len(read_toml(text)) == 300
