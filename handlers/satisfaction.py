"""Asking a branch's people whether they are satisfied, in the chat (S8). Answers do not pass here: they go to the ballot box."""

import re
from collections.abc import Container
from datetime import date, timedelta

from bot.actions import satisfaction
from bot.actions.calendar import calendar_of
from bot.actions.satisfaction import BranchPoll
from bot.dispatch.context import Context
from bot.dispatch.router import Router
from bot.domain.open_cards import OpenCard
from bot.domain.people import Branch
from bot.domain.permissions import OVERSIGHT
from bot.domain.polls.poll import PollState
from bot.domain.refusals import Missing
from bot.domain.satisfaction import Matter, WhichBranch
from bot.messages import Message
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
    context: Context,
    branch: Branch | None = None,
    date: date | None = None,
    days: int | None = None,
    text: str = "",
) -> Message:
    """The list; of a branch 结束, 公布, or else a new poll about its 整顿 or 整改 until a day."""
    said = text.strip()
    if branch is None:
        return Message(text=texts.listed([_line(context, one) for one in _polls(context)]))
    if END.match(said):
        return end(context, branch)
    if RELEASE.match(said):
        return release(context, branch)
    return _asked(context, branch, said, date or _after(context, days))


def end(context: Context, branch: Branch) -> Message:
    closed = satisfaction.end(context.work, context.department, context.actor, branch)
    return Message(text=texts.closed(closed.terms, closed.voted, closed.eligible))


def release(context: Context, branch: Branch) -> Message:
    told = satisfaction.ask_release(context.work, context.department, context.actor, branch)
    return Message(text=texts.preview(told))


def end_the_only(context: Context) -> Message | None:
    """For a bare 结束测评: None where nothing runs. Raises WhichBranch."""
    branch = _only(context, (PollState.OPEN,), texts.END)
    return end(context, branch) if branch else None


def release_the_only(context: Context, branch: Branch | None) -> Message | None:
    """For 公布, with a branch or without: None where nothing waits. Raises WhichBranch."""
    waiting = (PollState.CLOSING, PollState.COUNTED)
    if branch is None:
        branch = _only(context, waiting, texts.RELEASE)
    elif not any(
        one.branch == branch.name and one.status.state in waiting for one in _polls(context)
    ):
        return None
    return release(context, branch) if branch else None


def _only(context: Context, states: Container[PollState], word: str) -> Branch | None:
    names = tuple(
        dict.fromkeys(one.branch for one in _polls(context) if one.status.state in states)
    )
    if len(names) > 1:
        raise WhichBranch(names, word)
    return next((branch for branch in context.roster.branches if branch.name in names), None)


@router.confirmation(
    satisfaction.KIND, who=OVERSIGHT, decline=satisfaction.decline, declined=texts.DECLINED
)
def confirm(context: Context, card: OpenCard) -> str:
    satisfaction.release(context.work, context.department, card, context.actor)
    return texts.RELEASED


def of_branch(context: Context, branch: Branch | None) -> list[str]:
    """The released numbers of a branch, a line each, for whoever may see them."""
    if branch is None:
        return []
    found = satisfaction.released(context.work, context.department.id, branch)
    return [texts.line(one.result, one.on) for one in found]


def _asked(context: Context, branch: Branch, said: str, last_day: date | None) -> Message:
    meant = MATTER.match(said)
    if said and meant is None:
        raise Missing(texts.USAGE)
    asked = satisfaction.ask(
        context.work,
        context.cycle,
        context.department,
        context.actor,
        branch,
        matter=MATTERS[meant[1]] if meant else None,
        last_day=last_day,
    )
    return Message(text=texts.opened(asked.terms, asked.code, context.work.zone, asked.unreachable))


def _after(context: Context, days: int | None) -> date | None:
    """So many days from today; where that is no workday, the next one."""
    if days is None:
        return None
    day = context.work.today + timedelta(days=days)
    return calendar_of(context.cycle.plan).workday_on_or_after(day)


def _polls(context: Context) -> tuple[BranchPoll, ...]:
    return satisfaction.branch_polls(context.work, context.department.id)


def _line(context: Context, one: BranchPoll) -> str:
    status = one.status
    if one.released is not None:
        return f"· {one.branch}{texts.line(one.released.result, one.released.on)}"
    if status.state is PollState.OPEN:
        return texts.running(
            one.title, status.voted, status.eligible, one.closes_at, context.work.zone
        )
    return texts.over(one.title, status.state, status.voted, status.eligible)
