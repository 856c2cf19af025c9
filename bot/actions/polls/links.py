"""Personal links to a ballot's page.

A link is made of the poll's keys, the person and a number, and stands nowhere: what waits in the
outbox holds only its name, and the address is made of that right before the message goes out.
"""

import base64
import binascii
import struct
from dataclasses import replace

from bot.actions.unit_of_work import UnitOfWork
from bot.domain.patterns import pattern
from bot.domain.people import Person
from bot.domain.polls.poll import RUNNING
from bot.domain.values import dataclass
from bot.messages import Link, Message
from bot.storage.keys import BallotKeys, KeysMissing
from bot.storage.polls import links, polls, roll
from bot.texts.polls import pages as texts

ROOM = "sheet"  # under the address of the pages
_NAME = pattern(r"sheet:(\d{1,9})/(\d{1,9})")
_TICKET = pattern(r"(\d{1,9})-([0-9A-Za-z_-]{38})")
_CONTENT = struct.Struct(">III")  # poll, person, number


@dataclass(frozen=True)
class Ticket:
    """What an address of a page says once the poll's keys have opened it."""

    poll: int
    person: int
    number: int


def sheet_link(work: UnitOfWork, poll_id: int, person: Person) -> Link | None:
    """Returns the link to this person's page that is in force; the same as often as he is told it.

    None where the program has no address for phones, or he has no vote in this poll.
    """
    if not _has_page(work, poll_id, person):
        return None
    return Link(texts.SHEET_LINK, f"sheet:{poll_id}/{person.id}")


def end_link(work: UnitOfWork, poll_id: int, person: Person) -> None:
    """Ends the link to this person's page; from now on `sheet_link` gives a new one."""
    if _has_page(work, poll_id, person):
        links.renew(work.session, poll_id, person.id)


def addressed(work: UnitOfWork, message: Message) -> Message:
    """Returns the message with the address that is in force now in the place of the link's name.

    Without a link where the poll has ended meanwhile; any other message stays as it is.
    """
    if message.link is None:
        return message
    named = _NAME.fullmatch(message.link.url)
    if named is None:
        return message
    poll_id, person_id = map(int, named.groups())
    poll = polls.find(work.session, poll_id)
    link = links.find(work.session, poll_id, person_id)
    if poll is None or poll.state not in RUNNING or link is None or not work.pages_address:
        return replace(message, link=None)
    try:
        keys = work.keys.load(poll.key_id)
    except KeysMissing:
        return replace(message, link=None)
    ticket = Ticket(poll_id, person_id, link.number)
    address = f"{work.pages_address}/{ROOM}/{written(ticket, keys)}"
    return replace(message, link=Link(message.link.title, address))


def written(ticket: Ticket, keys: BallotKeys) -> str:
    """Returns the last part of the address: the poll's number, and what its keys alone can open."""
    content = _CONTENT.pack(ticket.poll, ticket.person, ticket.number)
    sealed = base64.urlsafe_b64encode(keys.ticket(content)).decode().rstrip("=")
    return f"{ticket.poll}-{sealed}"


def poll_of(text: str) -> int | None:
    """Returns the number of the poll that an address names; None where it is no such address."""
    match = _TICKET.fullmatch(text)
    if match is None:
        return None
    return int(match[1])


def read(text: str, keys: BallotKeys) -> Ticket | None:
    """Returns what an address says; None for one that the keys of its poll did not make."""
    match = _TICKET.fullmatch(text)
    if match is None:
        return None
    try:
        content = keys.read_ticket(base64.urlsafe_b64decode(match[2] + "=="))
        ticket = Ticket(*_CONTENT.unpack(content))
    except (ValueError, binascii.Error, struct.error):
        return None
    # The number in front is not sealed, and base64 spells the same bytes in several ways: only the
    # address that was made counts.
    if written(ticket, keys) == text:
        return ticket
    return None


def _has_page(work: UnitOfWork, poll_id: int, person: Person) -> bool:
    """Tells whether the poll runs, and this person has a vote in it with the account that he has
    now.
    """
    if not work.pages_address:
        return False
    poll = polls.find(work.session, poll_id)
    if poll is None or poll.state not in RUNNING:
        return False
    entry = roll.find(work.session, poll_id, person.id)
    # With another account than at the opening nobody votes in his name.
    return entry is not None and not entry.recused and entry.account == person.account
