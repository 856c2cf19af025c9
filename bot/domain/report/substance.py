"""The four 防止 (S22-S25) and 虚空飘 (S18, S20): sentences at which the author may want to look again. Never a score."""

import re
from collections.abc import Iterator, Sequence

from bot.domain.report.findings import Finding, Level, Reading, found
from bot.domain.report.lines import Sentence, sentences_of
from bot.domain.report.pairs import Passage
from bot.domain.report.parts import Part

MAX_HINTS = 2
_FACT = re.compile(
    r"\d|[一二三四五六七八九十百千两几]{1,9}(?:余|多)?(?:次|名|人|个|场|项|篇|件|期|户|份|位|本|天|月|年|成|倍)(?!方面|问题)|《|例如|比如|以.{2,12}为例"
)
_EMPTY = re.compile(
    r"有待(?:进一步)?(?:加强|提高|提升|增强|改进|深化)|还(?:不够|不太|不是很)(?:深入|到位|扎实|高|强|深|透彻)|不(?:够|太|是很)(?:深入|到位|扎实|高|强|深|透彻)|进一步(?:加强|提高|提升|增强|强化|深化|完善|推进|落实)"
    r"|不断(?:加强|提高|提升|增强|强化|深化|完善)|切实(?:加强|提高|抓好|做好)|高度重视|狠抓落实|常抓不懈|再上新台阶|扎实推进|加大力度|力度不够|上新水平"
)
_OWN = re.compile(r"我(?![国校院系们省市县区党支])|本人|自己|自身|亲自|个人")
_OTHERS = re.compile(r"支部|党员|教师|学生|师生|部分|个别|有的|同志|大家|学院")
_MIND = re.compile(r"学习|认识|意识|思想|理论|站位|觉悟|政治素养|重视程度|观念|信念")
_DEED = re.compile(
    r"组织生活|三会一课|主题党日|活动|发展党员|培养|党费|制度|走访|谈心|调研|服务|阵地|经费|品牌|考核|管理|档案|材料|记录|带头人|结对|落实|融合|作用"
)
_BUSINESS = re.compile(
    r"教学|科研|论文|课题|项目申报|基金|学科|课程建设|专业建设|招生|就业率?|竞赛|职称|实验室|专利|横向|教材|精品课|一流课程|研究生培养|学位点"
)
_PARTY = re.compile(r"党|支部|书记|主题教育|思政|思想政治|立德树人|志愿|先锋|谈心|师德")
_LONG = 80
_SHORT = 12
_LEAD = 40
_ENOUGH = 6
_FEW = 0.1
_MUCH = 0.35


def check_substance(reading: Reading, problems: Sequence[Passage]) -> list[Finding]:
    """At most `MAX_HINTS`, the most useful first: who did it, whose problem it is, then the wording."""
    told = _sentences(reading, Part.ACHIEVEMENTS)
    vague, bare = list(_empty_words(reading)), list(_no_facts(reading))
    ranked = [
        *_little_self(reading, told),
        *_problems_of_others(reading, problems),
        *_business_first(reading, told),
        *_problems_of_mind(reading, problems),
        *vague[:1],
        *bare[:1],
        *vague[1:2],
        *bare[1:2],
    ]
    return ranked[:MAX_HINTS]


def _sentences(reading: Reading, *parts: Part) -> list[Sentence]:
    return [
        sentence
        for section in reading.split.of(*parts)
        for sentence in sentences_of(reading.text, section.body, section.end)
    ]


def _hint(
    reading: Reading, rule: str, code: str, meant: Sentence | Passage, **facts: str
) -> Finding:
    return found(rule, Level.HINT, code, reading.place(meant.text, meant.start), **facts)


def _little_self(reading: Reading, told: Sequence[Sentence]) -> Iterator[Finding]:
    """S22: in the account of work done, hardly a sentence names the author."""
    long = [sentence for sentence in told if len(sentence.text) > _SHORT]
    others = [sentence for sentence in long if not _OWN.search(sentence.text)]
    if len(long) >= _ENOUGH and len(long) - len(others) < _FEW * len(long):
        yield _hint(
            reading, "S22", "little_self", max(others, key=lambda sentence: len(sentence.text))
        )


def _problems_of_others(reading: Reading, problems: Sequence[Passage]) -> Iterator[Finding]:
    """S23: the problems are the branch's or the members', and the author stands nowhere among them."""
    spoken = _sentences(reading, Part.PROBLEMS, Part.CAUSES)
    if any(_OWN.search(sentence.text) for sentence in spoken):
        return
    theirs = next((one for one in problems if _OTHERS.search(one.text[:_LEAD])), None)
    if theirs is not None:
        yield _hint(reading, "S23", "problems_of_others", theirs)


def _problems_of_mind(reading: Reading, problems: Sequence[Passage]) -> Iterator[Finding]:
    """S24: every problem is about study or awareness, none about a thing done or left undone."""
    if len(problems) > 1 and all(
        _MIND.search(one.text[:_LEAD]) and not _DEED.search(one.text) for one in problems
    ):
        yield _hint(reading, "S24", "problems_of_mind", problems[0])


def _business_first(reading: Reading, told: Sequence[Sentence]) -> Iterator[Finding]:
    """S25: much of the account of work done is about teaching and research without a word on the branch."""
    business = [one for one in told if _BUSINESS.search(one.text) and not _PARTY.search(one.text)]
    size = sum(len(one.text) for one in business)
    if size > _MUCH * sum(len(one.text) for one in told):
        yield _hint(reading, "S25", "business_first", max(business, key=lambda one: len(one.text)))


def _no_facts(reading: Reading) -> Iterator[Finding]:
    """S18: long paragraphs of the account of work done without a number, a date or an example."""
    for section in reading.split.of(Part.ACHIEVEMENTS):
        offset = section.body
        for line in reading.text[section.body : section.end].split("\n"):
            if len(line.strip()) >= _LONG and not _FACT.search(line):
                yield _hint(reading, "S18", "no_facts", Sentence(line, offset))
            offset += len(line) + 1


def _empty_words(reading: Reading) -> Iterator[Finding]:
    """S20: sentences of problems and measures with two stock phrases or more and no fact; the emptiest first."""
    heard = [
        (words, sentence)
        for sentence in _sentences(reading, Part.PROBLEMS, Part.MEASURES)
        if len(words := _EMPTY.findall(sentence.text)) > 1 and not _FACT.search(sentence.text)
    ]
    heard.sort(key=lambda pair: -len(pair[0]))
    for words, sentence in heard:
        yield _hint(reading, "S20", "empty_words", sentence, words="”“".join(dict.fromkeys(words)))
