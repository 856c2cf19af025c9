"""How things stand: for everybody the countdown, for those who oversee the whole, and one branch in detail."""

from bot.actions import evaluation, quota, status, submissions
from bot.actions.rectification import ledger
from bot.actions.status import Status
from bot.dispatch.cases import nobody
from bot.dispatch.context import Context
from bot.dispatch.router import Router
from bot.domain import conflicts
from bot.domain.people import Branch, Person, Role
from bot.domain.permissions import EVERYONE, OVERSIGHT
from bot.domain.polls.poll import PollState
from bot.domain.rectification.items import State
from bot.domain.refusals import NoSuch
from bot.domain.stages import Progress
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
from handlers.submissions import findings, state_line, version_line

router = Router("status")
NEXT_STAGES = 3
FRAME = (
    3  # lines around the state: of when it is, where to look further, how long it is until the end
)


@router.command("状态", who=OVERSIGHT, help="一眼看全系进展", reads=True, private=True)
def overview(context: Context) -> Message:
    now = status.status(context.work, context.cycle)
    before, after = _reports_and_polls(now), [*_evaluation(now), *_rest(now), *_allowance(context)]
    room = LINES - FRAME - len(before) - len(after)
    lines = [
        *before,
        *listed(_under_way(now), max(room, 1)),
        *after,
        *([texts.MORE] if room > 0 else []),
    ]
    return Message(
        text=texts.overview(
            context.cycle.plan, as_of=now.as_of, zone=context.work.zone, lines=lines
        )
    )


def _allowance(context: Context) -> list[str]:
    """What is spent of the platform's month, for the organiser; nothing where no platform counts."""
    numbers = quota.spent(context.work) if context.actor.has(Role.ORGANISER) else {}
    return [quota_texts.spent(numbers)] if numbers else []


def _reports_and_polls(now: Status) -> list[str]:
    lines = [
        texts.reports(
            handed_in=now.handed_in,
            total=len(now.branches),
            to_revise=now.to_revise,
            accepted=now.accepted,
        )
    ]
    lines += [
        texts.poll_open(poll.subjects, voted=poll.voted, eligible=poll.eligible)
        for poll in now.polls
        if poll.state is PollState.OPEN
    ]
    done = [poll for poll in now.polls if poll.state not in (PollState.OPEN, PollState.VOID)]
    if done:
        lines.append(
            texts.polls_done(
                closed=len(done), released=sum(poll.released is not None for poll in done)
            )
        )
    return lines


def _under_way(now: Status) -> list[str]:
    running = [one for one in now.stages if one.progress in (Progress.UNDER_WAY, Progress.OVERDUE)]
    return [texts.stage(one) for one in running if one.stage.id not in ("report", "meeting")]


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
    """What has begun of inputs, publication and grades."""
    found, lines = now.evaluation, []
    if any(one.inputs for one in found):
        lines.append(evaluation_texts.inputs_status(sum(one.complete for one in found), len(found)))
    if now.publicity.state != "none":
        lines.append(
            publicity_texts.status_line(
                now.publicity.state, now.publicity.last, now.publicity.feedback
            )
        )
    if any(one.state for one in found):
        confirmed, waiting = (
            sum(bool(one.grade) for one in found),
            sum(one.waiting for one in found),
        )
        objections = sum(one.objected_at is not None for one in found)
        lines.append(evaluation_texts.grades_status(confirmed, len(found), waiting, objections))
    return lines


@router.command("状态图", who=OVERSIGHT, help="看全系进展的图", reads=True, private=True)
def picture(context: Context) -> Message:
    return Message(file=status.picture(context.work, context.cycle))


router.alias(
    "状态图",
    r"(?:请|麻烦)?(?:发|看|给我)?(?:一?[张下个])?(?:全系)?(?:状态|进展|进度)的?(?:图|图片|照片)",
)


@router.command(
    "详情",
    who=OVERSIGHT,
    usage="详情 支部或姓名",
    help="细看一个支部",
    reads=True,
    private=True,
    about=nobody,
)
def detail(context: Context, subject: Branch | Person) -> Message:
    branch = subject if isinstance(subject, Branch) else subject.branch
    if branch is None:
        raise NoSuch("支部", subject.name, "详情 第三支部")
    secretary = context.roster.secretary_of(branch)
    name = secretary.title if secretary else texts.NOBODY
    found = submissions.versions(context.work, context.cycle, branch)
    after = [
        *_evaluated(context, secretary),
        *_promised(context, branch),
        *satisfaction.of_branch(context, branch)[-1:],
    ]
    if not found:
        return Message(text=texts.branch_without_report(branch.name, name, after))
    versions = [version_line(context, one) for one in found]
    standing = submission_texts.standing(
        versions, state_line(found[-1]), findings(found[-1]), room=LINES - 1 - len(after)
    )
    return Message(text=texts.branch(branch.name, name, [*standing, *after]))


def _evaluated(context: Context, secretary: Person | None) -> list[str]:
    """Inputs and grade, once there are any; nobody sees his own before he is told."""
    if secretary is None:
        return []
    (one,) = evaluation.evaluated(context.work, context.cycle, [secretary])
    if one.told_at is None and conflicts.concerns(context.actor, [secretary]):
        return []
    inputs = [evaluation_texts.inputs_of(one.missing)] if one.inputs else []
    return [*inputs, evaluation_texts.grade_of(one.grade, one.state)] if one.state else inputs


def _promised(context: Context, branch: Branch) -> list[str]:
    found = ledger.of_branch(context.work, context.department.id, branch)
    proposed = sum(item.state is State.PROPOSED for item in found)
    return (
        [rectification_texts.counts(ledger.standings(context.work, context.cycle, found), proposed)]
        if found
        else []
    )


@router.command("倒计时", who=EVERYONE, help="看离完成日期还有几天", reads=True)
def countdown(context: Context) -> Message:
    plan = context.cycle.plan
    today = context.work.today
    ahead = [stage for stage in plan.stages if stage.reminds and stage.due >= today][:NEXT_STAGES]
    lines = [
        reminder_texts.stage_line(stage.title, stage.due, (stage.due - today).days)
        for stage in ahead
    ]
    return Message(
        text="\n".join([reminder_texts.until_deadline(plan, (plan.deadline - today).days), *lines])
    )
