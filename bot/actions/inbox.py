"""Receiving: every message is worked on exactly once, however often it is delivered and whatever is
killed.
"""

from bot.actions.unit_of_work import UnitOfWork
from bot.domain.values import dataclass
from bot.messages import ClickAnswer, Update, pack, unpack_answer, unpack_update
from bot.storage import inbox as store
from bot.storage import outbox
from bot.storage.inbox import Address

MOST_STARTS = 2  # a message that killed or stopped its worker twice would do so for ever


class ClaimLost(Exception):
    """Another worker took the message over meanwhile: what this one did must not count."""


@dataclass(frozen=True)
class Claimed:
    """A message that this worker holds; `attempt` is its proof when it finishes."""

    id: int
    attempt: int
    update: Update

    @property
    def hopeless(self) -> bool:
        """Whether it was begun as often as is good for the others and never came to an end."""
        return self.attempt > MOST_STARTS


def receive(work: UnitOfWork, update: Update) -> int | None:
    """Stores a message; returns its id, or None where it is known already."""
    return store.store(work.session, _address(update), pack(update), now=work.now)


def waiting(work: UnitOfWork) -> list[tuple[int, str]]:
    """Returns (id, sender) of what nobody works on, the oldest first."""
    return store.waiting(work.session, work.now)


def claim(work: UnitOfWork, row_id: int) -> Claimed | None:
    """Makes the message this worker's; returns None where another has it or it is done."""
    claim = store.claim(work.session, row_id, work.now)
    if claim is None:
        return None
    return Claimed(row_id, claim.attempt, unpack_update(claim.payload))


def finish(work: UnitOfWork, claimed: Claimed, *, incident: str = "") -> None:
    """Marks the message as done, or as failed under the incident's number. Raises ClaimLost."""
    if not store.finish(work.session, claimed.id, claimed.attempt, incident=incident):
        raise ClaimLost


def give_up(work: UnitOfWork, row_id: int, incident: str) -> None:
    """Marks a message that cannot be worked on at all, so that nobody takes it up again."""
    store.give_up(work.session, row_id, incident)


def scrub(work: UnitOfWork, update: Update) -> None:
    """Takes the words of a message out of the inbox, in the transaction that answers it."""
    # The row itself stays, for by it a repeat of the message is known.
    store.scrub(work.session, _address(update), {"text": "", "quote": None})


def release_all(work: UnitOfWork) -> None:
    """Gives back what a dead process held in inbox and outbox.

    Only for the one process that owns this database.
    """
    store.release_all(work.session)
    outbox.release_all(work.session)


def answer_given(work: UnitOfWork, update: Update) -> ClickAnswer | None:
    """Returns what this very click was answered before; None where it is new."""
    answer = store.answer_to(work.session, _address(update))
    if not answer:
        return None
    return unpack_answer(answer)


def keep_answer(work: UnitOfWork, update: Update, answer: ClickAnswer) -> None:
    """Stores the click together with its answer, for repeats."""
    store.store_answered(work.session, _address(update), pack(update), pack(answer), now=work.now)


def _address(update: Update) -> Address:
    return Address(update.platform, update.sender.account, update.own_id, update.message_id)
