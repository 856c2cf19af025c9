"""Which calls for help there are, whose answer is owed by whom, and which one is meant."""

from collections.abc import Sequence

from bot.actions import people
from bot.actions.rectification.ledger import branch_of, of_department
from bot.actions.unit_of_work import UnitOfWork
from bot.domain import conflicts
from bot.domain.people import Branch, Person, Role, Roster
from bot.domain.rectification.help_requests import HelpRequest, HelpState, leader_for
from bot.domain.rectification.items import Item, State
from bot.domain.rectification.refusals import NoHelpWanted, WhichItem
from bot.domain.values import dataclass
from bot.storage.rectification import help_requests as store
from bot.texts import help_requests as texts


@dataclass(frozen=True)
class Call:
    """A call with what it is about. `helper` is None where he left and nobody has followed yet."""

    request: HelpRequest
    item: Item
    branch: Branch
    helper: Person | None

    @property
    def number(self) -> int:
        return self.item.number(self.branch.id)

    @property
    def name(self) -> str:
        return texts.call_name(self.branch.name, self.number)

    @property
    def is_waiting(self) -> bool:
        return self.request.state is HelpState.WAITING


def unsettled(work: UnitOfWork, department_id: str) -> list[Call]:
    """Returns the calls about items that are still open, the oldest first."""
    items = {item.id: item for item in of_department(work, department_id)}
    roster = people.roster(work, department_id)
    calls = []
    for request in store.unsettled(work.session, department_id):
        item = items.get(request.item)
        # What is said to be done needs no help any more (docs/decisions/0036).
        if item is not None and item.state is State.OPEN:
            branch = branch_of(roster, request.branch)
            calls.append(Call(request, item, branch, roster.person(request.helper)))
    return calls


def owed_by(calls: Sequence[Call], person: Person) -> list[Call]:
    """Returns those whose answer this person owes."""
    return [call for call in calls if call.is_waiting and call.request.helper == person.id]


def find(work: UnitOfWork, department_id: str, branch: Branch, number: int | None) -> Call:
    """Returns the branch's call about the item of this number, or its only one.

    A call that waits is meant before one that was answered. Raises NoHelpWanted, WhichItem.
    """
    mine = [call for call in unsettled(work, department_id) if call.branch == branch]
    if number is not None:
        mine = [call for call in mine if call.number == number]
    waiting = [call for call in mine if call.is_waiting]
    fitting = waiting or mine
    if not fitting:
        settled = [
            request.settled_at
            for request in store.of_department(work.session, department_id)
            if request.branch == branch.id and request.settled_at is not None
        ]
        # Whoever looks for a call that is settled hears when the last one was.
        last_settled = ""
        if settled:
            last_settled = texts.settled_on(work.day_of(settled[-1]))
        raise NoHelpWanted(branch.name, last_settled)
    if len(fitting) > 1:
        raise WhichItem(tuple(call.name for call in fitting))
    return fitting[0]


def leader_of(roster: Roster, call: Call) -> Person | None:
    """Returns the leader to whom a call may be handed on; None where a leader has it already."""
    if call.helper is not None and call.helper.has(Role.LEADER):
        return None
    return leader_for(roster, conflicts.answering(roster, call.branch))
