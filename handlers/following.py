"""What owners answer when they are asked after their items: a tap, a sentence, or several at once."""

from collections.abc import Sequence

from bot.actions import open_cards
from bot.actions.rectification import following, ledger, questions, reporting
from bot.dispatch.context import Context
from bot.dispatch.courtesies import is_courtesy
from bot.dispatch.router import Router, Whose
from bot.dispatch.understanding.forms import ledger as forms
from bot.domain.open_cards import OpenCard
from bot.domain.permissions import SECRETARY
from bot.domain.plan import Part
from bot.domain.rectification.items import Item, State
from bot.domain.rectification.refusals import WhichItem
from bot.domain.refusals import CardGone, Missing
from bot.messages import ClickAnswer, Message
from bot.texts import following as following_texts
from bot.texts import rectification as texts
from handlers import help_requests
from handlers.rectification import is_it_done

router = Router("following", Part.RECTIFICATION, forms.FOLLOWING)


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
    notice = following_texts.answered(answered.under_way, answered.done)
    wanted = help_requests.after_tap(context, place, answered.helpless, answered.unclear)
    lines = [line for line in (notice, *wanted) if line]
    notice = "\n".join(lines) or following_texts.ANSWERED_BEFORE
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
    return Message(
        text=following_texts.answered(answered.under_way, ()) or following_texts.ANSWERED_BEFORE
    )


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

    Raises Missing, ItemArchived, NoItems, NoSuchItem, ItemClosed.
    """
    completed = forms.read_completed(text)
    if completed is None:
        raise Missing("第1条和第3条已完成")
    place = context.own_place
    items = [
        ledger.find(context.work, context.department.id, place, number)
        for number in completed.items
    ]
    for item in items:
        reporting.complete(context.work, context.cycle, context.actor, place, item, completed.said)
    return Message(text=texts.several_completed([item.number(place.id) for item in items]))


def _asked(context: Context) -> OpenCard | None:
    """Returns the month's question that this person has before him."""
    asked = open_cards.newest(context.work, context.actor, following.FOLLOW_UP)
    # Cards of earlier releases name no place.
    if asked is None or "place" not in asked.subject:
        return None
    return asked


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
    if not forms.tells_progress(text):
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
