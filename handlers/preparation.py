"""准备: what a secretary looks at before drafting the report (S15)."""

from bot.actions import preparation
from bot.actions.rectification import ledger
from bot.dispatch.router import Router
from bot.dispatch.turn import Turn
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
def prepare(turn: Turn) -> Message:
    assert turn.actor.branch is not None, "the roster gives every secretary a branch"
    branch = turn.actor.branch
    found = preparation.sheet(turn.work, turn.cycle, branch)
    return Message(
        text=texts.sheet(
            turn.cycle.year,
            _lines(turn, branch, found.last_year),
            _lines(turn, branch, found.inspections),
            found.tasks,
            satisfaction.of_branch(turn, branch)[-1:],
        )
    )


def _lines(turn: Turn, branch: Branch, found: tuple[Item, ...]) -> list[str]:
    due, today = ledger.due_days(turn.work, turn.cycle, found), turn.work.today
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
