"""The list of branches that are put in order, in the chat (S8)."""

from bot.actions import weak_branches
from bot.actions.weak_branches import WeakBranch
from bot.dispatch.context import Context
from bot.dispatch.router import Router
from bot.domain.people import Branch
from bot.domain.permissions import ORGANISER, OVERSIGHT
from bot.domain.plan import Part
from bot.domain.rectification.weak_branches import read_parts
from bot.domain.refusals import Missing, NotAllowed
from bot.domain.words import UNIT
from bot.messages import Message
from bot.texts import weak_branches as texts

router = Router("weak_branches", Part.SATISFACTION)


@router.command(
    "软弱涣散",
    who=OVERSIGHT,
    usage=texts.USAGE,
    help=f"集中整顿的{UNIT}，一{UNIT}一策",
    private=True,
    shows=lambda _actor, said: not said,
    of_branch=True,  # the branch is put in order, not who is evaluated there
)
def weak(context: Context, branch: Branch | None = None, text: str = "") -> Message:
    """Shows the list; with a branch and what is written about it, makes an entry."""
    if branch is None:
        branches = weak_branches.listed(context.work, context.roster)
        return Message(text=texts.listed([_line(weak_branch) for weak_branch in branches]))
    # All who oversee may read the list; the organiser keeps it.
    if not ORGANISER.allows(context.actor):
        raise NotAllowed(ORGANISER.title)
    parts = read_parts(text)
    if not parts:
        raise Missing(texts.USAGE)
    written = weak_branches.write(context.work, context.actor, branch, parts)
    return Message(text=texts.saved(_line(written), written.missing))


@router.command(
    "整顿完成",
    who=ORGANISER,
    usage=f"整顿完成 第三{UNIT} 组织生活已恢复正常",
    help=f"一个{UNIT}整顿到位",
    private=True,
    of_branch=True,
)
def close(context: Context, branch: Branch, text: str = "") -> Message:
    weak_branches.close(context.work, context.actor, branch, text)
    return Message(text=texts.closed(branch.name))


def _line(weak_branch: WeakBranch) -> str:
    return texts.entry(
        branch=weak_branch.branch,
        reason=weak_branch.reason,
        measure=weak_branch.measure,
        in_charge=weak_branch.in_charge,
        due=weak_branch.due,
        satisfaction=weak_branch.satisfaction,
        result=weak_branch.result,
    )
