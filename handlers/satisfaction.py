"""Asking a branch's people whether they are satisfied, in the chat (S8). Answers do not pass here: they go to the ballot box."""

import re
from datetime import date, timedelta

from bot.actions import confirmations, satisfaction
from bot.actions.calendar import calendar_of
from bot.actions.requests import OpenRequest
from bot.actions.satisfaction import BranchPoll
from bot.dispatch.router import Router, Whose
from bot.dispatch.turn import Turn
from bot.domain.people import Branch
from bot.domain.permissions import OVERSIGHT
from bot.domain.refusals import Missing
from bot.domain.satisfaction import Matter, WhichBranch
from bot.messages import CardState, ClickAnswer, Message
from bot.texts import satisfaction as texts

router = Router("satisfaction")
END = re.compile(rf"^(?:提前)?(?:{texts.END}|截止|关闭|停止)(?:测评)?[。！\s]*$")
RELEASE = re.compile(rf"^(?:核对并?)?(?:{texts.RELEASE}|公开)(?:结果)?[。！\s]*$")
MATTER = re.compile(r"^(?:关于|针对)?(整顿|整改)(?:满意度|情况|的)?[。！\s]*$")
MATTERS = {"整顿": Matter.WEAK, "整改": Matter.ITEMS}


@router.command(
    "满意度",
    who=OVERSIGHT,
    usage=texts.USAGE,
    help="请支部党员群众不记名评价整顿、整改",
    private=True,
    shows=lambda _actor, said: not said,
)
def satisfied(
    turn: Turn,
    branch: Branch | None = None,
    date: date | None = None,
    days: int | None = None,
    text: str = "",
) -> Message:
    """The list; of a branch 结束, 公布, or else a new poll about its 整顿 or 整改 until a day."""
    said = text.strip()
    if branch is None:
        return Message(text=texts.listed([_line(turn, one) for one in _polls(turn)]))
    if END.match(said):
        return end(turn, branch)
    if RELEASE.match(said):
        return release(turn, branch)
    return _asked(turn, branch, said, date or _after(turn, days))


def end(turn: Turn, branch: Branch) -> Message:
    closed = satisfaction.end(turn.work, turn.department, turn.actor, branch)
    return Message(text=texts.closed(closed.terms, closed.voted, closed.eligible))


def release(turn: Turn, branch: Branch) -> Message:
    told = satisfaction.ask_release(turn.work, turn.department, turn.actor, branch)
    return Message(text=texts.preview(told))


def end_the_only(turn: Turn) -> Message | None:
    """For a bare 结束测评: None where nothing runs. Raises WhichBranch."""
    branch = _only(turn, ("open",), texts.END)
    return end(turn, branch) if branch else None


def release_the_only(turn: Turn, branch: Branch | None) -> Message | None:
    """For 公布, with a branch or without: None where nothing waits. Raises WhichBranch."""
    waiting = ("closing", "counted")
    if branch is None:
        branch = _only(turn, waiting, texts.RELEASE)
    elif not any(one.branch == branch.name and one.status.state in waiting for one in _polls(turn)):
        return None
    return release(turn, branch) if branch else None


def _only(turn: Turn, states: tuple[str, ...], word: str) -> Branch | None:
    names = tuple(dict.fromkeys(one.branch for one in _polls(turn) if one.status.state in states))
    if len(names) > 1:
        raise WhichBranch(names, word)
    return next((branch for branch in turn.roster.branches if branch.name in names), None)


@router.button(satisfaction.KIND, who=OVERSIGHT, whose=Whose.SECOND)
def confirm(turn: Turn, request: OpenRequest, pressed: str) -> ClickAnswer:
    if pressed == confirmations.YES:
        satisfaction.release(turn.work, turn.department, request, turn.actor)
        return ClickAnswer(accepted=True, notice=texts.released(), state=CardState.CLOSED)
    satisfaction.decline(turn.work, turn.department, request, turn.actor)
    return ClickAnswer(accepted=True, notice=texts.declined(), state=CardState.CLOSED)


def of_branch(turn: Turn, branch: Branch | None) -> list[str]:
    """The released numbers of a branch, a line each, for whoever may see them."""
    if branch is None:
        return []
    found = satisfaction.released(turn.work, turn.department.id, branch)
    return [texts.line(one.result, one.on) for one in found]


def _asked(turn: Turn, branch: Branch, said: str, last_day: date | None) -> Message:
    meant = MATTER.match(said)
    if said and meant is None:
        raise Missing(texts.USAGE)
    asked = satisfaction.ask(
        turn.work,
        turn.cycle,
        turn.department,
        turn.actor,
        branch,
        matter=MATTERS[meant[1]] if meant else None,
        last_day=last_day,
    )
    return Message(text=texts.opened(asked.terms, asked.code, turn.work.zone, asked.unreachable))


def _after(turn: Turn, days: int | None) -> date | None:
    """So many days from today; where that is no workday, the next one."""
    if days is None:
        return None
    day = turn.work.today + timedelta(days=days)
    return calendar_of(turn.cycle.plan).workday_on_or_after(day)


def _polls(turn: Turn) -> tuple[BranchPoll, ...]:
    return satisfaction.branch_polls(turn.work, turn.department.id)


def _line(turn: Turn, one: BranchPoll) -> str:
    status = one.status
    if one.released is not None:
        return f"· {one.branch}{texts.line(one.released.result, one.released.on)}"
    if status.state == "open":
        return texts.running(
            one.title, status.voted, status.eligible, one.closes_at, turn.work.zone
        )
    return texts.over(one.title, status.state, status.voted, status.eligible)
