"""What owners answer when they are asked after their items: a tap, a sentence, or several at once."""

from collections.abc import Sequence

from bot.actions import open_cards
from bot.actions.rectification import following, ledger, questions, reporting
from bot.dispatch.context import Context
from bot.dispatch.courtesies import is_courtesy
from bot.dispatch.router import Router, Whose
from bot.dispatch.understanding.forms.ledger import FOLLOWING
from bot.dispatch.understanding.numerals import number
from bot.domain.open_cards import OpenCard
from bot.domain.patterns import pattern
from bot.domain.permissions import SECRETARY
from bot.domain.plan import Part
from bot.domain.rectification.items import Item, State
from bot.domain.rectification.refusals import WhichItem
from bot.domain.refusals import CardGone, Missing
from bot.messages import ClickAnswer, Message
from bot.texts import rectification as texts
from handlers import help_requests
from handlers.rectification import is_it_done

router = Router("following", Part.RECTIFICATION, FOLLOWING)
QUESTION = pattern(r"[吗呢么？?]\s*$|^(?:怎么|什么|哪|谁|几)")
TELLS = pattern(r"已|正在|完成|开展|落实|谈|次|名|人|准备|计划|下周|下月|月底")
LEAST = 6  # characters of a sentence that tells something
NUMERAL = r"(?:\d{1,3}|[一二三四五六七八九十]{1,3})"
NUMERALS = pattern(NUMERAL)
ONE = pattern(rf"第?\s?{NUMERAL}\s?[条项]")
HEAD = pattern(
    rf"第?\s?{NUMERAL}\s?[条项]?(?:\s?[、，,和及与]\s?第?\s?{NUMERAL}\s?[条项]?){{1,30}}"
)


@router.button(following.FOLLOW_UP, who=SECRETARY, whose=Whose.OWN, form=following.form)
def answer_monthly(context: Context, card: OpenCard, _pressed: str) -> ClickAnswer:
    """Takes one tap for all items, or one choice an item."""
    assert context.update.click is not None, "buttons are clicked"
    choices = questions.answers(card.subject, context.update.click.values)
    if not choices:
        raise CardGone
    place = context.own_place
    # Cards of earlier releases name no place: they are about one's own.
    if card.subject.get("place"):
        place = ledger.branch_of(context.roster, card.subject["place"])
    answered = following.answer(context.work, context.cycle, context.actor, place, card, choices)
    notice = texts.answered(answered.under_way, answered.done)
    wanted = help_requests.after_tap(context, place, answered.helpless, answered.unclear)
    lines = [line for line in (notice, *wanted) if line]
    notice = "\n".join(lines) or texts.ANSWERED_BEFORE
    return ClickAnswer.closing(notice)


@router.command(
    "还在做",
    who=SECRETARY,
    usage="还在做",
    help="问到的整改事项都还在做，和点卡片一样",
    private=True,
    literal=True,
)
def under_way(context: Context) -> Message:
    """Answers the month's question by word. Raises WhichItem where nobody has asked."""
    # Without the month's question nobody knows which items he speaks of.
    asked = _asked(context)
    if asked is None:
        place = context.own_place
        unfinished = ledger.unfinished_of(context.work, context.department.id, place)
        raise WhichItem(tuple(str(item.number(place.id)) for item in unfinished))
    place = ledger.branch_of(context.roster, asked.subject["place"])
    chosen = {following.UNDER_WAY: [item for ids in asked.subject["groups"] for item in ids]}
    answered = following.answer(context.work, context.cycle, context.actor, place, asked, chosen)
    return Message(text=texts.answered(answered.under_way, ()) or texts.ANSWERED_BEFORE)


@router.command(
    "完成多条",
    who=SECRETARY,
    usage="第1条和第3条已完成",
    help="一句话报告几条整改已完成",
    private=True,
    literal=True,
)
def complete_several(context: Context, text: str) -> Message:
    """Reports several as done: 「第1条和第3条已完成」, and what was done.

    Raises Missing, NoItems, NoSuchItem, ItemClosed.
    """
    head = HEAD.match(text)
    if head is None:
        raise Missing("第1条和第3条已完成")
    said = AFTER_DONE.sub("", text[head.end() :]).strip(" ：:，,。")
    place = context.own_place
    numbers = [number(numeral) for numeral in NUMERALS.findall(head[0])]
    items = [
        ledger.find(context.work, context.department.id, place, found)
        for found in dict.fromkeys(numbers)
        if found is not None
    ]
    for item in items:
        reporting.complete(context.work, context.cycle, context.actor, place, item, said)
    return Message(text=texts.several_completed([item.number(place.id) for item in items]))


DONE = r"(?:都|均|已经|已|全部|全|就)*(?:完成|办完|办结|办好|做完|做好|落实|整改到位)了?"
AFTER_DONE = pattern("^" + DONE)


def _asked(context: Context) -> OpenCard | None:
    """Returns the month's question that this person has before him."""
    # The newest is the one that he has before him.
    for card in reversed(open_cards.waiting_for(context.work, context.actor)):
        if card.kind == following.FOLLOW_UP and card.subject.get("place"):
            return card
    return None


def _open_items(context: Context, card: OpenCard) -> Sequence[Item]:
    ids = [item for group in card.subject["groups"] for item in group]
    items = [ledger.by_id(context.work, item) for item in ids]
    return [item for item in items if item.state is State.OPEN]


def is_fact(context: Context) -> bool:
    """Tells whether a sentence without a number answers the month's question.

    It does where that asked after one item alone, and the sentence tells something and asks
    nothing.
    """
    text = context.update.text.strip()
    # He is asked in single chat, and answers there.
    if context.in_group or not context.actor.reports or is_courtesy(text):
        return False
    if len(text) < LEAST or QUESTION.search(text) or not TELLS.search(text):
        return False
    if ONE.match(text):  # it says itself which one
        return False
    asked = _asked(context)
    return asked is not None and len(_open_items(context, asked)) == 1


router.reply("一句话进展", is_fact)


@router.command(
    "一句话进展",
    who=SECRETARY,
    usage="一句话进展",
    help="只问到一条时，直接说做了什么",
    private=True,
    literal=True,
)
def tell_fact(context: Context, text: str) -> Message:
    """Notes a sentence as the progress of the one item that was asked after."""
    asked = _asked(context)
    if asked is None:
        raise CardGone
    (item,) = _open_items(context, asked)
    place = ledger.branch_of(context.roster, asked.subject["place"])
    reporting.note_progress(context.work, context.cycle, context.actor, place, item, text)
    card = is_it_done(context, place, item, text)
    return Message(text=texts.progress_noted(item.number(place.id), text), card=card)
