"""Who knows the bot: in most conversations everybody does, so that answers stand alone."""

from sqlmodel import Session, update

from bot.actions import acquaintance, people
from bot.actions.unit_of_work import UnitOfWork
from bot.storage.people import PersonRow


def acquainted(work: UnitOfWork, department_id: str) -> None:
    """Everybody on the roster has met it."""
    for person in people.roster(work, department_id).people:
        acquaintance.meet(work, person)


def unacquainted(session: Session) -> None:
    """Nobody has."""
    session.exec(update(PersonRow).values(met_at=None))
