"""The four 防止 (S22-S25) and 虚空飘 (S18, S20): never a score.

They are sentences at which the author may want to look again.
"""

from collections.abc import Iterator, Sequence

from bot.domain.patterns import pattern
from bot.domain.report.findings import Finding, Level, Report
from bot.domain.report.lines import Sentence, sentences_of
from bot.domain.report.partition import Part
from bot.domain.report.passages import Passage

MAX_HINTS = 2  # whoever is told ten things looks at none
_FACT = pattern(
    r"\d|[一二三四五六七八九十百千两几]{1,9}(?:余|多)?(?:次|名|人|个|场|项|篇|件|期|户|份|位|本|天|月|年|成|倍)(?!方面|问题)|《|例如|比如|以.{2,12}为例"
)
_EMPTY = pattern(
    r"有待(?:进一步)?(?:加强|提高|提升|增强|改进|深化)|还(?:不够|不太|不是很)(?:深入|到位|扎实|高|强|深|透彻)|不(?:够|太|是很)(?:深入|到位|扎实|高|强|深|透彻)|进一步(?:加强|提高|提升|增强|强化|深化|完善|推进|落实)"
    r"|不断(?:加强|提高|提升|增强|强化|深化|完善)|切实(?:加强|提高|抓好|做好)|高度重视|狠抓落实|常抓不懈|再上新台阶|扎实推进|加大力度|力度不够|上新水平"
)
_OWN = pattern(r"我(?![国校院系们省市县区党支])|本人|自己|自身|亲自|个人")
_OTHERS = pattern(r"支部|党员|教师|学生|师生|部分|个别|有的|同志|大家|学院")
_MIND = pattern(r"学习|认识|意识|思想|理论|站位|觉悟|政治素养|重视程度|观念|信念")
_DEED = pattern(
    r"组织生活|三会一课|主题党日|活动|发展党员|培养|党费|制度|走访|谈心|调研|服务|阵地|经费|品牌|考核|管理|档案|材料|记录|带头人|结对|落实|融合|作用"
)
_BUSINESS = pattern(
    r"教学|科研|论文|课题|项目申报|基金|学科|课程建设|专业建设|招生|就业率?|竞赛|职称|实验室|专利|横向|教材|精品课|一流课程|研究生培养|学位点"
)
_PARTY = pattern(r"党|支部|书记|主题教育|思政|思想政治|立德树人|志愿|先锋|谈心|师德")
_LONG = 80  # characters of a paragraph that should hold a fact
_SHORT = 12  # characters of a sentence that needs no subject
_LEAD = 40  # characters in which a problem says whose it is
_ENOUGH = 6  # sentences from which a habit shows
_FEW = 0.1  # of the sentences
_MUCH = 0.35  # of the characters


def check_substance(report: Report, problems: Sequence[Passage]) -> list[Finding]:
    """Returns at most `MAX_HINTS`, the most useful first.

    They say who did it, then whose problem it is, then what is wrong with the wording.
    """
    work_done = _sentences(report, Part.ACHIEVEMENTS)
    vague = list(_check_wording(report))
    bare = list(_check_facts(report))
    ranked = [
        *_check_author(report, work_done),
        *_check_owner(report, problems),
        *_check_business(report, work_done),
        *_check_deeds(report, problems),
        *vague[:1],
        *bare[:1],
        *vague[1:2],
        *bare[1:2],
    ]
    return ranked[:MAX_HINTS]


def _sentences(report: Report, *parts: Part) -> list[Sentence]:
    return [
        sentence
        for section in report.split.of(*parts)
        for sentence in sentences_of(report.text, section.body, section.end)
    ]


def _hint(report: Report, rule: str, code: str, meant: Sentence | Passage, **facts: str) -> Finding:
    where = report.quotation(meant.text, meant.start)
    return Finding.of(rule, Level.HINT, code, where, **facts)


def _size(passage: Sentence | Passage) -> int:
    return len(passage.text)


def _check_author(report: Report, work_done: Sequence[Sentence]) -> Iterator[Finding]:
    """S22: in the account of work done, hardly a sentence names the author."""
    long = [sentence for sentence in work_done if _size(sentence) > _SHORT]
    of_others = [sentence for sentence in long if not _OWN.search(sentence.text)]
    if len(long) >= _ENOUGH and len(long) - len(of_others) < _FEW * len(long):
        yield _hint(report, "S22", "little_self", max(of_others, key=_size))


def _check_owner(report: Report, problems: Sequence[Passage]) -> Iterator[Finding]:
    """S23: the problems are the branch's or the members', and the author stands nowhere in them."""
    for sentence in _sentences(report, Part.PROBLEMS, Part.CAUSES):
        if _OWN.search(sentence.text):
            return
    for problem in problems:
        if _OTHERS.search(problem.text[:_LEAD]):
            yield _hint(report, "S23", "problems_of_others", problem)
            return


def _check_deeds(report: Report, problems: Sequence[Passage]) -> Iterator[Finding]:
    """S24: every problem is about study or awareness, none about a thing done or left undone."""
    if len(problems) < 2:
        return
    for problem in problems:
        if not _MIND.search(problem.text[:_LEAD]) or _DEED.search(problem.text):
            return
    yield _hint(report, "S24", "problems_of_mind", problems[0])


def _check_business(report: Report, work_done: Sequence[Sentence]) -> Iterator[Finding]:
    """S25: much of the work done is teaching and research without a word on the branch."""
    business = [
        sentence
        for sentence in work_done
        if _BUSINESS.search(sentence.text) and not _PARTY.search(sentence.text)
    ]
    if sum(map(_size, business)) > _MUCH * sum(map(_size, work_done)):
        yield _hint(report, "S25", "business_first", max(business, key=_size))


def _check_facts(report: Report) -> Iterator[Finding]:
    """S18: long paragraphs of the work done without a number, a date or an example."""
    for section in report.split.of(Part.ACHIEVEMENTS):
        offset = section.body
        for line in report.text[section.body : section.end].split("\n"):
            if len(line.strip()) >= _LONG and not _FACT.search(line):
                yield _hint(report, "S18", "no_facts", Sentence(line, offset))
            offset += len(line) + 1


def _check_wording(report: Report) -> Iterator[Finding]:
    """S20: sentences of problems and measures with two stock phrases or more and no fact.

    The emptiest come first.
    """
    empty: list[tuple[list[str], Sentence]] = []
    for sentence in _sentences(report, Part.PROBLEMS, Part.MEASURES):
        phrases = _EMPTY.findall(sentence.text)
        if len(phrases) > 1 and not _FACT.search(sentence.text):
            empty.append((phrases, sentence))
    empty.sort(key=lambda pair: -len(pair[0]))
    for phrases, sentence in empty:
        words = "”“".join(dict.fromkeys(phrases))
        yield _hint(report, "S20", "empty_words", sentence, words=words)
