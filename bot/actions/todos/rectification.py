"""The ledger: to be verified, helped with, finished, and reported on."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from bot.actions import archiving, bulletins, open_cards, raised
from bot.actions.help_requests import calls, telling
from bot.actions.rectification import effects, ledger, verifying
from bot.actions.todos.desk import Desk, Request, Todo
from bot.domain.cycle import Cycle
from bot.domain.permissions import OVERSIGHT
from bot.domain.plan import Part
from bot.domain.rectification.items import State
from bot.storage.rectification import bulletins as store
from bot.texts import raised as raised_texts
from bot.texts import todos as texts

SOON = timedelta(days=30)  # what is due later waits for the month's question
FOLLOWED_YEARS = 2  # from the year itself to the one in which it may be archived


def to_enter(desk: Desk) -> Iterator[Todo]:
    """Problems that were raised, once the meeting is over."""
    if not desk.is_organiser or not desk.plan.has(Part.RECTIFICATION):
        return
    if not any(poll.is_counted for poll in desk.facts.polls):
        return
    problems = raised.waiting(desk.work, desk.cycle, desk.person)
    if problems:
        enter = Request("评议问题")
        text = raised_texts.to_enter(len(problems))
        yield Todo("raised", text, request=enter, button=raised_texts.SEE)


def to_verify(desk: Desk) -> Iterator[Todo]:
    """Yields what owners say is done, by branch; the button shows as many as one card holds."""
    if not OVERSIGHT.allows(desk.person):
        return
    waiting = verifying.waiting_for(desk.work, desk.cycle, desk.person)
    # Leaders may verify as well, but are asked only where every organiser has a part in the item.
    asked = [
        pending
        for pending in waiting
        if desk.person.id in verifying.asked_of(desk.roster, pending.item)
    ]
    if not asked:
        return
    numbers = Counter(pending.branch.name for pending in asked)
    text = texts.to_verify(list(numbers.items()))
    yield Todo("verify", text, request=Request("核验"), button=texts.VERIFY)


def to_revisit(desk: Desk) -> Iterator[Todo]:
    """Yields what was closed some months ago, for a month: whoever does not go there needs not say
    so.
    """
    if not desk.is_organiser:
        return
    items = effects.lately_ripe(desk.work, desk.cycle, desk.person)
    if items:
        numbers = Counter(
            ledger.branch_of(desk.roster, item.owners[0].branch).name for item in items
        )
        text = texts.to_revisit(list(numbers.items()))
        yield Todo("revisit", text, request=Request("回访"), button=texts.WHICH)


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


def to_explain_help(desk: Desk) -> Iterator[Todo]:
    """Yields a tap for help of which nobody knows yet which item it means."""
    place = desk.place
    called = {call.item.id for call in desk.facts.calls}
    for card in open_cards.waiting_for(desk.work, desk.person):
        if card.kind != telling.WHAT or place is None:
            continue
        numbers = [
            item.number(place.id)
            for item in desk.facts.items
            if item.id in card.subject["items"]
            and item.id not in called
            and item.state is State.OPEN
            and item.is_owned_by(place.id)
        ]
        if len(numbers) > 1:
            yield Todo("explain_help", texts.to_explain_help(numbers))


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
    """Yields the bulletin of a period that has just ended and has something to tell."""
    if not desk.is_organiser or not desk.facts.items:
        return
    period = bulletins.period_to_draft(desk.work, desk.cycle)
    if period is None:
        return
    if store.of_period(desk.work.session, desk.cycle.department, period.name) is None:
        yield Todo(f"bulletin:{period.name}", texts.TO_REPORT, None, Request("通报"), texts.DRAFT)


def to_release(desk: Desk) -> Iterator[Todo]:
    """Yields a bulletin that is drafted and that nobody has asked to release; none where all that it
    tells of is archived.
    """
    if not desk.is_organiser or not desk.facts.items:
        return
    draft = store.draft(desk.work.session, desk.cycle.department)
    if draft is None or open_cards.of_kind(desk.work, desk.cycle.department, bulletins.KIND):
        return
    release = Request("通报", {"text": texts.RELEASE_BULLETIN})
    yield Todo("bulletin", texts.TO_RELEASE_BULLETIN, None, release, texts.RELEASE_BULLETIN)


def to_archive(desk: Desk) -> Iterator[Todo]:
    """Yields the year, once its follow-up is over: nothing is open, and the year after it has
    ended.
    """
    first_day = followed_until(desk.cycle)
    if not desk.is_organiser or desk.work.today < first_day:
        return
    if any(item.state is not State.CLOSED for item in desk.facts.items):
        return
    # Somebody has asked for it already; now a second person's word is awaited.
    if open_cards.of_kind(desk.work, desk.cycle.department, archiving.KIND):
        return
    archive = Request("归档", {"text": str(desk.cycle.year)})
    text = texts.to_archive(desk.cycle.year)
    yield Todo("archive", text, request=archive, button=texts.ARCHIVE, told_on=first_day)


def followed_until(cycle: Cycle) -> date:
    """Returns the first day on which a year may be archived."""
    return date(cycle.year + FOLLOWED_YEARS, 1, 1)
