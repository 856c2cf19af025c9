"""Typed votes: 「测评 好」, 「测评 好 好 较好 一般」, 「测评 K7 好」, 「测评 王文例 好」.

Forgiving in form, never in meaning.
"""

import unicodedata
from collections.abc import Mapping, Sequence

from bot.domain.patterns import pattern
from bot.domain.polls.form import Item
from bot.domain.values import dataclass

WORD = "测评"
_START = pattern(r"^(?:@\S+\s+)?(?:我)?(?:要|来|想)?(?:测评|投票)")
_QUESTION = pattern(
    r"^(?:的|已|还)?(?:结果|率|汇总|先别|先不|(?:那个|这个|那张|这张)?(?:单子|链接|表)|(?:记不记|不记|记|实)名|真的?(?:匿名|保密)|情况|进度|状态|状况|怎|如何|什么|何时|几|啥|吗|开始|结束|完成|成功|记录|到此|到这|停|关|截|提交|收到|有没有|没有|算数|计入|保密|匿名|会不会|说明|帮助|规则|办法|流程|名单|谁|公布|为什么|是|在|都|"
    r"有|能|可以|会|卡|表|时间|截止|人数|统计|我的|了|开|可)"
)
_MIDDLE = pattern(
    r"^(?:我|给|为|对|我给|我对)?.{0,8}?(?:测评|投票|投)(?:一个|个|了|为)?(?:比?较好|好|一般|差|(?:基本|不)?满意)(?:票|吧|了)?$"
)
# The invitation stands right above: nobody repeats 测评.
_ALONE = pattern(r"^我?(?:很|非常|比较|基本|不太|不)?满意$")
_ABOUT = pattern(r"满意度(?:测评|调查|情况|结果|怎么样|如何)?$")
_OTHER_WORDS = (
    "平时",
    "调研",
    "点评",
    "意见",
    "定等",
    "反馈",
    "承诺",
    "进展",
    "完成",
    "退回",
    "开始",
    "结束",
)
_STEP_TO_ALL = pattern(
    r"^(?:我|都|全|一律|均|是|的|选|投|给|打)*(?:比?较好|好|一般|差|(?:基本|不)?满意)(?:票|吧|了)?$"
)
_CODE = pattern(r"^K(\d{1,9})")
_PAGE = pattern(r"^第(\d{1,3})张")
_FILLERS = pattern(r"^(?:我)?(?:要|来|想)?(?:测评|投票)(?:一个|个|为|:)?")
_LAST = pattern(r"(?:票|吧)$")
_TRADITIONAL = str.maketrans(
    "測評較壹結開統計進態規則單說辦誰為嗎幾會記實", "测评较一结开统计进态规则单说办谁为吗几会记实"
)
_NOISE = pattern(r"[\s\W_]+")


@dataclass(frozen=True)
class TypedVote:
    """`code` names the poll by its number, `page` one of its cards, from 1.

    `name` is what else was said before the steps: a secretary's name, or nothing.
    """

    code: int | None
    name: str
    rest: str
    page: int | None = None

    def choices(self, steps: Sequence[str]) -> tuple[int, ...] | None:
        """The steps that were said, 1 for the first of the scale;
        None where anything else was said.
        """
        words = _words(steps)
        lengths = _steps_to_the_end(self.rest, words)
        if not self.rest or not lengths[0]:
            return None
        choices: list[int] = []
        at = 0
        while at < len(self.rest):
            choices.append(words[self.rest[at : at + lengths[at]]])
            at += lengths[at]
        return tuple(choices)

    def choices_of(self, items: Sequence[Item]) -> tuple[int, ...] | None:
        """One choice per item, in their order; None where a step is not one of its item's, or
        there are more or fewer than the items.
        """
        every_step = tuple(dict.fromkeys(step for item in items for step in item.steps))
        choices = self.choices(every_step)
        if choices is None or len(choices) != len(items):
            return None
        steps = [every_step[choice - 1] for choice in choices]
        if any(step not in item.steps for step, item in zip(steps, items, strict=True)):
            return None
        return tuple(item.steps.index(step) + 1 for step, item in zip(steps, items, strict=True))


def is_typed_vote(text: str) -> bool:
    """Whether this says, or may say, a choice: such a message is never stored.

    Questions about polls are none.
    """
    plain = _plain(text)
    start = _START.match(plain)
    if start is None:
        short = _NOISE.sub("", plain)
        if _ALONE.match(short):
            return True
        return _MIDDLE.match(short) is not None and not short.startswith(_OTHER_WORDS)
    rest = _NOISE.sub("", plain[start.end() :])
    if _STEP_TO_ALL.match(rest):
        return True
    return bool(rest) and not _QUESTION.match(rest) and not _ABOUT.search(rest)


def read_typed_vote(text: str, steps: Sequence[str]) -> TypedVote:
    """Splits a typed vote; what the steps of this scale do not cover stands in `rest` or `name`."""
    rest = _NOISE.sub("", _FILLERS.sub("", _START.sub(WORD, _plain(text))))
    code = page = None
    if match := _CODE.match(rest.upper()):
        code = int(match[1])
        rest = rest[match.end() :]
    if match := _PAGE.match(rest):
        page = int(match[1])
        rest = rest[match.end() :]
    rest = _LAST.sub("", rest)
    # The longest tail that is made of steps alone.
    lengths = _steps_to_the_end(rest, _words(steps))
    start = next((place for place, length in enumerate(lengths) if length), len(rest))
    return TypedVote(code, rest[:start], rest[start:], page)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().translate(_TRADITIONAL)


def _words(steps: Sequence[str]) -> dict[str, int]:
    words = {step: number for number, step in enumerate(steps, 1)}
    if "较好" in words:
        words["比较好"] = words["较好"]
    return words


def _steps_to_the_end(said: str, words: Mapping[str, int]) -> list[int]:
    """For each place the length of the longest step behind which only steps follow;
    0 where there is none.

    From the end to the front, so that a message of any length is read once.
    """
    longest_first = sorted(words, key=len, reverse=True)
    lengths = [0] * len(said)
    for at in reversed(range(len(said))):
        for word in longest_first:
            end = at + len(word)
            if said.startswith(word, at) and (end == len(said) or lengths[end]):
                lengths[at] = len(word)
                break
    return lengths
