"""The periodic bulletin (S36): drafted from the ledger, edited by people, released by a second person, said once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.actions import confirmations, digests, open_cards, people
from bot.actions.confirmations import CardText
from bot.actions.digests import Part
from bot.actions.rectification.ledger import (
    branch_of,
    due_days,
    entries,
    of_department,
    organisers,
)
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.open_cards import OpenCard
from bot.domain.people import Department, Person, Roster
from bot.domain.plan import Rectification
from bot.domain.rectification.bulletins import (
    Course,
    Period,
    Section,
    counted,
    last_period,
    month_ends,
    without_names,
)
from bot.domain.rectification.items import Item, Standing
from bot.domain.rectification.refusals import NoDraft, NoItems
from bot.domain.rectification.rhythm import Window
from bot.exports.bulletin import BulletinPaper, bulletin_chart, bulletin_document
from bot.exports.charts.frame import Caption
from bot.messages import Message, OutFile
from bot.storage import reminders
from bot.storage.rectification import bulletins as store
from bot.storage.rectification.bulletins import BulletinRow
from bot.texts import bulletins as texts
from bot.texts import rectification as ledger_texts

KIND = "release_bulletin"
ITEM = "bulletin"
UNFINISHED = frozenset({Standing.OPEN, Standing.DUE})
TURNS = {
    "verified": Standing.CLOSED,
    "held": Standing.HELD,
    "relapsed": Standing.OPEN,
}


@dataclass(frozen=True)
class Bulletin:
    """As people see it. `sections` are pairs of heading and text, in their order."""

    period: Period
    title: str
    sections: tuple[tuple[str, str], ...]
    chart: OutFile
    released: bool


def draft(work: UnitOfWork, cycle: Cycle, actor: Person) -> Bulletin:
    """The bulletin of the period that ended last, with today's figures; what a person wrote stays. Raises NoItems.

    The first period may still be running: its bulletin is that of the period before, as of today.
    """
    found = of_department(work, cycle.department)
    if not found:
        raise NoItems
    period = _period(work, cycle)
    row = store.of_period(work.session, cycle.department, period.name)
    if row is None:
        row = _begin(work, cycle, actor, period, found)
    elif row.state == "draft":
        _refresh(work, cycle, row, period, found)
    return _bulletin(work, cycle, row, period)


def paper(work: UnitOfWork, cycle: Cycle, bulletin: Bulletin) -> OutFile:
    """The draft as a Word document."""
    content = bulletin_document(
        BulletinPaper(bulletin.title, bulletin.sections, cycle.plan.unit, work.today)
    )
    return OutFile(work.files.put(content), texts.document_name(bulletin.period), len(content))


def edit(work: UnitOfWork, cycle: Cycle, actor: Person, section: Section, text: str) -> None:
    """A person's words replace the drafted ones. Raises NoDraft."""
    row = _draft_row(work, cycle)
    row.sections = row.sections | {section.value: text}
    row.edited = sorted({*row.edited, section.value})
    row.edited_by = actor.id
    work.session.flush()
    open_cards.withdraw_all(
        work, cycle.department, KIND, actor
    )  # what was shown for confirmation is no longer what it says
    work.audit(
        cycle.department, actor, "bulletin.edited", f"bulletin:{row.period}", section=section.value
    )


def ask_release(work: UnitOfWork, cycle: Cycle, department: Department, actor: Person) -> None:
    """Asks everybody else who may for the confirmation. Raises NoDraft, NeedsSecondPerson."""
    row = _draft_row(work, cycle)
    open_cards.withdraw_all(work, department.id, KIND, actor)
    told = _bulletin(work, cycle, row, _period_of(row))
    text = "\n".join([texts.question(actor.name), texts.released_text(told.title, told.sections)])
    confirmations.ask_others(
        work, department, actor, KIND, {"period": row.period}, CardText(texts.CARD_TITLE, text)
    )


def release(
    work: UnitOfWork, cycle: Cycle, department: Department, card: OpenCard, actor: Person
) -> None:
    """Says it in the group, once. Raises NeedsSecondPerson, CardGone, NoDraft."""
    row = _confirmed(work, card, actor, accepted=True)
    assert row.id is not None
    if not store.release(work.session, row.id, person_id=actor.id, now=work.now):
        raise NoDraft
    told = _bulletin(work, cycle, row, _period_of(row))
    message = Message(text=texts.released_text(told.title, told.sections), file=told.chart)
    work.message_group(
        department, message, key=f"bulletin:{department.id}:{row.period}", priority=3
    )
    work.audit(department.id, actor, "bulletin.released", f"bulletin:{row.period}")


def decline(work: UnitOfWork, department: Department, card: OpenCard, actor: Person) -> None:
    """Nothing is said; whoever asked is told. Raises NeedsSecondPerson, CardGone."""
    _confirmed(work, card, actor, accepted=False)
    confirmations.tell_asker(work, department, card, texts.declined_notice(actor.name))


def remind(work: UnitOfWork, cycle: Cycle, window: Window) -> int:
    """Tells the organisers once per period that there is something to report; how many messages."""
    found = of_department(work, cycle.department)
    period = last_period(window.month, cycle.plan.rectification.bulletin)
    if period.after != window.month or not any(
        _day(work, item.created_at) < period.after for item in found
    ):
        return 0
    roster = people.roster(work, cycle.department)
    known = reminders.targets(work.session, cycle.id, ITEM, period.name)
    fresh = [person for person in organisers(roster) if str(person.id) not in known]
    for person in fresh:
        key = digests.tell(
            work, roster.department, person, Part(f"{ITEM}:{period.name}", texts.ready(period))
        )
        reminders.record(
            work.session,
            cycle_id=cycle.id,
            item=ITEM,
            target=str(person.id),
            window=period.name,
            planned_at=work.now,
            key=key,
        )
    return len(fresh)


def _confirmed(work: UnitOfWork, card: OpenCard, actor: Person, *, accepted: bool) -> BulletinRow:
    """The row that the request is about, decided by somebody other than the asker."""
    confirmations.decide(work, card, actor, accepted=accepted)
    row = store.of_period(work.session, card.department, card.subject["period"])
    if row is None:
        raise NoDraft
    return row


def _draft_row(work: UnitOfWork, cycle: Cycle) -> BulletinRow:
    row = store.draft(work.session, cycle.department)
    if row is None:
        raise NoDraft
    return row


def _period(work: UnitOfWork, cycle: Cycle) -> Period:
    return last_period(work.today, cycle.plan.rectification.bulletin)


def _period_of(row: BulletinRow) -> Period:
    year, _, part = row.period.partition("-")
    if part.startswith("Q"):
        return Period(date(int(year), int(part[1:]) * 3 - 2, 1), 3)
    return Period(date(int(year), int(part), 1), 1)


def _begin(
    work: UnitOfWork, cycle: Cycle, actor: Person, period: Period, found: Sequence[Item]
) -> BulletinRow:
    row = BulletinRow(
        department_id=cycle.department,
        period=period.name,
        as_of=work.now,
        sections=_sections(work, cycle, period, found),
        edited=[],
        chart=_chart(work, cycle, period, found),
        drafted_by=actor.id,
    )
    store.add(work.session, row)
    work.audit(cycle.department, actor, "bulletin.drafted", f"bulletin:{row.period}")
    return row


def _refresh(
    work: UnitOfWork, cycle: Cycle, row: BulletinRow, period: Period, found: Sequence[Item]
) -> None:
    """Today's figures; not while somebody is asked to confirm what he was shown."""
    if open_cards.of_kind(work, cycle.department, KIND):
        return
    drafted = _sections(work, cycle, period, found)
    row.sections = drafted | {name: row.sections[name] for name in row.edited}
    row.chart, row.as_of = _chart(work, cycle, period, found), work.now
    work.session.flush()


def _sections(
    work: UnitOfWork, cycle: Cycle, period: Period, found: Sequence[Item]
) -> dict[str, str]:
    counts = counted(_courses(work, cycle, found), work.now, work.zone)
    fresh = sum(period.first <= _day(work, item.created_at) < period.after for item in found)
    unfinished = sum(count for standing, count in counts.items() if standing in UNFINISHED)
    return {
        Section.OVERALL.value: texts.overall(cycle.plan.unit, work.today, counts, fresh=fresh),
        Section.PROBLEMS.value: texts.problems(_problems(work, cycle, found)),
        Section.NEXT.value: texts.next_steps(cycle.plan.help_contact, unfinished=unfinished),
    }


def _problems(work: UnitOfWork, cycle: Cycle, found: Sequence[Item]) -> list[tuple[str, str]]:
    """Whose problem is due, and which, in the words of the ledger; what most branches share first.

    Persons are never named, branches only where the plan says so.
    """
    roster, rules = people.roster(work, cycle.department), cycle.plan.rectification
    persons = [person.name for person in roster.people]
    branches = [] if rules.bulletin_names_branches else [branch.name for branch in roster.branches]
    due = [item for item in found if item.standing(work.today, rules, work.zone) is Standing.DUE]
    shared = sorted(due, key=lambda item: -len(item.owners))
    return [
        (
            _whose(roster, item, rules),
            without_names(ledger_texts.head(item.problem), branches, persons),
        )
        for item in shared
    ]


def _whose(roster: Roster, item: Item, rules: Rectification) -> str:
    if not rules.bulletin_names_branches:
        return texts.some_branches(len(item.owners))
    return "、".join(branch_of(roster, owner.branch).name for owner in item.owners)


def _courses(work: UnitOfWork, cycle: Cycle, found: Sequence[Item]) -> list[Course]:
    due = due_days(work, cycle, found)
    return [
        Course(
            entered=entry.item.created_at,
            due=due[entry.item.id],
            turns=tuple(
                (event.at, TURNS[event.kind]) for event in entry.events if event.kind in TURNS
            ),
        )
        for entry in entries(work, found)
    ]


def _chart(work: UnitOfWork, cycle: Cycle, period: Period, found: Sequence[Item]) -> str:
    """The picture in the file store; the running month stands as of now."""
    courses = _courses(work, cycle, found)
    first = min(_day(work, item.created_at) for item in found)
    months: list[tuple[date, Mapping[Standing, int]]] = [
        (month, counted(courses, min(end, work.now), work.zone))
        for month, end in month_ends(first, work.today, work.zone)
    ]
    caption = Caption(
        texts.chart_title(period),
        cycle.plan.unit,
        work.now.astimezone(work.zone),
        texts.CHART_NOTES,
    )
    return work.files.put(bulletin_chart(caption, months))


def _bulletin(work: UnitOfWork, cycle: Cycle, row: BulletinRow, period: Period) -> Bulletin:
    return Bulletin(
        period=period,
        title=texts.title(cycle.plan.unit, period),
        sections=tuple(
            (texts.SECTIONS[section], row.sections[section.value]) for section in Section
        ),
        chart=OutFile(
            row.chart,
            texts.chart_name(period),
            work.files.path(row.chart).stat().st_size,
            picture=True,
        ),
        released=row.state == "released",
    )


def _day(work: UnitOfWork, moment: datetime) -> date:
    return moment.astimezone(work.zone).date()
