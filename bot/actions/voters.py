"""Who may vote in a poll that is open is bound to his account at the opening. Only who had none yet may come in, in the open."""

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
    """After people got accounts: whoever stands on an open roll without one votes with it from now on, and the group hears
    his name. Another account of somebody who had one changes nothing there.
    """
    joined: dict[int, str] = {}
    for poll in polls.every(work.session, department.id, [PollState.OPEN]):
        waiting = {
            entry.person for entry in roll.entries(work.session, poll.id) if entry.account is None
        }
        for person in people:
            if (
                person.id in waiting
                and person.account
                and roll.bind_account(work.session, poll.id, person.id, person.account)
            ):
                work.audit(
                    department.id, actor, "poll.voter_bound", f"poll:{poll.id}", person=person.id
                )
                joined[person.id] = person.title
    if joined:
        key = f"voters:{work.now.timestamp()}:{min(joined)}"
        work.message_group(
            department, Message(text=texts.let_in(list(joined.values()))), key=key, priority=1
        )
