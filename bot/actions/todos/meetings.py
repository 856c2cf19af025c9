"""The meeting's notice, and its order of speaking."""

from collections.abc import Iterator
from datetime import timedelta

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
    if not desk.is_organiser or not desk.plan.has(Part.MEETING) or desk.facts.polls:
        return
    event = polls.event(desk.work, desk.cycle)
    if event.at is None or event.at < desk.work.now:
        return
    absent = [
        speaker.name
        for speaker in polls.agenda(desk.work, desk.cycle).speakers
        if polls.is_on_leave(desk.work, desk.cycle, speaker)
    ]
    if absent:
        day = desk.work.day_of(event.at)
        yield Todo("absent", texts.to_settle_absence(absent), day)


def to_order(desk: Desk) -> Iterator[Todo]:
    """Yields the order of speaking, once the meeting is announced and until the group has heard
    one.
    """
    # Once a ballot is held the meeting is under way.
    if not desk.is_organiser or not desk.plan.has(Part.MEETING) or desk.facts.polls:
        return
    event = polls.event(desk.work, desk.cycle)
    if event.at is None or event.at < desk.work.now or polls.is_order_told(desk.work, desk.cycle):
        return
    by_roster = Request("会议", {"text": "按名册"})
    day = desk.work.day_of(event.at)
    yield Todo("order", texts.TO_ORDER, day, by_roster, texts.BY_ROSTER)
