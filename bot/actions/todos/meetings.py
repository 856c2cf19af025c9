"""The meeting's notice, and its order of speaking."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.actions import polls
from bot.actions.todos.desk import Desk, Request, Todo
from bot.domain.plan import Part
from bot.texts import todos as texts

AHEAD = timedelta(days=14)  # people want to know of a meeting about so long before


def to_announce(desk: Desk) -> Iterator[Todo]:
    """Yields the notice of the meeting, from two weeks before its day in the plan until it is out
    or a ballot is held.
    """
    day = desk.plan.day_of(polls.MEETING_STAGE)
    if not desk.is_organiser or not desk.plan.has(Part.MEETING) or day is None:
        return
    if desk.work.today < day - AHEAD or desk.facts.polls:
        return
    if polls.event(desk.work, desk.cycle).at is None:
        request = Request("会议通知")
        yield Todo("meeting", texts.TO_ANNOUNCE_MEETING, day, request, texts.ANNOUNCE)


def to_settle_absence(desk: Desk) -> Iterator[Todo]:
    """Yields who is to speak and has taken leave; only the organiser knows of it."""
    meets_at = _meets_at(desk)
    if meets_at is None:
        return
    absent = [
        speaker.name
        for speaker in polls.agenda(desk.work, desk.cycle).speakers
        if polls.is_on_leave(desk.work, desk.cycle, speaker)
    ]
    if absent:
        yield Todo("absent", texts.to_settle_absence(absent), desk.work.day_of(meets_at))


def to_order(desk: Desk) -> Iterator[Todo]:
    """Yields the order of speaking, once the meeting is announced and until the group has heard
    one.
    """
    meets_at = _meets_at(desk)
    if meets_at is None or polls.is_order_told(desk.work, desk.cycle):
        return
    by_roster = Request("会议", {"text": "按名册"})
    day = desk.work.day_of(meets_at)
    yield Todo("order", texts.TO_ORDER, day, by_roster, texts.BY_ROSTER)


def _meets_at(desk: Desk) -> datetime | None:
    """Returns to the organiser when the announced meeting begins; None once it is under way."""
    # Once a ballot is held it is under way, too.
    if not desk.is_organiser or not desk.plan.has(Part.MEETING) or desk.facts.polls:
        return None
    event = polls.event(desk.work, desk.cycle)
    if event.at is None or event.at < desk.work.now:
        return None
    return event.at
