"""Papers for the meeting, to be printed: ballots, list of signatures, tally, agenda."""

from bot.actions.polls import printing
from bot.dispatch.context import Context
from bot.dispatch.router import Router
from bot.dispatch.understanding.forms.shown import PRINTING
from bot.domain.permissions import ORGANISER
from bot.domain.plan import Part
from bot.messages import Message
from bot.texts.polls import printing as texts

router = Router("printing", Part.BALLOT, PRINTING)
USAGE = "打印 测评表"


@router.command(
    "打印",
    who=ORGANISER,
    usage=USAGE,
    help="打印测评表、签到表、统计表、议程",
    private=True,
    reads=False,  # a snapshot cannot send the further papers
    shows=lambda _actor, _said: True,  # a paper more decides nothing
)
def print_paper(context: Context, text: str = "") -> Message:
    """Brings the paper as a Word file; of ballots one for each class, a message each."""
    paper = next((name for name in texts.PAPERS if name in text), None)
    if paper is None:
        return Message(text=texts.WHICH)
    printed = printing.PAPERS[paper](context.work, context.cycle)
    if not printed:
        return Message(text=texts.NOBODY_TO_RATE)
    first, *others = printed
    for ballot in others:
        message = Message(text=texts.ready(paper, ballot.category), file=ballot.file)
        key = f"print:{context.update.own_id}:{ballot.category}"
        context.work.message_person(context.department, context.actor, message, key=key)
    return Message(text=texts.ready(paper, first.category), file=first.file)
