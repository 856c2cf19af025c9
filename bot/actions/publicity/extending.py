"""Keeping reports public for longer than was announced."""

from datetime import date

from bot.actions.publicity.releasing import stored_notice
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.people import Person
from bot.domain.plans import PublicityEndsEarlier
from bot.domain.publicity.publication import Publication, State
from bot.domain.publicity.window import Window
from bot.storage import publicity as store


def check_last_day(work: UnitOfWork, cycle: Cycle, last: date) -> None:
    """Raises PublicityEndsEarlier where more was promised to those who read; else does nothing."""
    publication = _running(work, cycle)
    if publication is not None and last < publication.window.last:
        raise PublicityEndsEarlier(publication.window.last)


def extend(work: UnitOfWork, cycle: Cycle, actor: Person, last: date) -> None:
    """Lets the window that is open end with this day, and writes its notice anew.

    It is a no-op where nothing is public now.
    """
    publication = _running(work, cycle)
    if publication is None:
        return
    period = Window(publication.window.first, last)
    store.extend(work.session, publication.id, period, closes_at=period.closes(work.zone))
    notice = stored_notice(work, cycle, publication.terms, publication.reports, period)
    store.keep_notice(work.session, publication.id, notice)
    subject = f"publicity:{publication.id}"
    work.audit(cycle.department, actor, "publicity.extended", subject, last=last.isoformat())


def _running(work: UnitOfWork, cycle: Cycle) -> Publication | None:
    publication = store.latest(work.session, cycle.id)
    if publication is None or publication.state is not State.OPEN:
        return None
    return publication
