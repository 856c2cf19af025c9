"""How things stand: the countdown for everybody, the whole and each branch for who oversees it."""

from bot.actions import evaluation, quota, status, submissions
from bot.actions.rectification import ledger
from bot.actions.status import Status
from bot.dispatch.cases import nobody
from bot.dispatch.context import Context
from bot.dispatch.router import Router
from bot.dispatch.understanding.forms.shown import STATUS
from bot.domain import conflicts
from bot.domain.people import Branch, Person, Role
from bot.domain.permissions import EVERYONE, OVERSIGHT
from bot.domain.plan import Part
from bot.domain.polls.poll import PollState
from bot.domain.rectification.items import State
from bot.domain.refusals import NoSuch
from bot.domain.stages import Progress
from bot.domain.words import HOUSE, UNIT
from bot.messages import Message
from bot.texts import evaluation as evaluation_texts
from bot.texts import publicity as publicity_texts
from bot.texts import quota as quota_texts
from bot.texts import rectification as rectification_texts
from bot.texts import reminders as reminder_texts
from bot.texts import status as texts
from bot.texts import submissions as submission_texts
from bot.texts.listing import LINES, listed
from handlers import satisfaction
from handlers.submissions import findings, material_lines, state_line, version_line
from handlers.todos import closing_lines

router = Router("status", forms=STATUS)
NEXT_STAGES = 3
# Lines around the state: of when it is, where to look further, how long it is until the end, what
# waits and what comes next.
FRAME = 5


@router.command("状态", who=OVERSIGHT, help=f"一眼看全{HOUSE}进展", reads=True, private=True)
def overview(context: Context) -> Message:
    """Shows the state in one message: the stages under way get the room that the rest leaves."""
    now = status.status(context.work, context.cycle)
    before = _reports_and_polls(now)
    after = [*_evaluation(now), *_rest(now)]
    if context.actor.has(Role.ORGANISER):
        spent = quota.spent(context.work)  # of the platform's month; empty where no platform counts
        if spent:
            after.append(quota_texts.spent(spent))
    room = LINES - FRAME - len(before) - len(after)
    # Reports and the meeting have lines of their own.
    under_way = [
        texts.stage(standing)
        for standing in now.stages
        if standing.progress in (Progress.UNDER_WAY, Progress.OVERDUE)
        and standing.stage.id not in ("report", "meeting")
    ]
    if context.cycle.archived:
        under_way = []  # what was left undone goes on no more
    lines = [*before, *listed(under_way, max(room, 1)), *after]
    if room > 0:
        branches = [branch.name for branch in context.roster.branches]
        lines.append(texts.more(branches, reports=context.cycle.plan.has(Part.REPORT)))
    text = texts.overview(
        context.cycle.plan, as_of=now.as_of, zone=context.work.zone, lines=lines, end=_end(context)
    )
    return Message(text="\n".join([text, *closing_lines(context)]))


def _reports_and_polls(now: Status) -> list[str]:
    lines = []
    if now.cycle.plan.has(Part.REPORT):
        lines.append(
            texts.reports(
                handed_in=now.handed_in,
                total=len(now.branches),
                to_revise=now.to_revise,
                accepted=now.accepted,
                sent_back=now.sent_back,
            )
        )
    lines += [
        texts.poll_open(poll.subjects, voted=poll.voted, eligible=poll.eligible)
        for poll in now.polls
        if poll.state is PollState.OPEN
    ]
    # A void ballot has no result that anybody could wait for.
    closed = [poll for poll in now.polls if poll.state not in (PollState.OPEN, PollState.VOID)]
    if closed:
        released = sum(poll.released is not None for poll in closed)
        lines.append(texts.polls_done(closed=len(closed), released=released))
    return lines


def _rest(now: Status) -> list[str]:
    lines = []
    if now.rectification.total:
        lines.append(
            rectification_texts.counts(now.rectification.standings, now.rectification.proposed)
        )
    undelivered = sum(now.outbox.get(state, 0) for state in ("failed", "unreached"))
    if undelivered:
        lines.append(texts.undelivered(undelivered))
    return lines


def _evaluation(now: Status) -> list[str]:
    """Tells what has begun of inputs, publication and grades."""
    secretaries, lines = now.evaluation, []
    if any(secretary.inputs for secretary in secretaries):
        complete = sum(secretary.complete for secretary in secretaries)
        lines.append(
            evaluation_texts.inputs_status(
                complete, len(secretaries), len(now.cycle.plan.required_inputs)
            )
        )
    if now.publicity.state != "none":
        lines.append(
            publicity_texts.status_line(
                now.publicity.state, now.publicity.last, now.publicity.feedback
            )
        )
    if any(secretary.state for secretary in secretaries):
        confirmed = sum(bool(secretary.grade) for secretary in secretaries)
        waiting = sum(secretary.waiting for secretary in secretaries)
        objections = sum(secretary.objected_at is not None for secretary in secretaries)
        lines.append(
            evaluation_texts.grades_status(confirmed, len(secretaries), waiting, objections)
        )
    return lines


@router.command("状态图", who=OVERSIGHT, help=f"看全{HOUSE}进展的图", reads=True, private=True)
def picture(context: Context) -> Message:
    return Message(file=status.picture(context.work, context.cycle))


@router.command(
    "详情",
    who=OVERSIGHT,
    usage=f"详情 第三{UNIT}",
    help=f"细看一个{UNIT}",
    reads=True,
    private=True,
    about=nobody,  # looking decides nothing, and what he was not told yet is left out
)
def detail(context: Context, subject: Branch | Person) -> Message:
    branch = context.roster.place_meant(subject)
    if branch is None:
        raise NoSuch(UNIT, subject.name, f"详情 第三{UNIT}")
    secretary = context.roster.subject_of(branch)
    name = texts.NOBODY
    after = []
    if secretary is not None:
        name = secretary.name  # the branch stands before it, and tells namesakes apart
        after += _evaluated(context, secretary)
    after += material_lines(context, branch)
    items = ledger.of_branch(context.work, context.department.id, branch)
    if items:
        proposed = sum(item.state is State.PROPOSED for item in items)
        standings = ledger.standings(context.work, context.cycle, items)
        after.append(rectification_texts.counts(standings, proposed))
    after += satisfaction.of_branch(context, context.roster.branch_around(branch))[-1:]
    versions = submissions.versions(context.work, context.cycle, branch)
    if not versions and context.cycle.plan.has(Part.REPORT):
        return Message(text=texts.branch_without_report(branch.name, name, after))
    if not versions:
        return Message(text=texts.branch(branch.name, name, after or [texts.NOTHING_RECORDED]))
    newest = versions[-1]
    report_lines = submission_texts.standing(
        [version_line(context, branch, version) for version in versions],
        state_line(newest),
        findings(newest),
        room=LINES - 1 - len(after),
    )
    return Message(text=texts.branch(branch.name, name, [*report_lines, *after]))


def _evaluated(context: Context, secretary: Person) -> list[str]:
    """Tells inputs and grade, once there are any; nobody sees his own before he is told."""
    (evaluated,) = evaluation.evaluated(context.work, context.cycle, [secretary])
    if evaluated.told_at is None and conflicts.concerns(context.actor, [secretary]):
        return []
    lines = []
    if evaluated.inputs:
        lines.append(
            evaluation_texts.inputs_of(evaluated.missing, len(context.cycle.plan.required_inputs))
        )
    if evaluated.state:
        lines.append(evaluation_texts.grade_of(evaluated.grade, evaluated.state))
    return lines


@router.command("倒计时", who=EVERYONE, help="看离完成日期还有几天", reads=True)
def countdown(context: Context) -> Message:
    if context.cycle.archived:
        return Message(text=_end(context))
    plan = context.cycle.plan
    today = context.work.today
    ahead = [stage for stage in plan.stages if stage.reminds and stage.due >= today][:NEXT_STAGES]
    lines = [
        reminder_texts.stage_line(stage.title, stage.due, (stage.due - today).days)
        for stage in ahead
    ]
    return Message(text="\n".join([_end(context), *lines]))


def _end(context: Context) -> str:
    """How long it is until the deadline; of an archived year, that it is over."""
    plan = context.cycle.plan
    if context.cycle.archived:
        return reminder_texts.archived(plan)
    return reminder_texts.until_deadline(plan, (plan.deadline - context.work.today).days)
