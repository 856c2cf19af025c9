"""The organisers hear once, in the month after a period, that there is something to report."""

from bot.actions import digests, people
from bot.actions.bulletins.contents import happened
from bot.actions.digests import Part
from bot.actions.rectification.ledger import of_department, plan_cycle
from bot.actions.rectification.windows import window_to_ask_in
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.people import Role
from bot.domain.rectification.bulletins import Period, last_period
from bot.storage import reminders
from bot.storage.rectification import items as item_store
from bot.texts import bulletins as texts

ITEM = "bulletin"


def remind_due(work: UnitOfWork) -> int:
    """Tells the organisers of every department that there is something to report.

    Returns the number of messages. They hear it once per period, when the owners are asked after
    their items in the month that follows it. A second call finds nothing to say.
    """
    messages = 0
    for department_id in item_store.departments_with_items(work.session):
        cycle = plan_cycle(work, department_id)
        period = period_to_draft(work, cycle)
        if period is None:
            continue
        roster = people.roster(work, cycle.department)
        # The reminder ledger knows who has heard of this period.
        reminded = reminders.targets(work.session, cycle.id, ITEM, period.name)
        for organiser in roster.with_account(Role.ORGANISER):
            if str(organiser.id) in reminded:
                continue
            part = Part(f"{ITEM}:{period.name}", texts.ready(period))
            reminders.record(
                work.session,
                cycle_id=cycle.id,
                item=ITEM,
                target=str(organiser.id),
                window=period.name,
                planned_at=work.now,
                key=digests.tell(work, roster.department, organiser, part),
            )
            messages += 1
    return messages


def period_to_draft(work: UnitOfWork, cycle: Cycle) -> Period | None:
    """Returns the period that has just ended and has something to tell, while it is time to.

    None where there is no such period, or its time is over.
    """
    window = window_to_ask_in(work, cycle)
    if window is None:
        return None
    period = last_period(window.month, cycle.plan.rectification.bulletin)
    items = of_department(work, cycle.department)
    if period.after != window.month or happened(work, cycle, period, items).is_nothing:
        return None
    return period
