"""对应: a report's problems, causes and measures, put right by a sentence and confirmed by a tap."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from bot.actions import pairing, raised
from bot.actions.rectification import entering, ledger
from bot.dispatch.cases import nobody
from bot.dispatch.context import Context
from bot.dispatch.router import Router, Whose
from bot.dispatch.understanding.forms.items import read_items
from bot.dispatch.understanding.forms.ledger import PAIRING
from bot.domain.open_cards import OpenCard
from bot.domain.pairing import Change, read_correction
from bot.domain.permissions import ORGANISER, SECRETARY
from bot.domain.plan import Part
from bot.messages import ClickAnswer, Message
from bot.texts import pairing as texts
from bot.texts import rectification as ledger_texts

router = Router("pairing", Part.REPORT, PAIRING)


@router.command(
    "对应", part=Part.OUTLINE, who=SECRETARY, help="核对问题、原因、措施是否一一对应", private=True
)
def pairs(context: Context) -> Message:
    return Message(card=pairing.card(context.work, context.cycle, context.actor, context.own_place))


@router.button(pairing.PAIRS, who=SECRETARY, whose=Whose.OWN)
def confirm(context: Context, card: OpenCard, pressed: str) -> ClickAnswer:
    """Enters the rows; whoever wants to put something right is told how, and keeps the card."""
    if pressed == pairing.CORRECT:
        return ClickAnswer(accepted=True, notice=texts.HOW_TO_CORRECT)
    # Cards of earlier releases were about one's own place.
    if "place" in card.subject:
        place = ledger.branch_of(context.roster, card.subject["place"])
    else:
        place = context.own_place
    items = pairing.confirm(context.work, context.cycle, context.actor, place, card)
    # A plan without rectification has no ledger that could take the rows.
    if not context.cycle.plan.has(Part.RECTIFICATION):
        rows = len(card.subject.get("rows", ()))
        notice = texts.kept_apart(rows)
        return ClickAnswer.closing(notice)
    days = ledger.due_days(context.work, context.cycle, items)
    numbers: dict[date, list[int]] = defaultdict(list)
    for item in items:
        numbers[days[item.id]].append(item.number(place.id))
    return ClickAnswer.closing(texts.kept(numbers, context.work.today))


@router.command(
    "改条目",
    part=Part.RECTIFICATION,
    who=SECRETARY | ORGANISER,
    usage="第2条措施改为每月谈话一次",
    help="改一条的问题、原因、措施或时限",
    private=True,
    literal=True,
    about=nobody,  # they are the author's own words, also where another passes them on
)
def correct(context: Context, n: int, text: str) -> Message:
    """Puts a row right that its author has before him; once it is confirmed, an item of the ledger."""
    correction = read_correction(text, context.work.today)
    # Who has the card of raised problems before him means its rows by 「第2条」.
    if raised.is_asked(context.work, context.actor):
        numbers: Sequence[int] = [n]
        if correction.change is Change.LEFT_OUT:
            # One sentence may leave out several: 「第2、5条不列」
            numbers = read_items(context.update.text)
        card = raised.correct(context.work, context.cycle, context.actor, numbers, correction)
        return Message(card=card)
    place = context.own_place
    if pairing.is_asked(context.work, context.actor, place):
        card = pairing.correct(context.work, context.cycle, context.actor, place, n, correction)
        if correction.change is Change.LEFT_OUT:
            return Message(text=texts.left_out(n), card=card)
        return Message(text=texts.corrected(n), card=card)
    item = ledger.find(context.work, context.department.id, place, n)
    entering.reword(context.work, context.cycle, context.actor, place, item, correction)
    if correction.day is not None:
        return Message(text=ledger_texts.due_set(n, correction.day, context.work.today))
    return Message(text=ledger_texts.reworded(n))
