"""整改清单 in the chat: what one branch puts right, as a paper to be signed."""

from bot.actions.rectification import lists
from bot.dispatch.cases import nobody
from bot.dispatch.context import Context
from bot.dispatch.router import Router
from bot.domain.people import Branch
from bot.domain.permissions import OVERSIGHT, SECRETARY
from bot.domain.plan import Part
from bot.domain.rectification.refusals import NoItems
from bot.domain.refusals import Missing
from bot.domain.words import UNIT
from bot.messages import Message
from bot.texts.exporting import rectification as texts

router = Router("rectification_lists", Part.RECTIFICATION)
USAGE = f"整改清单 第三{UNIT}"


@router.command(
    "整改清单",
    who=SECRETARY | OVERSIGHT,
    usage=USAGE,
    help=f"一个{UNIT}的整改清单（Word），可以打印签字",
    reads=True,
    private=True,
    about=nobody,  # looking decides nothing
)
def paper(context: Context, branch: Branch | None = None) -> Message:
    """Sends a secretary his branch's list, and those who oversee the whole any branch's."""
    if branch is None or not OVERSIGHT.allows(context.actor):
        branch = context.roster.place_of(context.actor)
    if branch is None:
        raise Missing(USAGE)
    file = lists.list_file(context.work, context.cycle, branch)
    if file is None:
        raise NoItems
    return Message(text=texts.sent(branch.name), file=file)
