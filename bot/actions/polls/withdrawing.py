"""Taking back a poll that should not have been held, before its release: its numbers are gone, its secretary is rated anew.

A second person confirms, as with a release, and the group hears it: whoever voted knows what became of his vote.
"""

from collections.abc import Mapping
from typing import Any

from bot.actions import confirmations
from bot.actions.confirmations import CardText
from bot.actions.polls.cards import code, subjects_of, terms_of
from bot.actions.polls.releasing import count_now
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.open_cards import OpenCard
from bot.domain.people import Department, Person
from bot.domain.polls.refusals import NothingToWithdraw, PollStillOpen
from bot.domain.refusals import CardGone
from bot.messages import Message
from bot.storage.polls import polls
from bot.storage.polls.polls import PollRow
from bot.texts.polls import withdrawal as texts

KIND = "withdraw_poll"
WITHDRAWN = "withdrawn"


def withdrawal_cases(work: UnitOfWork, cycle: Cycle, poll_id: int) -> list[Person]:
    row = next((one for one in polls.of_cycle(work.session, cycle.id) if one.id == poll_id), None)
    return subjects_of(work, row) if row else []


def ask_withdrawal(
    work: UnitOfWork, cycle: Cycle, department: Department, actor: Person, poll_id: int, reason: str
) -> PollRow:
    """Raises NothingToWithdraw, PollStillOpen, PaperPending, NeedsSecondPerson."""
    row = next((one for one in polls.of_cycle(work.session, cycle.id) if one.id == poll_id), None)
    if row is None:
        raise NothingToWithdraw(code(poll_id))
    if row.state == "open":
        raise PollStillOpen(terms_of(row).title)
    if row.state == "closing":
        count_now(work, row)
    if row.state != "counted":
        raise NothingToWithdraw(code(poll_id))
    card_text = CardText(
        texts.TITLE, texts.question(actor.name, code(poll_id), terms_of(row).title, reason)
    )
    confirmations.ask_others(
        work,
        department,
        actor,
        KIND,
        {"poll": poll_id, "reason": reason},
        card_text,
        about=subjects_of(work, row),
    )
    return row


def withdraw(work: UnitOfWork, department: Department, card: OpenCard, actor: Person) -> None:
    """Raises NeedsSecondPerson, CardGone where it was decided or published meanwhile."""
    confirmations.decide(work, card, actor, accepted=True)
    poll_id, reason = _asked(card.subject)
    row = polls.find(work.session, poll_id)
    gone = {"groups": None, "withheld": WITHDRAWN}
    if row is None or not polls.move(work.session, poll_id, before="counted", after="void", **gone):
        raise CardGone
    work.audit(row.department_id, actor, "poll.withdrawn", f"poll:{poll_id}")
    told = texts.announced(code(poll_id), terms_of(row).title, reason)
    work.message_group(department, Message(text=told), key=f"withdrawn:{poll_id}", priority=3)


def decline(work: UnitOfWork, department: Department, card: OpenCard, actor: Person) -> None:
    """Nothing changes; whoever asked is told. Raises NeedsSecondPerson, CardGone."""
    confirmations.decline(work, department, card, actor, texts.declined_notice(actor.name))


def _asked(subject: Mapping[str, Any]) -> tuple[int, str]:
    return int(subject["poll"]), str(subject["reason"])
