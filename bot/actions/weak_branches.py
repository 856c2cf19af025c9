"""软弱涣散 (S8): branches that are put in order.

Each has its reason, a measure of its own, who is in charge, until when, and how satisfied people
are.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.actions import satisfaction
from bot.actions.satisfaction import Released
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.people import Branch, Person, Roster
from bot.domain.rectification.deadlines import due_in
from bot.domain.rectification.refusals import NotListed
from bot.domain.rectification.weak_branches import Field
from bot.domain.values import dataclass
from bot.storage.rectification import weak_branches as store
from bot.storage.rectification.weak_branches import Listing
from bot.texts import satisfaction as texts


@dataclass(frozen=True)
class WeakBranch:
    """`result` is None while the branch is being put in order."""

    branch: str
    reason: str
    measure: str
    in_charge: str
    due: date | None
    satisfaction: str
    result: str | None

    @property
    def missing(self) -> tuple[Field, ...]:
        values = {
            Field.REASON: self.reason,
            Field.MEASURE: self.measure,
            Field.IN_CHARGE: self.in_charge,
            Field.DUE: self.due,
            Field.SATISFACTION: self.satisfaction,
        }
        return tuple(name for name, value in values.items() if not value)


def listed(work: UnitOfWork, roster: Roster) -> list[WeakBranch]:
    """Returns the branches in the order in which they were listed, closed ones too."""
    names = {branch.id: branch.name for branch in roster.branches}
    polls = satisfaction.released(work, roster.department.id)
    return [
        _weak_branch(listing, names.get(listing.branch, ""), polls)
        for listing in store.of_department(work.session, roster.department.id)
    ]


def write(
    work: UnitOfWork, actor: Person, branch: Branch, parts: Mapping[Field, str]
) -> WeakBranch:
    """Lists the branch, or changes the parts that are named.

    A date that cannot be read changes nothing.
    """
    listing = store.open_of_branch(work.session, actor.department, branch.id)
    if listing is None:
        listing = store.add(work.session, actor.department, branch.id, work.now)
        work.audit(actor.department, actor, "weak_branch.listed", f"branch:{branch.id}")
    due = due_in(parts.get(Field.DUE, ""), work.today)
    listing = store.write(
        work.session,
        listing.id,
        reason=parts.get(Field.REASON, listing.reason),
        measure=parts.get(Field.MEASURE, listing.measure),
        in_charge=parts.get(Field.IN_CHARGE, listing.in_charge),
        satisfaction=parts.get(Field.SATISFACTION, listing.satisfaction),
        due=due or listing.due,
    )
    work.audit(
        actor.department, actor, "weak_branch.written", f"branch:{branch.id}", parts=len(parts)
    )
    polls = satisfaction.released(work, actor.department, branch)
    return _weak_branch(listing, branch.name, polls)


def close(work: UnitOfWork, actor: Person, branch: Branch, result: str) -> None:
    """Ends a branch's listing (整顿完成), one by one. Raises NotListed."""
    listing = store.open_of_branch(work.session, actor.department, branch.id)
    if listing is None:
        raise NotListed(branch.name)
    # One by one, each with what was reached (S8).
    store.close(work.session, listing.id, person_id=actor.id, now=work.now, result=result)
    work.audit(actor.department, actor, "weak_branch.closed", f"branch:{branch.id}")


def _weak_branch(listing: Listing, name: str, polls: Sequence[Released]) -> WeakBranch:
    """Its satisfaction is what the organiser wrote, and what the branch's people said by ballot."""
    poll = satisfaction.of_weak_branch(
        polls, listing.branch, listed_at=listing.listed_at, closed_at=listing.closed_at
    )
    result = None
    # Until its listing ends a branch is being put in order, whatever was noted of it.
    if listing.closed_at is not None:
        result = listing.result
    opinions = [listing.satisfaction]
    if poll is not None:
        opinions.append(texts.brief(poll.result))
    return WeakBranch(
        branch=name,
        reason=listing.reason,
        measure=listing.measure,
        in_charge=listing.in_charge,
        due=listing.due,
        satisfaction="；".join(opinion for opinion in opinions if opinion),
        result=result,
    )
