"""How a card looks to one viewer: derived from what happened, never stored for itself."""

from collections.abc import Collection, Mapping

from bot.actions import open_cards, people, polls
from bot.actions.polls.cards import PREFIX, is_sheet
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.people import Person
from bot.messages import CardState, CardView


def views(work: UnitOfWork, account: str, card_ids: Collection[str]) -> Mapping[str, CardView]:
    """Returns how each card looks to the person behind the account.

    Everything is closed to a stranger.
    """
    viewers = people.memberships(work, account)
    views = {}
    for card_id in card_ids:
        view = CardView(CardState.CLOSED)
        # Who stands on several rosters sees it once, as the one of these whom it concerns.
        for viewer in viewers:
            view = _view(work, card_id, viewer)
            if view.state is not CardState.CLOSED:
                break
        views[card_id] = view
    return views


def _view(work: UnitOfWork, card_id: str, viewer: Person) -> CardView:
    # Before the ballot cards: the id of a sheet begins like theirs.
    if is_sheet(card_id):
        return CardView(*polls.sheet_view(work, card_id, viewer))
    if card_id.startswith(PREFIX):
        return CardView(polls.card_state(work, card_id, viewer))
    return CardView(open_cards.state(work, card_id, viewer))
