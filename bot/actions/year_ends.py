"""Once each November: the coming year's holidays are not known yet (S11; rule of conduct 5)."""

from bot.actions import cycles, digests, people
from bot.actions.calendar import calendar_of
from bot.actions.digests import Part
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.people import Role
from bot.storage import reminders as ledger
from bot.texts import plans as texts
from bot.texts import reminders as reminder_texts

ITEM = "calendar"


def announce_missing_calendar(work: UnitOfWork) -> int:
    """Tells the organisers of every running cycle, once a year and in working hours.

    Returns how many were told.
    """
    return sum(_announce(work, cycle) for cycle in cycles.active(work))


def _announce(work: UnitOfWork, cycle: Cycle) -> int:
    """Tells each organiser once, kept in the reminder ledger; returns how many.

    Nothing happens in quiet hours, or where the days are known.
    """
    calendar = calendar_of(cycle.plan)
    year = calendar.unknown_next_year(work.today)
    if year is None or calendar.is_quiet(work.now.astimezone(work.zone)):
        return 0
    roster = people.roster(work, cycle.department)
    recorded = ledger.targets(work.session, cycle.id, ITEM, str(year))
    organisers = [
        organiser
        for organiser in roster.with_role(Role.ORGANISER)
        if str(organiser.id) not in recorded
    ]
    for organiser in organisers:
        part = Part(f"calendar:{year}:{organiser.id}", texts.calendar_missing(year))
        key = digests.tell(work, roster.department, organiser, part)
        ledger.record(
            work.session,
            cycle_id=cycle.id,
            item=ITEM,
            target=str(organiser.id),
            window=str(year),
            planned_at=work.now,
            key=key,
            reason=reminder_texts.unsent(key),
        )
    return len(organisers)
