"""The ballot: to be filled in, and its result to be handed on."""

from collections.abc import Iterator

from bot.actions import polls
from bot.actions.polls.status import VoteState
from bot.actions.todos.desk import Desk, Request, Todo
from bot.domain.plan import Part
from bot.domain.polls.poll import PollState
from bot.texts import todos as texts

OPEN = (VoteState.MISSING, VoteState.PARTLY)


def to_fill_in(desk: Desk) -> Iterator[Todo]:
    """One's own sheet while the ballot is open. Nothing is said of what was chosen."""
    votes = polls.my_votes(desk.work, desk.cycle, desk.person)
    if any(vote.state in OPEN for vote in votes):
        sheet = Request("测评")
        yield Todo("ballot", texts.TO_FILL_IN, desk.work.today, sheet, texts.FILL_IN)


def to_hand_out(desk: Desk) -> Iterator[Todo]:
    """Yields the sheets, on the day of the meeting and until somebody has handed them out.

    Again where those that were out came to nothing.
    """
    if not desk.is_organiser or not desk.plan.has(Part.BALLOT):
        return
    if any(poll.state is not PollState.VOID for poll in desk.facts.polls):
        return
    day = desk.plan.day_of("meeting")
    if day is not None and day == desk.work.today:
        yield Todo("sheets", texts.TO_HAND_OUT, day, Request("发测评表"), texts.HAND_OUT)


def to_collect(desk: Desk) -> Iterator[Todo]:
    """Yields the sheets that are out."""
    if not desk.is_organiser:
        return
    running = [poll for poll in desk.facts.polls if poll.state is PollState.OPEN]
    if any(poll.terms.form.turning for poll in running):
        collect = Request("结束测评")
        yield Todo("collect", texts.TO_COLLECT, desk.work.today, collect, texts.COLLECT)


def to_release(desk: Desk) -> Iterator[Todo]:
    """Results that are counted and lie still."""
    if not desk.is_organiser:
        return
    closed = [
        poll for poll in desk.facts.polls if poll.state in (PollState.CLOSING, PollState.COUNTED)
    ]
    if closed:
        day = desk.plan.day_of("meeting")
        yield Todo("release", texts.TO_RELEASE, day, Request("交领导"), texts.RELEASE)
