"""From a draft to the window in which it is public: the same for the reports and for a list."""

from bot.actions import confirmations
from bot.actions.calendar import calendar_of
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.open_cards import OpenCard
from bot.domain.people import Person
from bot.domain.publicity import Window, window
from bot.domain.publicity.publication import Kind, Publication
from bot.domain.refusals import CardGone
from bot.storage import publicity as store


def withdraw_drafts(work: UnitOfWork, cycle: Cycle, actor: Person, kind: Kind) -> None:
    """Ends the drafts of this kind that wait for a second person; a no-op where none does."""
    for draft in store.proposed(work.session, cycle.id, kind):
        # Its card would still release what was frozen with it.
        store.withdraw(work.session, draft.id)
        confirmations.withdraw(work, draft.card_id, actor)


def open_window(
    work: UnitOfWork, cycle: Cycle, card: OpenCard, actor: Person
) -> tuple[Publication, Window]:
    """Opens the window of the draft on a card, once; nobody is told.

    Returns the draft as it was frozen, and the window. Raises NeedsSecondPerson, CardGone.
    """
    confirmations.decide(work, card, actor, accepted=True)
    draft = store.find(work.session, card.subject["publicity"])
    if draft is None:
        raise CardGone
    # The days count from the release, however long the card has waited.
    period = window(work.today, draft.terms.workdays, calendar_of(cycle.plan))
    is_first = store.release(
        work.session,
        draft.id,
        period,
        confirmed_by=actor.id,
        opened_at=work.now,
        closes_at=period.closes(work.zone),
    )
    if not is_first:
        raise CardGone
    return draft, period
