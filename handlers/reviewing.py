"""Reviewing many reports at once: accepting, sending back and extending, from one card."""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.actions import judging, submissions
from bot.dispatch import bundling
from bot.dispatch.bundling import Act
from bot.dispatch.context import Context
from bot.dispatch.plan_days import day_meant
from bot.dispatch.understanding import Slot
from bot.dispatch.understanding.forms.everybody import behind_everybody, places_named
from bot.dispatch.understanding.forms.reports import read_excepted, read_until
from bot.domain import conflicts
from bot.domain.people import Branch, name_of
from bot.domain.refusals import Missing
from bot.domain.submissions import State, Submission
from bot.domain.words import UNIT
from bot.messages import Message
from bot.texts import reviewing as texts


def accept_many(context: Context, branches: Sequence[Branch]) -> Message:
    """Asks for 受理 of those of these branches whose report waits."""
    reports = _waiting(context, branches)
    if not reports:
        return Message(text=texts.NOTHING_TO_REVIEW)
    acts = []
    for branch, report in reports:
        manuscript = judging.manuscript_of(context.work, report)
        another = judging.named_instead(context.roster, branch, manuscript)
        line = texts.report(_title(context, branch), report, another)
        acts.append(Act("受理", {Slot.BRANCH: branch}, line))
    # Who is left out is said, or his report would pass for accepted.
    left = [branch.name for branch in branches if branch not in dict(reports)]
    return bundling.ask(context, acts, left=texts.left_out(left))


def send_back_many(context: Context, text: str) -> Message:
    """Asks for 退回 of all that wait, for one reason.

    Raises Missing without 「全部」 or without a reason.
    """
    reason = behind_everybody(text)
    if not reason:
        raise Missing(f"退回 第三{UNIT} 问题写得太虚")
    reports = _waiting(context, _others(context))
    if not reports:
        return Message(text=texts.NOTHING_TO_REVIEW)
    acts = [
        Act(
            "退回",
            {Slot.BRANCH: branch, Slot.TEXT: reason},
            texts.returned(_title(context, branch), reason),
        )
        for branch, _ in reports
    ]
    return bundling.ask(context, acts)


def extend_many(context: Context, day: date | None, days: int | None, text: str) -> Message:
    """Asks for 延期 of all who have not handed in.

    Raises Missing without a day or a number of days.
    """
    rest = behind_everybody(text)
    if rest is None:
        raise Missing(f"延期 {UNIT} 日期")
    until = read_until(rest, context.work.today)
    if isinstance(until, date):
        day = day_meant(until, rest, context.cycle.plan, context.work.today)
    elif until is not None:
        days = until
    if day is None and days is None:
        raise Missing("延期 全部 日期")
    handed_in = submissions.newest_of_all(context.work, context.cycle)
    acts = []
    for branch in _others(context):
        if branch.id in handed_in:
            continue
        before = submissions.deadline_of(context.work, context.cycle, branch).last_day
        until = day or before + timedelta(days=days or 0)
        line = texts.extended(_title(context, branch), before, until)
        acts.append(Act("延期", {Slot.BRANCH: branch, Slot.DATE: until}, line))
    if not acts:
        return Message(text=texts.NOBODY_TO_EXTEND)
    return bundling.ask(context, acts)


def meant(context: Context, text: str, usage: str) -> list[Branch]:
    """Returns whose reports are meant: all, all but some, or those that are named.

    Raises Missing where nothing was said, NoSuch for an unknown name.
    """
    if behind_everybody(text) is not None:
        return _others(context)
    excepted = read_excepted(text)
    if excepted is not None:
        left_out = places_named(context.roster, excepted, usage, context.actor)
        return [branch for branch in _others(context) if branch not in left_out]
    branches = places_named(context.roster, text, usage, context.actor)
    if not branches:
        raise Missing(usage)
    return branches


def _others(context: Context) -> list[Branch]:
    """Returns all but whose case is the actor's own: that one is another's to decide."""
    roster = context.roster
    return [
        place
        for place in roster.places
        if not conflicts.concerns(context.actor, conflicts.answering(roster, place))
    ]


def _waiting(context: Context, branches: Sequence[Branch]) -> list[tuple[Branch, Submission]]:
    """Returns the reports that wait for a decision."""
    newest = submissions.newest_of_all(context.work, context.cycle)
    return [
        (branch, newest[branch.id])
        for branch in branches
        if branch.id in newest and newest[branch.id].state is State.SUBMITTED
    ]


def _title(context: Context, branch: Branch) -> str:
    subject = context.roster.subject_of(branch)
    return texts.place(branch.name, name_of(subject))
