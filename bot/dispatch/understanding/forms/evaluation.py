"""What is said of the inputs, the opinion and the grade."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from bot.dispatch.understanding.choosing import called_as_on_sheet
from bot.dispatch.understanding.forms.written import forms
from bot.dispatch.understanding.grammar import ANEW
from bot.domain.evaluation.decided import decided
from bot.domain.evaluation.grades import committee_day
from bot.domain.evaluation.inputs import Kind
from bot.domain.evaluation.opinion import Half
from bot.domain.patterns import pattern
from bot.domain.people import Person, Roster
from bot.domain.values import dataclass
from bot.texts.evaluation import WORDS
from bot.texts.opinions import HALF_WORDS

# A line for each of several, typed for who said it: 「点评 代钱守样：」 and the lines below it.
_FOR_ANOTHER = r"(?P<text>代\s*[^\s：:]{2,10}[：:][ \t]*\n[\s\S]+)"
_LOOK = r"(?:请|给我|我想)?(?:看看|看一?下|查一?下|看)?"
FORMS = (
    *forms("送达", r"反馈(?:考核)?结果(?:[\s：:]+(?P<text>\S.*))?"),
    *forms(
        "我的结果",
        r"(?:请问|看看?|查一?下)?我(?:的)?(?:考核|最终|最后|述职)?(?:得了|得|是|评了|评的)?"
        r"(?:什么|啥|多少|哪个|几)?(?:考核)?(?:结果|等次|得分|分数|分|评价意见|测评结果)"
        r"(?:是)?(?:什么|多少|怎么样|咋样|出来了)?(?:了)?(?:吗|没有|呢)?[？?。]?",
        r"(?:领导|组织|党总支|党委)(?:是)?(?:怎么|如何)(?:评价|点评|说)(?:我|我的)(?:的)?[？?。]?",
        asks=True,
    ),
    # Of all at once: who lacks what, and which grades stand.
    *forms(
        "依据",
        rf"{_LOOK}(?:各位|大家|所有人?|全部)?(?:书记)?的?(?:四项)?依据(?:都)?(?:齐了?(?:吗|没有?)|情况|还[差缺]什么)[？?]?",
        r"(?:还有)?(?:谁|哪些?人?|哪几位)的(?:四项)?依据(?:还)?(?:没有?|不|未)齐[？?]?",
        r"(?:四项)?依据还?[差缺](?:谁|哪些?人?|哪几位)的?[？?]?",
        rf"{_LOOK}(?:各位|大家|所有人?|全部)?(?:书记)?的?(?:考核)?等次(?:都)?(?:定好?了?(?:吗|没有?)|情况|汇总|怎么样)?[？?]?",
        asks=True,
    ),
    *forms("平时", rf"平时[\s：:]*{_FOR_ANOTHER}", whole=True, asks=True),
    *forms("调研", rf"调研[\s：:]*{_FOR_ANOTHER}", whole=True, asks=True),
    *forms("点评", rf"点评[\s：:]*{_FOR_ANOTHER}", whole=True, asks=True),
    *forms("异议", r"不同意见[\s：:，,。]*(?P<text>[\s\S]*)", whole=True, asks=True),
)
GRADES = (
    # Behind a colon everything is the decision, in however many sentences.
    *forms(
        "等次",
        r"(?:(?:各位|大家)的?)?(?:考核)?等次(?:如下|情况|结果)?\s?[：:](?P<text>[\s\S]{2,})",
        whole=True,
    ),
    *forms(
        "等次",
        r"(?:考核)?等次(?:如下|情况|结果)?\s+(?P<text>[\s\S]{2,})",
        r"(?:录入|填写|登记)(?:考核)?等次[\s：:]*(?P<text>[\s\S]*)",
        r"等次",
    ),
    # A decision that names no 等次 says 其余, and what it rests on: 「王文例好，其余较好，党总支会议研究」.
    *forms(
        "等次",
        r"(?!(?:考核|录入|填写|登记|各位的?|大家的?)?(?:等次|定等))"
        r"(?P<text>[^\n条？?]{2,300}其余[^\n条？?]{1,100}"
        r"(?:会议?研究|研究决定|会议决定)[^\n？?]{0,60})",
        whole=True,
    ),
)
OPINIONS = (
    *forms(
        "意见",
        rf"(?:评价)?意见\s{{0,3}}(?P<text>{'|'.join(ANEW)})[。！!]?",
        r"(?:请)?(?:起草|拟|写|看看?)\s?(?P<text>所有|全部|大家)(?:人|书记|同志)?的?(?:评价)?意见[。！!]?",
        whole=True,
    ),
    *forms(
        "改意见",
        r"改\s*+(?:第\s*+)?(?P<n>\d{1,2})(?:\s*(?:[句条][为成]?|[为成]))?[\s.．、:：,，]+(?P<text>(?s:.+))",
    ),
    *forms("删意见", r"删[除去掉]?\s*+(?:第\s*+)?(?P<n>\d{1,2})\s*(?:句|条)?[。.]?"),
    *forms("加意见", rf"加(?:上|一句)?\s*(?P<text>(?:{'|'.join(HALF_WORDS)})[\s:：,，](?s:.+))"),
    *forms(
        "归类",
        rf"归[到为入]?\s*第?(?P<n>\d{{1,2}})[句条]?[\s:：,，]*(?P<text>{'|'.join(HALF_WORDS)})",
    ),
)
PLEASE = r"(?:请|麻烦|给我|我要|要|发我)?(?:一?[张份])?"
KIND = "(?:平时|调研|点评)"
EXCEL = "(?:[Ee]xcel|EXCEL|电子)"
# The kind is the word of another command: 「记录表 平时 Excel」 asks for one thing.
OBSERVATION_SHEETS = forms(
    "记录表",
    rf"记录表\s+(?P<text>{KIND}\s?{EXCEL}?(?:版|格式)?)[。！!]?",
    rf"{PLEASE}(?P<text>{KIND}\s?(?:的|用)?{EXCEL}(?:版|格式)?)\s?(?:的?记录)?表[。！!]?",
    rf"{PLEASE}(?P<text>{KIND})(?:掌握|了解)?(?:的?情况)?\s?(?:的?记录)?表"
    r"(?:发我|给我|发一下|发一份|来一份)?(?:一[张份])?[。！!]?",
    # The kind and what the sheet is made with, in this order: 「调研记录表Excel」.
    rf"{PLEASE}(?P<text>{KIND}\s?(?:的?记录)?表\s?(?:用|要)?{EXCEL}(?:版|格式)?)(?:的)?[。！!]?",
    whole=True,
)

TITLE = "(?:书记|主任|同志|院长|老师)?"
ON_BEHALF = pattern(
    rf"^代\s*(?P<name>\S{{2,8}}?){TITLE}(?:说|讲|指出)?(?:\s++(?:[:：,，]\s*+)?|[:：,，]\s*+)(?P<text>.+)",
    re.DOTALL,
)
LINES_ON_BEHALF = pattern(rf"代\s*[^\s：:]{{2,8}}?{TITLE}[：:]?")
EXCEL_SAID = pattern(
    r"(?:的|用)?(?:excel|电子表格?|xlsx)(?:格式|版|表格|表)?(?:的)?", re.IGNORECASE
)
SHEET_SAID = pattern("(?:的?记录)?表")
KINDS = {word: kind for kind, word in WORDS.items()}
MARKS = " ：:，,、。"


def read_author(text: str) -> tuple[str, str]:
    """Returns whose words they are by 「代某某：…」, empty where nobody is named, and the words."""
    on_behalf = ON_BEHALF.match(text)
    if on_behalf is None:
        return "", text
    return on_behalf["name"], on_behalf["text"].strip()


def read_author_of_lines(text: str) -> tuple[str, str]:
    """Returns 「代某某：」 where it stands on a line of its own, and the lines below it."""
    head, _, lines = text.strip().partition("\n")
    if lines and LINES_ON_BEHALF.fullmatch(head.strip()):
        return f"{head.strip(' ：:')}：", lines
    return "", text


def read_wanted_sheet(text: str) -> tuple[Kind | None, bool]:
    """Returns of which input an empty sheet is wanted, if one is named, and whether as a workbook."""
    word = SHEET_SAID.sub("", EXCEL_SAID.sub("", text)).strip(" 。！!")
    return KINDS.get(word), EXCEL_SAID.search(text) is not None


def read_half(text: str) -> Half | None:
    """Returns the part of an opinion that is named; None where none is."""
    return HALF_WORDS.get(text.strip(MARKS))


def read_sentence(text: str) -> tuple[Half | None, str]:
    """Returns the part of an opinion that a sentence is for, and the sentence: 「问题 谈心不够」."""
    said = text.strip()
    for word, half in HALF_WORDS.items():
        if said.startswith(word):
            return half, said.removeprefix(word).lstrip(MARKS)
    return None, said


@dataclass(frozen=True)
class DecisionSaid:
    """What the committee decided: the grade of each, why, and on which day where that was said.

    `unknown` are words that are neither a name nor a grade; none may be guessed at. `unnamed` are
    those who are graded as 「其余」, `twice` are named under two grades.
    """

    grades: Mapping[Person, str]
    reason: str
    day: date | None
    unknown: tuple[str, ...] = ()
    unnamed: tuple[Person, ...] = ()
    twice: tuple[str, ...] = ()


def read_decision(
    text: str,
    scale: Sequence[str],
    roster: Roster,
    actor: Person,
    today: date,
    of_year: Sequence[Person],
    former: Sequence[Person] = (),
) -> DecisionSaid:
    """Reads a decision about many; 「其余」 are all of the year who are not named.

    `former` have given up the office, and may be named.
    """
    subjects = {person.title: person for person in (*of_year, *roster.subjects, *former)}
    called = called_as_on_sheet(text, roster, tuple(subjects), actor)
    said = decided(called.text, scale, tuple(subjects))
    day = committee_day(said.reason, today)
    grades = {subjects[name]: grade for name, grade in said.grades.items()}
    if said.rest:
        grades = dict.fromkeys(of_year, said.rest) | grades
    in_order = {person: grades[person] for person in subjects.values() if person in grades}
    unnamed = tuple(person for person in in_order if person.title not in said.grades)
    return DecisionSaid(in_order, day.rest, day.day, said.unknown, unnamed, said.twice)
