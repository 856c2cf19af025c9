"""通知: the year's notice for the group, drafted from the plan and released by a person (rule of
conduct 8).
"""

from bot.actions import people, reach
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.people import Person
from bot.messages import Message
from bot.storage import reminders as ledger
from bot.storage.reminders import Reminder
from bot.texts import notices as texts

ITEM, GROUP = "notice", "group"


def draft(work: UnitOfWork, cycle: Cycle) -> str:
    department = people.department(work, cycle.department)
    # Where nobody may be written to before he spoke, the notice asks everybody for a first word.
    return texts.notice(cycle.plan, reach.first_word(work, department))


def posted(work: UnitOfWork, cycle: Cycle) -> Reminder | None:
    """Returns the ledger entry of the notice; None until it is out."""
    return ledger.find(work.session, cycle.id, ITEM, GROUP)


def post(work: UnitOfWork, cycle: Cycle, actor: Person) -> bool:
    """Says it in the group, once a year; returns False where it was said or no group is known."""
    department = people.department(work, cycle.department)
    key = f"notice:{cycle.id}"
    if posted(work, cycle) is not None:
        return False
    # It is noted only where it goes out: a group that is not known has heard nothing.
    if not work.message_group(department, Message(text=draft(work, cycle)), key=key):
        return False
    ledger.record(
        work.session,
        cycle_id=cycle.id,
        item=ITEM,
        target=GROUP,
        window=str(cycle.year),
        planned_at=work.now,
        key=key,
    )
    work.audit(cycle.department, actor, "notice.posted", f"cycle:{cycle.year}")
    return True
