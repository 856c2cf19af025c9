"""Making the reports public."""

from collections.abc import Iterator

from bot.actions import publicity
from bot.actions.todos.desk import Desk, Request, Todo
from bot.domain.people import Role
from bot.domain.plan import Part
from bot.domain.publicity.publication import State
from bot.texts import todos as texts


def to_publish(desk: Desk) -> Iterator[Todo]:
    """Yields the reports, once the meeting is over and until somebody has asked for it."""
    if not desk.is_organiser or not desk.plan.has(Part.PUBLICITY) or not desk.facts.reports:
        return
    if not any(poll.is_counted for poll in desk.facts.polls):
        return
    if publicity.status(desk.work, desk.cycle).state == "none":
        publish = Request("公示")
        yield Todo(
            "publish", texts.TO_PUBLISH, desk.plan.day_of("publicity"), publish, texts.PUBLISH
        )


def to_read(desk: Desk) -> Iterator[Todo]:
    """Yields what was said while the reports were public, until the first grade is entered."""
    if Role.LEADER.value not in desk.plan.rights.feedback or not desk.person.has(Role.LEADER):
        return
    status = publicity.status(desk.work, desk.cycle)
    if status.state != State.CLOSED or not status.feedback:
        return
    if any(standing.grade or standing.waiting for _, standing in desk.facts.evaluated):
        return
    read = Request("反馈情况")
    yield Todo("feedback", texts.to_read_feedback(status.feedback), None, read, texts.SEE)
