"""The words that a choice is made of: names, places on the sheet, steps, and the words of voting."""

from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from functools import lru_cache
from itertools import pairwise

from bot.domain import chinese_numerals
from bot.domain.patterns import pattern
from bot.domain.polls.form import Form, Rater
from bot.domain.polls.spoken import letters_in, lexicon, plain
from bot.domain.values import dataclass

_ORDINAL = pattern(
    r"(?:第([一二三四五六七八九十\d]{1,3})(?:个|位|名|号|项)?|([一二三四五六七八九十]{1,3}|\d{1,2})号)"
)
_LISTED = pattern(r"(\d{1,2})(?!\d)")  # 「1.好 2.较好」
_RANGE = pattern(
    r"([前后](?:面|头|边)?|头|最后)([一二两三四五六七八九十\d]{1,3})(?:个人|个|位|名)?"
)
_COUNT = pattern(
    r"(?:总共|一共|这|那|共)?([一二两三四五六七八九十]{1,3}|\d{1,2})(?:个人|个|位|名)"
    r"(?:支部书记|书记|同志|支部)?"
)
_MARK = pattern(r"(\d{1,4})分?")
_BETWEEN_NUMBERS = pattern(r"(?<=\d)[^\w]+(?=\d)")
_HESITATION = pattern(r"e+m+|h+m+|[嗯额呃唔啊哦噢哈嘿呵嘻唉哎诶欸]+")
_COUNTED = pattern(r"[第前后\d一二两三四五六七八九十]|头[\d一二两三四五六七八九十]")


class Kind(Enum):
    """What a word does in the sentence."""

    TARGET = "target"
    PLACE = "place"  # 「第三个」
    LISTED = "listed"  # 「3.」, a place or the head of a line
    ALL = "all"  # 「都」, of what stands before it
    EVERYBODY = "everybody"
    OTHERS = "others"
    COUNT = "count"
    ROW = "row"
    STEP = "step"
    EXCEPT = "except"
    ASIDE = "aside"  # 「除…外」 ends
    CHANGE = "change"
    OR = "or"
    VERB = "verb"
    OPINES = "opines"
    SPEAKER = "speaker"
    WITH = "with"
    PRAISE = "praise"
    REMARK = "remark"
    OTHER = "other"  # a letter of a word that nobody knows


_LEXICON = {
    Kind.ALL: lexicon(
        "全部 所有的 所有 一律 全都 全部都 均为 统统 通通 都 全 均 皆 清一色 一水儿 统一"
    ),
    Kind.EVERYBODY: lexicon(
        "all 所有人 每个人 每个 每位 每一位 每人 各位 大家 全体 全员 书记们 各位书记 所有书记 全体书记"
    ),
    Kind.OTHERS: lexicon(
        "其他人 其他的 其他 其它 其余的 其余 别的人 别人 别的 剩下的 剩下 余下的 余下 另外的 另外几位 另外几个 其他几位 "
        "其余几位 其他几个 剩余的 剩余 余者 余皆 余均 "
        "其余的各位 其余诸位 其余各位 其他的各位 其他各位 其余的几位 其余的同志 其他的同志 余下的各位 剩下的各位 剩下的人 其余的人 其他的人 余下的人 另外的人"
    ),
    Kind.EXCEPT: lexicon("除了 除 除开 除去"),
    Kind.ASIDE: lexicon("以外 之外 外 除外"),
    Kind.CHANGE: lexicon("改成 改为 改投 改选 改给 改打 改 换成 换"),
    Kind.OR: ("还是",),
    Kind.VERB: lexicon(
        "投给 投 选择 选 给个 给 打个 打 评价 评为 评定为 评定 评个 评 定为 定 判 算 感觉 来个 来 填 勾 写 画 记 vote 是 就是 为"
    ),
    Kind.OPINES: lexicon("觉得 认为"),
    Kind.SPEAKER: lexicon("我们 我 本人 咱 俺 我个人"),
    Kind.WITH: lexicon("和 跟 与 及 以及"),
    # Exclamations that say nothing of which step is meant.
    Kind.PRAISE: lexicon(
        "必须的 必须 一定 肯定 绝对 当然 没得说 没话说 没说的 没毛病 yyds 666 冲 冲鸭 冲呀 加油 给力 只能 只好 就只能 "
        "顶多 最多 勉强 妥妥的 妥妥 果断 坚决 郑重"
    ),
    # What may be said of somebody before he is voted on; a step right behind it is no vote: 「讲得好」.
    Kind.REMARK: lexicon(
        "讲得 讲的 做得 干得 干活 做事 工作 为人 述职 准备得 平时 平常 这一年 一年来 很 挺 真 真的 非常 特别 确实 的确 "
        "实在 扎实 踏实 用心 认真 负责 到位 不赖 不错 出色 精彩 清楚 靠谱 没得挑 能干 肯干 实干 务实 接地气 用功 勤快 "
        "还差点意思 差点意思 还差点火候 差点火候 还差口气 差口气 有想法 有思路 有干劲 有担当 人好 人品好 人很好 服气 佩服 老哥 那老哥 这老哥 这人 这个人 那人"
    ),
}
# A part of a sentence that holds nothing else is left out where the sentence votes elsewhere.
_IN_PASSING = frozenset(
    (Kind.REMARK, Kind.OTHER, Kind.SPEAKER, Kind.PRAISE, Kind.OPINES, Kind.WITH)
)
_BEGINS = frozenset(
    (
        *(Kind.TARGET, Kind.PLACE, Kind.LISTED, Kind.ALL, Kind.EVERYBODY, Kind.OTHERS, Kind.ROW),
        *(Kind.SPEAKER, Kind.REMARK, Kind.EXCEPT, Kind.STEP),
    )
)
_BLANKS = ("弃权", "空着")
_DENIED = ("暂不选", "不选", "不评", "不填")
_FILLERS = lexicon(
    "测评 投票 把 对 请 麻烦 帮我 帮 "
    "就 也 那 的 了 吧 啊 呀 哦 呢 啦 书记 同志 老师 主任 等次 总体评价 总体 一个 个 位 几位 几个 人 "
    "有 要 想 一票 票 "
    "得了 单独 这 就是说 一位 这些 那些 按 来看 只有 唯独 "
    "他 她 的话 投错了 选错了 点错了 写错了 错了 手滑了 刚才 刚刚 应该 该 嘛 噢 哟 呗 咯 哇 呐 这个 那个 "
    "栏 一栏 那栏 那一栏 这一栏 那格 那一格 那一行 档 级 别弄混了 别弄错了 别搞错了 别记错了 谢谢 谢谢啦 啦 哈 辛苦了 最终 反正 一下 这几位 那几位 "
    "可以吧 行吧 上 帮忙 麻烦你 这边 那边 这儿 你好 您好 "
    "叭 罢 咧 嘞 捏 哒 喽 嗷 呦 哎呀 哎哟 ok okk okay 那啥 内个 "
    "说实话 实话实说 实话说 说真的 说句实话 讲真 讲真的 老实说 老实讲 坦白说 坦率地说 凭良心 凭良心说 其实 依我看 在我看来 要我说 我看 "
    "综合来看 总的来说 总体来说 总体来看 综合 整体 个人 先 这次 本次 此次 这回 今年 "
    "从上往下 从上到下 从前往后 从前到后 从头到尾 依次 按顺序 按次序 按表上顺序 按表上的顺序 按名单顺序 按名单 顺序 依序 挨个 逐个 分别 "
    "从第一个开始 从第一位开始 从头开始 从 关于 至于 对于 没意见 没问题 收到 明白 知道了 了解 "
    "辛苦 辛苦啦 多谢 麻烦了 拜托 重新 字 别往外说 别外传 保密 "
    "就这样 就这样吧 就这么定 就这么定了 就这些 完了 完毕 行了 行了吧 "
    "然后 接着 就行了 就行 就可以了 就可以 就成了 就成 即可 "
    "如下 选票 测评表 我的 这票 那票 这一票 那一票 提交 支部书记 大哥 大姐 教授 委员 院长 打分 评分 档次 "
    "哥 姐 师兄 师姐 学长 学姐 贼"
)


@dataclass(frozen=True)
class Word:
    """A word of the sentence: `items` are the rows that it names, `step` is what it says of them,
    `number` how many it counts.
    """

    kind: Kind
    items: frozenset[int] = frozenset()
    step: str = ""
    number: int = 0
    denies: bool = False  # a step that follows it is one that is not chosen


class Unclear(Exception):
    """The sentence says something else as well."""


class Vocabulary:
    """The words that a sentence about this form may hold.

    Where the sentence `votes`, other words are what is said in passing, and say nothing of the step.
    """

    def __init__(self, form: Form, rater: Rater, *, votes: bool = False) -> None:
        self._form = form
        self._rater = rater
        self._votes = votes
        self.passed_over = False  # words that nobody knows were said
        self._family_names = frozenset(subject.name[:1] for subject in form.subjects)
        self._takes_marks = any(item.full is not None for item in form.items)
        everything = frozenset(item.position for item in form.items_for(rater))
        self._words = _meanings(form, everything)
        self._longest = max(map(len, self._words))

    def words_of(self, clause: str) -> Iterator[Word]:
        """The words of a clause. What stands between them is nothing, but keeps numbers apart.

        Raises Unclear.
        """
        for part in clause.split(","):
            words = [
                word
                for piece in _BETWEEN_NUMBERS.split(part)
                for word in self.words(letters_in(piece))
            ]
            if self._votes:
                _check_who_votes(words)
            if not self._votes or any(word.kind not in _IN_PASSING for word in words):
                yield from words

    def words(self, said: str) -> Iterator[Word]:
        """The words of a clause, the longest first; fillers are left out. Raises Unclear."""
        at = 0
        while at < len(said):
            ahead = (said[at : at + length] for length in range(self._longest, 0, -1))
            known = next((word for word in ahead if word in self._words), None)
            hesitation = _HESITATION.match(said, at)
            if known is not None:
                meaning = self._words[known]
                at += len(known)
            elif hesitation is not None:
                meaning, at = None, hesitation.end()
            elif self._votes and not _COUNTED.match(said, at):
                # What begins like a name may be one that is misspelt.
                if said[at] in self._family_names:
                    raise Unclear
                self.passed_over = True
                meaning, at = Word(Kind.OTHER), at + 1
            else:
                meaning, at = self._number_at(said, at)
            if meaning is not None:
                yield meaning

    def _number_at(self, said: str, at: int) -> tuple[Word, int]:
        """A place on the sheet, several of them, how many, or a mark; and where it ends.

        Raises Unclear.
        """
        if several := _RANGE.match(said, at):
            return self._range(several[1], several[2]), several.end()
        if ordinal := _ORDINAL.match(said, at):
            return self._ordinal(ordinal[1] or ordinal[2]), ordinal.end()
        if count := _COUNT.match(said, at):
            return Word(Kind.COUNT, number=_number(count[1])), count.end()
        if self._takes_marks:
            if mark := _MARK.match(said, at):
                return Word(Kind.STEP, step=mark[1]), mark.end()
        elif listed := _LISTED.match(said, at):
            place = self._ordinal(listed[1])
            return Word(Kind.LISTED, place.items), listed.end()
        raise Unclear

    def _ordinal(self, said: str) -> Word:
        """「第三个」 by the order of the sheet.

        Raises Unclear where there is no such place, and for somebody who stands on the sheet
        himself: his own sheet counts differently.
        """
        number = _number(said)
        if not 0 < number <= len(self._form.subjects):
            raise Unclear
        rated = {item.subject for item in self._form.items_for(self._rater)}
        if any(subject not in rated for subject in self._form.subjects[:number]):
            raise Unclear
        return Word(Kind.PLACE, _items_of(self._form, number - 1))

    def _range(self, end: str, count: str) -> Word:
        """「前四个」, 「头三个」, 「后四个」 by the order of the sheet.

        Raises Unclear where there are not so many, and for somebody who stands on the sheet.
        """
        number = _number(count)
        total = len(self._form.subjects)
        rated = {item.subject for item in self._form.items_for(self._rater)}
        rates_all = all(subject in rated for subject in self._form.subjects)
        if not 0 < number < total or not rates_all:
            raise Unclear
        places = range(number)
        if end.startswith(("后", "最后")):
            places = range(total - number, total)
        items = frozenset(item for place in places for item in _items_of(self._form, place))
        return Word(Kind.PLACE, items)


def _check_who_votes(words: Sequence[Word]) -> None:
    """Raises Unclear where unknown words may say who votes, or that nobody does: they stand in
    front of all else, 「领导给张三投好」, or right before the word of voting, 「我险些投好」.
    """
    kinds = [word.kind for word in words]
    if Kind.STEP not in kinds:
        return
    first = next((kind for kind in kinds if kind in _BEGINS or kind is Kind.OTHER), None)
    if first is Kind.OTHER or (Kind.OTHER, Kind.VERB) in pairwise(kinds):
        raise Unclear


@lru_cache(maxsize=16)  # what is said of a ballot is read many times while it is open
def _meanings(form: Form, everything: frozenset[int]) -> Mapping[str, Word | None]:
    """Returns what each word means on this form to somebody who rates `everything`; fillers mean
    nothing.
    """
    meanings: dict[str, Word | None] = dict.fromkeys(_FILLERS)
    for kind, words in _LEXICON.items():
        items: frozenset[int] = frozenset()
        if kind in (Kind.ALL, Kind.EVERYBODY):
            items = everything
        meanings |= dict.fromkeys(words, Word(kind, items))
    meanings |= dict.fromkeys(_BLANKS, Word(Kind.STEP))
    meanings |= dict.fromkeys(_DENIED, Word(Kind.STEP, denies=True))
    if len(form.rows) > 1:
        for row in form.rows:
            items = frozenset(item.position for item in form.items if item.row == row)
            meanings[letters_in(plain(row))] = Word(Kind.ROW, items)
    for name, items in names_on(form).items():
        meanings[name] = Word(Kind.TARGET, items)
    for step in form.all_steps:
        meanings[letters_in(plain(step))] = Word(Kind.STEP, step=plain(step))
    if "较好" in form.all_steps:
        meanings["比较好"] = Word(Kind.STEP, step="较好")
    return meanings


@lru_cache(maxsize=16)
def names_on(form: Form) -> Mapping[str, frozenset[int]]:
    """Returns what each subject is called; what two are called is nobody's name."""
    called: dict[str, set[int]] = {}
    for number, subject in enumerate(form.subjects):
        short_branch = subject.branch.replace("党支部", "支部")
        given = subject.name[1:] if len(subject.name) > len("张三") else ""
        names = (subject.name, subject.title, f"{subject.name[0]}书记", given)
        for name in (*names, subject.branch, short_branch):
            if len(letters_in(plain(name))) > 1:
                called.setdefault(letters_in(plain(name)), set()).add(number)
    return {
        name: _items_of(form, next(iter(numbers)))
        for name, numbers in called.items()
        if len(numbers) == 1
    }


def _items_of(form: Form, number: int) -> frozenset[int]:
    subject = form.subjects[number]
    return frozenset(item.position for item in form.items if item.subject == subject)


def _number(said: str) -> int:
    """「三」, 「12」, 「十一」, 「两」; 0 for what is none."""
    if said.isdigit() and said.isascii():
        return int(said)
    return chinese_numerals.parse(said)
