"""One person's sheet on the page: who may open it, and what stands on it.

A link opens for the device that used it first, and for no other until its person asks for a new
one. What is chosen on the page goes the way of every vote (`bot/actions/polls/ballots.py`).
"""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime

from bot.actions.polls import links as addresses
from bot.actions.polls.links import Ticket
from bot.actions.polls.voting import admit
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.polls.answers import NO_CHOICE
from bot.domain.polls.ballot import in_time
from bot.domain.polls.form import BLANK
from bot.domain.polls.poll import OVER, PollState, VoidReason, frozen_terms
from bot.domain.polls.refusals import (
    LinkElsewhere,
    LinkEnded,
    LinkUnknown,
    PageStale,
    PollClosed,
    PollLost,
    UnclearPage,
)
from bot.domain.polls.sheet import Sheet
from bot.domain.polls.terms import Terms
from bot.domain.values import dataclass
from bot.storage.keys import KeysMissing
from bot.storage.polls import links
from bot.storage.polls.votes import VoteBatch

FIELD = "row-"


@dataclass(frozen=True)
class PageSheet:
    """Somebody's sheet as his page shows it, and what came with the link.

    `proof` comes back with the form and shows that this very page was answered. `bound` is false
    until a device has the link.
    """

    ticket: Ticket
    account: str
    terms: Terms
    closes_at: datetime | None
    sheet: Sheet
    proof: str
    bound: bool


def look(work: UnitOfWork, address: str, device: str) -> PageSheet:
    """Returns the sheet behind an address, for the device that knows this secret.

    Raises LinkUnknown, PollClosed, PollLost, LinkEnded, LinkElsewhere, and what `admit` raises.
    """
    poll_id = addresses.poll_of(address)
    batch = VoteBatch(work.session)
    poll = None
    if poll_id is not None:
        poll = batch.poll(poll_id)
    if poll_id is None or poll is None:
        raise LinkUnknown
    # Before the keys: when a poll is destroyed they are gone, and yet nothing was lost.
    if poll.state is PollState.VOID:
        raise PollLost(frozen_terms(poll.terms).title, poll.withheld)
    is_in_time = in_time(work.now, closes_at=poll.closes_at, closed_at=poll.closed_at)
    if poll.state in OVER or not is_in_time:
        raise PollClosed
    try:
        keys = work.keys.load(poll.key_id)
    except KeysMissing:
        raise PollLost(frozen_terms(poll.terms).title, VoidReason.KEYS_LOST) from None
    ticket = addresses.read(address, keys)
    link = None
    if ticket is not None:
        link = links.find(work.session, poll_id, ticket.person)
    if ticket is None or link is None or link.account is None:
        raise LinkUnknown
    if ticket.number != link.number:
        # Whoever asks for a new link raises the number, which ends every earlier one.
        raise LinkEnded
    # In constant time: how long a refusal takes tells nothing of the secret.
    if link.device and not hmac.compare_digest(link.device, _hash(device)):
        raise LinkElsewhere
    voter = admit(batch, link.account, poll_id)
    ballot = batch.ballot(poll_id, voter.person, voter.terms.form, keys)
    return PageSheet(
        ticket=ticket,
        account=link.account,
        terms=voter.terms,
        closes_at=poll.closes_at,
        sheet=Sheet(voter.terms.form, voter.rater, ballot),
        proof=keys.signature(f"{address}|{_hash(device)}"),  # for this link and device alone
        bound=bool(link.device),
    )


def take(work: UnitOfWork, page: PageSheet, device: str) -> None:
    """Binds the link of a page to this device. Raises LinkElsewhere where another was faster."""
    ticket = page.ticket
    if not links.bind(work.session, ticket.poll, ticket.person, ticket.number, _hash(device)):
        raise LinkElsewhere


def answered(work: UnitOfWork, address: str, device: str, proof: str) -> PageSheet:
    """Returns the sheet that this device sends back.

    Raises what `look` raises, LinkElsewhere where no device has the link yet, and PageStale where
    the form is not of this page.
    """
    page = look(work, address, device)
    if not page.bound:
        raise LinkElsewhere
    if not hmac.compare_digest(page.proof.encode(), proof.encode()):
        raise PageStale
    return page


def chosen(page: PageSheet, fields: Mapping[str, str]) -> dict[int, int]:
    """Returns what the form says of every row that the page shows; a row without a choice is blank.

    Raises UnclearPage for an option that a row does not have.
    """
    choices = {}
    for item in page.sheet.items:
        option = fields.get(f"{FIELD}{item.position}", NO_CHOICE)
        if option in ("", NO_CHOICE):
            # Said, and not left out: a row that was emptied takes the earlier choice back.
            choices[item.position] = BLANK
            continue
        choice = item.choice_of(option)
        if choice is None:
            raise UnclearPage
        choices[item.position] = choice
    return choices


def _hash(device: str) -> str:
    # The table holds the hash alone: whoever reads it cannot pass for the device.
    return hashlib.sha256(device.encode()).hexdigest()
