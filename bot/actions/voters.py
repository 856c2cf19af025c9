"""Who may vote in a poll that is open is bound to his account at the opening.

Only who had none yet may come in, in the open.
"""

from collections.abc import Sequence

from bot.actions.unit_of_work import UnitOfWork
from bot.domain.people import Department, Person
from bot.domain.polls.poll import PollState
from bot.messages import Message
from bot.storage.polls import polls, roll
from bot.texts import polls as texts


def let_in(
    work: UnitOfWork, department: Department, actor: Person | str, people: Sequence[Person]
) -> None:
    """Lets people vote who stand on an open roll and got their first account just now.

    The group hears their names. It is a no-op for whoever had another account there before.
    """
    admitted: dict[int, str] = {}
    for poll in polls.every(work.session, department.id, (PollState.OPEN,)):
        entries = roll.entries(work.session, poll.id)
        without_account = {entry.person for entry in entries if entry.account is None}
        for person in people:
            if person.id not in without_account or not person.account:
                continue
            if roll.bind_account(work.session, poll.id, person.id, person.account):
                subject = f"poll:{poll.id}"
                work.audit(department.id, actor, "poll.voter_bound", subject, person=person.id)
                admitted[person.id] = person.title
    if admitted:
        work.message_group(
            department,
            Message(text=texts.let_in(list(admitted.values()))),
            key=f"voters:{work.now.timestamp()}:{min(admitted)}",
            priority=1,
        )
