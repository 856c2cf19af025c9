"""Who follows somebody that gives up his office or leaves."""

from collections.abc import Iterator

from bot.actions import stepping_down
from bot.actions.todos.desk import Desk, Request, Todo
from bot.domain.people import Role
from bot.texts import staffing
from bot.texts import todos as texts


def to_replace(desk: Desk) -> Iterator[Todo]:
    """Yields what people have said of themselves and the roster does not say yet."""
    if not desk.is_organiser:
        return
    for announced in stepping_down.waiting(desk.work, desk.roster):
        person = announced.person
        words = f"{person.name}离任"
        if person.has(Role.SECRETARY) and person.branch:
            words = f"{person.branch.name}书记"
        change = Request("人员变动", {"text": words})
        text = staffing.stepping_down(person, announced.words)
        yield Todo(f"staff:{person.id}", text, None, change, texts.CHANGE_STAFF)
