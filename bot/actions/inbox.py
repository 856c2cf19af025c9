"""Receiving: every message is worked on exactly once, however often it is delivered and whatever is killed."""

from dataclasses import dataclass

from bot.actions.unit_of_work import UnitOfWork
from bot.messages import ClickAnswer, Update, pack, unpack_answer, unpack_update
from bot.storage import inbox, outbox


def receive(work: UnitOfWork, update: Update) -> int | None:
    """Stores a message; its id, or None where it is known already.

    Where nobody could write to this chat before somebody spoke in it, what waited there is sent now.
    """
    waited = outbox.release_unreached(
        work.session,
        platform=update.platform,
        chat_kind=update.chat.kind.value,
        chat_id=update.chat.id,
        now=work.now,
    )
    work.said = work.said or waited
    return None if find(work, update) else inbox.store(work.session, _row(work, update))


def find(work: UnitOfWork, update: Update) -> inbox.InboxRow | None:
    """The row of this very message; rows of earlier versions hold the platform's id alone."""
    return inbox.find(
        work.session, update.platform, update.sender.account, update.own_id, update.message_id
    )


def waiting(work: UnitOfWork) -> list[tuple[int, str]]:
    """(id, sender) of what nobody works on, oldest first."""
    return inbox.waiting(work.session, work.now)


@dataclass(frozen=True)
class Claimed:
    """A message that this worker holds; `attempt` is its proof when it finishes."""

    id: int
    attempt: int
    update: Update

    @property
    def hopeless(self) -> bool:
        """Whether it was begun before as often as is good for the others, and never came to an end."""
        return self.attempt > MOST_STARTS


MOST_STARTS = 2  # a message that killed or stopped its worker twice would do so for ever


class ClaimLost(Exception):
    """Another worker took the message over meanwhile: what this one did must not count."""


def claim(work: UnitOfWork, row_id: int) -> Claimed | None:
    """The message, now this worker's; None where another has it or it is done."""
    row = inbox.claim(work.session, row_id, work.now)
    return Claimed(row_id, row.attempts, unpack_update(row.payload)) if row else None


def finish(work: UnitOfWork, claimed: Claimed, *, incident: str = "") -> None:
    """Marks the message as done, or as failed under the incident's number. Raises ClaimLost."""
    row = work.session.get_one(inbox.InboxRow, claimed.id)
    if (row.state, row.attempts) != ("working", claimed.attempt):
        raise ClaimLost
    row.state, row.incident, row.claimed_until = ("failed" if incident else "done"), incident, None


def give_up(work: UnitOfWork, row_id: int, incident: str) -> None:
    """Marks a message that cannot be worked on at all, so that nobody takes it up again."""
    row = work.session.get_one(inbox.InboxRow, row_id)
    row.state, row.incident, row.claimed_until = "failed", incident, None


def release_all(work: UnitOfWork) -> None:
    """Gives back what a dead process held in inbox and outbox. Only for the one process that owns this database."""
    inbox.release_all(work.session)
    outbox.release_all(work.session)


def answer_given(work: UnitOfWork, update: Update) -> ClickAnswer | None:
    """What this very click was answered before."""
    row = find(work, update)
    return unpack_answer(row.answer) if row and row.answer else None


def keep_answer(work: UnitOfWork, update: Update, answer: ClickAnswer) -> None:
    """Stores the click together with its answer, for repeats."""
    row = _row(work, update)
    row.state, row.answer = "done", pack(answer)
    inbox.store(work.session, row)


def _row(work: UnitOfWork, update: Update) -> inbox.InboxRow:
    return inbox.InboxRow(
        platform=update.platform,
        message_id=update.own_id,
        sender=update.sender.account,
        payload=pack(update),
        received_at=work.now,
    )
