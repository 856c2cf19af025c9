"""工作情况报告: the facts of the year, gathered for the report to the upper unit."""

from collections import Counter

from bot.actions import notices, submissions
from bot.actions.exporting.dossier import Dossier, Paper
from bot.actions.exporting.folders.meeting import present_in_words
from bot.actions.polls.handing_over import ballot_report, released_polls
from bot.actions.polls.meetings import agenda
from bot.actions.polls.presence import attendance
from bot.actions.rectification.ledger import due_days, of_year
from bot.domain.publicity.publication import State as PublicityState
from bot.domain.rectification.items import State as ItemState
from bot.domain.submissions import State
from bot.exports.work_report import (
    GradeFacts,
    ItemFacts,
    MeetingFacts,
    PublicityFacts,
    YearFacts,
    work_report,
)
from bot.storage import feedback as feedback_store
from bot.storage import publicity as publicity_store
from bot.texts.exporting import folders as names
from bot.texts.exporting import meeting as meeting_texts
from bot.texts.rectification import SOURCES


def paper(dossier: Dossier) -> Paper | None:
    """Returns the draft; None for whoever may not have all of it, and while nothing at all is
    recorded.
    """
    if not dossier.is_whole:
        return None
    facts = year_facts(dossier)
    recorded = (facts.noticed, facts.meeting, facts.publicity, facts.grades, facts.items)
    if not facts.handed and all(fact is None for fact in recorded):
        return None
    plan = dossier.cycle.plan
    return Paper(names.report_name(plan.unit, plan.year), work_report(facts))


def year_facts(dossier: Dossier) -> YearFacts:
    """Returns what is recorded of the year so far."""
    work, cycle, roster = dossier.work, dossier.cycle, dossier.roster
    reports = submissions.newest_of_all(work, cycle).values()
    noticed = None
    notice = notices.posted(work, cycle)
    if notice is not None:
        noticed = work.day_of(notice.planned_at)
    return YearFacts(
        plan=cycle.plan,
        day=work.today,
        branches=len(roster.branches),
        subjects=len(roster.subjects),
        noticed=noticed,
        handed=len(reports),
        accepted=sum(report.state is State.ACCEPTED for report in reports),
        expected=len(roster.places),
        meeting=_meeting(dossier),
        publicity=_publicity(dossier),
        grades=_grades(dossier),
        items=_items(dossier),
    )


def _meeting(dossier: Dossier) -> MeetingFacts | None:
    """Returns none before the meeting was: it is over once its ballots are released."""
    work, cycle = dossier.work, dossier.cycle
    released = released_polls(work, cycle)
    held = agenda(work, cycle)
    is_over = held.at is not None and held.announced and held.at <= work.now
    if not released and not is_over:
        return None
    counted = ballot_report(work, cycle, released).polls
    ballots = [(poll.handed_out, poll.returned, poll.returned - poll.spoilt) for poll in counted]
    # Polls that were held side by side have the same numbers, which are told once.
    return MeetingFacts(
        when=meeting_texts.moment(held.at, work.zone),
        place=held.place,
        on_site=len(held.speakers),
        written=len(held.written),
        present=present_in_words(attendance(work, cycle)),
        ballots=tuple(dict.fromkeys(ballots)),
    )


def _publicity(dossier: Dossier) -> PublicityFacts | None:
    publication = publicity_store.latest(dossier.work.session, dossier.cycle.id)
    if publication is None or publication.notice is None:
        return None
    feedback = None
    if publication.state is PublicityState.CLOSED:
        feedback = feedback_store.count(dossier.work.session, publication.id)
    window = publication.window
    return PublicityFacts(window.first, window.last, publication.terms.scope, feedback)


def _grades(dossier: Dossier) -> GradeFacts | None:
    decided = [(sheet, sheet.grade) for sheet in dossier.sheets if sheet.grade is not None]
    if not decided:
        return None
    # How many of each step, and nobody's name: the report tells of the whole.
    counts = Counter(grade.grade for _, grade in decided)
    told = [sheet.told for sheet, _ in decided if sheet.told is not None]
    return GradeFacts(
        numbers=tuple((step, counts[step]) for step in dossier.cycle.plan.grade_steps),
        days=tuple(sorted({grade.committee_day for _, grade in decided})),
        told=len(told),
        read=sum(result.read_at is not None for result in told),
    )


def _items(dossier: Dossier) -> ItemFacts | None:
    work, cycle = dossier.work, dossier.cycle
    items = of_year(work, cycle)
    if not items:
        return None
    due = due_days(work, cycle, items)
    sources = Counter(item.source for item in items)
    months = Counter(
        due[item.id].replace(day=1) for item in items if item.state is not ItemState.CLOSED
    )
    return ItemFacts(
        sources=tuple((SOURCES[source], count) for source, count in sources.most_common()),
        closed=sum(item.state is ItemState.CLOSED for item in items),
        due=tuple(sorted(months.items())),
    )
