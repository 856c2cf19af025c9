"""TOML text to nested tables, or the one syntax error that stopped the parser,
in words for its writer.
"""

import re
import tomllib
from decimal import Decimal
from typing import Any

from bot.domain.patterns import pattern
from bot.domain.planfile.positions import tokens
from bot.domain.planfile.problems import PlanInvalid, PlanProblem

_LONGEST = 200_000  # characters; a plan has about 6,000
_LOOKED_AT = 300  # characters of the line in which the parser stopped
_DEEPEST = 8  # dotted names; those of a plan have two
_FULL_WIDTH = pattern("[“”‘’＝，［］＂：【】]")
# A section may be called by Chinese words without quotes: TOML itself asks for them.
_BARE_NAME = pattern(
    r"^([ \t]*\[[A-Za-z]{1,32}\.)([A-Z0-9]{0,16}[\u4e00-\u9fff][A-Z0-9\u4e00-\u9fff]{0,32})(\])",
    re.MULTILINE,
)
_STATEMENT = pattern(r"\s*(\[+[A-Za-z]|[A-Za-z_][\w.-]*\s*=)")
_QUOTED = pattern(r'"(?:\\.|[^"\\])*"|#.*')
_NOT_TOML = '这一行不合格式。每行写成“名称 = 值”，文字要加英文双引号，例如 unit = "我系"'
# What `tomllib` says, by its beginning, in words for somebody who has never heard of TOML.
_SENTENCES = {
    "Expected newline": '等号后面的值不合格式，文字、比例和时间要加英文双引号，例如 "60%"、"09:00"；'
    "日期写成 2026-12-10，数字只写 3500，都不加引号",
    'Expected "\'"': "这一行的文字少了一个引号",
    "Expected ']'": "标题少了右边的方括号 ]",
    "Cannot declare": "这一节重复了，请删去一个",
    "Cannot overwrite": "这一项重复了，请删去一个",
    "Cannot mutate": "这一项重复了，请删去一个",
    "Invalid date": "没有这一天，请检查年月日",
    "Illegal character": "这一行的文字少了一个英文双引号",
    "Unterminated string": "这一行的文字少了一个英文双引号",
    "Unescaped": "引号里的反斜杠请写成两个，即 \\\\",
    "Found invalid character": "这一行有看不见的控制字符，请重新输入这一行",
}


def read_toml(text: str) -> dict[str, Any]:
    """Returns nested tables; decimals come as Decimal, exactly as written.

    Raises PlanInvalid with one problem: the parser stops at the first. What would cost it hours or
    all memory is refused before it starts.
    """
    if len(text) > _LONGEST:
        raise PlanInvalid([PlanProblem(1, "", f"文件太长，方案文件不超过 {_LONGEST} 字")])
    # A name stands in one line, and hardly a line has that many dots.
    if any(line.count(".") > _DEEPEST for line in text.split("\n")):
        _refuse_deep_names(text)
    text = _BARE_NAME.sub(r'\1"\2"\3', text)
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise PlanInvalid([_problem(text, str(error))]) from None
    except RecursionError:
        raise PlanInvalid([PlanProblem(1, "", "方括号套得太深，请检查是否多写了方括号")]) from None
    except ValueError:  # a whole number of thousands of digits
        raise PlanInvalid([PlanProblem(1, "", "文件里有一个过长的数字，请改短")]) from None


def _refuse_deep_names(text: str) -> None:
    """Raises PlanInvalid where a name has very many parts: the parser would take hours and all
    memory for it.
    """
    parts = 0
    for token in tokens(text):
        if token.kind == "mark" and token.text == ".":
            parts += 1
        elif token.kind not in {"bare", "text"}:
            parts = 0
        if parts > _DEEPEST:
            message = "这一行的名称有太多级，请检查是否多写了点号"
            raise PlanInvalid([PlanProblem(token.line, "", message)])


def _problem(text: str, error: str) -> PlanProblem:
    lines = text.split("\n")
    number = len(text.rstrip().split("\n"))
    place = re.search(r"at line (\d+)", error)
    if place is not None:
        number = int(place[1])
    opening = _unclosed(text, number, at_end=place is None)
    if opening:
        return PlanProblem(opening, _key_of(lines[opening - 1]), "这里开始的方括号没有用 ] 结束")
    line = lines[number - 1]
    words = _NOT_TOML
    for start, sentence in _SENTENCES.items():
        if error.startswith(start):
            words = sentence
            break
    # Whatever the parser says: Chinese punctuation, which a person hardly sees, is the usual reason.
    full_width = _FULL_WIDTH.findall(_QUOTED.sub("", line[:_LOOKED_AT]))
    if full_width:
        words = f"这里有中文标点 {' '.join(dict.fromkeys(full_width))} ，请改成英文标点（半角）"
    return PlanProblem(number, _key_of(line), words)


def _unclosed(text: str, number: int, *, at_end: bool) -> int | None:
    """The line of a list that was never closed,
    when that is why the parser stopped in line `number`.

    The parser stops later, where the next key or header stands in place of a list element.
    """
    if not at_end:
        lines = text.split("\n")
        if not _STATEMENT.match(lines[number - 1]):
            return None
        text = "\n".join(lines[: number - 1])
    opened: list[int] = []
    for token in tokens(text):
        if token.text == "[":
            opened.append(token.line)
        elif token.text == "]" and opened:
            opened.pop()
    return next(iter(opened), None)


def _key_of(line: str) -> str:
    match = re.match(r"[\s\[]*([^\s=\[\]#]+)", line)
    if match is None:
        return ""
    return match[1]
