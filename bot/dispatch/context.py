"""Who asks: account -> person, department, cycle. Loading and the first permission question are one call."""

from bot.actions import cycles, people
from bot.actions.unit_of_work import UnitOfWork
from bot.dispatch.turn import Turn
from bot.domain.cycle import Cycle
from bot.domain.people import Person
from bot.domain.permissions import Permission
from bot.domain.refusals import NotAllowed, NotOnRoster, YearArchived
from bot.messages import ChatKind, Update


class NoCycle(Exception):
    """A department without a year: the composition root opens one at start, so this is a bug."""


def known(work: UnitOfWork, update: Update) -> Person:
    """The person behind the update. Raises NotOnRoster."""
    actor = people.find(work, update.sender.account)
    if actor is None:
        raise NotOnRoster
    return actor


def turn(work: UnitOfWork, update: Update, *, looked: object = None) -> Turn:
    """Everything a handler is given. A message from the group teaches the group's chat id. Raises NotOnRoster."""
    actor = known(work, update)
    department = people.department(work, actor.department)
    cycle = cycles.current(work, department.id)
    if cycle is None:
        raise NoCycle(department.id)
    return Turn(work, update, actor, department, cycle, looked)


def allow(actor: Person, who: Permission) -> None:
    """Raises NotAllowed with the words for who may."""
    if not who.allows(actor):
        raise NotAllowed(who.title)


def check_open(cycle: Cycle) -> None:
    """Raises YearArchived: what is archived stays as it is, and the bot is silent about it (rule of conduct 6)."""
    if cycle.archived:
        raise YearArchived(cycle.year)


def learn_group(work: UnitOfWork, update: Update) -> None:
    """The department's group is the first one from which one of its people speaks to the bot."""
    actor = people.find(work, update.sender.account)
    if actor is not None and update.chat.kind is ChatKind.GROUP:
        known = people.department(work, actor.department)
        people.learn_group(work, known, platform=update.platform, group=update.chat.id)
