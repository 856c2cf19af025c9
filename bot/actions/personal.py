"""我的信息: what is kept about one person, told to himself or to the administrator."""

from collections.abc import Collection

from bot.actions import cycles, people, rosters
from bot.actions.unit_of_work import UnitOfWork, actor_name
from bot.domain.people import Department, Person, Role
from bot.domain.personal import About, Record
from bot.domain.plan import Retention
from bot.domain.values import dataclass
from bot.storage import personal as store
from bot.storage import retention
from bot.texts import personal as texts


def about(
    work: UnitOfWork,
    person: Person,
    *,
    is_on_roster: bool = True,
    more_accounts: Collection[str] = (),
) -> About:
    """Returns everything that is kept about a person, by numbers and times.

    `more_accounts` are those that a leaver once had: they are not known any more.
    """
    accounts = store.accounts(work.session, person.id) | frozenset(more_accounts)
    heard, said = store.heard(work.session, accounts), store.said(work.session, accounts)
    sent = store.sent_and_received(work.session, accounts)
    return About(
        person=person,
        is_on_roster=is_on_roster,
        heard=heard,
        said=said,
        records=store.records(work.session, person.id),
        turnouts=tuple(store.turnouts(work.session, person.id, work.zone)),
        reminders=store.reminders(work.session, person.id),
        traces=sent - heard.number - said.number,
        acts=store.acts(work.session, person.department, actor_name(person)),
    )


def named(work: UnitOfWork, department: Department, name: str) -> list[tuple[Person, bool]]:
    """Returns who has this name or account, also leavers, and whether each is on the roster."""
    return [
        (people.known(work, person_id), is_on_roster)
        for person_id, is_on_roster in store.named(work.session, department.id, name)
    ]


def own(work: UnitOfWork, department: Department, person: Person) -> str:
    """Returns what somebody is told of himself."""
    roster = people.roster(work, department.id)
    organisers = "、".join(organiser.name for organiser in roster.with_role(Role.ORGANISER))
    rules = rules_of(work, department)
    return texts.own(about(work, person), rules, work.zone, organisers or "组织员")


def rules_of(work: UnitOfWork, department: Department) -> Retention:
    """Returns the terms of the plan in force."""
    cycle = cycles.current(work, department.id)
    if cycle is None:
        return Retention()
    return cycle.plan.retention


@dataclass(frozen=True)
class Forgotten:
    """What was taken away of a person; `files` were named by it."""

    messages: int
    contacts: int
    reasons: int
    note: bool
    name: bool
    files: frozenset[str] = frozenset()

    @property
    def any(self) -> bool:
        return bool(self.messages or self.contacts or self.reasons or self.note or self.name)


def forget(
    work: UnitOfWork, person: Person, *, is_on_roster: bool, more_accounts: Collection[str] = ()
) -> Forgotten:
    """Takes away of a person what no record of a year needs, and notes it in the trail.

    A leaver loses his name too, where no paper, act or item names him.
    """
    accounts = store.accounts(work.session, person.id) | frozenset(more_accounts)
    # Who has left here may still be on the roster of another procedure under the same account.
    in_use = frozenset(account for account in accounts if people.memberships(work, account))
    removed = retention.forget_messages(
        work.session, person.department, in_use, has_left=False
    ) + retention.forget_messages(work.session, person.department, accounts - in_use, has_left=True)
    contacts = retention.forget_contacts(work.session, person.id)
    reasons = retention.forget_reasons(work.session, person.id)
    note, name = False, ""
    if not is_on_roster:
        note = retention.has_note(work.session, person.id)
        name = _name_instead(work, person)
        retention.forget_line(work.session, person.id, name)
    forgotten = Forgotten(
        removed.number, contacts, reasons, note, bool(name), frozenset(removed.files)
    )
    if forgotten.any:
        work.audit(
            person.department,
            rosters.ADMINISTRATOR,
            "person.forgotten",
            f"person:{person.id}",
            messages=forgotten.messages,
            name=forgotten.name,
        )
    return forgotten


def _name_instead(work: UnitOfWork, person: Person) -> str:
    """Returns what stands for a leaver whom nothing names; empty where his name has to stay, or was
    taken before.
    """
    known = about(work, person, is_on_roster=False)
    instead = texts.somebody(person.id)
    records = set(known.records) - {Record.PAGES}
    if records or known.acts.number or person.name == instead:
        return ""
    return instead
