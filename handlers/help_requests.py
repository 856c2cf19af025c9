"""Calls for help in the chat: asked for one item, answered by a sentence, closed by who asked."""

from collections.abc import Sequence
from datetime import timedelta

from bot.actions import open_cards
from bot.actions.help_requests import answering, calls, telling
from bot.actions.help_requests.calls import Call
from bot.actions.rectification import ledger
from bot.dispatch.cases import Arguments, named
from bot.dispatch.context import Context
from bot.dispatch.courtesies import is_courtesy
from bot.dispatch.router import Router, Whose
from bot.dispatch.understanding.forms import ledger as forms
from bot.dispatch.understanding.forms.words import asks
from bot.domain.open_cards import OpenCard
from bot.domain.people import Branch, Person, name_of
from bot.domain.permissions import OVERSIGHT, SECRETARY
from bot.domain.plan import Part
from bot.domain.rectification.items import Item
from bot.domain.rectification.refusals import WhichItem
from bot.domain.refusals import CardGone, Missing
from bot.domain.words import UNIT
from bot.messages import ClickAnswer, Message
from bot.texts import help_requests as texts

router = Router("help_requests", Part.RECTIFICATION, forms.HELP_REQUESTS)
AWAITED = timedelta(minutes=30)  # after a tap, in which a sentence is its answer
SHOWN = 8


@router.command(
    "需要帮助",
    who=SECRETARY,
    usage="需要帮助 1 场地还没有落实",
    help="请人帮忙办一条整改，写上缺什么",
    private=True,
)
def ask(context: Context, n: int | None = None, text: str = "") -> Message:
    """Asks for help with one item; the sentence after a tap says what is lacking."""
    place = context.own_place
    if n is None:
        n, text = _number_in(context, text)
    item = ledger.meant(context.work, context.department.id, place, n)
    call, is_new = answering.ask(context.work, context.cycle, context.actor, place, item, text)
    # What was awaited has been said, so the next sentence is no answer any more.
    for card in _awaited(context, telling.WHAT):
        open_cards.withdraw(context.work, card, context.actor)
    assert call.helper is not None, "somebody owes the answer"
    # A second call adds its words to the first, so that one answer is owed (decision 0036).
    if not is_new:
        answer = texts.added_to(call.number, helper=call.helper.name, due=call.request.due)
        return Message(text=answer)
    answer = texts.noted(call.number, helper=call.helper.name, due=call.request.due, text=text)
    if not text:
        await_words(context, [item])
        answer = f"{answer}\n{texts.WHAT}"
    return Message(text=answer)


def after_tap(
    context: Context, place: Branch, helpless: Sequence[Item], unclear: Sequence[Item]
) -> list[str]:
    """Asks for help with the items that were tapped, and what is lacking, or with which of several.

    Returns what the secretary is told; nothing where he wants no help.
    """
    lines = []
    for item in helpless:
        call, _ = answering.ask(context.work, context.cycle, context.actor, place, item)
        assert call.helper is not None, "somebody owes the answer"
        due = call.request.due
        lines.append(texts.noted(call.number, helper=call.helper.name, due=due, text=""))
    # Only one question can await a sentence; with which item comes before what is lacking.
    open_questions = [*unclear] or [*helpless]
    if unclear:
        lines.append(texts.which([item.number(place.id) for item in unclear]))
    elif len(helpless) == 1:
        lines.append(texts.WHAT)
    elif helpless:
        lines.append(texts.what_each([item.number(place.id) for item in helpless]))
    if open_questions:
        await_words(context, open_questions)
    return lines


def await_words(context: Context, items: Sequence[Item]) -> None:
    """Lets the next sentence say what is lacking, and with which of the items."""
    for earlier in _awaited(context, telling.WHAT):
        open_cards.withdraw(context.work, earlier, context.actor)
    # Kept as an open card, so that it survives a restart.
    subject = {"items": [item.id for item in items]}
    open_cards.ask(context.work, context.actor, telling.WHAT, subject)


def _number_in(context: Context, text: str) -> tuple[int | None, str]:
    """Returns the number of the item that the words begin with, and what follows.

    Without a number it is the one item that was just asked about.
    """
    number, words = forms.read_call(text)
    if number is not None:
        return number, words
    for card in _awaited(context, telling.WHAT):
        if len(card.subject["items"]) == 1:
            place = context.own_place
            for item in ledger.of_branch(context.work, context.department.id, place):
                if item.id == card.subject["items"][0]:
                    return item.number(place.id), text
    return None, text


@router.command(
    "求助",
    who=SECRETARY | OVERSIGHT,
    help=f"看{UNIT}请求帮助的事项，办理等您的那一件",
    private=True,
    shows=lambda _actor, _said: True,
)
def show(context: Context) -> Message:
    """Shows the first call that waits for whoever asks as its card, and the others in a line."""
    every = calls.unsettled(context.work, context.department.id)
    visible = every
    # A call is between who asks and who helps, so a secretary sees those of his own places alone.
    if not OVERSIGHT.allows(context.actor):
        places = context.roster.places_of(context.actor)
        visible = [call for call in every if call.branch in places]
    if not visible and context.actor.reports:
        return Message(text=texts.HOW_TO_ASK)
    if not visible:
        return Message(text=texts.NOTHING)
    lines = [
        texts.line(call.name, name_of(call.helper), call.request.due, is_waiting=call.is_waiting)
        for call in visible[:SHOWN]
    ]
    text = texts.listed(lines)
    owed = calls.owed_by(every, context.actor)
    if owed:
        card = telling.asked_card(context.work, context.roster, owed[0], context.actor)
        return Message(text=text, card=card)
    for call in visible:
        is_mine = context.roster.responsible_for(call.branch) == context.actor
        if is_mine and not call.is_waiting:
            card = telling.answered_card(context.work, context.roster, call)
            return Message(text=text, card=card)
    return Message(text=text)


def _case_of_answer(context: Context, arguments: Arguments) -> Sequence[Person]:
    """What somebody says of his own call is no office that he holds in his own case."""
    branch = arguments.get("branch")
    if branch is None or branch == context.roster.place_of(context.actor):
        return ()
    return named(context, arguments)


@router.command(
    "回复",
    who=OVERSIGHT,
    usage=texts.ANSWER_USAGE,
    help=f"用一句话答复{UNIT}的求助",
    private=True,
    of_branch=True,  # a call stays with the branch when its secretary goes (decision 0041)
)
def answer(
    context: Context, branch: Branch | None = None, n: int | None = None, text: str = ""
) -> Message:
    call = _call_meant(context, branch, n)
    if not text.strip("：:，, "):
        raise Missing(texts.ANSWER_USAGE)
    return Message(text=_answer(context, call, text.strip("：:，, ")))


@router.command(
    "帮助解决",
    who=SECRETARY | OVERSIGHT,
    usage=texts.SOLVED_USAGE,
    help="说一件求助已经解决",
    private=True,
    of_branch=True,
    about=_case_of_answer,
)
def solved(context: Context, branch: Branch | None = None, n: int | None = None) -> Message:
    """Who asked closes his call; whoever oversees the whole answers it, and who asked closes it."""
    place = context.roster.place_of(context.actor)
    if branch is None and place is not None:
        branch = place
    call = _call_meant(context, branch, n)
    if call.branch == place:
        answering.settle(context.work, context.cycle, context.actor, call)
        return Message(text=texts.settled(call.number))
    # An answer only asks him whether it helped: a call ends with the one who asked (decision 0036).
    return Message(text=_answer(context, call, texts.DONE_ANSWER))


@router.command(
    "转请",
    who=OVERSIGHT,
    usage=texts.HAND_ON_USAGE,
    help="把求助转请另一位同志协调",
    private=True,
    # The case is that of the branch, not of the one who is asked to see to it.
    about=lambda context, arguments: named(context, {"branch": arguments.get("branch")}),
)
def hand_on(
    context: Context, person: Person, branch: Branch | None = None, n: int | None = None
) -> Message:
    call = _call_meant(context, branch, n)
    # Handed to the one who owes it already it would begin his days anew.
    if call.is_waiting and call.request.helper == person.id:
        return Message(text=texts.owed_already(call.name, person.name))
    current = answering.hand_on(context.work, context.cycle, context.actor, call, person)
    return Message(text=texts.handed_on(call.name, person.name, current.request.due))


def _call_meant(context: Context, branch: Branch | None, n: int | None) -> Call:
    """Returns the call of the branch, or without one the call just spoken of, or the only one.

    Raises NoHelpWanted, WhichItem, Missing where nothing tells which is meant.
    """
    if branch is not None:
        return calls.find(context.work, context.department.id, branch, n)
    every = calls.unsettled(context.work, context.department.id)
    for card in _awaited(context, telling.SENTENCE):
        for call in every:
            if call.request.id == card.subject["request"]:
                return call
    # Who owes nothing may answer for a colleague who does.
    owed = calls.owed_by(every, context.actor) or [call for call in every if call.is_waiting]
    if len(owed) == 1:
        return owed[0]
    if owed:
        raise WhichItem(tuple(call.name for call in owed))
    raise Missing(texts.ANSWER_USAGE)


def _answer(context: Context, call: Call, text: str) -> str:
    answering.answer(context.work, context.cycle, context.actor, call, text)
    asker = context.roster.responsible_for(call.branch)
    return texts.passed_to_asker(call.name, name_of(asker))


@router.button(
    telling.ASKED,
    who=OVERSIGHT,
    whose=Whose.OWN,
    options=(telling.ANSWER, telling.DONE, telling.HAND_ON),
)
def press_asked(context: Context, card: OpenCard, pressed: str) -> ClickAnswer:
    """Awaits a sentence, answers that it is done, or hands on to the leader."""
    call = _call_of(context, card)
    if pressed == telling.ANSWER:
        for earlier in _awaited(context, telling.SENTENCE):
            open_cards.withdraw(context.work, earlier, context.actor)
        subject = {"request": call.request.id}
        open_cards.ask(context.work, context.actor, telling.SENTENCE, subject)
        return ClickAnswer(accepted=True, notice=texts.say_it(call.branch.name))
    if pressed == telling.DONE:
        notice = _answer(context, call, texts.DONE_ANSWER)
        return ClickAnswer.closing(notice)
    leader = calls.leader_of(context.roster, call)
    if leader is None:
        raise CardGone
    current = answering.hand_on(context.work, context.cycle, context.actor, call, leader)
    notice = texts.handed_on(call.name, leader.name, current.request.due)
    return ClickAnswer.closing(notice)


@router.button(
    telling.ANSWERED,
    who=SECRETARY,
    whose=Whose.OWN,
    options=(telling.HELPED, telling.NOT_YET),
)
def press_answered(context: Context, card: OpenCard, pressed: str) -> ClickAnswer:
    call = _call_of(context, card)
    if pressed == telling.HELPED:
        answering.settle(context.work, context.cycle, context.actor, call)
        notice = texts.settled(call.number)
    else:
        current = answering.reopen(context.work, context.cycle, context.actor, call)
        helper = name_of(current.helper)
        notice = texts.waits_on(call.number, helper, current.request.due)
    return ClickAnswer.closing(notice)


def _call_of(context: Context, card: OpenCard) -> Call:
    """Raises CardGone where the call is settled, or its item is no longer open."""
    for call in calls.unsettled(context.work, context.department.id):
        if call.request.id == card.subject["request"]:
            return call
    raise CardGone


def _awaited(context: Context, kind: str) -> list[OpenCard]:
    """Returns what this person was just asked for in words."""
    return [
        card
        for card in open_cards.waiting_of_kind(context.work, context.actor, kind)
        if card.asked_at is not None and context.work.now - card.asked_at <= AWAITED
    ]


def _may_be_words(context: Context, kind: str) -> bool:
    """Tells whether what somebody says now may be the sentence that he was asked for."""
    text = context.update.text.strip()
    # A thank-you or a question after the tap would be passed on as the answer.
    if context.in_group or not text or is_courtesy(text) or asks(text):
        return False
    return bool(_awaited(context, kind))


router.reply("需要帮助", lambda context: _may_be_words(context, telling.WHAT))
router.reply("回复", lambda context: _may_be_words(context, telling.SENTENCE))
