"""Once each November: the coming year's holidays are not known yet (S11; rule of conduct 5)."""

from bot.actions import cycles, digests, people
from bot.actions.calendar import calendar_of
from bot.actions.digests import Part
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.people import Role
from bot.storage import reminders as ledger
from bot.texts import plans as texts
from bot.texts import reminders as reminder_texts

ITEM = "calendar"


def announce_missing_calendar(work: UnitOfWork) -> int:
    """Tells the organisers of every running cycle, once a year and in working hours.

    Returns how many were told. Nothing happens where the days are known.
    """
    told = 0
    for cycle in cycles.active(work):
        calendar = calendar_of(cycle.plan)
        year = calendar.unknown_next_year(work.today)
        if year is None or calendar.is_quiet(work.now.astimezone(work.zone)):
            continue
        roster = people.roster(work, cycle.department)
        # The reminder ledger knows who has heard of it.
        recorded = ledger.targets(work.session, cycle.id, ITEM, str(year))
        for organiser in roster.with_role(Role.ORGANISER):
            if str(organiser.id) in recorded:
                continue
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
            told += 1
    return told
