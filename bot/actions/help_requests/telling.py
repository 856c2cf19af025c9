"""What the two of a call hear: who owes the answer, and who asked.

A call is told of unasked to one person alone, within his message of the day.
"""

from bot.actions import conditions, digests, open_cards, people
from bot.actions.conditions import Condition
from bot.actions.digests import Part
from bot.actions.help_requests.calls import Call, leader_of, unsettled
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.people import Person, Roster, name_of
from bot.domain.rectification.help_requests import HelpState
from bot.messages import Card, Message, Option, button_card
from bot.storage.rectification import events
from bot.storage.rectification import help_requests as store
from bot.texts import help_requests as texts

ASKED = "help_wanted"  # the card of who owes the answer
ANSWERED = "help_answered"  # the card of who asked
HANDED_ON = "help_handed_on"  # who asked hears whose it is now
WHAT = "help_what"  # who wants help is asked which item needs what
SENTENCE = "help_sentence"  # the answer in words is awaited
ANSWER, DONE, HAND_ON = "answer", "done", "hand_on"
HELPED, NOT_YET = "helped", "not_yet"


def tell_helper(work: UnitOfWork, roster: Roster, call: Call, *, again: bool = False) -> None:
    """Tells who owes the answer; what he was to hear of the call before and has not is dropped.

    It is a no-op where nobody owes it at the moment.
    """
    helper = call.helper
    if helper is None:
        return
    prefix = f"help:{call.request.id}:"
    digests.take_back(work, roster.department, helper, prefix)
    condition = {
        "kind": ASKED,
        "request": call.request.id,
        "helper": helper.id,
        "again": again,
    }
    # Each step of a call is one event: the next one is told under a key of its own.
    steps = len(events.of_items(work.session, [call.item.id]).get(call.item.id, ()))
    # It is worded when it goes out: until then more may have been said.
    part = Part(f"{prefix}{helper.id}:{steps}:{work.today.isoformat()}", "", condition)
    digests.tell(work, roster.department, helper, part)


@conditions.checks(HANDED_ON)
@conditions.checks(ASKED)
def _why_obsolete(work: UnitOfWork, condition: Condition) -> str:
    """A call is told of while this person owes the answer."""
    request = store.find(work.session, condition["request"])
    is_owed = request.state is HelpState.WAITING and request.helper == condition["helper"]
    if not is_owed:
        return texts.ANSWERED_MEANWHILE
    return ""


@digests.makes(ASKED)
def _notice(work: UnitOfWork, condition: Condition) -> Message:
    """Returns the card of the call as it stands when it goes out."""
    request = store.find(work.session, condition["request"])
    helper = people.known(work, request.helper)
    roster = people.roster(work, helper.department)
    calls = unsettled(work, helper.department)
    for call in calls:
        if call.request.id == request.id:
            text = ""
            if condition.get("again"):
                text = texts.REMINDER
            return Message(text=text, card=asked_card(work, roster, call, helper))
    return Message(text=texts.ANSWERED_MEANWHILE)


def asked_card(work: UnitOfWork, roster: Roster, call: Call, helper: Person) -> Card:
    """Returns the card on which a call is answered or handed on."""
    asker = people.by_id(work, call.request.asked_by)
    text = texts.asked(
        branch=call.branch.name,
        person=name_of(asker),
        number=call.number,
        problem=call.item.problem,
        wanted=call.request.text,
        due=call.request.due,
    )
    buttons = [Option(ANSWER, texts.ANSWER), Option(DONE, texts.DONE)]
    leader = leader_of(roster, call)
    if leader is not None and leader.id != helper.id:
        buttons.append(Option(HAND_ON, texts.hand_on_to(leader.name)))
    card_id = open_cards.ask(work, helper, ASKED, {"request": call.request.id})
    return button_card(card_id, texts.ASKED_TITLE, text, *buttons)


def answered_card(work: UnitOfWork, roster: Roster, call: Call) -> Card:
    """Returns the card on which who asked says whether it helped."""
    asker = roster.responsible_for(call.branch)
    assert asker is not None, "asked before"
    answerer = people.by_id(work, call.request.answered_by)
    text = texts.answered(
        number=call.number,
        problem=call.item.problem,
        person=name_of(answerer),
        answer=call.request.answer,
    )
    card_id = open_cards.ask(work, asker, ANSWERED, {"request": call.request.id})
    buttons = Option(HELPED, texts.HELPED), Option(NOT_YET, texts.NOT_YET)
    return button_card(card_id, texts.ANSWERED_TITLE, text, *buttons)


def withdraw_cards(work: UnitOfWork, department_id: str, request_id: int, actor: Person) -> None:
    """Closes all cards about a call: what they asked is answered, or is another's to answer."""
    for kind in (ASKED, ANSWERED, SENTENCE):
        for card in open_cards.of_kind(work, department_id, kind):
            if card.subject.get("request") == request_id:
                open_cards.withdraw(work, card, actor)
