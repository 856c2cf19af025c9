"""A choice in one's own words, while a ballot is open: 「我选较好」, 「王文例 差」, 「改票 一般」, 「侧评 好」.

What may be a choice must never be kept beside its sender, so that the question is asked before
anything is stored and in doubt answered with yes. Only what consists of names, steps and the words
of voting is read as a vote; all else is asked back. Every step is searched for by its letters, so
that any scale of a plan is heard; the time it takes grows with the text alone.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from bot.domain.patterns import pattern
from bot.domain.polls.typed import WORD
from bot.domain.values import dataclass

LONGEST_VOTE = 400  # characters; whoever says more tells something else, and is asked back where it holds a choice
SCALES = 100  # whose words are kept: more than the departments of a house vote on at a time
NEAR_FULL = 8  # characters of a message that is nothing but an opinion
_SIMPLIFIED = str.maketrans(
    "測評較壹優稱職滿選給書記這還個讚對總體覺認為嗎沒經請問確計數進",
    "测评较一优称职满选给书记这还个赞对总体觉认为吗没经请问确计数进",
)
_MISSPELT = pattern("[测侧册厕策恻][评平凭苹瓶坪屏萍]|ce ?ping")


def lexicon(line: str) -> tuple[str, ...]:
    """Returns the words that stand in a line with spaces between them."""
    return tuple(line.split())


_VOTING = lexicon(
    "投票 改票 改投 改选 改成 改为 换成 选择 投 选 改 换 打分 打 评为 评价 评 给 算 判 是 为 vote 一票 这票 票"
)
_CHOOSING = lexicon("投 选 改投 改选 改成 改为 换成 vote")  # what follows is the choice
_SMALL = lexicon(
    "我们 我 俺 咱 本人 他 她 书记 同志 老师 主任 支部 党支部 "
    "就 还是 也 那 都 全部 全 一律 均 的 要 想 来 再 把 对 请 麻烦 帮 觉得 认为 感觉 总体 "
    "一个 个 等次 这张 了 吧 啊 呀 哦 呢 啦 哈"
)
_ALL = lexicon("全部 一律 都 全 均")
_DEGREES = lexicon("很 非常 比较 太 挺 真 最 特别 相当 更 蛮 不 不太 得")
# Said of anything.
_EVERYDAY = lexicon("一般 有 没有 没 是 不是 否 对 行 不行 可以 同意 不同意 中 一 二 三 四 五")
# All of which asking for one's own vote is made.
_ASKING = lexicon(
    "我们 我对 我 俺 咱 本人 他 她 你 您 书记 同志 老师 系统 里 投票 选票 测评表 测评 投 票 飘 漂 vote 表 "
    "那张 这张 那 这 张 次 一票 一张 一次 刚才 刚刚 刚 现在 到底 究竟 好像 已经 已 还在 还 是否 是不是 有没有 没有 没 有 未 咗 "
    "算不算数 算不算 在不在 成不成功 投没投 算数不 有效不 还在不 在 算数 算上 算 作数不 作数 计入 计 记录 记 录 进去 进 入 上去 上来 上 出去 "
    "成功 有效 生效 无效 收到 到 完成 完 提交 交 过 填 点 状态 还差几个 怎么没反应 "
    "网卡了 网卡 网断了 断网了 断网 卡住了 卡住 卡了 闪退了 闪退 掉线了 掉线 黑屏了 黑屏 "
    "那些 这些 些 刚刚 刚才 才 之前 上午 下午 今天 网页 页面 手机 单子 漏没漏 漏投 还差 几个 多少 全部 全 都 齐 系统 后台 显示 成 ok 嘛 哈 噢 "
    "请问 请 麻烦 帮忙 帮我 帮 想知道 不知道 知道 想 要 问一下 问下 问 查一下 查询 查 看看 看 确认 核实 核对 一下 下 "
    "被 给 的 得 了 吗 么 呢 啊 呀 吧 哦 啦 来着 谢谢 是"
)
# All of which talk about a ballot itself is made: that it ends, where its result goes.
_OF_THE_BALLOT = lexicon(
    "测评 投票 选票 测评表 改票 重投 重新投 改投 改 投 票 表 单子 结果 汇总 统计 结束 截止 停止 停 关掉 关闭 关 收票 收 "
    "公布 宣布 公开 发布 交给 交 送给 送 转交 转 报给 给 领导们 领导 院长 审阅 过目 看看 看 出来 出 核对 "
    "大家 全部 全 都 谁 没 有没有 没有 已经 已 完毕 完 了 吧 呗 吗 么 呢 啊 呀 哦 嘛 哈 啦 "
    "还 能不能 可不可以 可以 能 不能 不可以 怎么办 怎么 怎样 如何 哪里 哪儿 在 去 什么时候 何时 几点 多久 还要 要 想 再 "
    "投错 错 把 先 就 的 这个 那个 这 那 个 一下 帮忙 帮我 帮 请 麻烦 我们 我 他们 吗 到此为止 是不是 是 到 到底 现在 到时候 "
    "再发 发 找不到 找 一次 次 链接 打不开 页面 卡片 点不了 没反应 填 差不多 时间 "
    "请下一个 请下一位 下一个 下一位 上台 上来 然后"
)
# Of whom somebody was rated: said in a question it asks for the vote, else it may tell it.
_ABOUT_SOMEBODY = ("他", "她")
_ASKED = pattern(
    r"[吗么?？啥]|什么|来着|没有?[啊呀呢哦嘛]?(?:[。!,;\s]|$)|是不是|是否|有没有|算不算|在不在|投没投|成不成功|不$|查|确认|核[实对]|看"
)
_OTHERS_ASKED = pattern(
    r"谁|哪[几个位些]|几[个位人家]|多少|名单|投票率|有人没|[了没][吗没][?？。]?$"
)
# What may stand behind a word of choosing in a question about one's vote.
_TOLD_BEHIND = pattern(
    r"(?:[投选打]|vote)(?![了的完没过票上成进在出到好有数错\s。?？吗么,，!！]|什么|啥|几|谁|算|不|一|$|是|记|后|之|表)"
)
_TRAILING = "吧了票的啊呀哦呢啦哈"
_CUE = pattern(
    r"投(?![影稿诉资入身放递])|(?<![评当候推])选(?![举题派址])|vote|改票|这一?票|打分|评分|给分|给了?.?[高低满]分|弃权|打个?[勾叉圈]|画[勾叉圈]|\d分"
)
_PLAIN_CUE = pattern(r"投|测评|改票|vote")
_QUESTION = pattern(
    r"吗|么|怎|如何|谁|哪|几|多少|什么|啥|何时|是否|能不能|可以不|开始|结束|停止|截止|收票|公布|宣布|催|提醒|没投|未投|我的票|计入|没有?[?。!\s]*$"
)
_OPINION = pattern(
    r"不错|优|良|中等|还行|还好|还可以|可以的|棒|[很太较真挺蛮更最]差|[很挺真蛮更太]好|不好|不行|不怎么样|合格|称职|满意|胜任|反对|弃权|赞成|支持|\d分|点赞|及格"
)
_RANK = pattern(
    r"(?:第[一二两三四五六\d]|最后一?|倒数.{0,3}?)[个档项等格]|[上中下]等|选项|最[高低]|[高低]分"
)
_ITEM = pattern(r"第[一二三四五六七八九十\d]{1,3}[条项]")
_USUAL = pattern(
    "一般(?:来说|来讲|情况|什么|几|多|怎|是|都|会|要|在|人|应|需|党)|(?:差|好)(?:不多|点|几|像|久|意思)|有没有|[了过完到]没有?$"
)

# Asks, supposes or takes back, although it is made of the words of voting.
_DOUBTFUL = pattern(
    r"[?👎❌❎✖❓❔⁉≠]|(?<!主)要是|就算|算了|^(?![^。]{0,60}[改换])[^。]{0,60}手滑了?$|才怪|做梦|开玩笑|逗你|骗你|假的|[投填选打勾]好[了啦咯]|好(?:同志|领导|榜样)|好(?:人$|不容易)|[写讲说弄办]好了?$|(?<![投给选打])差[一两几]票|^有几个|^(?:全体|所有)?书记们?好|这边都好|一般都|还是[^\w]{0,9}$|(?:大家|各位|诸位)(?:书记|同志|老师|领导)?们?好|"
    r"^(?:院长|主任|书记|领导)(?:说|讲)?:|^(?:等次|定等?)[\s:]|(?:大家|他们|人家)(?:都|全)?[投选觉认说]|别人(?:都|全)?(?:[觉认说]|[投选给].{0,30}我)"
)


@dataclass(frozen=True)
class Scale:
    """What can be said in the ballots that are open for somebody, or were just now:
    their steps, and what those they are about are called.
    """

    steps: tuple[str, ...]
    names: tuple[str, ...] = ()
    open: bool = True  # False: all of them were closed a moment ago
    closing: bool = False  # nothing new is taken; what was under way still counts


def may_be_choice(text: str, scale: Scale) -> bool:
    """Whether somebody for whom this ballot is open may be telling his choice.

    What is doubtful counts as one.
    """
    said = plain(text)
    letters = letters_in(said)
    if len(letters) <= LONGEST_VOTE and all(
        kind in ("small", "name") for kind, _ in _words(letters, scale)
    ):
        return False  # 「我要投票」
    if in_plain_form(text, scale) is not None:
        return True
    voting = _CUE.search(said) is not None or _MISSPELT.search(said) is not None
    # 「我投了反对票，收到了吗」
    tells_choice = _CUE.search(said) is not None and holds_opinion(said)
    if tells_choice or (voting and not _QUESTION.search(said)):
        return True
    if _ITEM.search(said) and not voting:
        return False
    if tells_a_step(said, scale):
        return True
    about_somebody = len(letters) <= NEAR_FULL or any(name in said for name in scale.names)
    return about_somebody and _OPINION.search(said) is not None


def holds_opinion(said: str) -> bool:
    """Whether a choice is told without a step of the scale: 「反对」, 「第二个」, 「60分」."""
    return _OPINION.search(said) is not None or _RANK.search(said) is not None


def asks_for_own_vote(said: str, scale: Scale) -> bool:
    """Whether all that is said asks for one's own vote: 「我刚才投的票收到了吗」.

    Where anything else stands, 「我投反对」, a choice may be told, and so where somebody is named
    and nothing is asked: 「我没投他」.
    """
    somebody = (*_ABOUT_SOMEBODY, *map(plain, scale.names))
    if tells_a_step(said, scale) or len(said) > LONGEST_VOTE:
        return False
    if _ASKED.search(said):
        # Behind 投 nothing stands that may be what was chosen.
        return not holds_opinion(said) and _TOLD_BEHIND.search(said) is None
    if any(name in said for name in somebody):
        return False
    words = sorted({*_ASKING, *_letters_of(scale.names)}, key=len, reverse=True)
    rest = letters_in(said)
    while rest:
        word = next((word for word in words if rest.startswith(word)), "")
        if not word:
            return False
        rest = rest[len(word) :]
    return True


def asks_for_others(said: str, scale: Scale) -> bool:
    """Whether it is asked who has voted, or how many, and no choice is told: 「还有谁没投票啊」."""
    if tells_a_step(said, scale) or holds_opinion(said) or len(said) > LONGEST_VOTE:
        return False
    return _OTHERS_ASKED.search(said) is not None and _TOLD_BEHIND.search(said) is None


def tells_behind_voting(said: str) -> bool:
    """Whether something that may be a choice stands behind 投: 「我投个马马虎虎」."""
    return _TOLD_BEHIND.search(said) is not None


def speaks_of_ballot(said: str, scale: Scale) -> bool:
    """Whether all that is said is about the ballot itself: 「把投票关了吧」, 「还能改票吗」.

    Every word must be known to tell no choice, so that none is taken for such talk.
    """
    if tells_a_step(said, scale) or len(said) > LONGEST_VOTE:
        return False
    steps = tuple(_letters_of(scale.steps))
    rest = letters_in(said)
    is_spoken_of = _CUE.search(said) is not None or _MISSPELT.search(said) is not None
    words = sorted(_OF_THE_BALLOT, key=len, reverse=True)
    while rest:
        word = next((word for word in words if rest.startswith(word)), "")
        if not word or word in steps:
            return False
        is_spoken_of = is_spoken_of or word in ("票", "结果", "汇总")
        rest = rest[len(word) :]
    return is_spoken_of


def _letters_of(names: Sequence[str]) -> Iterator[str]:
    """The names as they are compared; empty ones are left out."""
    return filter(None, (letters_in(plain(name)) for name in names))


def speaks_of_voting(text: str, scale: Scale) -> bool:
    """Whether a subject, or a word of voting, stands in the text: 「好」 alone may answer anything."""
    said = plain(text)
    return _CUE.search(said) is not None or any(plain(name) in said for name in scale.names)


def votes_plainly(text: str, scale: Scale) -> bool:
    """Whether this can only be a vote, although no ballot is open: it consists of names, steps and
    the words of voting, and one of these is there. A step that is an everyday word needs 投 or 测评.
    """
    said = plain(_MISSPELT.sub(WORD, plain(text)))
    if in_plain_form(said, scale) is None:
        return False
    if _PLAIN_CUE.search(said) is not None:
        return True
    steps = [word for kind, word in _words(letters_in(said), scale) if kind == "step"]
    everyday = all(len(step) == 1 or step in _EVERYDAY for step in steps)
    return _CUE.search(said) is not None and not everyday


def in_plain_form(text: str, scale: Scale, *, rows: int = 1) -> str | None:
    """The vote as 「测评 姓名 等次」, where the text says names, steps and words of voting alone;
    else None.

    A step that is an everyday word, said alone, is None: 「好」 may be an answer to something else.
    「都好」 is said for as many rows as there are.
    """
    written = plain(_MISSPELT.sub(WORD, plain(text)))
    said = letters_in(written)
    if not said or len(said) > LONGEST_VOTE or is_doubtful(written):
        return None
    words: list[tuple[str, str]] = []
    for kind, word in _words(said, scale):
        # Of nearly all that is said the first word tells so.
        if kind is None:
            return None
        words.append((kind, word))
    if _somebody_thinks(words):
        return None
    steps = [word for kind, word in words if kind == "step"]
    names = list(dict.fromkeys(word for kind, word in words if kind == "name"))
    alone = len(words) == 1 and (len(words[0][1]) == 1 or words[0][1] in _EVERYDAY)
    if not steps or alone:
        return None
    said_of_all = len(steps) == 1 and not names and any(word in _ALL for _, word in words)
    if said_of_all:
        steps *= rows
    return " ".join([WORD, *names, *steps])


def _somebody_thinks(words: Sequence[tuple[str | None, str]]) -> bool:
    """Whether a name stands right before an opinion: 「王书记觉得好」."""
    telling = [(kind, word) for kind, word in words if word not in ("书记", "同志", "老师", "主任")]
    return any(
        kind == "name" and word in ("觉得", "认为") for (kind, _), (_, word) in pairwise(telling)
    )


def is_doubtful(said: str) -> bool:
    """Whether this asks, supposes, greets or tells what others think, in the words of a vote."""
    return _DOUBTFUL.search(said) is not None


def plain(text: str) -> str:
    """Half width, small letters, simplified where steps and the words of voting are concerned."""
    return unicodedata.normalize("NFKC", text).casefold().translate(_SIMPLIFIED).strip()


def letters_in(said: str) -> str:
    """Returns what is left of a text without spaces, signs and pictures."""
    return "".join(filter(str.isalnum, said))


def _words(said: str, scale: Scale) -> Iterator[tuple[str | None, str]]:
    """The text cut into steps, names and small words, the longest first;
    what is none of them has no kind.
    """
    vocabulary = _vocabulary(scale)
    at = 0
    while at < len(said):
        ahead = [said[at : at + length] for length in range(vocabulary.longest, 0, -1)]
        word = next((word for word in ahead if word in vocabulary.kinds), "")
        if word:
            yield vocabulary.kinds[word], vocabulary.originals.get(word, word)
            at += len(word)
        else:
            yield None, said[at]
            at += 1


@dataclass(frozen=True)
class _Vocabulary:
    """The words in which a scale is voted on, by their letters."""

    kinds: Mapping[str, str]
    originals: Mapping[str, str]  # steps and names as they are written
    longest: int


@lru_cache(SCALES)
def _vocabulary(scale: Scale) -> _Vocabulary:
    kinds = dict.fromkeys((*_SMALL, *_VOTING, WORD), "small")
    kinds |= {letters_in(plain(name)): "name" for name in scale.names}
    originals = {letters_in(plain(word)): word for word in (*scale.names, *scale.steps)}
    kinds |= {letters_in(plain(step)): "step" for step in scale.steps}
    if "较好" in kinds:
        kinds["比较好"] = "step"
        originals["比较好"] = originals["较好"]
    return _Vocabulary(kinds, originals, max(map(len, kinds)))


def tells_a_step(said: str, scale: Scale) -> bool:
    """Whether a step stands in the text as a word of its own; a long one wherever it stands,
    even where a usual phrase (「有没有」, 「差不多」) is the step.
    """
    steps = [step for step in map(plain, scale.steps) if step]
    # A short one may be a piece of other words.
    long_steps = [
        step for step in steps if len(step) > 1 and step not in _EVERYDAY and not step.isascii()
    ]
    if any(step in said for step in long_steps):
        return True
    without_phrases = _USUAL.sub("。", said)
    return any(_stands_alone(step, without_phrases, scale.names) for step in steps)


def _stands_alone(step: str, said: str, names: Sequence[str]) -> bool:
    before = (*_SMALL, *_VOTING, *_DEGREES, *names)
    start = said.find(step)
    while start >= 0:
        if said.endswith(_CHOOSING, 0, start):
            return True
        end = start + len(step)
        if said.startswith(tuple(_TRAILING), end):
            end += 1
        begins = start == 0 or not said[start - 1].isalnum() or said.endswith(before, 0, start)
        ends = end >= len(said) or not said[end].isalnum()
        if begins and ends:
            return True
        start = said.find(step, start + 1)
    return False
