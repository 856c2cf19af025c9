"""准备: what a secretary looks at before drafting the report (S15)."""

from bot.actions import preparation
from bot.dispatch.context import Context
from bot.dispatch.router import Router
from bot.domain.permissions import SECRETARY
from bot.domain.plan import Part
from bot.messages import Message
from handlers import satisfaction

router = Router("preparation", Part.REPORT)


@router.command(
    "准备", who=SECRETARY, help="上年度承诺、检查指出的问题和今年重点", reads=True, private=True
)
def prepare(context: Context) -> Message:
    branch = context.own_place
    satisfied = satisfaction.of_branch(context, branch)[-1:]
    return Message(text=preparation.text(context.work, context.cycle, branch, satisfied))
