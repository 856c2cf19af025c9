"""A change of those who decide: asked by one, confirmed by a second person, told to all leaders,
kept with names.
"""

from collections.abc import Sequence

from bot.actions import accounts, confirmations, people, roster_lines, rosters, successions
from bot.actions.rosters import RosterChanges
from bot.actions.unit_of_work import UnitOfWork
from bot.documents.roster import RosterLine
from bot.domain.deciders import DeciderChange, decides
from bot.domain.open_cards import CardText, OpenCard
from bot.domain.people import Department, Person, Role
from bot.domain.refusals import RosterChangedMeanwhile
from bot.messages import Message
from bot.texts import deciders as texts

ROSTER, BINDING = "roster_of_deciders", "bind_decider"


def ask_roster(
    work: UnitOfWork,
    department: Department,
    actor: Person,
    lines: Sequence[RosterLine],
    changes: RosterChanges,
) -> list[str]:
    """Asks a second person for the whole workbook; returns what changes of those who decide.

    Raises NobodyElse.
    """
    decider_lines = [texts.line(change) for change in changes.deciders]
    all_changes = len(changes.added) + len(changes.changed) + len(changes.left)
    other_changes = max(all_changes - len(decider_lines), 0)
    question = texts.roster_question(actor.name, decider_lines, others=other_changes)
    about = [
        change.before
        for change in changes.deciders
        if change.before is not None and change.before.id != actor.id
    ]
    confirmations.ask_others(
        work,
        department,
        actor,
        ROSTER,
        {"lines": [roster_lines.packed(line) for line in lines], "told": decider_lines},
        CardText(texts.TITLE, question),
        about=about,
    )
    return decider_lines


def confirm_roster(work: UnitOfWork, department: Department, card: OpenCard, actor: Person) -> None:
    """Puts the workbook in force. Raises NeedsSecondPerson, CardGone, RosterChangedMeanwhile."""
    confirmations.decide(work, card, actor, accepted=True)
    lines = [roster_lines.unpacked(line) for line in card.subject["lines"]]
    asker = people.by_id(work, card.asked_by)
    # Another department may have given one of these accounts to somebody else meanwhile.
    if asker is None or rosters.accounts_elsewhere(work, department.id, lines):
        raise RosterChangedMeanwhile
    changes = successions.import_roster(work, department, lines, actor=asker, confirmed_by=actor)
    # Raised after the import, for only then it is known; the transaction takes all of it back.
    if [texts.line(change) for change in changes.deciders] != card.subject["told"]:
        raise RosterChangedMeanwhile
    tell_leaders(
        work, department, changes.deciders, texts.by_two(asker.name, actor.name), key=card.id
    )
    confirmations.tell_asker(work, department, card, texts.confirmed_notice(actor.name))


def import_by_administrator(
    work: UnitOfWork, department_id: str, lines: Sequence[RosterLine]
) -> RosterChanges:
    """Puts a workbook in force from the command line, which needs no second person.

    The leaders hear of it, unless it is the first roster of all.
    """
    had_deciders = any(decides(person) for person in people.roster(work, department_id).people)
    department = people.department(work, department_id)
    changes = successions.import_roster(work, department, lines, actor=rosters.ADMINISTRATOR)
    if had_deciders and changes.deciders:
        key = f"{department_id}:{work.now.isoformat()}"
        tell_leaders(work, department, changes.deciders, texts.BY_ADMINISTRATOR, key=key)
    return changes


def ask_binding(
    work: UnitOfWork, department: Department, actor: Person, person: Person, account: str
) -> None:
    """Asks whether an account is this leader or organiser. Raises NobodyElse."""
    card_text = CardText(texts.TITLE, texts.binding_question(actor.name, person, account))
    subject = {"person": person.id, "account": account}
    confirmations.ask_others(work, department, actor, BINDING, subject, card_text, about=[person])


def confirm_binding(
    work: UnitOfWork, department: Department, card: OpenCard, actor: Person
) -> Person:
    """Binds the account, and returns who is bound now.

    Raises NeedsSecondPerson, CardGone, RosterChangedMeanwhile.
    """
    confirmations.decide(work, card, actor, accepted=True)
    before = people.by_id(work, card.subject["person"])
    asker = people.by_id(work, card.asked_by)
    if before is None or asker is None:
        raise RosterChangedMeanwhile
    if not accounts.bind(work, before, card.subject["account"], actor=asker, confirmed_by=actor):
        raise RosterChangedMeanwhile
    after = people.known(work, before.id)
    by_two = texts.by_two(asker.name, actor.name)
    tell_leaders(work, department, [DeciderChange(before, after)], by_two, key=card.id)
    confirmations.tell_asker(work, department, card, texts.confirmed_notice(actor.name))
    return after


def decline(work: UnitOfWork, department: Department, card: OpenCard, actor: Person) -> None:
    """Changes nothing, and tells whoever asked. Raises NeedsSecondPerson, CardGone."""
    confirmations.decline(work, department, card, actor, texts.declined_notice(actor.name))


def tell_leaders(
    work: UnitOfWork, department: Department, changes: Sequence[DeciderChange], by: str, *, key: str
) -> None:
    """Tells those who lead now and those who led before; who has no account cannot be told."""
    leaders: dict[int, Person] = {}
    for change in changes:
        if change.before is not None and change.before.has(Role.LEADER):
            leaders[change.before.id] = change.before
    for leader in people.roster(work, department.id).with_role(Role.LEADER):
        leaders[leader.id] = leader
    text = texts.told_leaders(by, [texts.line(change) for change in changes])
    for leader in leaders.values():
        work.message_person(
            department, leader, Message(text=text), key=f"deciders:{key}:{leader.id}"
        )
