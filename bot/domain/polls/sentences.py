"""A sheet filled in words: 「都好，李思样较好」, 「第三个一般，其他较好」, 「好 好 较好 …」.

Read is only what consists of names, steps and the words of voting. What says anything else is no
vote, so that nothing is ever guessed.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from bot.domain.polls.form import BLANK, Form, Item, Rater
from bot.domain.polls.spoken import LONGEST_VOTE, plain

_CODE = re.compile(r"k\d{1,9}(?!\d)")
_CLAUSES = re.compile(r"[;。\n]+")
_ORDINAL = re.compile(r"(?:第([一二三四五六七八九十\d]{1,3})(?:个|位|名|号|项)?|(\d{1,2})号)")
_RANGE = re.compile(r"(前|后|最后|后面|前面)([一二两三四五六七八九十\d]{1,3})(?:个人|个|位|名)?")
_MARK = re.compile(r"(\d{1,4})分?")
_BETWEEN_MARKS = re.compile(r"(?<=\d)[^\w]+(?=\d)")
_DIGITS = {digit: number for number, digit in enumerate("一二三四五六七八九", 1)}


def _split(words: str) -> tuple[str, ...]:
    return tuple(words.split())


_ALL = _split(
    "全部 所有人 所有的 所有 每个人 每个 每位 每一位 各位 大家 一律 全都 均为 统统 都 全 均"
)
_OTHERS = _split(
    "其他人 其他的 其他 其它 其余的 其余 别的人 别人 别的 剩下的 剩下 余下的 余下 另外的 另外几位 另外几个"
)
_BLANKS = ("弃权", "暂不选", "不选", "不评", "空着", "不填")
_FILLERS = _split(
    "测评 投票 我们 我 给 把 对 请 麻烦 帮我 帮 投 选择 选 评价 评为 评 打 定为 定 算 改成 改为 改投 改选 改 换成 "
    "换 是 为 就 还是 也 那 的 了 吧 啊 呀 哦 呢 啦 书记 同志 老师 主任 等次 总体评价 总体 一个 个 位 几位 几个 人 "
    "除了 除 以外 之外 外 有 要 想 觉得 认为 感觉 和 跟 与 及 以及 一票 票 两位 两个 三位 三个 四位 四个 "
    "得了 单独 嗯 呃 这 就是说 一位 这些 那些 八位 七位 六位 五位 十位 给个 按 来看 就是 只有 唯独 "
    "他 她 的话 投错了 选错了 点错了 写错了 错了 手滑了 刚才 刚刚 应该 该 嘛 噢 哟 呗 咯 哇 呐 vote 这个 那个 "
    "填 勾 写 画 档 级 别弄混了 别弄错了 别搞错了 别记错了 谢谢 谢谢啦 啦 哈 辛苦了 最终 反正 一下 来个 来 这几位 那几位 "
    "记 上 帮忙 麻烦你 本人 这边 那边 这儿 咱 俺 你好 您好"
)
# What leaves the rest of the sheet as it is.
_UNCHANGED = re.compile(
    r"(?:其他人?|其它|其余|别人|别的|剩下|余下)的?(?:人|几位|几个)?(?:都|全)?(?:先)?(?:不动|不变|不改|别动|照旧|保持不变|原样|不用动|不用改|还是原来的)"
)


class _Kind(Enum):
    TARGET = "target"
    ALL = "all"
    OTHERS = "others"
    ROW = "row"
    STEP = "step"


@dataclass(frozen=True)
class _Word:
    """A word of the sentence: `items` are the rows that it names, `step` is what it says of them."""

    kind: _Kind
    items: frozenset[int] = frozenset()
    step: str = ""


class _Unclear(Exception):
    """The sentence says something else as well."""


def read_sentence(text: str, form: Form, rater: Rater) -> Mapping[int, int] | None:
    """One choice for each row that the sentence names; None where it is not plainly a vote.

    What is said of one goes before what is said of all, wherever it stands.
    """
    said = _UNCHANGED.sub("", _CODE.sub("", plain(text)))
    if not said or len(said) > LONGEST_VOTE:
        return None
    try:
        return _Reading(form, rater).read(said)
    except _Unclear:
        return None


@dataclass
class _Reading:
    form: Form
    rater: Rater
    general: dict[int, str] = field(default_factory=dict)
    named: dict[int, str] = field(default_factory=dict)
    others: str | None = None
    bare: list[str] = field(default_factory=list)

    @property
    def items(self) -> tuple[Item, ...]:
        return self.form.items_for(self.rater)

    def read(self, said: str) -> Mapping[int, int]:
        """Raises _Unclear."""
        vocabulary = _Vocabulary(self.form, self.rater)
        for clause in _CLAUSES.split(said):
            self._take_clause(list(vocabulary.words_of(clause)))
        steps = self._steps()
        if not steps:
            raise _Unclear
        return {position: self._choice(position, step) for position, step in steps.items()}

    def _take_clause(self, words: Sequence[_Word]) -> None:
        """Takes 「甲、乙较好，丙一般」, or 「较好：甲、乙」."""
        steps = [word for word in words if word.kind is _Kind.STEP]
        if len(steps) == 1 and words[0].kind is _Kind.STEP and len(words) > 1:
            words = [*words[1:], words[0]]
        targets: list[_Word] = []
        rows: frozenset[int] = frozenset()
        is_said = False  # a step followed these targets
        for word in words:
            if word.kind is _Kind.ALL and targets and not is_said:
                continue  # 「甲、乙都好」, 「其他都好」
            match word.kind:
                case _Kind.STEP:
                    self._say(targets, rows, word.step)
                    is_said = True
                case _Kind.ROW:
                    if is_said:
                        rows = frozenset()
                    rows |= word.items
                    is_said = False
                case _:
                    if is_said:
                        targets, rows = [], frozenset()
                    targets.append(word)
                    is_said = False
        if words and not is_said:
            raise _Unclear  # names without a step

    def _say(self, targets: Sequence[_Word], rows: frozenset[int], step: str) -> None:
        if not targets and not rows:
            self.bare.append(step)
            return
        if not targets:
            self.general |= dict.fromkeys(rows, step)
        for target in targets:
            if target.kind is _Kind.OTHERS:
                if self.others is not None or rows:
                    raise _Unclear
                self.others = step
                continue
            items = target.items & rows if rows else target.items
            if target.kind is _Kind.ALL:
                self.general |= dict.fromkeys(items, step)
            else:
                self.named |= dict.fromkeys(items, step)

    def _steps(self) -> Mapping[int, str]:
        """The step said of each row. Raises _Unclear."""
        if self.bare:
            return self._in_order()
        steps = {**self.general, **self.named}
        if self.others is not None:
            if not self.named or self.general:
                raise _Unclear
            rest = [item.position for item in self.items if item.position not in self.named]
            steps |= dict.fromkeys(rest, self.others)
        return steps

    def _in_order(self) -> Mapping[int, str]:
        """Steps alone, one for each row in the order of the sheet. Raises _Unclear."""
        if self.general or self.named or self.others is not None:
            raise _Unclear
        for items in (self.items, self.form.items):
            if len(items) == len(self.bare):
                return {item.position: step for item, step in zip(items, self.bare, strict=True)}
        raise _Unclear

    def _choice(self, position: int, step: str) -> int:
        """Raises _Unclear where the row has no such step."""
        item = self.form.items[position]
        if step == "":
            return BLANK
        if item.full is not None:
            choice = item.choice_of(step)
            if choice is None:
                raise _Unclear
            return choice
        steps = [plain(title) for title in item.steps]
        if step not in steps:
            raise _Unclear
        return steps.index(step) + 1


class _Vocabulary:
    """The words that a sentence about this form may hold."""

    def __init__(self, form: Form, rater: Rater) -> None:
        self._form = form
        self._rater = rater
        self._takes_marks = any(item.full is not None for item in form.items)
        self._words: dict[str, _Word | None] = dict.fromkeys(_FILLERS)
        everything = frozenset(item.position for item in form.items_for(rater))
        self._words |= dict.fromkeys(_ALL, _Word(_Kind.ALL, everything))
        self._words |= dict.fromkeys(_OTHERS, _Word(_Kind.OTHERS))
        self._words |= dict.fromkeys(_BLANKS, _Word(_Kind.STEP))
        if len(form.rows) > 1:
            for row in form.rows:
                items = frozenset(item.position for item in form.items if item.row == row)
                self._words[_letters(plain(row))] = _Word(_Kind.ROW, items)
        for name, items in self._names().items():
            self._words[name] = _Word(_Kind.TARGET, items)
        for step in form.all_steps:
            self._words[_letters(plain(step))] = _Word(_Kind.STEP, step=plain(step))
        if "较好" in form.all_steps:
            self._words["比较好"] = _Word(_Kind.STEP, step="较好")
        self._longest = max(map(len, self._words))

    def words_of(self, clause: str) -> Iterator[_Word]:
        """The words of a clause. What stands between them is nothing, but keeps marks apart.

        Raises _Unclear.
        """
        pieces = [clause]
        if self._takes_marks:
            pieces = _BETWEEN_MARKS.split(clause)
        for piece in pieces:
            yield from self.words(_letters(piece))

    def words(self, said: str) -> Iterator[_Word]:
        """The words of a clause, the longest first; fillers are left out. Raises _Unclear."""
        at = 0
        while at < len(said):
            ahead = (said[at : at + length] for length in range(self._longest, 0, -1))
            known = next((word for word in ahead if word in self._words), None)
            if known is not None:
                meaning = self._words[known]
                at += len(known)
            else:
                meaning, at = self._number_at(said, at)
            if meaning is not None:
                yield meaning

    def _number_at(self, said: str, at: int) -> tuple[_Word, int]:
        """A place on the sheet, several of them, or a mark; and where it ends. Raises _Unclear."""
        several = _RANGE.match(said, at)
        if several is not None:
            return self._range(several[1], several[2]), several.end()
        ordinal = _ORDINAL.match(said, at)
        if ordinal is not None:
            return self._ordinal(ordinal[1] or ordinal[2]), ordinal.end()
        mark = _MARK.match(said, at) if self._takes_marks else None
        if mark is None:
            raise _Unclear
        return _Word(_Kind.STEP, step=mark[1]), mark.end()

    def _names(self) -> Mapping[str, frozenset[int]]:
        """What each subject is called; what two are called is nobody's name."""
        called: dict[str, set[int]] = {}
        for number, subject in enumerate(self._form.subjects):
            short_branch = subject.branch.replace("党支部", "支部")
            given = subject.name[1:] if len(subject.name) > len("张三") else ""
            names = (subject.name, subject.title, f"{subject.name[0]}书记", given)
            for name in (*names, subject.branch, short_branch):
                if len(_letters(plain(name))) > 1:
                    called.setdefault(_letters(plain(name)), set()).add(number)
        return {
            name: self._items_of(next(iter(numbers)))
            for name, numbers in called.items()
            if len(numbers) == 1
        }

    def _ordinal(self, said: str) -> _Word:
        """「第三个」 by the order of the sheet.

        Raises _Unclear where there is no such place, and for somebody who stands on the sheet
        himself: his own sheet counts differently.
        """
        number = _number(said)
        if not 0 < number <= len(self._form.subjects):
            raise _Unclear
        rated = {item.subject for item in self._form.items_for(self._rater)}
        if any(subject not in rated for subject in self._form.subjects[:number]):
            raise _Unclear
        return _Word(_Kind.TARGET, self._items_of(number - 1))

    def _range(self, end: str, count: str) -> _Word:
        """「前四个」, 「后四个」 by the order of the sheet.

        Raises _Unclear where there are not so many, and for somebody who stands on the sheet.
        """
        number = _number(count.replace("两", "二"))
        total = len(self._form.subjects)
        rated = {item.subject for item in self._form.items_for(self._rater)}
        if not 0 < number < total or any(one not in rated for one in self._form.subjects):
            raise _Unclear
        places = range(number) if end.startswith("前") else range(total - number, total)
        items = frozenset(item for place in places for item in self._items_of(place))
        return _Word(_Kind.TARGET, items)

    def _items_of(self, number: int) -> frozenset[int]:
        subject = self._form.subjects[number]
        return frozenset(item.position for item in self._form.items if item.subject == subject)


def _number(said: str) -> int:
    """「三」, 「12」, 「十一」, 「二十」; 0 for what is none."""
    if said.isdigit() and said.isascii():
        return int(said)
    tens, ten, ones = said.rpartition("十")
    if not ten:
        return _DIGITS.get(said, 0)
    return _DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0)


def _letters(said: str) -> str:
    return "".join(character for character in said if character.isalnum())
