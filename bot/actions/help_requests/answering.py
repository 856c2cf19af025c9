"""A call for help from its first word to its end (S35).

It is asked for one item, owed by one person until a day, and closed by who asked. Each step stands
in the item's history.
"""

from datetime import date
from typing import Any

from bot.actions import digests, people
from bot.actions.calendar import term_calendar_of
from bot.actions.digests import Part
from bot.actions.help_requests.calls import Call, unsettled
from bot.actions.help_requests.telling import HANDED_ON, answered_card, tell_helper, withdraw_cards
from bot.actions.rectification import reporting
from bot.actions.unit_of_work import UnitOfWork
from bot.domain import conflicts
from bot.domain.cycle import Cycle
from bot.domain.people import Branch, Person, Role
from bot.domain.rectification.help_requests import HelpRequest, HelpState, helper_for, may_help
from bot.domain.rectification.history import EventKind
from bot.domain.rectification.items import Item
from bot.domain.rectification.refusals import CannotHelp, NobodyToHelp, NoHelpWanted
from bot.messages import Message
from bot.storage.rectification import events
from bot.storage.rectification import help_requests as store
from bot.texts import help_requests as texts


def ask(
    work: UnitOfWork, cycle: Cycle, actor: Person, branch: Branch, item: Item, text: str = ""
) -> tuple[Call, bool]:
    """Asks for help with one item, and tells who owes the answer.

    While a call about it waits, what is said is added to that. Returns the call, and whether it is
    new. Raises ItemClosed, NobodyToHelp.
    """
    roster = people.roster(work, cycle.department)
    # First, for it opens what was said to be done: a call that waited before is there again.
    reporting.note_help(work, cycle, actor, branch, item, text)
    earlier = [
        call
        for call in unsettled(work, cycle.department)
        if call.item.id == item.id and call.branch == branch
    ]
    if earlier:
        call = earlier[0]
        changes: dict[str, Any] = {"text": texts.added(call.request.text, text)}
        if not call.is_waiting:
            changes |= _waits_anew(work, cycle)
        request = store.change(work.session, call.request.id, changes)
        is_new = False
    else:
        helper = helper_for(roster, conflicts.answering(roster, branch))
        if helper is None:
            raise NobodyToHelp
        request = store.add(
            work.session,
            department_id=cycle.department,
            item_id=item.id,
            branch_id=branch.id,
            asked_by=actor.id,
            asked_at=work.now,
            text=text,
            helper_id=helper.id,
            due=due_day(work, cycle),
        )
        is_new = True
    call = Call(request, item, branch, roster.person(request.helper))
    # The card that the helper may have before him tells the call as it was.
    withdraw_cards(work, cycle.department, request.id, actor)
    tell_helper(work, roster, call)
    return call, is_new


def answer(work: UnitOfWork, cycle: Cycle, actor: Person, call: Call, text: str) -> None:
    """Answers a call (回复); who asked hears it and is asked whether it helped.

    A later answer takes the place of an earlier one. Raises NoHelpWanted where it is settled.
    """
    _lock_unsettled(work, call)
    request = store.change(
        work.session,
        call.request.id,
        {
            "state": HelpState.ANSWERED,
            "answer": text,
            "answered_by": actor.id,
            "answered_at": work.now,
        },
    )
    _record(work, cycle, actor, call, EventKind.HELP_ANSWERED, text)
    withdraw_cards(work, cycle.department, request.id, actor)
    roster = people.roster(work, cycle.department)
    # Whoever answers for the place now, also where another had asked for it.
    asker = roster.responsible_for(call.branch)
    if asker is None:
        return
    card = answered_card(work, roster, Call(request, call.item, call.branch, None))
    key = f"help_answered:{card.id}"
    work.message_person(roster.department, asker, Message(card=card), key=key, answers=True)


def settle(work: UnitOfWork, cycle: Cycle, actor: Person, call: Call) -> None:
    """Closes a call (解决了). Raises NoHelpWanted where it is closed already."""
    _lock_unsettled(work, call)
    changes = {"state": HelpState.SETTLED, "settled_at": work.now}
    store.change(work.session, call.request.id, changes)
    _record(work, cycle, actor, call, EventKind.HELPED)
    withdraw_cards(work, cycle.department, call.request.id, actor)


def reopen(work: UnitOfWork, cycle: Cycle, actor: Person, call: Call) -> Call:
    """Waits for a further answer (还没有): it did not help. Raises NoHelpWanted where it is closed.

    Returns the call as it stands now; who owes the answer is told.
    """
    _lock_unsettled(work, call)
    request = store.change(work.session, call.request.id, _waits_anew(work, cycle))
    _record(work, cycle, actor, call, EventKind.HELP, texts.NOT_SOLVED)
    withdraw_cards(work, cycle.department, request.id, actor)
    roster = people.roster(work, cycle.department)
    current = Call(request, call.item, call.branch, roster.person(request.helper))
    tell_helper(work, roster, current)
    return current


def hand_on(
    work: UnitOfWork, cycle: Cycle, actor: Person | str, call: Call, helper: Person
) -> Call:
    """Lets another owe the answer (转请), with as many days; both sides are told.

    Raises CannotHelp where he has no office or it is his own case, NoHelpWanted where it is closed.
    """
    _lock_unsettled(work, call)
    roster = people.roster(work, cycle.department)
    owners = conflicts.answering(roster, call.branch)
    if not may_help(helper, owners):
        leaders = [person for person in roster.with_role(Role.LEADER) if may_help(person, owners)]
        raise CannotHelp(helper.name, tuple(person.name for person in leaders))
    request = store.change(
        work.session, call.request.id, _waits_anew(work, cycle) | {"helper_id": helper.id}
    )
    current = Call(request, call.item, call.branch, helper)
    _record(work, cycle, actor, call, EventKind.HELP_PASSED_ON, helper.name)
    withdraw_cards(work, cycle.department, request.id, helper)
    tell_helper(work, roster, current)
    asker = roster.responsible_for(call.branch)
    if asker is not None:
        part = Part(
            f"help_handed_on:{request.id}:{helper.id}:{request.due.isoformat()}",
            texts.handed_on_notice(call.number, helper.name, request.due),
            {"kind": HANDED_ON, "request": request.id, "helper": helper.id},
        )
        digests.tell(work, roster.department, asker, part)
    return current


def due_day(work: UnitOfWork, cycle: Cycle) -> date:
    """Returns the day until which a call that is made now is to be answered."""
    # School holidays are no days on which an answer is owed.
    calendar = term_calendar_of(cycle.plan)
    return calendar.add_workdays(work.today, cycle.plan.rectification.help_workdays)


def _lock_unsettled(work: UnitOfWork, call: Call) -> HelpRequest:
    """Locks the call. Raises NoHelpWanted where it is closed."""
    request = store.locked(work.session, call.request.id)
    if request.state is HelpState.SETTLED:
        settled_at = request.settled_at
        assert settled_at is not None, "it was settled at some time"
        raise NoHelpWanted(call.branch.name, texts.settled_on(work.day_of(settled_at)))
    return request


def _waits_anew(work: UnitOfWork, cycle: Cycle) -> dict[str, Any]:
    # Whoever owes the answer from now on has all of the days, and a reminder of his own.
    return {"state": HelpState.WAITING, "due": due_day(work, cycle), "reminded_on": None}


def _record(
    work: UnitOfWork,
    cycle: Cycle,
    actor: Person | str,
    call: Call,
    kind: EventKind,
    text: str = "",
) -> None:
    """Writes a step of the call into the history of its item and into the trail."""
    person_id = None
    # The clock is nobody.
    if isinstance(actor, Person):
        person_id = actor.id
    events.add(
        work.session,
        call.item.id,
        kind,
        at=work.now,
        branch_id=call.branch.id,
        person_id=person_id,
        text=text,
    )
    work.audit(cycle.department, actor, f"rectification.{kind}", f"item:{call.item.id}")
