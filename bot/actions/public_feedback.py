"""How much was said about somebody while the reports were public; not what.

The one who is told a result hears it with that, anybody else when the reports are no longer public.
"""

from bot.actions import people
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.people import Person
from bot.domain.publicity.publication import Kind
from bot.storage import feedback as feedback_store
from bot.storage import publicity as store


def said_about(work: UnitOfWork, cycle: Cycle, person: Person) -> int:
    """Returns how much was said about this person's places while the reports were public."""
    publication = store.latest(work.session, cycle.id, Kind.REPORTS)
    if publication is None:
        return 0
    roster = people.roster(work, cycle.department)
    places = {place.id for place in roster.places_of(person)}
    # How much is all that he hears: the words are for the leadership.
    named = feedback_store.named(work.session, publication.id)
    unnamed = feedback_store.unnamed(work.session, publication.id)
    return sum(piece.branch in places for piece in (*named, *unnamed))
