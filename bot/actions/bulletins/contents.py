"""What a bulletin says and shows of a period: the ledger in words and figures, and nobody's name."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from bot.actions import people
from bot.actions.help_requests.calls import unsettled
from bot.actions.rectification.ledger import branch_of, due_days, entries, standing_of
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.people import Roster
from bot.domain.rectification.bulletins import (
    Course,
    Happenings,
    Period,
    Problem,
    Section,
    counted,
    happenings,
    month_ends,
    without_names,
)
from bot.domain.rectification.history import EventKind
from bot.domain.rectification.items import Item, Standing, State
from bot.domain.words import filled
from bot.exports.bulletin import bulletin_chart
from bot.exports.charts.frame import Caption
from bot.storage.rectification import help_requests as help_store
from bot.texts import bulletins as texts
from bot.texts import rectification as ledger_texts

TURNS = {
    EventKind.VERIFIED: Standing.CLOSED,
    EventKind.HELD: Standing.HELD,
    EventKind.RELAPSED: Standing.OPEN,
}


def sections(
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


def happened(work: UnitOfWork, cycle: Cycle, period: Period, items: Sequence[Item]) -> Happenings:
    """Returns what somebody reported or saw of these items within the period."""
    due = due_days(work, cycle, items)
    return happenings(entries(work, items), period, due, work.zone)


def _help_line(work: UnitOfWork, cycle: Cycle, period: Period) -> str:
    """Returns how many calls for help were settled within the period, and how many wait now."""
    settled = [
        request
        for request in help_store.of_department(work.session, cycle.department)
        if request.settled_at is not None and period.holds(request.settled_at, work.zone)
    ]
    # Whoever still waits is told of whenever he called: a period does not end his waiting.
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


def chart(work: UnitOfWork, cycle: Cycle, period: Period, items: Sequence[Item]) -> str:
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
