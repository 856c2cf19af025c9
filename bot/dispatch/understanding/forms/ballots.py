"""What is said of ballots: opening and ending one, the sheet, what one branch is asked."""

from collections.abc import Collection, Iterator
from enum import Enum, auto

from bot.dispatch.understanding.forms.written import forms
from bot.domain.patterns import pattern
from bot.domain.satisfaction import Matter
from bot.domain.values import dataclass
from bot.texts.satisfaction import END, RELEASE

POLLS = (
    *forms(
        "结束测评",
        r"(?:请|现在|可以)*收票(?:吧|了|啦)?[。!！]?",
        r"收票\s{1,3}(?P<text>[^\s。!！?？]{2,40})",
    ),
    *forms(
        "谁没投",
        r"(?:现在)?(?:还有)?(?:谁|哪些人|几个?人|多少人)(?:还)?(?:没有?|未)(?:交|填)(?:票|测评表)(?:的)?[？?]?",
        r"(?:现在)?(?:票|测评表)?(?:已经)?(?:收|交)(?:到|上来|回来?)?了?(?:多少|几)(?:[张票](?:票|表)?|份(?:票|测评表))了?[？?]?",
        r"(?:现在)?(?:票|测评表)(?:已经)?(?:收|交)(?:到|上来|回来?)?了?(?:多少|几)份了?[？?]?",
        asks=True,
    ),
    # Nobody is named: it is asked whether all are meant.
    *forms(
        "开始测评",
        r"(?:下面|现在|请|可以|我们){0,2}(?:开始|启动|进行)(?:现场)?(?:测评|投票)(?:了|吧|啦)?[。！!]?",
        r"现场测评(?:现在|可以)?开始(?:了|吧|啦)?[。！!]?",
    ),
    *forms("纸质票", r"纸质(?:选)?票[\s:：,，]{0,9}(?P<text>[\s\S]{1,4000})", whole=True),
)
SHEETS = (
    *forms(
        "发测评表",
        r"(?:请|现在|可以|开始)*(?:发|发放|发一下|下发)测评表(?:吧|了)?(?P<text>[^?？]*)",
    ),
    # Several names, or a closing time, make one sheet for exactly these.
    *forms(
        "发测评表",
        r"开始测评\s{0,3}(?P<text>[^?？\s,，、;；]{2,20}"
        r"(?:[\s,，、;；]|(?:到|至|截)(?=[\d今明后本下周上中晚早止至]))[^?？]{0,200})",
        whole=True,
    ),
    *forms("测评表", r"(?:请)?(?:给我|再给我|我要)?(?:发|发一下|看看|看)?(?:我的)?测评表[。!！]?"),
)

EVERYBODY = pattern("(?:给|发给)?(?:全部|所有|全体|大家)?(?:书记|同志|人)?")
BETWEEN_NAMES = pattern(r"[\s,，、;；]+")
CONJUNCTIONS = pattern("[和与及]")
POLITE = ("", "吧", "了", "书记", "同志", "两位", "几位")
ENDED = pattern(rf"^(?:提前)?(?:{END}|截止|关闭|停止)(?:测评)?[。！\s]*$")
RELEASED = pattern(rf"^(?:核对并?)?(?:{RELEASE}|公开)(?:结果)?[。！\s]*$")
MATTER = pattern(r"^(?:关于|针对)?(?P<matter>整顿|整改)(?:满意度|情况|的)?[。！\s]*$")
MATTERS = {"整顿": Matter.WEAK, "整改": Matter.ITEMS}
WITHDRAWN = pattern(
    r"^(?:编号|测评)?\s*[kK](?P<poll>\d{1,9}+)(?:\s*(?:号|的测评))?+[\s,:、，：]*+(?P<reason>(?s:.+))"
)


def means_everybody(names: str) -> bool:
    """Tells whether a sheet is meant for all: nobody is named, or 「全部」."""
    return EVERYBODY.fullmatch(names.strip()) is not None


def listed_names(text: str, known: Collection[str]) -> Iterator[str]:
    """Yields the names that are listed; 和 parts two of them unless it is part of one that is known."""
    for name in BETWEEN_NAMES.split(text):
        if name in POLITE:
            continue
        if name in known:
            yield name
        else:
            yield from filter(None, CONJUNCTIONS.split(name))


class Step(Enum):
    """What is done with the question to one branch's people."""

    ASK = auto()
    END = auto()
    RELEASE = auto()


@dataclass(frozen=True)
class AskedOfBranch:
    """The step, and what is asked about where that is said."""

    step: Step
    matter: Matter | None = None


def read_asked_of_branch(text: str) -> AskedOfBranch | None:
    """Reads the words behind a branch; None for words that mean nothing of it."""
    said = text.strip()
    if ENDED.match(said):
        return AskedOfBranch(Step.END)
    if RELEASED.match(said):
        return AskedOfBranch(Step.RELEASE)
    matter = MATTER.match(said)
    if matter is not None:
        return AskedOfBranch(Step.ASK, MATTERS[matter["matter"]])
    if said:
        return None
    return AskedOfBranch(Step.ASK)


def read_withdrawal(text: str) -> tuple[int, str] | None:
    """Returns the number of the poll that is taken back, and why; None where one is lacking."""
    withdrawn = WITHDRAWN.match(text.strip())
    if withdrawn is None:
        return None
    return int(withdrawn["poll"]), withdrawn["reason"].strip()
