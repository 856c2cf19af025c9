"""`Context`: who asks, in which department and year, and the transaction that the answer runs in."""

from functools import cached_property

from bot.actions import cycles, people, polls
from bot.actions.files import Incoming
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.people import Branch, Department, Person, Roster
from bot.domain.permissions import SECRETARY
from bot.domain.refusals import (
    CardGone,
    NotAllowed,
    NotOnRoster,
    WhichPlace,
    WhichProcedure,
    YearArchived,
)
from bot.domain.values import dataclass
from bot.messages import Attachment, ChatKind, Update


class NoCycle(Exception):
    """A department has no year. The composition root opens one at start, so this is a bug."""


@dataclass(frozen=True)
class Membership:
    """Who speaks: somebody of a roster, his department, and the year that runs there."""

    actor: Person
    department: Department
    cycle: Cycle


def membership_of(work: UnitOfWork, update: Update, *, department_id: str = "") -> Membership:
    """Looks up who sent the update, as somebody of that department where one is given.

    Of several departments the one is meant in whose group is spoken, that is named, in which a
    ballot is open for him, that was chosen today, or that alone still runs. Raises NotOnRoster where no roster knows the account,
    WhichProcedure where several do and nothing tells which is meant.
    """
    memberships = [
        Membership(actor, department, _cycle(work, department))
        for actor in people.memberships(work, update.sender.account)
        for department in (people.department(work, actor.department),)
        if department_id in ("", department.id)
    ]
    if not memberships:
        raise NotOnRoster
    if len(memberships) == 1:
        return memberships[0]
    if update.chat.kind is ChatKind.GROUP:
        of_group = [
            membership
            for membership in memberships
            if membership.department.group == update.chat.id
        ]
        memberships = of_group or memberships
    chosen = people.chosen(work, update.sender.account)
    names = {membership.department.id: called(membership.department) for membership in memberships}
    named = [each for each in memberships if names[each.department.id] in update.text]
    by_choice = [each for each in memberships if each.department.id == chosen]
    running = [each for each in memberships if not each.cycle.archived]
    voting = [each for each in memberships if polls.open_for(work, [each.actor]) is not None]
    # What he does and says now goes before what he chose earlier (decision 0026).
    for fitting in (memberships, named, voting, by_choice, running):
        if len(fitting) == 1:
            return fitting[0]
    raise WhichProcedure(names)


def called(department: Department) -> str:
    """Returns what people call a procedure: its own name, else that of its department."""
    return department.procedure or department.name


def in_current_year(work: UnitOfWork, membership: Membership) -> Membership:
    """Returns the same person in the year as it is now: its plan may have changed meanwhile."""
    cycle = _cycle(work, membership.department)
    return Membership(membership.actor, membership.department, cycle)


def _cycle(work: UnitOfWork, department: Department) -> Cycle:
    cycle = cycles.current(work, department.id)
    if cycle is None:
        raise NoCycle(department.id)
    return cycle


@dataclass(frozen=True)
class Context:
    """What a handler is given besides its typed arguments.

    `work` is the transaction, or the snapshot, that the handler runs in. `file` is what was sent
    together with the words of a command that takes a file.
    """

    work: UnitOfWork
    update: Update
    membership: Membership
    file: Incoming | None = None

    @classmethod
    def load(cls, work: UnitOfWork, update: Update, *, file: Incoming | None = None) -> "Context":
        """Looks up who sent the update.

        Raises NotOnRoster where no roster knows the account, WhichProcedure where several do and
        nothing tells which is meant.
        """
        return cls(work, update, membership_of(work, update), file)

    @classmethod
    def of_card(cls, work: UnitOfWork, update: Update, department_id: str) -> "Context":
        """Looks up who pressed a card of that department. Raises CardGone for anybody else's."""
        try:
            return cls(work, update, membership_of(work, update, department_id=department_id))
        except NotOnRoster:
            raise CardGone from None

    @property
    def words(self) -> str:
        """What was written, without the name of the procedure where that comes first."""
        text = self.update.text
        name = called(self.department)
        if not text.lstrip().startswith(name):
            return text
        # For whoever stands on one roster alone the name is a part of what he says.
        if len(people.memberships(self.work, self.actor.account)) == 1:
            return text
        return text.lstrip().removeprefix(name).lstrip(" ：:，,、的")

    @property
    def actor(self) -> Person:
        return self.membership.actor

    @property
    def department(self) -> Department:
        return self.membership.department

    @property
    def cycle(self) -> Cycle:
        return self.membership.cycle

    @cached_property
    def roster(self) -> Roster:
        return people.roster(self.work, self.department.id)

    @property
    def own_place(self) -> Branch:
        """The place that the asker speaks of: one that he names, his own, or that of his body.

        Raises NotAllowed where he has none, WhichPlace where he hands in for several.
        """
        places = self.roster.places_of(self.actor)
        named = [place for place in places if place.name in self.update.text]
        if named:
            # One name may stand within another.
            return max(named, key=lambda place: len(place.name))
        if not places:
            raise NotAllowed(SECRETARY.title)
        if len(places) > 1 and self.roster.place_of(self.actor) is None:
            raise WhichPlace(tuple(place.name for place in places))
        return places[0]

    @property
    def in_group(self) -> bool:
        return self.update.chat.kind is ChatKind.GROUP

    def check_open(self) -> None:
        """Raises YearArchived: an archived year stays as it is."""
        if self.cycle.archived:
            raise YearArchived(self.cycle.year)


def attachment_of(update: Update) -> Attachment | None:
    """Returns the file that was sent or, in a group, quoted."""
    if update.attachment is None and update.quote is not None:
        return update.quote.attachment
    return update.attachment


def learn_group(work: UnitOfWork, update: Update) -> None:
    """Makes the group in which somebody of the roster first spoke to the bot the department's own.

    Nothing happens for a message in single chat, from a stranger, or where a group is known.
    """
    if update.chat.kind is not ChatKind.GROUP:
        return
    # Whoever stands on several rosters counts for the first of them.
    for actor in people.memberships(work, update.sender.account)[:1]:
        department = people.department(work, actor.department)
        people.learn_group(work, department, platform=update.platform, group=update.chat.id)
