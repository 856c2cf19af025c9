"""Spot checks in the chat: in single chat with the drawer, and nowhere else (S38)."""

from bot.actions import spot_checks
from bot.dispatch.context import Context
from bot.dispatch.router import Router
from bot.domain.people import Branch
from bot.domain.permissions import OVERSIGHT
from bot.domain.plan import Part
from bot.domain.refusals import Missing
from bot.domain.words import UNIT
from bot.messages import Message
from bot.texts import dates
from bot.texts import rectification as ledger_texts
from bot.texts import spot_checks as texts

router = Router("spot_checks", Part.RECTIFICATION)
MOST = 10
SHOWN = 8


@router.command(
    "抽查", who=OVERSIGHT, usage="抽查 2", help=f"随机抽{UNIT}，只告诉您一个人", private=True
)
def draw(context: Context, n: int = 1) -> Message:
    if n < 1:
        raise Missing("抽查 2")
    draw = spot_checks.draw(context.work, context.cycle, context.actor, min(n, MOST))
    lines = []
    for drawn in draw.drawn:
        number, problem = None, ""
        if drawn.item is not None:
            number = drawn.item.number(drawn.branch.id)
            problem = ledger_texts.head(drawn.item.problem)
        lines.append(texts.line(drawn.branch.name, number, problem))
    # The seed is told, so that the draw can be repeated.
    return Message(text=texts.drawn(lines, draw.seed))


@router.command(
    "抽查结果",
    who=OVERSIGHT,
    usage=texts.RESULT_USAGE,
    help="记抽查结果",
    private=True,
    with_file=True,
    of_branch=True,  # the branch is looked at, not who is evaluated there
)
def note_result(context: Context, branch: Branch, text: str = "") -> Message:
    file = context.file
    if not text and file is None:
        raise Missing(texts.RESULT_USAGE)
    spot_checks.note_result(context.work, context.actor, branch, text, file)
    file_name = ""
    if file is not None:
        file_name = file.name
    return Message(text=texts.noted(branch.name, file_name))


@router.command(
    "抽查情况", who=OVERSIGHT, help="看您自己的抽查，附一份记录", reads=True, private=True
)
def mine(context: Context) -> Message:
    lines = []
    for check in spot_checks.mine(context.work, context.roster, context.actor, SHOWN):
        day = dates.day(check.drawn_at.astimezone(context.work.zone).date())
        lines.append(texts.result_line(day, check.branch, check.result, check.file))
    file = spot_checks.record_file(context.work, context.cycle, context.actor)
    return Message(text=texts.mine(lines), file=file)
