"""Cards that somebody is asked to answer by yes or no."""

from collections.abc import Iterator

from bot.actions import open_cards
from bot.actions.todos.desk import Desk, Todo
from bot.texts import todos as texts


def to_answer(desk: Desk) -> Iterator[Todo]:
    """Yields what others ask this person; what he asked himself does not wait for him."""
    for card in open_cards.shown_to(desk.work, desk.person):
        # Only a card that is answered by yes or no carries its text.
        if card.asked_by == desk.person.id or card.text is None:
            continue
        asked_on = desk.work.day_of(card.asked_at)
        text = texts.to_confirm(card.text.title)
        yield Todo(f"card:{card.id}", text, asked_on, button=texts.SEE, card=card.id)
