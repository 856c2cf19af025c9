"""What the data are for: claimed at every start, so that a demonstration never moves a service's
clock.
"""

from bot.actions.unit_of_work import UnitOfWork
from bot.domain.installation import OtherPurpose, Purpose
from bot.storage import installation as store


def purpose(work: UnitOfWork) -> Purpose | None:
    """Returns what the data are for; None where no start has marked them and nothing in them tells."""
    return store.purpose(work.session)


def probe(work: UnitOfWork) -> None:
    """Writes something, so that whoever asks for health learns whether the database really takes
    it.
    """
    store.probe(work.session)


def claim(work: UnitOfWork, wanted: Purpose) -> None:
    """Marks fresh data with what they are for; a no-op where they say so already.

    Raises OtherPurpose.
    """
    marked = store.purpose(work.session)
    if marked is not None and marked is not wanted:
        raise OtherPurpose(marked)
    store.mark(work.session, wanted)
