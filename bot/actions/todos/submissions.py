"""Reports: to be handed in, mended, reviewed, reminded of, and paired."""

from collections.abc import Iterator

from bot.actions import submissions
from bot.actions.todos.desk import ALL, Desk, Request, Todo
from bot.domain.plan import Part
from bot.domain.reminders import report_day
from bot.domain.submissions import State
from bot.storage import judging as judgements
from bot.texts import todos as texts


def to_hand_in(desk: Desk) -> Iterator[Todo]:
    """One's own report: missing, or sent back with a reason."""
    place = desk.place
    if place is None or not desk.plan.has(Part.REPORT):
        return
    due = submissions.deadline_of(desk.work, desk.cycle, place).last_day
    report = desk.facts.reports.get(place.id)
    if report is None:
        prepare = Request("准备")
        yield Todo("report", texts.to_hand_in(desk.plan), due, prepare, texts.PREPARE)
    elif report.state is State.RETURNED:
        mine = Request("我的材料")
        yield Todo("returned", texts.to_mend(report.reason), due, mine, texts.SEE)


def to_pair(desk: Desk) -> Iterator[Todo]:
    """Problems, causes and measures of one's own report, which become items once confirmed."""
    place = desk.place
    if place is None or not desk.plan.has(Part.OUTLINE):
        return
    report = desk.facts.reports.get(place.id)
    # A report that is to be mended may name other problems then.
    if report is None or report.state is State.RETURNED:
        return
    if judgements.triples(desk.work.session, desk.cycle.id, place.id):
        return
    if any(pair["problem"] for pair in report.judgement["pairs"]):
        yield Todo("pairs", texts.TO_PAIR, desk.day_of("review"), Request("对应"), texts.CHECK)


def to_review(desk: Desk) -> Iterator[Todo]:
    """Reports that came in and were neither accepted nor sent back."""
    if not desk.is_organiser or not desk.plan.has(Part.REVIEW):
        return
    names = [
        place.name
        for place in desk.roster.places
        # Nobody accepts the report of his own place (docs/decisions/0017).
        if not desk.is_ones_own(place)
        and place.id in desk.facts.reports
        and desk.facts.reports[place.id].state is State.SUBMITTED
    ]
    if names:
        accept = Request("受理", {"text": ALL})
        text = texts.to_review(desk.plan, names)
        yield Todo("review", text, desk.day_of("review"), accept, texts.ACCEPT_ALL)


def to_remind(desk: Desk) -> Iterator[Todo]:
    """Reports that are late; before their day nobody needs to be asked."""
    if not desk.is_organiser or not desk.plan.has(Part.REPORT):
        return
    late = [
        place.name
        for place in desk.roster.places
        if place.id not in desk.facts.reports
        and submissions.deadline_of(desk.work, desk.cycle, place).last_day <= desk.work.today
    ]
    if late:
        text = texts.to_remind(desk.plan, late)
        yield Todo("missing", text, report_day(desk.plan), Request("催交"), texts.REMIND)
