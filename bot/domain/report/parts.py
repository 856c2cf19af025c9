"""The parts of a report and the words that their headings use."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from bot.domain.patterns import pattern
from bot.domain.report.partition import Part


def _each(words: str, then: str = "") -> str:
    """The words as alternatives. All patterns here begin with letters, so that the engine skips what begins none."""
    return "|".join(word + then for word in words.split())


_DIGITS = r"[\d一二三四五六七八九〇○零]{2}"
_YEARS = f"二[〇○零]{_DIGITS}年 20{_DIGITS}年"

# What the whole title says about last year's matters outweighs the words inside it.
_LAST_YEAR = pattern(
    "|".join(
        (
            _each(
                f"上一?年 上一年度 去年 上次 上轮 {_YEARS.replace('年', '年度?')}",
                ".{0,20}(?:反馈|点评|指出|查摆|整改)",
            ),
            _each("上一?年 去年 上次 上轮", ".{0,20}(?:问题|承诺|意见)"),
            "述职.{0,12}(?:反馈|点评|指出|查摆)",
            _each("反馈 点评 查摆 指出 检查 巡视 巡察", ".{0,8}(?:问题|意见).{0,6}(?:整改|落实)"),
            "问题整改(?:落实|完成|推进)?(?:的)?情况|整改(?:落实|完成|进展|推进)(?:的)?情况|承诺.{0,6}(?:完成|落实|兑现)(?:的)?情况",
        )
    )
)
_FUTURE = pattern(
    "下一?步|下一?阶段|下一年|今后|明年|来年|未来|新的?一年|打算|展望|努力方向|前进方向|奋斗目标|"
    + _each(_YEARS, ".{0,10}(?:打算|思路|计划|安排|目标|展望)")
)
# What is wrong, by its noun at the end of a title, or by what is still to be done about it.
_TROUBLES = (
    "问题 不足 差距 弱项 薄弱环节 欠缺 短板 困难 困惑 困境 矛盾 挑战 难题 难点 堵点 痛点 卡点 瓶颈 教训 遗憾 缺憾 "
    "缺点 毛病 缺陷 漏洞 弱点 短处 欠账 制约因素 制约 隐患"
)
_WANTING = (
    "(?:需要?|有待|尚待|还?待|尚需|亟待|亟需|仍需|应当)(?:进一步|着力|重点|继续)?"
    "(?:改进|加强|提高|努力|解决|完善|提升|改善|克服|补齐|补强|破解|重视)的?"
)
_WORDS: dict[Part, re.Pattern[str]] = {
    Part.PROMISE: pattern(r"承诺(?!践诺)"),
    Part.CAUSES: pattern(
        "原因(?:分析|剖析)?|根源|成因|症结|病根|病因|缘由|根子|溯源|为什么|问题剖析(?<!突出问题剖析)(?<!主要问题剖析)(?<!自身问题剖析)(?<!存在问题剖析)"
        "|深刻剖析|思想剖析|深度剖析|剖析(?<!自我剖析)(?<!检视剖析)(?<!问题剖析)$"
    ),
    Part.PROBLEMS: pattern(
        "存在.{0,10}(?:问题|不足|差距|短板|困难|弱项)|"
        + _each(_TROUBLES, "(?:之处|清单|所在|方面|表现)?$")
        + "|不足之处|突出问题剖析$|主要问题剖析$|自身问题剖析$|存在问题剖析$|查摆|检视|找差距|找不足|查不足|找短板|查短板"
        "|反思|自我剖析|对照检查|自我检查|照镜|"
        + f"{_WANTING}(?:地方|方面|环节|问题|之处|工作|事项)$|"
        + _each(
            "做得不好 做得不够 没做好 没有做好 没做到 不满意 做得还不够 做得还不好",
            "的?(?:地方|方面|工作|事)?$",
        )
    ),
    Part.MEASURES: pattern(
        f"{_FUTURE.pattern}|思路|措施|举措|对策|设想|工作重点$|办法$|计划|规划|药方$|处方$|良方$|路径$|想法$|出路$|安排$"
        "|怎么办|怎么干|怎么做|怎么改|如何改|"
        + _each("改进 整改", "(?:方向|办法|意见|工作|提升)?$")
        + "|精准施策|整改(?:方向|目标|清单|方案|任务|方面)?$|"
        + _each("努力 奋斗 改进 工作", "(?:的)?(?:方向|目标)")
    ),
    Part.OTHER: pattern(
        "廉洁(?:自律|从政|履职)?|党风廉政(?:建设)?|廉政(?:建设)?|自律(?<!.自律)|结束语|结语|体会|感悟|启示|感想|心得|建议(?<!对策建议)$|附件|附表"
    ),
    Part.BASICS: pattern(
        "基本(?:情况|概况|信息)|"
        + _each("支部 个人 班子 队伍 组织 党员", "(?:的)?(?:情况|概况|简介|简况)$")
        + "|概况$|简介(?<!.简介)$"
    ),
    Part.ACHIEVEMENTS: pattern(
        "履职|履行.{0,16}(?:职责|责任)|尽责|工作.{0,6}(?:情况|总结|回顾|业绩|实绩|成绩|成效|概述|综述)|主要(?:的)?(?:工作|做法|业绩)|重点工作$"
        "|做法|成效|成绩|成果|特色|亮点|业绩|实绩|所做|讲工作|工作回顾|完成情况|任务.{0,8}情况|推进情况|落实情况|开展情况|抓党建.{0,10}情况|述职情况|经验"
        "|做了哪些|做了什么|干了哪些|干了什么|(?:开展|完成)的.{0,6}工作|一年来.{0,6}工作$"
    ),
}
# Whether a title can name a part at all: most do not. Its segments end and begin where the title may go on.
_ANY_NAME = pattern(
    "|".join(words.pattern.replace("$", "") for words in (_LAST_YEAR, *_WORDS.values()))
    + "|自律|简介|建议|情况"
)
# "解决师生的突出问题" in an account of work done is not the part that lists the author's problems.
_DEALT_WITH = pattern(
    _each(
        "解决 破解 化解 整治 攻克 补齐 补足 补强 消除 整改 直面 紧盯 坚持 针对 回应 聚焦 补 帮扶 克服 战胜 应对 排除 疏通 打通 纾解",
        f"[^,，、;；]{{0,12}}(?:{_each(_TROUBLES)})$",
    )
)
# 「下一步需要加强的工作」, but 「今后需要改进的地方」 tells what is wrong now.
_TO_DO = pattern(f"(?:{_FUTURE.pattern}).{{0,6}}{_WANTING}(?:工作|事项)$")
_CHAPTER = pattern("(?<=..)(?:篇|板块)$")  # 「问题篇」
_STILL_WANTING = pattern(_WANTING)
_PLANS = pattern(f"{_FUTURE.pattern}|整改|改进|对策|解决|问题")
_PAUSES = pattern("[,，;；。]")
_THIS_YEAR = pattern("履职|本年度|今年")
_JOINTS = pattern(r"以及|及其|[及和与、,，;；:：\s]|暨")
_QUOTES = pattern(r"[\s“”‘’\"'《》〈〉「」『』【】\[\]()（）*#]+")
_SLOGAN_VERB = pattern(
    r"^(?:聚焦|坚持|强化|深化|推动|抓[实好紧牢]|着力|解决(?!措施|办法|问题的)|开展|落实|突出(?!问题|短板|不足)|狠抓|严抓|紧扣|压实|健全|推进|做[实好])"
)
_MAX_PLAIN_TITLE = 20  # characters: a longer title says more than the name of a part
_FILLER = pattern(
    r"(?:二[〇○零]|20)[\d一二三四五六七八九〇○零]{2}|年度?|党建|党务|基层|支部|党组织|书记|工作|履职|履行|职责|责任制?|个人|本人|自身|自己|主要|突出|重点|存在|产生|当前|目前|情况"
    r"|还有哪些|还有|哪些|什么|意见|会|这样|这一|怎么|接下来|呢|事情?|了|地方|表现|难点|难题|困难|困惑|矛盾|抓|的|中|方面|我|以来|一年|今年|本|及|深层次|分析|剖析|开展|进一步|整改|加强|改进|落实|推进|具体|相关|几点|部分|问题|现阶段|检查|对照|对标|对表|思想|解决|自查|查找|面临|出"
)
_MAX_REST = 1  # characters that may be left when names and fillers are taken out


class Naming(NamedTuple):
    """What a heading names, in its order: 「问题及原因」 names two parts, a slogan none.

    `plain`: it is nothing but the name of its part or parts: 「存在的问题及原因」, not 「聚焦问题,狠抓整改」.
    """

    parts: tuple[Part, ...]
    plain: bool


_SLOGAN = Naming((), plain=False)


def naming(title: str) -> Naming:
    """Returns what a heading names. Most name nothing, and are told so at the first look."""
    bare = _QUOTES.sub("", title)
    if not _ANY_NAME.search(bare):
        return _SLOGAN
    pieces = [_QUOTES.sub("", piece) for piece in _JOINTS.split(title)]
    segments = [_CHAPTER.sub("", piece) for piece in pieces]
    segments = [segment for segment in segments if segment]
    named = [_part_named_last(segment) for segment in segments]
    parts = _reconcile((part for part in named if part is not None), bare)
    if not parts or len(bare) > _MAX_PLAIN_TITLE:
        return Naming(parts, plain=False)
    if _PAUSES.search(title) or _SLOGAN_VERB.match(bare):
        return Naming(parts, plain=False)
    if Part.LAST_YEAR in parts:
        return Naming(parts, plain=True)
    return Naming(parts, plain=None not in named and all(map(_is_bare_name, segments)))


def _part_named_last(segment: str) -> Part | None:
    """Returns the part that a segment of a title is about; None where it names none.

    Chinese puts the noun that counts last: 「存在问题的整改措施」 is about measures.
    """
    if not _ANY_NAME.search(segment):
        return None
    ends: dict[Part, int] = {}
    for part, words in _WORDS.items():
        for match in words.finditer(segment):
            ends[part] = match.end()
    if Part.PROBLEMS in ends and _DEALT_WITH.search(segment) and not _STILL_WANTING.search(segment):
        del ends[Part.PROBLEMS]
    if _TO_DO.search(segment):
        return Part.MEASURES
    if Part.ACHIEVEMENTS in ends and Part.MEASURES in ends:
        if _FUTURE.search(segment):
            return Part.MEASURES
        del ends[Part.MEASURES]
    if not ends and segment.endswith("情况"):
        return Part.ACHIEVEMENTS
    return max(ends, key=lambda part: ends[part], default=None)


def _reconcile(named: Iterable[Part], title: str) -> tuple[Part, ...]:
    """Drops parts that the whole title tells against: last year's matters, measures of the past."""
    parts = tuple(dict.fromkeys(named))
    if _LAST_YEAR.search(title):
        if Part.ACHIEVEMENTS in parts and _THIS_YEAR.search(title):
            return (Part.ACHIEVEMENTS, Part.LAST_YEAR)
        return (Part.LAST_YEAR,)
    if Part.ACHIEVEMENTS in parts and Part.MEASURES in parts and not _FUTURE.search(title):
        return tuple(part for part in parts if part is not Part.MEASURES)
    return parts


def _is_bare_name(segment: str) -> bool:
    """Tells whether a segment names its part alone: 「工作中存在的不足」 does, 「创新的劲头不足」 does not.

    Beside the names of parts stand only words without a subject of their own.
    """
    for words in _WORDS.values():
        segment = words.sub("", segment)
    return len(_FILLER.sub("", segment)) <= _MAX_REST


def tells_plans(title: str) -> bool:
    """Tells whether a title that speaks of measures means those to come.

    「整改措施」 does, 「抓党建的主要举措」 does not.
    """
    return _PLANS.search(title) is not None
