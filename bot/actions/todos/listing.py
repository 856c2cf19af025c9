"""The list of to-dos as a card, and as the end of the organiser's daily message."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.actions import open_cards
from bot.actions.todos.desk import Todo
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.people import Person
from bot.messages import Message, Option, button_card
from bot.texts import todos as texts

KIND = "todo"
SHOWN = 5  # lines, each with its button


def message(work: UnitOfWork, person: Person, waiting: Sequence[Todo], next_step: str) -> Message:
    """Returns at most five lines with their buttons, and what comes next.

    An earlier list of this person has had its day.
    """
    if not waiting:
        return Message(text=texts.nothing(next_step))
    requests: dict[str, Any] = {}
    buttons = []
    for number, todo in enumerate(waiting[:SHOWN], start=1):
        request = _packed(todo)
        if request:
            requests[str(number)] = request
            buttons.append(Option(str(number), texts.button(number, todo.button)))
    words = text(waiting, next_step)
    if not buttons:
        return Message(text=words)
    for earlier in open_cards.waiting_of_kind(work, person, KIND):
        # Its buttons would begin what may be done by now.
        open_cards.withdraw(work, earlier, person)
    card_id = open_cards.ask(work, person, KIND, {"requests": requests})
    return Message(card=button_card(card_id, texts.TITLE, words, *buttons))


def text(waiting: Sequence[Todo], next_step: str) -> str:
    """Returns the list in words alone."""
    shown = waiting[:SHOWN]
    lines = texts.lines([(todo.text, todo.due) for todo in shown], len(waiting) - len(shown))
    return "\n".join([*lines, next_step])


def _packed(todo: Todo) -> Mapping[str, Any]:
    """Returns what the button of a to-do is to begin; empty where it has none."""
    if todo.card:
        return {"card": todo.card}
    if todo.request is None:
        return {}
    args = {slot: open_cards.packed(value) for slot, value in todo.request.args.items()}
    return {"intent": todo.request.word, "args": args}
