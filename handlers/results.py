"""What was released of the evaluation, for whoever may see it."""

from bot.actions import polls
from bot.dispatch.cases import nobody
from bot.dispatch.context import Context
from bot.dispatch.router import Router
from bot.domain.people import Person
from bot.domain.permissions import EVERYONE, OVERSIGHT
from bot.domain.plan import Part
from bot.messages import Message, OutFile
from bot.texts import polls as texts
from bot.texts.polls import results as result_texts
from handlers import satisfaction

router = Router("results", Part.BALLOT)


@router.command(
    # Shown is what was released to him; what the leadership alone has never is about himself.
    "测评结果",
    who=EVERYONE,
    help="看已公布的测评结果",
    reads=True,
    private=True,
    about=nobody,
)
def results(context: Context, person: Person | None = None) -> Message:
    """Shows what was released of the evaluation, of all or of one, and what the asker's own branch
    was asked.

    The leadership sees what was handed to it, with the scores and the table; all others what the
    group was told.
    """
    leads = OVERSIGHT.allows(context.actor)
    released = polls.released(context.work, context.cycle, context.actor, leads=leads)
    # Whether others see scores is the plan's to say.
    scores = leads or context.cycle.plan.release.scores
    if person is not None:
        about = [poll.result for poll in released if poll.is_about(person)]
        if not about:
            return Message(text=texts.NOTHING_RELEASED)
        return Message(text=result_texts.of_one(about, person.id, scores=scores))
    satisfaction_lines = satisfaction.of_branch(context, context.actor.branch)
    if not released:
        return Message(text="\n".join(satisfaction_lines) or texts.NOTHING_RELEASED)
    text, *further = result_texts.released([poll.result for poll in released], scores=scores)
    if further:
        text += texts.REST_IN_DETAIL
    file: OutFile | None
    if leads:
        _, file = polls.report_files(context.work, context.cycle, released)
    else:
        file = polls.picture(context.work, context.cycle, released, scores=scores)
    return Message(text="\n".join([text, *satisfaction_lines]), file=file)
