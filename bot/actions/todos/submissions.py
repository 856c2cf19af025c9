"""Reports: to be handed in, mended, reviewed, reminded of, and paired."""

from collections.abc import Iterator

from bot.actions import submissions
from bot.actions.todos.desk import ALL, Desk, Request, Todo
from bot.domain.people import Branch
from bot.domain.plan import Part
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
        yield Todo("pairs", texts.TO_PAIR, desk.plan.day_of("review"), Request("对应"), texts.CHECK)


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
        yield Todo("review", text, desk.plan.day_of("review"), accept, texts.ACCEPT_ALL)


def to_remind(desk: Desk) -> Iterator[Todo]:
    """Reports that are late, or were sent back and are; before their day nobody needs to be asked."""
    if not desk.is_organiser or not desk.plan.has(Part.REPORT):
        return
    late = [
        place
        for place in desk.roster.places
        if _is_to_come(desk, place)
        and submissions.deadline_of(desk.work, desk.cycle, place).last_day <= desk.work.today
    ]
    if late:
        again = any(place.id in desk.facts.reports for place in late)
        text = texts.to_remind(desk.plan, [place.name for place in late], again=again)
        yield Todo("missing", text, desk.plan.report_day, Request("催交"), texts.REMIND)


def _is_to_come(desk: Desk, place: Branch) -> bool:
    """Tells whether a report is owed: there is none, or it was sent back on another day."""
    report = desk.facts.reports.get(place.id)
    if report is None:
        return True
    if report.state is not State.RETURNED or report.decided_at is None:
        return False
    return desk.work.day_of(report.decided_at) < desk.work.today
