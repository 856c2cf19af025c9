"""The year's notice."""

from collections.abc import Iterator

from bot.actions import notices
from bot.actions.todos.desk import Desk, Request, Todo
from bot.texts import todos as texts


def to_post(desk: Desk) -> Iterator[Todo]:
    """Yields the notice, until it is out or the reports that it asks for come in."""
    if not desk.is_organiser or desk.facts.reports:
        return
    if desk.plan.stage("notice") is None or notices.posted(desk.work, desk.cycle):
        return
    yield Todo(
        "notice", texts.TO_POST_NOTICE, desk.plan.day_of("notice"), Request("通知"), texts.SEE_DRAFT
    )
