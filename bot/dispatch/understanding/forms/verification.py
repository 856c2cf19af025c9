"""What verifiers say of items that are said to be done, and saw of those that are closed."""

from collections.abc import Sequence

from bot.dispatch.understanding.forms.items import FURTHER, ITEM, items_from, read_items
from bot.dispatch.understanding.forms.words import MARKS, asks
from bot.dispatch.understanding.forms.written import forms
from bot.dispatch.understanding.numerals import number
from bot.domain.patterns import pattern
from bot.domain.people import Branch
from bot.domain.values import dataclass

NOT_GOOD_ENOUGH = r"(?:退回|还不行|不行|不属实|不通过|没通过|未通过)"
SENT_BACK = rf"{ITEM}(?:\s?[条项])?{FURTHER}{{0,40}}(?<=[条项])\s?(?P<text>{NOT_GOOD_ENOUGH}[\s\S]{{0,2000}})"

FORMS = (
    # On the card that somebody has before him: 「第2条还不行：谈话记录只有两人」.
    *forms("核验", SENT_BACK, whole=True),
    *forms("核验", r"(?:请)?(?:都|全部|一起|一并)核验(?:通过)?了?[。！!]?", whole=True),
)
PASSED = pattern(r"^[，。！\s]*(?:核验|验收)?(?:通过|合格|属实|同意)[，。！\s]*$")
RETURNED = pattern(rf"^[，\s]*{NOT_GOOD_ENOUGH}[，,：:\s]*(?P<reason>[\s\S]*)")
REST_PASSES = pattern(r"[，,。；;\s]{0,3}其余的?(?:都|全部|均)?(?:核验)?通过[。！]?$")
# One line of a card on which several branches stand: 「第三支部第2条还不行：没有记录」.
OF_BRANCH = pattern(rf"(?P<branch>[^，。：:\s]{{2,30}}?)的?{SENT_BACK}")

RELAPSED = pattern(r"反弹|反复|回潮")
NOT_RELAPSED = pattern(r"(?:没有?|未|无)(?:再|见|发现|出现)?(?:反弹|反复|回潮)")
# Words that judge and tell nothing of what was seen.
JUDGEMENT = pattern(
    r"[\s，。！,.!]|成效|效果|整改|情况|继续|一直|保持|良好|巩固|没有?反弹|有?反弹|有?反复|回潮|还行|不错|很好|可以|吧|了|的"
)
TELLING = 4  # characters that a sentence has beside them
# A line of several: 「第一支部 1、2 到支部看过，谈话都有记录」.
VISIT = pattern(
    r"\s*(?:回访|问效)?[：:\s]{0,3}(?P<branch>[^\s，,：:、]{2,30}?)\s{0,3}第?\s?"
    r"(?P<items>\d{1,3}(?:\s?[、，,和]\s?第?\d{1,3}){0,30})\s?条?[：:，,\s]{1,3}(?P<seen>\S.*)"
)
BETWEEN_ITEMS = f"{MARKS}条第和"


@dataclass(frozen=True)
class Verdict:
    """Whether an item passes; of one that does not, what is lacking, and whether the rest passes."""

    passed: bool
    reason: str = ""
    rest_passes: bool = False


def read_verdict(text: str) -> Verdict | None:
    """Reads the words behind an item; None where they decide nothing: 「还不行吗」 asks."""
    if asks(text):
        return None
    if PASSED.match(text):
        return Verdict(passed=True)
    returned = RETURNED.match(text)
    if returned is None:
        return None
    reason = REST_PASSES.sub("", returned["reason"])
    rest_passes = reason != returned["reason"]
    return Verdict(passed=False, reason=reason.strip(MARKS), rest_passes=rest_passes)


@dataclass(frozen=True)
class OfBranch:
    """The first item of a branch that is sent back, and the words from there on."""

    branch: Branch
    item: int | None
    text: str


def read_of_branch(text: str, branches: Sequence[Branch]) -> OfBranch | None:
    """Reads a message that names one of these branches and sends its items back; None for others."""
    said = OF_BRANCH.fullmatch(text)
    if said is None or asks(text):
        return None
    for branch in branches:
        if branch.name == said["branch"]:
            return OfBranch(branch, number(said["n"]), said["text"])
    return None


@dataclass(frozen=True)
class Visit:
    """What was seen of items of one branch, which is named as typed."""

    branch: str
    items: tuple[int, ...]
    seen: str

    @property
    def tells(self) -> bool:
        """Whether it tells of a visit: 「保持良好」 only judges."""
        return len(JUDGEMENT.sub("", self.seen)) >= TELLING

    @property
    def held(self) -> bool:
        """Whether nothing came back; 「没有反弹」 holds the word that it denies."""
        return RELAPSED.search(NOT_RELAPSED.sub("", self.seen)) is None


def read_visits(message: str) -> tuple[Visit, ...]:
    """Reads a message with a line for each branch."""
    lines = map(VISIT.fullmatch, message.splitlines())
    return tuple(
        Visit(line["branch"], read_items(line["items"]), line["seen"].strip())
        for line in lines
        if line is not None
    )


def read_visit(branch: str, first: int, text: str, message: str) -> Visit:
    """Reads what was seen of one item, or of those that the message lists behind it."""
    items = items_from(first, message)
    seen = text.strip(MARKS).lstrip(BETWEEN_ITEMS)
    # The text begins with the numbers that follow the first: 「1、2 到支部看过」.
    for item in items[1:]:
        seen = seen.removeprefix(str(item)).lstrip(BETWEEN_ITEMS)
    return Visit(branch, items, seen)
