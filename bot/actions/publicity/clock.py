"""The end of the window comes by itself: nobody reads or writes any more, and those concerned are told how it went."""

from collections import Counter
from datetime import datetime

from bot.actions import cycles, digests, people
from bot.actions.digests import Part
from bot.actions.publicity.feedback import received
from bot.actions.unit_of_work import SYSTEM, UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.people import Role, Roster
from bot.storage import publicity as store
from bot.storage.publicity import PublicityRow
from bot.texts import publicity as texts


def close_due(work: UnitOfWork) -> int:
    """Closes what is over; how many."""
    over = [
        row
        for row in store.open_now(work.session)
        if row.closes_at is not None and row.closes_at <= work.now
    ]
    return sum(_close(work, row) for row in over)


def next_due(work: UnitOfWork, after: datetime) -> datetime | None:
    """The next end of a window."""
    moments = [row.closes_at for row in store.open_now(work.session) if row.closes_at is not None]
    return min((moment for moment in moments if moment > after), default=None)


def _close(work: UnitOfWork, row: PublicityRow) -> bool:
    assert row.id is not None
    if not store.move(work.session, row.id, before="open", after="closed", closed_at=row.closes_at):
        return False
    work.audit(row.department_id, SYSTEM, "publicity.closed", f"publicity:{row.id}")
    cycle = next(one for one in cycles.every(work, row.department_id) if one.id == row.cycle_id)
    _tell(work, cycle, people.roster(work, row.department_id), f"publicity:{row.id}:closed")
    return True


def _tell(work: UnitOfWork, cycle: Cycle, roster: Roster, key: str) -> None:
    """The group that it is over, the leadership how much was said, each secretary how much about his branch."""
    heard = received(work, cycle)
    about = Counter(one.branch for one in heard if one.branch)
    unnamed = sum(not one.author for one in heard)
    digests.post(work, roster.department, Part(key, texts.closed_for_all(cycle.year)))
    for person in roster.people:
        if person.has(Role.LEADER):
            part = Part(key, texts.closed_for_leaders(len(heard), unnamed))
        elif person.has(Role.ORGANISER):
            part = Part(key, texts.CLOSED_FOR_ORGANISER)
        elif person.has(Role.SECRETARY) and person.branch is not None:
            part = Part(key, texts.closed_for_secretary(about[person.branch.name]))
        else:
            continue
        digests.tell(work, roster.department, person, part)
