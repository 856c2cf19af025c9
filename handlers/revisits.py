"""回访: what was seen some months after an item was closed, item by item or branch by branch."""

import re

from bot.actions.rectification import effects, ledger
from bot.dispatch import bundling
from bot.dispatch.bundling import Act
from bot.dispatch.context import Context
from bot.dispatch.router import Router
from bot.dispatch.understanding import Slot, Value
from bot.domain.patterns import pattern
from bot.domain.people import Branch
from bot.domain.permissions import OVERSIGHT
from bot.domain.plan import Part
from bot.domain.refusals import Missing, NoSuch
from bot.domain.words import UNIT
from bot.messages import Message
from bot.texts import verification as texts

router = Router("revisits", Part.RECTIFICATION)
RELAPSED = pattern(r"反弹|反复|回潮")
NOT_RELAPSED = pattern(r"(?:没有?|未|无)(?:再|见|发现|出现)?(?:反弹|反复|回潮)")
# Words that judge and tell nothing of what was seen.
JUDGEMENT = pattern(
    r"[\s，。！,.!]|成效|效果|整改|情况|继续|一直|保持|良好|巩固|没有?反弹|有?反弹|有?反复|回潮|还行|不错|很好|可以|吧|了|的"
)
TELLING = 4  # characters that a sentence has beside them
FIGURE = pattern(r"\d{1,3}")
NUMBERS = pattern(r"(?P<first>\d{1,3})(?P<others>(?:\s?[、，,和]\s?第?\d{1,3}){1,30})")
# A line of several: 「第一支部 1、2 到支部看过，谈话都有记录」.
VISIT = pattern(
    r"\s*(?:回访|问效)?[：:\s]{0,3}(?P<branch>[^\s，,：:、]{2,30}?)\s{0,3}第?\s?"
    r"(?P<numbers>\d{1,3}(?:\s?[、，,和]\s?第?\d{1,3}){0,30})\s?条?[：:，,\s]{1,3}(?P<seen>\S.*)"
)
PUNCTUATION = " 、：:，,。条第和"


@router.command(
    "回访",
    who=OVERSIGHT,
    usage=texts.REVISIT_USAGE,
    help="记下销号后再去看到了什么；有反弹就写明",
    private=True,
)
@router.command(
    "问效",
    who=OVERSIGHT,
    usage=texts.REVISIT_USAGE,
    help="同“回访”",
    private=True,
)
def revisit(
    context: Context, branch: Branch | None = None, n: int | None = None, text: str = ""
) -> Message:
    """Notes one sentence of what was seen, for one item of a branch or for several; without
    anything said it shows what may be looked at again.

    A line for each branch is shown once and noted by one tap. Raises Missing where a sentence only
    judges: 「保持良好」 tells of no visit.
    """
    lines = map(VISIT.fullmatch, context.update.text.splitlines())
    visits = [visit for visit in lines if visit is not None]
    if len(visits) > 1:
        return _ask_for_all(context, visits)
    if branch is None and n is None and not text:
        return _to_revisit(context)
    if branch is None or n is None:
        raise Missing(texts.REVISIT_USAGE)
    numbers = [n]
    seen = text.strip(PUNCTUATION)
    # The text begins with the numbers that follow the first: 「1、2 到支部看过」.
    listed = NUMBERS.search(context.update.text)
    if listed and int(listed["first"]) == n:
        for number in FIGURE.findall(listed["others"]):
            numbers.append(int(number))
            seen = seen.removeprefix(number).lstrip(PUNCTUATION)
    _check_telling(seen)
    # 「没有反弹」 holds the word that it denies.
    held = RELAPSED.search(NOT_RELAPSED.sub("", seen)) is None
    noted: list[int] = []
    for number in dict.fromkeys(numbers):
        item = ledger.find(context.work, context.department.id, branch, number)
        if effects.note(context.work, context.cycle, context.actor, item, seen, held=held):
            noted.append(number)
    if not noted:
        return Message(text=texts.not_closed(branch.name, numbers))
    return Message(text=texts.revisited(branch.name, noted, held=held))


def _to_revisit(context: Context) -> Message:
    ripe = [
        item
        for item in effects.to_revisit(context.work, context.cycle)
        # What was promised is looked at by somebody else than whoever promised it.
        if not ledger.is_owner(context.roster, item, context.actor)
    ]
    if not ripe:
        return Message(text=texts.NOTHING_TO_REVISIT)
    return Message(text=texts.revisit_notice(effects.numbers_by_branch(context.roster, ripe)))


def _ask_for_all(context: Context, visits: list[re.Match[str]]) -> Message:
    """Shows what would be noted, an item a line. Raises NoSuch for an unknown branch, Missing."""
    branches = {branch.name: branch for branch in context.roster.branches}
    acts = []
    for visit in visits:
        name, seen = visit["branch"], visit["seen"].strip()
        if name not in branches:
            raise NoSuch(UNIT, name, texts.REVISIT_USAGE)
        _check_telling(seen)
        for number in dict.fromkeys(map(int, FIGURE.findall(visit["numbers"]))):
            args: dict[Slot, Value] = {Slot.BRANCH: branches[name], Slot.N: number, Slot.TEXT: seen}
            acts.append(Act("回访", args, texts.visit(name, number, seen)))
    return bundling.ask(context, acts)


def _check_telling(seen: str) -> None:
    """Raises Missing where a sentence tells nothing of what was seen."""
    if len(JUDGEMENT.sub("", seen)) < TELLING:
        raise Missing(texts.REVISIT_USAGE)
