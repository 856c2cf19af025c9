"""Branches that are put in order (集中整顿): their people to be asked, the answers to be told, the end."""

from collections.abc import Iterator
from datetime import timedelta

from bot.actions import open_cards, satisfaction
from bot.actions.todos.desk import Desk, Request, Todo
from bot.domain.people import Branch
from bot.domain.plan import Part
from bot.domain.polls.poll import PollState
from bot.storage.polls import polls
from bot.storage.rectification import weak_branches as store
from bot.storage.rectification.weak_branches import Listing
from bot.texts import satisfaction as satisfaction_texts
from bot.texts import todos as texts

AHEAD = timedelta(days=14)  # people have some days to answer, and all of it belongs before the date
COUNTED = (PollState.CLOSING, PollState.COUNTED)


def to_ask(desk: Desk) -> Iterator[Todo]:
    """Yields the people of a branch, from two weeks before its date and until they are asked once."""
    asked = polls.of_branches(desk.work.session, desk.cycle.department)
    for branch, listing in _in_order(desk):
        assert listing.due is not None, "only those with a date are looked at"
        # A branch may be listed a second time: what its people said at the first is no answer now.
        is_asked = any(
            poll.branch_id == branch.id and poll.opened_at >= listing.listed_at for poll in asked
        )
        if is_asked or desk.work.today < listing.due - AHEAD:
            continue
        text = texts.to_ask_people(branch.name)
        ask = Request("满意度", {"branch": branch})
        yield Todo(f"ask:{branch.id}", text, listing.due, ask, texts.ASK_PEOPLE)


def to_tell(desk: Desk) -> Iterator[Todo]:
    """Answers that are counted, until somebody is asked to confirm that they are told."""
    if not desk.is_organiser or not desk.plan.has(Part.SATISFACTION):
        return
    waiting = open_cards.of_kind(desk.work, desk.cycle.department, satisfaction.KIND)
    asked = {card.subject["poll"] for card in waiting}
    branches = {branch.id: branch for branch in desk.roster.branches}
    for poll in polls.of_branches(desk.work.session, desk.cycle.department, COUNTED):
        branch = branches.get(poll.branch_id or 0)
        if poll.id in asked or branch is None or desk.is_ones_own(branch):
            continue
        text = texts.to_tell_satisfaction(branch.name)
        tell = Request("满意度", {"branch": branch, "text": satisfaction_texts.RELEASE})
        yield Todo(f"answers:{poll.id}", text, None, tell, texts.TELL_ANSWERS)


def to_end(desk: Desk) -> Iterator[Todo]:
    """Branches whose date has come. What was reached is said in words: there is no button."""
    for branch, listing in _in_order(desk):
        if listing.due is not None and listing.due <= desk.work.today:
            yield Todo(f"end:{branch.id}", texts.to_end_order(branch.name), listing.due)


def _in_order(desk: Desk) -> Iterator[tuple[Branch, Listing]]:
    """Yields the branches that the organiser puts in order until a day, but not his own."""
    if not desk.is_organiser or not desk.plan.has(Part.SATISFACTION):
        return
    branches = {branch.id: branch for branch in desk.roster.branches}
    for listing in store.of_department(desk.work.session, desk.cycle.department):
        branch = branches.get(listing.branch)
        if branch is None or listing.closed_at is not None or listing.due is None:
            continue
        if not desk.is_ones_own(branch):
            yield branch, listing
