"""Asking a branch's people whether they are satisfied, in the chat (S8).

Answers do not pass here: they go to the ballot box.
"""

from collections.abc import Container
from datetime import date, timedelta

from bot.actions import satisfaction
from bot.actions.calendar import calendar_of
from bot.actions.satisfaction import BranchPoll
from bot.dispatch import bundling
from bot.dispatch.bundling import Act
from bot.dispatch.context import Context
from bot.dispatch.router import Router
from bot.dispatch.understanding import Slot, Value
from bot.dispatch.understanding.forms.ballots import Step, read_asked_of_branch
from bot.dispatch.understanding.forms.everybody import behind_everybody
from bot.domain.open_cards import OpenCard
from bot.domain.people import Branch
from bot.domain.permissions import OVERSIGHT
from bot.domain.plan import Part
from bot.domain.polls.poll import PollState
from bot.domain.refusals import Missing, Refusal
from bot.domain.satisfaction import WhichBranch
from bot.domain.words import UNIT
from bot.messages import Message
from bot.texts import refusals as refusal_texts
from bot.texts import satisfaction as texts
from bot.texts.listing import left_out

router = Router("satisfaction", Part.SATISFACTION)


@router.command(
    "满意度",
    who=OVERSIGHT,
    usage=texts.USAGE,
    help=f"请{UNIT}党员群众不记名评价整顿、整改",
    private=True,
    # It only shows the list, or the card that asks all branches at once.
    shows=lambda _actor, said: Slot.BRANCH not in said,
    of_branch=True,  # its people are asked, whoever is evaluated there
)
def satisfied(
    context: Context,
    branch: Branch | None = None,
    date: date | None = None,
    days: int | None = None,
    text: str = "",
) -> Message:
    """Shows the list; of a branch 结束, 公布, or else opens a poll about its 整顿 or 整改.

    A poll runs until a day, or for so many days; where that is no workday, until the next one.
    """
    if branch is None and behind_everybody(text) is not None:
        return _ask_all(context, date, days)
    if branch is None:
        lines = [_line(context, poll) for poll in _polls(context)]
        return Message(text=texts.listed(lines))
    said = read_asked_of_branch(text)
    if said is None:
        raise Missing(texts.USAGE)
    if said.step is Step.END:
        return end(context, branch)
    if said.step is Step.RELEASE:
        return release(context, branch)
    if date is None and days is not None:
        day = context.work.today + timedelta(days=days)
        # At its end people hear of it, so it ends on a workday (rule of conduct 5).
        date = calendar_of(context.cycle.plan).workday_on_or_after(day)
    opened = satisfaction.ask(
        context.work,
        context.cycle,
        context.department,
        context.actor,
        branch,
        matter=said.matter,
        last_day=date,
    )
    return Message(
        text=texts.opened(opened.terms, opened.code, context.work.zone, opened.unreachable)
    )


def _ask_all(context: Context, day: date | None, days: int | None) -> Message:
    """Shows every branch that can be asked, and why others are left out; one tap asks them all.

    Raises the first refusal where none can be asked.
    """
    acts, left = [], []
    refusals: list[Refusal] = []
    for branch in context.roster.branches:
        try:
            # Asked in earnest and taken back it tells the true refusals, and opens nothing.
            with context.work.trial():
                satisfaction.ask(
                    context.work, context.cycle, context.department, context.actor, branch
                )
        except Refusal as refusal:
            refusals.append(refusal)
            left.append(left_out(branch.name, refusal_texts.answer(refusal).text))
            continue
        args: dict[Slot, Value] = {Slot.BRANCH: branch}
        if day is not None:
            args[Slot.DATE] = day
        if days is not None:
            args[Slot.DAYS] = days
        acts.append(Act("满意度", args, branch.name))
    if not acts:
        raise refusals[0]
    return bundling.ask(context, acts, left=left)


def end(context: Context, branch: Branch) -> Message:
    closed = satisfaction.end(context.work, context.department, context.actor, branch)
    # Numbers are shown by the release alone; an end tells how many took part (ballot step 6).
    return Message(text=texts.closed(closed.terms, closed.voted, closed.eligible))


def release(context: Context, branch: Branch) -> Message:
    preview = satisfaction.ask_release(context.work, context.department, context.actor, branch)
    return Message(text=texts.preview(preview))


def end_the_only(context: Context) -> Message | None:
    """Answers a bare 结束测评; None where nothing runs. Raises WhichBranch."""
    branch = _only(context, (PollState.OPEN,), texts.END)
    if branch is None:
        return None
    return end(context, branch)


def release_the_only(context: Context, branch: Branch | None) -> Message | None:
    """Answers 公布, with a branch or without; None where nothing waits. Raises WhichBranch."""
    states = (PollState.CLOSING, PollState.COUNTED)
    if branch is None:
        branch = _only(context, states, texts.RELEASE)
    elif branch.name not in _branches_asked(context, states):
        return None
    if branch is None:
        return None
    return release(context, branch)


def _branches_asked(context: Context, states: Container[PollState]) -> tuple[str, ...]:
    """Returns the names of branches with a poll in one of these states, each once."""
    polls = [poll for poll in _polls(context) if poll.status.state in states]
    return tuple(dict.fromkeys(poll.branch for poll in polls))


def _only(context: Context, states: Container[PollState], word: str) -> Branch | None:
    names = _branches_asked(context, states)
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
    """Returns the released numbers of a branch, a line each, for whoever may see them."""
    if branch is None:
        return []
    released = satisfaction.released(context.work, context.department.id, branch)
    return [texts.line(poll.result, poll.on) for poll in released]


def _polls(context: Context) -> tuple[BranchPoll, ...]:
    return satisfaction.branch_polls(context.work, context.department.id)


def _line(context: Context, poll: BranchPoll) -> str:
    status = poll.status
    if poll.released is not None:
        return f"· {poll.branch}{texts.line(poll.released.result, poll.released.on)}"
    if status.state is PollState.OPEN:
        return texts.running(
            poll.title, status.voted, status.eligible, poll.closes_at, context.work.zone
        )
    return texts.over(poll.title, status.state, status.voted, status.eligible)
