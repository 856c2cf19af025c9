"""Sentences that announce a part where no heading does: 「在看到成绩的同时，也还存在以下不足：」."""

import re
from typing import NamedTuple

from bot.domain.patterns import pattern
from bot.domain.report.partition import Part

_LEAD = r"^(?:[一二三四五六七八九十]是)?"
_SOLVING = "针对|解决|破解|整改|发现|聚焦|围绕"
_CONTRAST = "在?(?:回顾|总结|对照|看到|肯定|梳理|检视|取得|虽然|尽管|但|同时|当然|反思|与|通过|我|本人|一年来)"
_STILL = "(?:还|仍|依然|也|工作中|履职中|自身|主要|同时|目前|当前|支部|我)"
_LACKS = r"(?:存在|还有|仍有|也有)(?:着|的)?[^。,，]{0,14}(?:问题|不足|差距|短板|薄弱环节|欠缺)(?:之处|和不足|与不足|和差距|和短板)?"
_TIME = r"(?:下一?步|下一?阶段|接下来|今后|往后|明年|来年|新的?一年|下学期|在今后的?工作中)"


class Cue(NamedTuple):
    """`words` match the beginning of a sentence.

    Few sentences hold a `needle`, so that few are tried in full.
    """

    part: Part
    needle: re.Pattern[str]  # stands in whatever `words` match
    words: re.Pattern[str]


CUES = (
    Cue(
        Part.CAUSES,
        pattern("原因|根源|产生|出现|为什么|说到底|想来想去|根子|归根"),
        pattern(
            rf"{_LEAD}(?:究其原因|分析原因|深[挖究刻].{{0,6}}(?:原因|根源)|原因(?:分析|剖析)?[:：]|(?:产生|造成|出现|存在|导致|剖析|分析)[^。]{{0,12}}"
            r"(?:问题|不足|差距|情况)[^。]{0,8}(?:原因|根源)|(?:以上|上述|这些)(?:问题|不足)[^。]{0,10}(?:原因|根源)|主要原因"
            r"|(?:以上|上述|这些|产生这些)(?:问题|不足|情况|缺点|毛病)的?(?:产生|出现|存在|形成)[,，]?(?:主要|归根|说到底|与|是|固然)"
            r"|为什么会(?:这样|出现|存在|有)|说到底[,，]|想来想去|(?:[^。]{0,8}根子(?:还是|都|就)?在)|归根(?:结底|到底)|(?:其|究其)?(?:主要|根本|深层)?原因(?:主要)?(?:在于|有|如下|就是))"
        ),
    ),
    Cue(
        Part.PROMISE,
        pattern("承诺|保证"),
        pattern(
            rf"{_LEAD}(?:在此[,，]?|对此[,，]?|为此[,，]?)?(?:我|本人)?(?:郑重|公开|庄严)?(?:作出|做出)?[^。,，]{{0,6}}承诺(?:如下)?[:：,，]"
            r"|(?:对?于?以上|上述|这些|这几条)[^。,，]{0,14}(?:承诺|保证)"
        ),
    ),
    Cue(
        Part.MEASURES,
        pattern(
            r"下一?步|下一?阶段|接下来|今后|往后|明年|来年|新的?一年|下学期|针对(?:以上|上述|这些|存在)|整改(?:措施|方向|思路)|改进(?:措施|方向|思路)|将从以下|20\d\d年[,，]"
        ),
        pattern(
            rf"{_LEAD}(?:{_TIME}[,，]?(?:我|本人|支部|我们)?(?:打算|准备|计划|想|要)(?!求)|{_TIME}[,，][^。]{{0,40}}(?:将|要|打算|重点|着力|做好|抓好|从|努力)|{_TIME}(?:工作)?(?:的)?(?:打算|思路|措施|计划|安排|努力方向)|"
            r"针对(?:以上|上述|这些|存在的?)[^。]{0,10}(?:问题|不足|差距)[^。]{0,20}(?:将|拟|准备|打算|以下|如下|下一?步)|(?:整改|改进)(?:措施|方向|思路)[:：]|我?将从以下|20\d\d年[,，](?:我|支部|本人)?[^。,，]{0,6}将)"
        ),
    ),
    Cue(
        Part.LAST_YEAR,
        pattern("述职|评议|考核|点评"),
        pattern(
            rf"{_LEAD}(?:针对|对照|关于)?(?:去年|上一?年度?|20\d\d年度?)[^。]{{0,12}}(?:述职|评议|考核|点评)[^。]{{0,20}}(?:问题|意见|不足)"
        ),
    ),
    Cue(
        Part.PROBLEMS,
        pattern("存在|还有|仍有|也有|不足之处|做得|做好|不满意|差距|欠账|短板|不足|问题|缺点|毛病"),
        pattern(
            rf"{_LEAD}(?!{_SOLVING})(?:{_CONTRAST}(?:(?!{_SOLVING})[^。]){{0,60}}?)?(?:{_STILL}[^。,，]{{0,14}})?{_LACKS}(?:[,，。]|$|[^。]{{0,20}}[:：]|[^。]{{0,8}}(?:有|是|表现))"
            r"|[^。：:]{0,20}(?:做得(?:还|很)?(?:不好|不够|不到位)|没有?做好|不满意)的?(?:地方|事|工作|方面)?(?:主要)?(?:有|是|[:：。]|$)"
            r"|[^。：:]{0,20}有(?:不少|很多|一些|许多|几个|若干)的?(?:缺点|不足|问题|毛病|短板|差距)"
            r"|[^。：:]{0,30}(?:欠账|差距|短板|不足|问题)(?:还|也|仍)?(?:不少|很多|较多|明显|突出)"
            r"|(?:对照[^。]{0,20})?(?:我|自己|支部)?(?:还|仍)有(?:很大|较大|不小|不少|一定)的?差距"
            rf"|{_LEAD}(?:不足之处|存在(?:的)?(?:主要|突出)?(?:问题|不足))[^。]{{0,8}}(?:[:：]|有|是|表现)"
        ),
    ),
    Cue(
        Part.ACHIEVEMENTS,
        pattern(r"一年来[,，]|今年以来[,，]|20\d\d年(?:以来|度)?[,，]|过去的?一年[,，]"),
        pattern(
            r"^(?:一年来|今年以来|20\d\d年(?:以来|度)?|过去(?:的)?一年)[,，][^。]{0,40}(?:工作|做法|情况|履职)[^。]{0,10}[:：。]"
        ),
    ),
    Cue(
        Part.BASICS,
        pattern("现有|共有|下设|成立于"),
        pattern(
            r"^(?:支部|我支部|本支部|[^。,，]{2,14}党支部)[^。]{0,20}(?:现有|共有|下设|成立于)"
        ),
    ),
)

_ANY_NEEDLE = pattern("|".join(cue.needle.pattern for cue in CUES))
# Characters: a cue stands at the beginning, and a pattern with gaps is slow on a page without a stop.
_MAX_ANNOUNCEMENT = 120


def may_announce(text: str) -> bool:
    """Tells whether any sentence of `text` can be a cue at all."""
    return _ANY_NEEDLE.search(text) is not None


def announced_part(sentence: str) -> Part | None:
    """Returns the part that the sentence announces, if any."""
    beginning = sentence[:_MAX_ANNOUNCEMENT]
    if not may_announce(beginning):
        return None
    for cue in CUES:
        if cue.needle.search(beginning) and cue.words.match(beginning):
            return cue.part
    return None
