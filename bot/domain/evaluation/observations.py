"""What an observation says, part by part, as its author marks it: 「优点…；不足…；建议…」.

Nothing is sorted by what its words mean. A sentence belongs to a part because somebody said so, by a
word before it or by a tap; where nobody did, or where the words speak against the mark, it stays
unsorted and somebody is asked.
"""

import re
from collections.abc import Iterator, Sequence

from bot.domain.evaluation.opinion import Half, clean
from bot.domain.patterns import pattern
from bot.domain.values import dataclass

_BETWEEN = " \u3000\n\t，,。；;、"
_ORDER = r"(?:[（(]?[一二三四五六七八九\d]{1,2}[)）、.．]\s?|[一二三四]是)?"
_BEFORE = r"(?:我觉得|我认为|该同志的?|他的?|她的?|其|主要的?|工作的?|突出的?|存在的?|目前的?|还有的?|明显的?){0,3}"
_BEHIND = r"(?:和[成不][效绩足]|之处|的?方面|的地方|的是|之一|的)?"
_ACHIEVED = "优点|亮点|成绩|成效|长处|优势|做得好|做得较好|好的方面|好的地方|值得肯定|肯定成绩|肯定"
_LACKING = (
    "不足|问题|短板|差距|缺点|弱点|弱项|薄弱环节|薄弱|欠缺|需要改进|有待改进|指出问题|指出不足"
)
_DIRECTION = "建议|希望|期望|要求|努力方向|改进方向|明确方向|方向|下一步|下步|今后"
# A word is a mark where a colon sets it off from what is said.
_COLON = r"\s{0,3}(?:[:：]|[，,]?\s{0,3}(?:一是|有[一二三两1-9][点条个][:：,，]?))\s{0,3}"
# The plainest ones are marks before a blank or 是 too, unless they are what is spoken of: 「问题 已解决」.
_PLAIN = "(?:优点|亮点|长处|成绩|做得好的|不足|缺点|短板|问题|差距|建议|希望)"
_OF_ITSELF = (
    r"(?!不[是多大少明突算]|[没无少多很较最突明显优好良喜已都得解整改补就也有]|大(?:[，,。；;]|$))"
)
_LOOSE = (
    rf"(?:\s{{1,9}}{_OF_ITSELF}"
    rf"|(?:在于|主要是|是){_OF_ITSELF}(?![^，,。；;]{{0,4}}的(?:[，,。；;]|$))\s{{0,3}})"
)
# Some stand before what is said without anything between; never where they are what is spoken of.
_DIRECT = (
    r"(?P<direct_achieved>(?:优点|长处)(?![不没多少很较最突明鲜也都还就是被的、，,。；;\s]|$))"
    r"|(?P<direct_lacking>(?:不足|缺点)(?![不没多少很较最突明也都还就是已被的得以为改整之"
    r"一二两三四五六七八九十百\d、，,。；;\s]|$))"
    r"|(?P<direct_direction>希望(?!小学|工程|大|渺|不大|\s|[，,。；;]|$)"
    r"|建议(?!少|采纳|落实|办理|得到|被|未|没|不(?![要再])|已|的|和|反馈|征集|收集|意见|书|渠道|箱|得"
    r"|多(?:[，,。；;]|$)|\s|[，,。；;]|$)"
    r"|(?:今后|下一步|下步|明年)(?:要|应|需|请))"
)
_MARK = pattern(
    rf"(?:(?<=[\s。；;，,！!？?：:])|^){_ORDER}(?:"
    rf"(?P<achieved>{_BEFORE}(?:{_ACHIEVED}){_BEHIND}{_COLON})"
    rf"|(?P<lacking>{_BEFORE}(?:{_LACKING}){_BEHIND}{_COLON})"
    rf"|(?P<direction>{_BEFORE}(?:{_DIRECTION}){_BEHIND}{_COLON})"
    rf"|(?P<loose>{_BEFORE}{_PLAIN}(?:之处|的?地方|方面)?{_LOOSE})"
    rf"|{_DIRECT})"
)
_PLAIN_HALF = {
    Half.ACHIEVED: pattern("优点|亮点|长处|成绩|做得好"),
    Half.LACKING: pattern("不足|缺点|短板|问题|差距"),
    Half.DIRECTION: pattern("建议|希望"),
}
_ADVISES = pattern("建议|希望")
_SENTENCE = pattern(r"[^。；;！!？?\n]+[。；;！!？?\n]*")
_STOP = pattern(r"[。！!？?\n]")
_NTH = pattern(r"^\s*[一二三四五]是[，,：:]?")
_CLAUSE = pattern(r"[，,]")
# What leads to a mark and says nothing itself: 「情况：优点…」.
_EMPTY = pattern(r"(?:总体|主要|有关)?(?:情况|表现|意见|评价|印象)(?:如下|是|为)?。?")
_NOTHING = pattern(
    r"(?:暂时?|目前)?(?:没有?|无)(?:什么|发现)?(?:明显|大的|突出)?(?:的)?(?:问题|不足)?。?"
)
# Words that speak against a mark. They only make somebody be asked: none of them sorts anything.
_TURN = pattern(
    r"但|不过|然而|可惜|美中不足|只是|就是(?!说)|尽管|虽"
    r"|[，,]\s?(?:短板|不足|问题|缺点|差距|弱项|薄弱|优点|亮点|长处)"
)
_BLAME = pattern(
    r"[不没未欠缺差弱]|短板|问题|滞后|[偏较太过]少|[偏较太]慢|单一|老套|有待|还需|仍需|流于|一般化|空泛|"
    r"应付|拖拉|松|虚|散漫|轻党建|简单化"
)
_STRONG_BLAME = pattern(
    r"不足|不够|不多|不强|不深|不实|不严|不高|不突出|不明显|不及时|不到位|不规范|不健全|欠|薄弱|滞后|"
    r"[偏较太过]少|单一|老套|有待|还需|仍需|缺乏|流于|偏弱"
)
_HEAD_OF_BLAME = pattern(r"[不没无缺少]")
_HEAD_OF_PRAISE = pattern(r"已|都|得到|解决|整改|基本|补|改好|没")
_PRAISE = pattern(
    r"扎实|认真|带头|主动|积极|创新|热情|负责|有力|丰富|[较很良真]好|到位|规范|紧密|得准|实在|深入|"
    r"有声有色|显著|肯定|满意|突出(?!问题)|优秀|出色|踏实|暖心|公道"
)


@dataclass(frozen=True)
class Remark:
    """One sentence of an observation, and the part that its author says it belongs to."""

    half: Half
    text: str

    @property
    def is_sorted(self) -> bool:
        return self.half is not Half.UNSORTED


def said_of(remarks: Sequence[Remark], half: Half) -> str:
    """What the remarks say of one part; empty where they say nothing of it."""
    return "".join(remark.text for remark in remarks if remark.half is half).removesuffix("。")


@dataclass(frozen=True)
class _Section:
    """What stands behind one mark. `is_heading` where a colon makes it the head of all that follows.

    `verb` is 建议 or 希望, where the mark is one: 「建议：每月对账」 says 「建议每月对账」.
    """

    half: Half
    text: str
    is_heading: bool
    verb: str = ""

    def remarks(self, *, reaches_on: bool) -> Iterator[Remark]:
        """Yields its sentences; the mark holds for all of them where it `reaches_on`."""
        half = self.half
        for number, match in enumerate(_SENTENCE.finditer(self.text)):
            sentence = clean(_NTH.sub("", match[0]))
            is_empty = _EMPTY.fullmatch(sentence) is not None
            if half is not Half.UNSORTED and _NOTHING.fullmatch(sentence):
                is_empty = True
            if sentence and not is_empty:
                is_first = number == 0
                if _speaks_against(half, sentence, is_first=is_first):
                    yield from _unsorted(sentence)
                else:
                    is_complete = sentence.startswith(("建议", "希望", "望", "请"))
                    if half is Half.DIRECTION and not is_complete:
                        sentence = f"{self.verb}{sentence}"
                    yield Remark(half, sentence)
            if reaches_on:
                continue
            # A mark that is no heading, or a heading that stands alone, ends with its sentence.
            if not self.is_heading or _STOP.search(match[0]):
                half = Half.UNSORTED


def remarks_of(text: str) -> tuple[Remark, ...]:
    """The sentences of an observation, each with the part that was said; the text loses nothing else.

    A mark with a colon is a heading: where several stand in a text, all up to the next one is its
    own; a single one holds to the end of its sentence. Any other mark speaks of its sentence alone.
    """
    sections = list(_sections(text))
    headings = {section.half for section in sections if section.is_heading}
    remarks: list[Remark] = []
    for section in sections:
        reaches_on = section.is_heading and len(headings) > 1
        remarks += section.remarks(reaches_on=reaches_on)
    return tuple(remarks)


def _sections(text: str) -> Iterator[_Section]:
    """Cuts a text at its marks; what stands before the first one has none."""
    half = Half.UNSORTED
    start = 0
    is_heading = False
    verb = ""
    for mark in _MARK.finditer(text):
        if text[start : mark.start()].strip(_BETWEEN):
            yield _Section(half, text[start : mark.start()], is_heading, verb)
        name = str(mark.lastgroup)
        if name == "loose":
            half = next(half for half, words in _PLAIN_HALF.items() if words.search(mark[0]))
        else:
            half = Half(name.removeprefix("direct_"))
        verb = "".join(_ADVISES.findall(mark[0])[:1])
        is_heading = "\n" in mark[0] or mark[0].rstrip().endswith((":", "："))
        start = mark.end()
        if mark.lastgroup == "direct_direction":
            start = mark.start()  # 希望 and 建议 are part of what is said
    if text[start:].strip(_BETWEEN):
        yield _Section(half, text[start:], is_heading, verb)


def _speaks_against(half: Half, sentence: str, *, is_first: bool) -> bool:
    """Whether a sentence may not belong to the part under whose mark it stands.

    Right behind its mark only plain words do so; further on every word that sounds like the other part.
    """
    if half is Half.UNSORTED:
        return True
    if half is Half.DIRECTION:
        return False
    if _TURN.search(sentence):
        return True
    if half is Half.ACHIEVED:
        blame = _BLAME
        if is_first:
            blame = _STRONG_BLAME
        return _HEAD_OF_BLAME.match(sentence) is not None or blame.search(sentence) is not None
    if is_first:
        return _HEAD_OF_PRAISE.match(sentence) is not None
    return _PRAISE.search(sentence) is not None


def _unsorted(sentence: str) -> Iterator[Remark]:
    """A sentence whose clauses sound differently is asked about clause by clause."""
    clauses = [clause for part in _CLAUSE.split(sentence) if (clause := clean(part))]
    blames = {_BLAME.search(clause) is not None for clause in clauses}
    if len(blames) > 1:
        for clause in clauses:
            # On its own a clause begins with no 但: there is nothing before it any more.
            words = re.sub(r"^(?:但是?|不过|然而|只是|可惜)", "", clause)
            yield Remark(Half.UNSORTED, clean(words))
    else:
        yield Remark(Half.UNSORTED, sentence)
