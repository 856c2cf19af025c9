"""How a card looks to one viewer: derived from what happened, never stored for itself."""

from collections.abc import Collection, Mapping

from bot.actions import open_cards, people, polls
from bot.actions.polls.cards import PREFIX
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.people import Person
from bot.messages import CardState


def states(work: UnitOfWork, account: str, card_ids: Collection[str]) -> Mapping[str, CardState]:
    """Returns the state of each card for the person behind the account.

    Everything is closed to a stranger.
    """
    viewer = people.find(work, account)
    if viewer is None:
        return dict.fromkeys(card_ids, CardState.CLOSED)
    return {card_id: _state(work, card_id, viewer) for card_id in card_ids}


def _state(work: UnitOfWork, card_id: str, viewer: Person) -> CardState:
    if card_id.startswith(PREFIX):
        return polls.card_state(work, card_id, viewer)
    return open_cards.state(work, card_id, viewer)
