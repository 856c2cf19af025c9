"""The ledger: to be verified, helped with, finished, and reported on."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from bot.actions import bulletins
from bot.actions.help_requests import calls
from bot.actions.rectification import ledger, verifying
from bot.actions.todos.desk import Desk, Request, Todo
from bot.domain.permissions import OVERSIGHT
from bot.domain.rectification.items import State
from bot.storage.rectification import bulletins as store
from bot.texts import todos as texts

SOON = timedelta(days=30)


def to_verify(desk: Desk) -> Iterator[Todo]:
    """What owners say is done, by branch; the button shows the first branch's."""
    if not OVERSIGHT.allows(desk.person):
        return
    waiting = verifying.waiting_for(desk.work, desk.cycle, desk.person)
    asked = [one for one in waiting if desk.person.id in verifying.asked_of(desk.roster, one.item)]
    if not asked:
        return
    numbers = Counter(pending.branch.name for pending in asked)
    first = asked[0].branch
    verify = Request("核验", {"branch": first})
    text = texts.to_verify(list(numbers.items()))
    yield Todo("verify", text, request=verify, button=texts.verify(first.name))


def to_help(desk: Desk) -> Iterator[Todo]:
    """Calls for help whose answer this person owes."""
    owed = calls.owed_by(desk.facts.calls, desk.person)
    if owed:
        names = [call.name for call in owed]
        first_day = min(call.request.due for call in owed)
        yield Todo("help", texts.to_help(names), first_day, Request("求助"), texts.ANSWER)


def to_close_help(desk: Desk) -> Iterator[Todo]:
    """One's own calls that were answered: did it help?"""
    place = desk.place
    answered = [call for call in desk.facts.calls if call.branch == place and not call.is_waiting]
    if answered:
        numbers = [call.number for call in answered]
        yield Todo("helped", texts.to_close_help(numbers), None, Request("求助"), texts.SEE)


def to_finish(desk: Desk) -> Iterator[Todo]:
    """One's own items that are due soon or already."""
    place = desk.place
    if place is None:
        return
    mine = [
        item for item in desk.facts.items if item.state is State.OPEN and item.is_owned_by(place.id)
    ]
    days = ledger.due_days(desk.work, desk.cycle, mine)
    due = [item for item in mine if days[item.id] <= desk.work.today + SOON]
    if due:
        first_day = min(days[item.id] for item in due)
        numbers = sorted(item.number(place.id) for item in due)
        yield Todo("items", texts.to_finish(numbers), first_day, Request("整改"), texts.SEE)


def to_report(desk: Desk) -> Iterator[Todo]:
    """The bulletin of a period that has just ended and has something to tell."""
    if not desk.is_organiser or not desk.facts.items:
        return
    period = bulletins.is_to_be_drafted(desk.work, desk.cycle)
    if period is None:
        return
    if store.of_period(desk.work.session, desk.cycle.department, period.name) is None:
        yield Todo(f"bulletin:{period.name}", texts.TO_REPORT, None, Request("通报"), texts.DRAFT)
