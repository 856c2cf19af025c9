"""How a card looks to one viewer: derived from what happened, never stored for itself."""

from collections.abc import Collection, Mapping

from bot.actions import open_cards, people, polls
from bot.actions.polls.cards import PREFIX
from bot.actions.unit_of_work import UnitOfWork
from bot.messages import CardState


def states(work: UnitOfWork, account: str, card_ids: Collection[str]) -> Mapping[str, CardState]:
    """The state of each card for the person behind the account; everything is closed to a stranger."""
    viewer = people.find(work, account)
    if viewer is None:
        return dict.fromkeys(card_ids, CardState.CLOSED)
    return {
        card_id: polls.card_state(work, card_id, viewer)
        if card_id.startswith(PREFIX)
        else open_cards.state(work, card_id, viewer)
        for card_id in card_ids
    }
