"""The periodic bulletin: drafted from the ledger, edited, released by a second person, said once
(S36).

It stands on the ledger; the ledger knows nothing of it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from bot.actions import confirmations, digests, open_cards, people
from bot.actions.calendar import term_calendar_of
from bot.actions.digests import Part
from bot.actions.files import stored
from bot.actions.help_requests.calls import unsettled
from bot.actions.rectification.following import window_to_ask_in
from bot.actions.rectification.ledger import (
    branch_of,
    due_days,
    entries,
    of_department,
    organisers,
    plan_cycle,
    standing_of,
)
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.open_cards import CardText, OpenCard
from bot.domain.people import Department, Person, Roster
from bot.domain.rectification.bulletins import (
    BulletinState,
    Course,
    Happenings,
    Period,
    Problem,
    Section,
    counted,
    happenings,
    last_period,
    month_ends,
    running_period,
    without_names,
)
from bot.domain.rectification.history import EventKind
from bot.domain.rectification.items import Item, Standing, State
from bot.domain.rectification.refusals import NoDraft, NoItems, NothingToReport
from bot.domain.values import dataclass
from bot.domain.words import filled
from bot.exports.bulletin import BulletinPaper, bulletin_chart, bulletin_document
from bot.exports.charts.frame import Caption
from bot.messages import Message, OutFile
from bot.storage import reminders
from bot.storage.rectification import bulletins as store
from bot.storage.rectification import help_requests as help_store
from bot.storage.rectification import items as item_store
from bot.storage.rectification.bulletins import StoredBulletin
from bot.texts import bulletins as texts
from bot.texts import rectification as ledger_texts

KIND = "release_bulletin"
ITEM = "bulletin"
TURNS = {
    EventKind.VERIFIED: Standing.CLOSED,
    EventKind.HELD: Standing.HELD,
    EventKind.RELAPSED: Standing.OPEN,
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
    """Returns the bulletin of the period that ended last, with today's figures.

    What a person wrote stays. Where nobody reported or saw anything in that period it is the
    running one's. A bulletin that was released, or that somebody is asked to confirm as he was
    shown it, stays as it is. Raises NoItems, NothingToReport.
    """
    items = of_department(work, cycle.department)
    if not items:
        raise NoItems
    period = _period_to_tell(work, cycle, items)
    stored = store.of_period(work.session, cycle.department, period.name)
    if stored is None:
        stored = store.add(
            work.session,
            department_id=cycle.department,
            period=period.name,
            sections=_sections(work, cycle, period, items),
            chart=_chart(work, cycle, period, items),
            drafted_by=actor.id,
            as_of=work.now,
        )
        work.audit(cycle.department, actor, "bulletin.drafted", f"bulletin:{period.name}")
    elif stored.state is BulletinState.DRAFT and not open_cards.of_kind(
        work, cycle.department, KIND
    ):
        written = {section: stored.sections[section] for section in stored.edited}
        stored = store.refresh(
            work.session,
            stored.id,
            sections=_sections(work, cycle, period, items) | written,
            chart=_chart(work, cycle, period, items),
            as_of=work.now,
        )
    return _bulletin(work, cycle, stored)


def _period_to_tell(work: UnitOfWork, cycle: Cycle, items: Sequence[Item]) -> Period:
    """Returns the last period, or the running one where that alone has something to tell.

    Raises NothingToReport.
    """
    rhythm = cycle.plan.rectification.bulletin
    last = last_period(work.today, rhythm)
    if store.of_period(work.session, cycle.department, last.name) is not None:
        return last
    running = running_period(work.today, rhythm)
    for period in (last, running):
        if not happened(work, cycle, period, items).is_nothing:
            return period
    # Where nobody reported or saw anything there is no bulletin (docs/decisions/0033).
    raise NothingToReport(last.first)


def happened(work: UnitOfWork, cycle: Cycle, period: Period, items: Sequence[Item]) -> Happenings:
    """Returns what somebody reported or saw of these items within the period."""
    due = due_days(work, cycle, items)
    return happenings(entries(work, items), period, due, work.zone)


def paper(work: UnitOfWork, cycle: Cycle, bulletin: Bulletin) -> OutFile:
    """Puts the draft into the file store as a Word document."""
    content = bulletin_document(
        BulletinPaper(
            bulletin.title,
            bulletin.sections,
            signature=cycle.plan.signature,
            dated=work.today,
            addressee=texts.ADDRESSEE,
            words=cycle.plan.words,
        )
    )
    return stored(work, content, texts.document_name(bulletin.period))


def edit(work: UnitOfWork, cycle: Cycle, actor: Person, section: Section, text: str) -> None:
    """Replaces the drafted words by a person's. Raises NoDraft."""
    stored = _draft(work, cycle)
    store.edit(work.session, stored.id, section, text, actor.id)
    # What was shown for confirmation is no longer what it says.
    open_cards.withdraw_all(work, cycle.department, KIND, actor)
    subject = f"bulletin:{stored.period}"
    work.audit(cycle.department, actor, "bulletin.edited", subject, section=section.value)


def ask_release(work: UnitOfWork, cycle: Cycle, department: Department, actor: Person) -> None:
    """Asks everybody else who may for the confirmation. Raises NoDraft, NeedsSecondPerson."""
    stored = _draft(work, cycle)
    open_cards.withdraw_all(work, department.id, KIND, actor)
    bulletin = _bulletin(work, cycle, stored)
    preview = texts.released_text(bulletin.title, bulletin.sections)
    card_text = CardText(texts.CARD_TITLE, f"{texts.question(actor.name)}\n{preview}")
    confirmations.ask_others(work, department, actor, KIND, {"period": stored.period}, card_text)


def release(
    work: UnitOfWork, cycle: Cycle, department: Department, card: OpenCard, actor: Person
) -> date:
    """Says it in the group, once; returns the day: in holidays that is the next day of work.

    Raises NeedsSecondPerson, CardGone, NoDraft.
    """
    stored = _decide(work, card, actor, accepted=True)
    if not store.release(work.session, stored.id, person_id=actor.id, now=work.now):
        raise NoDraft
    bulletin = _bulletin(work, cycle, stored)
    text = texts.released_text(bulletin.title, bulletin.sections)
    calendar = term_calendar_of(cycle.plan)
    moment = calendar.next_speaking_moment(work.now.astimezone(work.zone))
    work.message_group(
        department,
        Message(text=text, file=bulletin.chart),
        key=f"bulletin:{department.id}:{stored.period}",
        priority=3,  # before ordinary messages, also when the platform's allowance runs low
        due_at=moment,
    )
    work.audit(department.id, actor, "bulletin.released", f"bulletin:{stored.period}")
    confirmations.tell_posted(work, department, card, actor, on=moment.date())
    return moment.date()


def decline(work: UnitOfWork, department: Department, card: OpenCard, actor: Person) -> None:
    """Says nothing in the group, and tells whoever asked.

    Raises NeedsSecondPerson, CardGone, NoDraft.
    """
    _decide(work, card, actor, accepted=False)
    confirmations.tell_asker(work, department, card, texts.declined_notice(actor.name))


def remind_due(work: UnitOfWork) -> int:
    """Tells the organisers of every department that there is something to report.

    Returns the number of messages. They hear it once per period, when the owners are asked after
    their items in the month that follows it. A second call finds nothing to say.
    """
    messages = 0
    for department_id in item_store.departments_with_items(work.session):
        cycle = plan_cycle(work, department_id)
        period = period_to_draft(work, cycle)
        if period is not None:
            messages += _remind(work, cycle, period)
    return messages


def period_to_draft(work: UnitOfWork, cycle: Cycle) -> Period | None:
    """Returns the period that has just ended and has something to tell, while it is time to.

    None where there is no such period, or its time is over.
    """
    window = window_to_ask_in(work, cycle)
    if window is None:
        return None
    period = last_period(window.month, cycle.plan.rectification.bulletin)
    items = of_department(work, cycle.department)
    if period.after != window.month or happened(work, cycle, period, items).is_nothing:
        return None
    return period


def _remind(work: UnitOfWork, cycle: Cycle, period: Period) -> int:
    """Tells each organiser once of this period and keeps it in the reminder ledger; returns how
    many.
    """
    roster = people.roster(work, cycle.department)
    reminded = reminders.targets(work.session, cycle.id, ITEM, period.name)
    messages = 0
    for organiser in organisers(roster):
        if str(organiser.id) in reminded:
            continue
        part = Part(f"{ITEM}:{period.name}", texts.ready(period))
        reminders.record(
            work.session,
            cycle_id=cycle.id,
            item=ITEM,
            target=str(organiser.id),
            window=period.name,
            planned_at=work.now,
            key=digests.tell(work, roster.department, organiser, part),
        )
        messages += 1
    return messages


def _decide(work: UnitOfWork, card: OpenCard, actor: Person, *, accepted: bool) -> StoredBulletin:
    """Closes the card and returns its bulletin. Raises NeedsSecondPerson, CardGone, NoDraft."""
    confirmations.decide(work, card, actor, accepted=accepted)
    stored = store.of_period(work.session, card.department, card.subject["period"])
    if stored is None:
        raise NoDraft
    return stored


def _draft(work: UnitOfWork, cycle: Cycle) -> StoredBulletin:
    """Returns the bulletin that is not released yet. Raises NoDraft."""
    stored = store.draft(work.session, cycle.department)
    if stored is None:
        raise NoDraft
    return stored


def _sections(
    work: UnitOfWork, cycle: Cycle, period: Period, items: Sequence[Item]
) -> dict[Section, str]:
    """Words what the ledger knows; persons are never named, branches where the plan says so."""
    roster = people.roster(work, cycle.department)
    counts = counted(_courses(work, cycle, items), work.now, work.zone)
    now = happened(work, cycle, period, items)
    nameless = replace(
        now,
        deeds=_nameless(cycle, roster, now.deeds),
        steps=_nameless(cycle, roster, now.steps),
        seen=_nameless(cycle, roster, now.seen),
    )
    due = [item for item in items if standing_of(work, cycle, item) is Standing.DUE]
    # What came back and was closed once more is no problem any more.
    relapsed = [
        item for item in items if item.problem in now.relapsed and item.state is not State.CLOSED
    ]
    sections = {
        Section.OVERALL: texts.overall(
            cycle.plan.unit, work.today, counts, nameless, _help_line(work, cycle, period)
        ),
        Section.PROBLEMS: texts.problems(
            _problems(cycle, roster, due), _problems(cycle, roster, relapsed)
        ),
        Section.NEXT: texts.next_steps(
            cycle.plan.help_contact,
            unfinished=counts[Standing.OPEN] + counts[Standing.DUE],
        ),
    }
    return filled(sections, cycle.plan.words)


def _help_line(work: UnitOfWork, cycle: Cycle, period: Period) -> str:
    """Returns how many calls for help were settled within the period, and how many wait now."""
    settled = [
        request
        for request in help_store.of_department(work.session, cycle.department)
        if request.settled_at is not None and period.holds(request.settled_at, work.zone)
    ]
    waiting = unsettled(work, cycle.department)
    return texts.help_calls(settled=len(settled), waiting=len(waiting))


def _problems(cycle: Cycle, roster: Roster, items: Iterable[Item]) -> list[Problem]:
    """Returns the problems in the words of the ledger, each with those whose it is.

    Items that say the same are one problem; what most branches share stands first.
    """
    branches_of: dict[str, dict[int, None]] = defaultdict(dict)
    numbers: Counter[str] = Counter()
    for item in items:
        # Without names first, so that the same problem of two branches becomes one.
        (problem,) = _nameless(cycle, roster, [ledger_texts.head(item.problem)])
        numbers[problem] += 1
        branches_of[problem] |= dict.fromkeys(owner.branch for owner in item.owners)
    problems = []
    for problem, branches in sorted(branches_of.items(), key=lambda pair: -len(pair[1])):
        owners = texts.some_branches(len(branches))
        if cycle.plan.rectification.bulletin_names_branches:
            owners = "、".join(branch_of(roster, branch).name for branch in branches)
        problems.append(Problem(owners, problem, numbers[problem]))
    return problems


def _nameless(cycle: Cycle, roster: Roster, sentences: Iterable[str]) -> tuple[str, ...]:
    branches: list[str] = []
    if not cycle.plan.rectification.bulletin_names_branches:
        branches = [branch.name for branch in roster.branches]
    persons = [person.name for person in roster.people]
    return tuple(without_names(sentence, branches, persons) for sentence in sentences)


def _courses(work: UnitOfWork, cycle: Cycle, items: Sequence[Item]) -> list[Course]:
    """Returns when each item was entered, is due and has turned, for the figures of past months."""
    due = due_days(work, cycle, items)
    courses = []
    for entry in entries(work, items):
        turns = [
            (event.at, TURNS[event.kind])
            for event in entry.events
            # A tap that once said 保持良好 without a word was no visit.
            if event.kind in TURNS and (event.kind is not EventKind.HELD or event.text)
        ]
        courses.append(Course(entry.item.created_at, due[entry.item.id], tuple(turns)))
    return courses


def _chart(work: UnitOfWork, cycle: Cycle, period: Period, items: Sequence[Item]) -> str:
    """Puts the picture into the file store and returns its hash.

    The running month stands as of now.
    """
    courses = _courses(work, cycle, items)
    first = min(work.day_of(item.created_at) for item in items)
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
    return work.files.put(bulletin_chart(filled(caption, cycle.plan.words), months))


def _bulletin(work: UnitOfWork, cycle: Cycle, stored: StoredBulletin) -> Bulletin:
    period = Period.named(stored.period)
    size = work.files.path(stored.chart).stat().st_size
    return Bulletin(
        period=period,
        title=texts.title(cycle.plan.unit, period),
        sections=tuple((texts.SECTIONS[section], stored.sections[section]) for section in Section),
        chart=OutFile(stored.chart, texts.chart_name(period), size, picture=True),
        released=stored.state is BulletinState.RELEASED,
    )
