"""准备: what a secretary looks at before drafting the report (S15)."""

from bot.actions import preparation
from bot.actions.rectification import ledger
from bot.dispatch.context import Context
from bot.dispatch.router import Router
from bot.domain.people import Branch
from bot.domain.permissions import SECRETARY
from bot.domain.plan import Part
from bot.domain.rectification.items import Item, State
from bot.messages import Message
from bot.texts import preparation as texts
from bot.texts import rectification as ledger_texts
from handlers import satisfaction

router = Router("preparation", Part.REPORT)


@router.command(
    "准备", who=SECRETARY, help="上年度承诺、检查指出的问题和今年重点", reads=True, private=True
)
def prepare(context: Context) -> Message:
    branch = context.own_place
    sheet = preparation.sheet(context.work, context.cycle, branch)
    text = texts.sheet(
        context.cycle.year,
        _lines(context, branch, sheet.last_year),
        _lines(context, branch, sheet.inspections),
        sheet.tasks,
        satisfaction.of_branch(context, branch)[-1:],
    )
    return Message(text=text)


def _lines(context: Context, branch: Branch, items: tuple[Item, ...]) -> list[str]:
    due_days = ledger.due_days(context.work, context.cycle, items)
    lines = []
    for item in items:
        number, due = item.number(branch.id), due_days[item.id]
        if item.state is State.CLOSED:
            lines.append(ledger_texts.closed_line(number, item.problem))
            continue
        overdue = due <= context.work.today
        lines.append(
            ledger_texts.item_line(number, item.problem, due=due, state=item.state, overdue=overdue)
        )
    return lines
