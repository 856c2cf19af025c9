"""Making the reports public."""

from collections.abc import Iterator

from bot.actions import publicity
from bot.actions.todos.desk import Desk, Request, Todo
from bot.domain.plan import Part
from bot.domain.polls.poll import PollState
from bot.texts import todos as texts

DONE = (PollState.COUNTED, PollState.RELEASED)


def to_publish(desk: Desk) -> Iterator[Todo]:
    """The reports, once the meeting is over and until somebody has asked for it."""
    if not desk.is_organiser or not desk.plan.has(Part.PUBLICITY) or not desk.facts.reports:
        return
    if not any(poll.state in DONE for poll in desk.facts.polls):
        return
    if publicity.status(desk.work, desk.cycle).state == "none":
        publish = Request("公示")
        yield Todo("publish", texts.TO_PUBLISH, desk.day_of("publicity"), publish, texts.PUBLISH)
