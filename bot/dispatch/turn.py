"""`Turn`: what a handler is given besides its typed arguments."""

from dataclasses import dataclass, field
from functools import cached_property

from bot.actions import people
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.people import Department, Person, Roster
from bot.messages import Attachment, ChatKind, Update


@dataclass(frozen=True)
class Turn:
    """One request of one person. `work` is the transaction (or the snapshot) that it runs in."""

    work: UnitOfWork
    update: Update
    actor: Person
    department: Department
    cycle: Cycle
    looked: object = field(
        default=None
    )  # what the route's look-ahead found, or the file that came with a command

    @cached_property
    def roster(self) -> Roster:
        return people.roster(self.work, self.department.id)

    @property
    def in_group(self) -> bool:
        return self.update.chat.kind is ChatKind.GROUP

    @property
    def attachment(self) -> Attachment | None:
        return attached(self.update)


def attached(update: Update) -> Attachment | None:
    """The file that was sent or, in a group, quoted."""
    return update.attachment or (update.quote.attachment if update.quote else None)
