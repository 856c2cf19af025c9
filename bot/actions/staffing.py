"""人员变动: single changes of the roster while the year runs, shown, confirmed, kept with names.

What changes who decides is confirmed by a second person, as a workbook is.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.actions import confirmations, cycles, handovers, people, rosters, successions
from bot.actions.evaluation.inputs import inputs_of
from bot.actions.rosters import RosterChanges
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.open_cards import CardText, OpenCard
from bot.domain.people import Department, Person, Role, Roster
from bot.domain.refusals import Refusal, RosterChangedMeanwhile
from bot.domain.staffing import ChangeKind, StaffChange
from bot.domain.values import dataclass
from bot.messages import Message
from bot.texts import deciders as decider_texts
from bot.texts import staffing as texts

KIND, OF_DECIDERS = "staff", "staff_of_deciders"


@dataclass(frozen=True)
class Preview:
    """What would change, and the roster that would follow."""

    changes: RosterChanges
    after: Roster


def preview(work: UnitOfWork, department: Department, changes: Sequence[StaffChange]) -> Preview:
    """Returns what would happen, and keeps nothing of it. Raises the refusals of `staffing.apply`."""
    with work.trial():
        changed = rosters.change_staff(work, department.id, changes)
        return Preview(changed, people.roster(work, department.id))


def ask(
    work: UnitOfWork, department: Department, actor: Person, changes: Sequence[StaffChange]
) -> Message:
    """Returns the card on which the asker confirms; where it changes who decides, a second person
    is asked instead, and the answer says so.

    Raises the refusals of `staffing.apply`, NobodyElse.
    """
    roster = people.roster(work, department.id)
    would_be = preview(work, department, changes)
    text = texts.question(
        roster, would_be.after, changes, rated=_rated_leavers(work, department, changes)
    )
    subject: dict[str, Any] = {"changes": [_packed(change) for change in changes]}
    if not would_be.changes.deciders:
        card_text = CardText(texts.TITLE, text)
        return Message(card=confirmations.ask_oneself(work, actor, KIND, subject, card_text))
    # What the second person was told is held against what happens when he confirms.
    subject["told"] = [decider_texts.line(change) for change in would_be.changes.deciders]
    about = [
        change.before
        for change in would_be.changes.deciders
        if change.before is not None and change.before.id != actor.id
    ]
    question = texts.asked_by(actor.name, text)
    confirmations.ask_others(
        work,
        department,
        actor,
        OF_DECIDERS,
        subject,
        CardText(decider_texts.TITLE, question),
        about=about,
    )
    return Message(text=texts.waits(text))


def _rated_leavers(
    work: UnitOfWork, department: Department, changes: Sequence[StaffChange]
) -> list[str]:
    """Returns who would leave with words or a ballot about him: his grade has to come before."""
    cycle = cycles.current(work, department.id)
    if cycle is None or cycle.archived:
        return []
    names = []
    for change in changes:
        if change.kind is not ChangeKind.LEAVES or change.person is None:
            continue
        leaver = people.by_id(work, change.person)
        if leaver is not None and inputs_of(work, cycle, leaver):
            names.append(leaver.name)
    return names


def carry_out(work: UnitOfWork, department: Department, card: OpenCard, actor: Person) -> None:
    """Makes the changes that the asker confirmed himself. Raises RosterChangedMeanwhile."""
    _make(work, department, _changes_of(card), actor, None)


def confirm(work: UnitOfWork, department: Department, card: OpenCard, actor: Person) -> None:
    """Makes the changes that a second person confirms, and tells all leaders.

    Raises NeedsSecondPerson, CardGone, RosterChangedMeanwhile.
    """
    confirmations.decide(work, card, actor, accepted=True)
    asker = people.by_id(work, card.asked_by)
    if asker is None:
        raise RosterChangedMeanwhile
    made = _make(work, department, _changes_of(card), asker, actor)
    # Raised after the change, for only then it is known; the transaction takes all of it back.
    if [decider_texts.line(change) for change in made.deciders] != card.subject["told"]:
        raise RosterChangedMeanwhile
    by = decider_texts.by_two(asker.name, actor.name)
    handovers.tell_leaders(work, department, made.deciders, by, key=card.id)
    confirmations.tell_asker(work, department, card, decider_texts.confirmed_notice(actor.name))


def _make(
    work: UnitOfWork,
    department: Department,
    changes: Sequence[StaffChange],
    actor: Person,
    confirmed_by: Person | None,
) -> RosterChanges:
    """Makes the changes, with their lines in the trail and all that follows from them.

    Raises RosterChangedMeanwhile.
    """
    before = people.roster(work, department.id)
    try:
        made = rosters.change_staff(work, department.id, changes)
    except Refusal:
        # What was shown does not fit the roster as it is by now.
        raise RosterChangedMeanwhile from None
    rosters.audit_changes(work, department.id, made, actor=actor, confirmed_by=confirmed_by)
    for change in changes:
        subject = "person:new"
        if change.person:
            subject = f"person:{change.person}"
        role = ""
        if change.role is not None:
            role = change.role.value
        work.audit(
            department.id,
            actor,
            f"staff.{change.kind.value}",
            subject,
            name=change.name,
            branch=change.branch,
            role=role,
        )
    successions.follow(work, department, before, people.roster(work, department.id))
    return made


def _packed(change: StaffChange) -> Mapping[str, Any]:
    role = ""
    if change.role is not None:
        role = change.role.value
    return {
        "kind": change.kind.value,
        "name": change.name,
        "person": change.person,
        "branch": change.branch,
        "role": role,
    }


def _changes_of(card: OpenCard) -> list[StaffChange]:
    changes = []
    for packed in card.subject["changes"]:
        role = None
        if packed["role"]:
            role = Role(packed["role"])
        change = StaffChange(
            ChangeKind(packed["kind"]), packed["name"], packed["person"], packed["branch"], role
        )
        changes.append(change)
    return changes
