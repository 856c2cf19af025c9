"""准备: what a secretary looks at before drafting the report (S15)."""

from bot.actions import preparation
from bot.actions.rectification import ledger
from bot.dispatch.context import Context
from bot.dispatch.router import Router
from bot.domain.people import Branch
from bot.domain.permissions import SECRETARY
from bot.domain.rectification.items import Item, State
from bot.messages import Message
from bot.texts import preparation as texts
from bot.texts import rectification as ledger_texts
from handlers import satisfaction

router = Router("preparation")


@router.command(
    "准备", who=SECRETARY, help="上年度承诺、检查指出的问题和今年重点", reads=True, private=True
)
def prepare(context: Context) -> Message:
    branch = context.own_branch
    found = preparation.sheet(context.work, context.cycle, branch)
    return Message(
        text=texts.sheet(
            context.cycle.year,
            _lines(context, branch, found.last_year),
            _lines(context, branch, found.inspections),
            found.tasks,
            satisfaction.of_branch(context, branch)[-1:],
        )
    )


def _lines(context: Context, branch: Branch, found: tuple[Item, ...]) -> list[str]:
    due, today = ledger.due_days(context.work, context.cycle, found), context.work.today
    return [
        ledger_texts.closed_line(item.number(branch.id), item.problem)
        if item.state is State.CLOSED
        else ledger_texts.item_line(
            item.number(branch.id),
            item.problem,
            due=due[item.id],
            state=item.state,
            overdue=due[item.id] <= today,
        )
        for item in found
    ]
